"""Lets no other cell keep back the word that somebody left."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from subscribers.errors import BadCell, BadFile

if TYPE_CHECKING:
    from collections.abc import Callable

_Said = TypeVar("_Said")
_Meant = TypeVar("_Meant")


def at_least(reading: Callable[[_Said], _Meant]) -> Callable[[_Said], _Meant | None]:
    """Return what reads as this does, and finds nothing where that does not understand what it reads."""

    def read(said: _Said) -> _Meant | None:
        try:
            return reading(said)
        except (BadCell, BadFile):
            return None

    return read

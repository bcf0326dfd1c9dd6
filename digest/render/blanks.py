"""Stands for the words of a story that is still to be told."""

from __future__ import annotations

import re
from typing import ClassVar, NoReturn

from markupsafe import Markup


class Asked(BaseException):
    """A template asked of a blank what only words can answer; no test of a template takes it for "no"."""


def _ask(*_: object) -> NoReturn:
    raise Asked


class Blank:
    """A field of a story: a template may ask it whether it says anything, and print it, but nothing else.

    It is printed as a word that stands in a tag as well as between tags.
    """

    __slots__ = ("_asked", "_at", "_value")
    WORDS, VALUE = "w", "v"  # what it is printed as: words between tags, or the value of an attribute
    PRINTED: ClassVar = re.compile("blank7c41d(w|v)([0-9]+)d")

    def __init__(self, at: int, value: object, asked: dict[int, bool]) -> None:
        """Take the number of the field, what it says, and where to note that it was asked whether it says anything."""
        self._at, self._value, self._asked = at, value, asked

    def printed(self, kind: str) -> Markup:
        """Return what stands where the words go; raises Asked where it is no text."""
        if not isinstance(self._value, str):
            raise Asked
        return Markup(f"blank7c41d{kind}{self._at}d")  # noqa: S704  a word

    def __bool__(self) -> bool:
        """Tell whether it says something."""
        self._asked[self._at] = says = bool(self._value)
        return says

    __class__ = property(_ask)
    __str__ = __repr__ = __format__ = __len__ = __iter__ = __contains__ = __getitem__ = __getattr__ = _ask
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = __int__ = __float__ = __index__ = _ask

"""Keeps what templates print of one story, for the other variants of an issue that tell it too."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

    from jinja2.runtime import Macro

    from digest.render.design import Design
    from digest.render.page import Page

MOST_SETTINGS = 64  # languages, looks and publications for which stories are kept
MOST_KEPT = 2048  # stories of each

_Kept = dict[tuple["Hashable", ...], str]


class Fragments:
    """What the templates in some folders have printed; forgotten when one of them changes."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """Take the folders of a theme."""
        self._folders = folders
        self._as_of: frozenset[tuple[str, int]] = frozenset()
        self._kept: dict[tuple[Hashable, Design], _Kept] = {}

    def once(self, page: Page, design: Design) -> Callable[..., str]:
        """Return what templates call as `once(macro, story, ...)` in place of `macro(story, ...)`.

        A macro so called looks at its arguments, at `design`, and of `page` at what all stories share (`page.setting`).
        """
        as_of = frozenset(entry for folder in self._folders for entry in _as_of(folder))
        if as_of != self._as_of or len(self._kept) > MOST_SETTINGS:
            self._as_of, self._kept = as_of, {}
        kept = self._kept.setdefault((page.setting, design), {})

        def printed(macro: Macro, *arguments: Hashable) -> str:
            key = (macro._func.__code__, *arguments)
            if key not in kept:
                if len(kept) >= MOST_KEPT:
                    kept.clear()
                kept[key] = macro(*arguments)
            return kept[key]

        return printed


def _as_of(folder: Path) -> list[tuple[str, int]]:
    """Return the files of a folder and when they changed; an editor that saves one may move it away meanwhile."""
    found: list[tuple[str, int]] = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                found.append((entry.path, entry.stat().st_mtime_ns))
    return found


@lru_cache(maxsize=64)
def fragments(folders: tuple[Path, ...]) -> Fragments:
    """Return what is kept for a theme of these folders."""
    return Fragments(folders)

"""Notices that the database's file was taken away, or another put in its place.

A connection that is open goes on with the file as it was, and says nothing: what it reads is old, what it writes lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


class Presence:
    """A database's file as it stood when this was made."""

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, _identity(path)

    def check(self) -> None:
        """Raise StoreError unless the same file still stands there."""
        if _identity(self._path) != self._file:
            raise StoreError(f"the database {self._path} was taken away or replaced; begin again with: digest serve")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino

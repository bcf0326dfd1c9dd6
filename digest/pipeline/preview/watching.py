"""Watches what an issue is made of: the configuration, the templates and the database.

It looks at the files' times each time it is asked, which costs less than a millisecond, works on every file system and
bears whatever way an editor has of saving.
"""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from digest.store.commits import Commits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Stamp = tuple[str, int, int, int]


class Watch:
    """Gives what it watches a version."""

    def __init__(self) -> None:
        self._commits = Commits()
        self._birth = secrets.token_hex(4)  # another process counts commits anew

    def version(self, *, files: Iterable[Path], folders: Iterable[Path], database: Path) -> str:
        """Return a word that is another one as soon as a file, one anywhere in a folder, or the database is changed."""
        stamps = [*(_stamp(file) for file in files), *(stamp for folder in folders for stamp in _inside(folder))]
        seen = (self._birth, stamps, self._commits.sign(database))
        return sha256(repr(seen).encode()).hexdigest()[:16]

    def close(self) -> None:
        """Let go of the database."""
        self._commits.close()


def _stamp(file: Path) -> _Stamp:
    try:
        found = file.stat()
    except OSError:
        return (str(file), 0, 0, 0)
    return (str(file), found.st_mtime_ns, found.st_size, found.st_ino)


def _inside(folder: Path) -> Iterator[_Stamp]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (_stamp(Path(place, name)) for name in sorted(names))

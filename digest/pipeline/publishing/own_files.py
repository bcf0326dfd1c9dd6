"""Keeps files in a folder that others use too: writes only what is new, takes away only what it wrote.

Which files those are stands in a list beside them, written before the first of them is touched. So a build that is
killed leaves whole files, each as it was or as it is to be, and the next one goes on from there.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.errors import DigestError
from digest.store.lock import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LIST = ".digest-archive.json"
_LOCK, _NEW = ".digest-archive.lock", ".digest-new"

_CLAIMED: dict[str, Any] = {"key": ""}


class Planned(NamedTuple):
    """A file that is to stand at a path below the folder: what it depends on, and what makes its bytes.

    One that somebody else has written there already is left alone if it is `optional`.
    """

    path: str
    key: str
    make: Callable[[], bytes]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """What a build did; `passed_over` are the optional files that somebody else had written there."""

    written: int
    unchanged: int
    removed: int
    passed_over: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the tally as a JSON object."""
        return {
            "written": self.written,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "passed_over": list(self.passed_over),
        }


def keep(folder: Path, planned: Iterable[Planned], *, advance: Callable[[int, int], None] | None = None) -> Tally:
    """Let exactly these files of ours stand in a folder, and every other file there be as it was.

    Raises:
        DigestError: a file that we did not write stands where one of these must; nothing was changed.
        Locked: another build is at work there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / _LOCK, busy=f"another build is at work in {folder}; wait for it"):
        known, wanted = _read(folder), {one.path: one for one in planned}
        foreign = [path for path in wanted if path not in known and os.path.lexists(folder / path)]
        if hard := [path for path in foreign if not wanted[path].optional]:
            raise DigestError(f"{folder / hard[0]} is none of ours; move it away, or build into another folder")
        for path in foreign:
            del wanted[path]
        stale = [one for one in wanted.values() if not _stands(folder, one, known)]
        gone = [path for path in known if path not in wanted]
        if stale or gone:
            _write(folder, known | {one.path: _CLAIMED for one in stale})
        for done, one in enumerate(stale, 1):
            _put(folder / one.path, one.make())
            known[one.path] = _entry(folder / one.path, one.key)
            if advance:
                advance(done, len(stale))
        for path in gone:
            _remove(folder, path)
            del known[path]
        if stale or gone:
            _write(folder, known)
        return Tally(len(stale), len(wanted) - len(stale), len(gone), tuple(foreign))


def _stands(folder: Path, one: Planned, known: dict[str, Any]) -> bool:
    """Tell whether a file is as it was when it was written from the same."""
    entry = known.get(one.path, _CLAIMED)
    try:
        return bool(entry["key"] == one.key and entry == _entry(folder / one.path, one.key))
    except OSError:
        return False


def _entry(file: Path, key: str) -> dict[str, Any]:
    found = file.lstat()
    return {"key": key, "size": found.st_size, "mtime": found.st_mtime_ns}


def _put(file: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(file.name + _NEW)
    new.write_bytes(content)
    new.replace(file)


def _remove(folder: Path, path: str) -> None:
    """Take a file away, what a kill left of its writing, and the folders that it leaves empty."""
    file = folder / path
    for one in (file, file.with_name(file.name + _NEW)):
        one.unlink(missing_ok=True)
    with suppress(OSError):  # the first that holds anything else
        for parent in file.relative_to(folder).parents[:-1]:
            (folder / parent).rmdir()


def _read(folder: Path) -> dict[str, Any]:
    file = folder / LIST
    if not file.exists():
        return {}
    try:
        known: dict[str, Any] = json.loads(file.read_bytes())["files"]
        if any(Path(path).is_absolute() or ".." in Path(path).parts for path in known):
            raise ValueError("a path leads out of the folder")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DigestError(f"{file} is damaged ({error}); build into a new folder") from error
    return known


def _write(folder: Path, known: dict[str, Any]) -> None:
    _put(folder / LIST, (json.dumps({"files": known}, indent=0, sort_keys=True) + "\n").encode())

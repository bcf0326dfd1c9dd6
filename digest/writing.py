"""Says whether the account that runs this may write files and folders, and what helps where it may not."""

from __future__ import annotations

import os
import pwd
import shlex
import stat
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Unwritable:
    """Why something cannot be written, and what helps."""

    words: str
    remedy: str


def account() -> str:
    """Return the name of the account that runs this, or its number where it has none."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def unwritable(paths: Iterable[Path]) -> Unwritable | None:
    """Return why some of these cannot be written; None where all can, or be made by a folder that is there.

    No file that is there is opened: of a database that would take off the locks that we hold on it.
    """
    places = list(dict.fromkeys(_standing(path) for path in paths))
    if refused := [place for place in places if not os.access(place, _wanted(place))]:
        names = ", ".join(map(str, refused))
        return Unwritable(f"{account()} may not write {names}", _remedy(refused))
    return next((fault for place in places if place.is_dir() and (fault := _without_room_for_files(place))), None)


def _standing(path: Path) -> Path:
    """Return the path, or of one that is not there the nearest folder above it that is."""
    return next(one for one in (path.absolute(), *path.absolute().parents) if os.path.exists(one))  # noqa: PTH110


def _wanted(place: Path) -> int:
    return os.W_OK | os.X_OK if place.is_dir() else os.W_OK


def _without_room_for_files(folder: Path) -> Unwritable | None:
    """Try whether a folder takes files: root may write into each, and /proc takes none."""
    try:
        tempfile.TemporaryFile(dir=folder).close()  # without a name, where the system knows such
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return Unwritable(f"{folder} takes no files: {why}", "name another place in digest.toml, or make room there")
    return None


def _remedy(refused: Sequence[Path]) -> str:
    """Return the commands that help, those of one cause at a time."""
    if locked := [one for one in refused if os.statvfs(one).f_flag & os.ST_RDONLY]:
        return f"its disk is mounted for reading alone: mount -o remount,rw {shlex.quote(str(_mount_of(locked[0])))}"
    ours = [one for one in refused if one.stat().st_uid == os.geteuid()]
    theirs = [one for one in refused if one not in ours]
    barred = [one for one in ours if one.stat().st_mode & stat.S_IWUSR]  # by more than their mode
    causes = {
        "chattr -i": barred,
        "chmod u+rwX": [one for one in ours if one not in barred],
        f"chown {account()}": theirs,
    }
    return " && ".join(f"{command} {shlex.join(map(str, found))}" for command, found in causes.items() if found)


def _mount_of(path: Path) -> Path:
    return next(one for one in (path, *path.parents) if one.is_mount())

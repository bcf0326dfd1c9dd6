"""Says whether the account that runs this may write files and folders, and what helps where it may not."""

from __future__ import annotations

import os
import pwd
import shlex
import stat
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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
    """Return why some of these cannot be written; None where all can, or be made in a folder that is there.

    No file that is there is opened: of a database that would take off the locks that we hold on it.
    """
    places = {path: _standing(path) for path in paths}
    if refused := {path: place for path, place in places.items() if not os.access(place, _wanted(place))}:
        names = ", ".join(dict.fromkeys(map(str, refused.values())))
        return Unwritable(f"{account()} may not write {names}", _remedy(refused))
    folders = {place for place in places.values() if place.is_dir()}
    return next((fault for folder in sorted(folders) if (fault := _without_room_for_files(folder))), None)


def _standing(path: Path) -> Path:
    """Return the path, or of one that is not there the nearest above it that is."""
    return next(one for one in (path, *path.absolute().parents) if os.path.exists(one))  # noqa: PTH110  raises nothing


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


def _remedy(refused: Mapping[Path, Path]) -> str:
    """Return the commands that help, those of one cause at a time."""
    if locked := [place for place in refused.values() if os.statvfs(place).f_flag & os.ST_RDONLY]:
        return f"its disk is mounted for reading alone: mount -o remount,rw {shlex.quote(str(_mount_of(locked[0])))}"
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for path, place in refused.items():
        command, what = _command(path, place)
        found[command][str(what)] = None
    return " && ".join(f"{command} {shlex.join(those)}" for command, those in found.items())


def _command(path: Path, place: Path) -> tuple[str, Path]:
    """Return what lets us write a path, of which `place` is there, and on what; others' files need root for it."""
    standing = place.stat()
    if standing.st_uid == os.geteuid():  # where the mode would let us, there is more in the way than it
        return "chattr -i" if standing.st_mode & stat.S_IWUSR else "chmod u+rwX", place
    if place == path:
        return f"chown {account()}", path
    if place == path.parent:
        return f"install -m 600 -o {account()} /dev/null", path
    return f"install -d -o {account()}", path.parent


def _mount_of(path: Path) -> Path:
    return next(one for one in (path, *path.parents) if one.is_mount())

"""Tells a file from its copies: by when its inode came into being, which no copying tool can set."""

from __future__ import annotations

import ctypes
import os
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_AT_FDCWD, _STATX_BTIME, _STATX_SIZE = -100, 0x800, 256
_MASK, _BTIME = 0, 80  # offsets in struct statx; see statx(2)


class Birth(NamedTuple):
    """Which file it is: its inode, and when that was made, to the nanosecond; empty where the system cannot say.

    Renaming, changing owner or mode, rebooting, mounting the volume elsewhere and starting a container anew leave
    both as they are. cp, rsync, tar and restores make a new inode; its number may be one that was used before.
    """

    inode: int
    born: str

    def is_same_file(self, other: Birth) -> bool:
        """Tell whether both are of one file; the number decides only where a time of birth is missing."""
        if self.born and other.born:
            return self.born == other.born
        return self.inode == other.inode


def birth_of(path: Path) -> Birth:
    """Return which file stands there now.

    Raises:
        OSError: there is none.
    """
    status = path.stat()
    by_python = getattr(status, "st_birthtime", None)  # macOS
    return Birth(status.st_ino, str(by_python) if by_python else _born(path))


def _born(path: Path) -> str:
    """Ask Linux, whose answer Python does not pass on yet."""
    statx = getattr(ctypes.CDLL(None), "statx", None)
    answer = ctypes.create_string_buffer(_STATX_SIZE)
    if statx is None or statx(_AT_FDCWD, os.fsencode(path), 0, _STATX_BTIME, answer) != 0:
        return ""
    (mask,) = struct.unpack_from("=I", answer, _MASK)
    seconds, nanoseconds = struct.unpack_from("=qI", answer, _BTIME)
    return f"{seconds}.{nanoseconds:09}" if mask & _STATX_BTIME else ""

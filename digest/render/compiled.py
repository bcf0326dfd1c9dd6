"""Keeps what templates are compiled to, as Python keeps modules, so that the next process need not compile them."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import FileSystemBytecodeCache

from digest.render.printing import AFTER, BEFORE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2.bccache import Bucket

_NAME = "newsletter-digest"
_COMPILER = f"{jinja2.__version__} 1 {BEFORE} {AFTER}"  # another number wherever our environments compile otherwise
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Compiled(FileSystemBytecodeCache):
    """Templates compiled, each in a file that is good for the very same source alone.

    Files are put into place whole, so processes may share them; none that can be neither read nor written is missed.
    """

    def get_source_checksum(self, source: str) -> str:
        """Return what tells this source from any other, under what compiles it."""
        return sha256(f"{_COMPILER}\0{source}".encode("utf-8", "surrogatepass")).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a file, if it is there and whole."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001  a broken pickle raises anything, and the template is compiled anew
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a file, where Python may write its own."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def compiled_templates(environ: Mapping[str, str] = os.environ) -> Compiled | None:
    """Return what was compiled before, in the user's cache folder (XDG_CACHE_HOME); None where none is theirs alone.

    What stands there is run: so nobody else may write there, nor put another folder in its place.
    """
    try:
        home = environ.get("XDG_CACHE_HOME", "")
        folder = (Path(home) if Path(home).is_absolute() else Path.home() / ".cache") / _NAME
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        safe = _is_ours_alone(folder) and _is_kept_by_its_owner(folder.parent)
    except (OSError, RuntimeError):  # no home, or one that is read only
        return None
    return Compiled(str(folder), "%s.template") if safe else None


def _is_ours_alone(folder: Path) -> bool:
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE


def _is_kept_by_its_owner(folder: Path) -> bool:
    """Tell whether nobody but us and root can rename what is in a folder."""
    found = folder.stat()
    kept = not found.st_mode & _OTHERS_WRITE or bool(found.st_mode & stat.S_ISVTX)
    return kept and found.st_uid in (0, os.geteuid())

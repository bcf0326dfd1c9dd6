"""Says of an error of SQLite what it comes from, and what helps."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from digest.errors import StoreError
from digest.writing import unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEAST_TO_OPEN = 65_536  # octets; SQLite makes the index of its log with 32,768


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn an error of SQLite in the block into one that says what helps; what was not finished, SQLite takes back.

    Raises:
        StoreError: SQLite raised an error.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"the database {path}: {explained(error, path)}") from error


def explained(error: sqlite3.Error, path: Path) -> str:
    """Return what an error comes from and, after a semicolon, what helps.

    On a full disk, or without a right, SQLite cannot even begin its log, and blames that for it.
    """
    words = str(error)
    if "full" in words or shutil.disk_usage(path.parent).free < LEAST_TO_OPEN:
        return f"{words}, for the disk is full; nothing is lost: make room beside it, then do the same again"
    if is_damage(error):
        return f"{words}; see how bad it is with digest db check, and restore a backup: docs/operations.md"
    if fault := unwritable(files_of(path)):
        return f"{words}, for {fault.words}; nothing is lost: {fault.remedy}"
    if "locked" in words:
        return f"{words}; nothing is lost: do the same again when whoever writes into it is done"
    return f"{words}; nothing is lost: see what is wrong with: digest db check"


def is_damage(error: BaseException | None) -> bool:
    """Tell whether an error of SQLite says that the file is broken."""
    return isinstance(error, sqlite3.Error) and ("malformed" in str(error) or "not a database" in str(error))


def files_of(path: Path) -> list[Path]:
    """Return what has to be writable for the database to be: its folder, and the files that stand beside it."""
    real = path.resolve()
    if not real.parent.exists():
        return [real]
    beside = [real.with_name(f"{real.name}{ending}") for ending in ("", "-wal", "-shm", ".home", ".letters.lock")]
    locks = sorted(real.parent.glob(f"{real.name}-*.lock"))
    return [real.parent, *(one for one in [*beside, *locks] if one.exists())]

"""Gives free pages of the database file back to the disk."""

from __future__ import annotations

import shutil
from time import monotonic, sleep
from typing import TYPE_CHECKING

from digest.store.rows import value
from digest.store.upkeep.remnants import let_go

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

INCREMENTAL = 2  # PRAGMA auto_vacuum, as new databases are made
PAGES_AT_ONCE = 1_000
REST = 0.3  # of the time a commit took: for others, before the next
WORTH_IT = 0.1  # of the file free: less is soon used again


def pragma(db: Database, name: str) -> int:
    """Return the value of a pragma that is a number."""
    return int(value(db, f"PRAGMA {name}"))


def is_worth_it(db: Database) -> bool:
    """Tell whether enough of the file is free to give it back."""
    return pragma(db, "freelist_count") > WORTH_IT * pragma(db, "page_count")


def can_shrink_beside_others(db: Database) -> bool:
    """Tell whether the file can give pages back in small steps; one made by an early version has to be rebuilt once."""
    return pragma(db, "auto_vacuum") == INCREMENTAL


def shrink(db: Database) -> None:
    """Give free pages back, some a commit."""
    while free := pragma(db, "freelist_count"):
        begun = monotonic()
        db.conn.execute(f"PRAGMA incremental_vacuum({PAGES_AT_ONCE})").fetchall()
        if pragma(db, "freelist_count") >= free:
            break
        sleep((monotonic() - begun) * REST)
    let_go(db)


def has_room_to_rebuild(db: Database, path: Path) -> bool:
    """Tell whether the file can be written anew beside the old one, and through the log."""
    used = pragma(db, "page_count") - pragma(db, "freelist_count")
    return shutil.disk_usage(path.parent).free > 2 * used * pragma(db, "page_size")

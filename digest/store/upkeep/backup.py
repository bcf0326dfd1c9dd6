"""Copies the database into one file while others write to it, and does not call it a backup before it is proved."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlite_utils import Database

from digest.errors import StoreError
from digest.store.database import check_schema
from digest.store.rows import value
from digest.store.upkeep import home, soundness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PAGES = 4096  # a step of copying, after which it is told how far it is


@dataclass(frozen=True, slots=True)
class Backup:
    """A proved backup: where it stands, its size in octets, and how many rows its tables have."""

    path: Path
    size: int
    rows: dict[str, int]


def back_up(
    db: Database, target: Path, *, why: str, overwrite: bool = False, tell: Callable[[int, int], None] | None = None
) -> Backup:
    """Write the database as it is at one moment to `target`, which is whole or not there; `why` says what it is.

    The copy is opened, checked through and counted before it gets its name. Others go on writing meanwhile; `tell`
    hears how many pages are done, and of how many.

    Raises:
        StoreError: there is a file or folder already, or no room, or the copy is not what it should be.
    """
    if target.is_dir():
        raise StoreError(f"{target} is a folder; name a file in it")
    if target.exists() and not overwrite:
        raise StoreError(f"{target} is there already; name another file, or replace it with --force")
    if not target.parent.is_dir():
        raise StoreError(f"no folder {target.parent}; make it first")
    _need_room(db, target.parent)
    draft = target.with_name(f"{target.name}.part")
    try:
        with _one_moment(db):
            _copy(db, draft, tell)
            counts = soundness.row_counts(db)
        _prove(draft, counts, why=why)
        _name(draft, target, overwrite=overwrite)
    finally:
        for leftover in ("", "-wal", "-shm", "-journal"):
            draft.with_name(f"{draft.name}{leftover}").unlink(missing_ok=True)
    return Backup(target, target.stat().st_size, counts)


def _need_room(db: Database, folder: Path) -> None:
    pages, size = (value(db, f"PRAGMA {name}") for name in ("page_count", "page_size"))
    if (free := shutil.disk_usage(folder).free) < pages * size:
        raise StoreError(f"no room in {folder}: {free // 10**6:,} MB are free, {pages * size // 10**6:,} MB are needed")


@contextmanager
def _one_moment(db: Database) -> Iterator[None]:
    """Let every read of the block see the same state; nobody has to wait for it."""
    db.conn.execute("BEGIN")
    try:
        db.conn.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()  # only a read begins it
        yield
    finally:
        db.conn.execute("ROLLBACK")


def _copy(db: Database, draft: Path, tell: Callable[[int, int], None] | None) -> None:
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)  # it holds addresses and keys, as the database does
    with closing(sqlite3.connect(draft)) as copy:
        db.conn.backup(
            copy, pages=_PAGES, progress=(lambda _, left, total: tell(total - left, total)) if tell else None
        )


def _prove(draft: Path, expected: dict[str, int], *, why: str) -> None:
    """Open the copy as a restored one would be, and compare; it becomes one file and says that it is a copy."""
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        copy = Database(connection, execute_plugins=False)
        check_schema(copy, draft)
        if problems := soundness.damage(copy):
            raise StoreError(f"the backup was not made, since the database is damaged: {problems[0]}; see: db check")
        if soundness.row_counts(copy) != expected:
            raise StoreError("the backup was not made: its rows are not those of the database; try again")
        home.hold(copy, why)
        connection.execute("PRAGMA journal_mode = DELETE")


def _name(draft: Path, target: Path, *, overwrite: bool) -> None:
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    if overwrite:
        draft.replace(target)
    else:
        try:
            target.hardlink_to(draft)  # unlike a renaming, it replaces nothing
        except FileExistsError:
            raise StoreError(f"{target} came into being meanwhile; name another file") from None
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

"""Opens the one SQLite file, checks that its schema is the one this program knows, and brings it up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlite_utils import Database

from digest.errors import StoreError
from digest.store.faults import explained, explaining, files_of
from digest.store.migrations import migrations
from digest.store.upkeep.home import settle_if_new, stood_here
from digest.writing import unwritable
from subscribers.database import immediate
from subscribers.migrations import migrations as subscriber_migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MIGRATION_SETS = (migrations, subscriber_migrations)

# FULL, since a claim must survive a power cut; the wait covers a commit of another process, not a whole send.
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 30000",
    "PRAGMA cache_size = -16000",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten, by whichever process
)


# A file that is made with it can give pages back while others work. On one that stands it does nothing but wait for
# whoever writes.
PRAGMA_OF_NEW = "PRAGMA auto_vacuum = INCREMENTAL"


def open_database(path: Path) -> Database:
    """Open an existing database whose schema is the one this program knows.

    Raises:
        StoreError: there is none, it is no database, or its schema is older or newer than this program's.
    """
    _refuse_gone(path)
    if not path.exists():
        raise StoreError(f"no database at {path}; make one with: digest db migrate")
    db = _connect(path)
    try:
        check_schema(db, path)
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def reading(path: Path) -> Iterator[Database]:
    """Open a database that another connection of this program has open, for a look from any thread; it closes again."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=30)
    try:
        yield Database(connection, execute_plugins=False)
    finally:
        connection.close()


def be_patient(db: Database, wait: timedelta) -> None:
    """Let this connection wait so long, in place of half a minute, for a commit of another."""
    db.conn.execute(f"PRAGMA busy_timeout = {int(wait / timedelta(milliseconds=1))}")


def check_schema(db: Database, path: Path) -> None:
    """Pass for a database whose schema is the one this program knows.

    Raises:
        StoreError: it is older or newer.
    """
    _refuse_newer(db, path)
    if any(migration_set.pending(db) for migration_set in MIGRATION_SETS):
        raise StoreError(f"the database {path} is of an older version; bring it up to date with: digest db migrate")


def migrate(path: Path) -> list[str]:
    """Make the database if there is none, bring its schema up to date, and return the names of what was applied.

    Raises:
        StoreError: the file is no database, its schema is newer than this program's, it is gone or cannot be written.
    """
    if fault := unwritable(files_of(path)):
        raise StoreError(f"cannot write the database {path}: {fault.words}; {fault.remedy}")
    path.parent.mkdir(parents=True, exist_ok=True)
    _refuse_gone(path)
    with closing(_connect(path)) as db, explaining(path):
        return _migrated(db, path)


def _migrated(db: Database, path: Path) -> list[str]:
    _refuse_newer(db, path)
    applied = []
    for migration_set in MIGRATION_SETS:
        applied += [f"{migration_set.name}: {pending.name}" for pending in migration_set.pending(db)]
        with immediate(db):  # of two processes that begin at once, the second finds nothing left to do
            migration_set.apply(db)
    settle_if_new(db, path)
    return applied


def _refuse_gone(path: Path) -> None:
    """Pass unless a database stood here and is gone: a new one in its place would mail nobody, and be sound."""
    if (not path.exists() or not path.stat().st_size) and (shown := stood_here(path)):
        raise StoreError(
            f"the database that was at {path} is {'empty' if path.exists() else 'gone'}; restore a backup "
            f"(docs/operations.md), or, to begin with no reader, remove {shown} first"
        )


def _connect(path: Path) -> Database:
    connection = None
    try:
        if not path.exists():
            path.touch(mode=0o600)  # it holds addresses and the keys that links are signed with
        # check_same_thread off: the preview's server calls from its own threads, one at a time.
        connection = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
        pragmas = PRAGMAS if path.stat().st_size else (PRAGMA_OF_NEW, *PRAGMAS)
        for pragma in pragmas:
            connection.execute(pragma)
    except sqlite3.Error as error:
        if connection:
            connection.close()
        raise StoreError(f"cannot open the database {path}: {explained(error, path)}") from error
    return Database(connection, execute_plugins=False, recursive_triggers=False)


def _refuse_newer(db: Database, path: Path) -> None:
    with closing(Database(memory=True, execute_plugins=False)) as blank:  # on which all that is known here is pending
        for migration_set in MIGRATION_SETS:
            known = {migration.name for migration in migration_set.pending(blank)}
            for done in migration_set.applied(db):
                if done.name not in known:
                    raise StoreError(
                        f"the database {path} was made by a newer version ({migration_set.name}: {done.name}); "
                        "upgrade newsletter-digest"
                    )

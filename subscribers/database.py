"""Lets several writes on one SQLite file stand or fall together, and writes times the way the tables keep them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlite_utils import Database


@contextmanager
def immediate(db: Database) -> Iterator[None]:
    """Run a block as one transaction that holds the write lock from its first moment on.

    `Database.atomic` begins deferred: it reads first and asks for the lock at its first write, and if another
    connection wrote in between SQLite fails it at once ("database is locked"), whatever the busy timeout. BEGIN
    IMMEDIATE waits for the lock, up to the busy timeout, and what the block reads is then what it changes.

    Inside an open transaction the block is a savepoint of it: an error undoes the block alone, and nothing is durable
    before the outer one commits. Fetch every row of an earlier SELECT first: an unfinished one holds an old view of
    the file, and BEGIN IMMEDIATE then fails without waiting.

    Raises:
        sqlite3.OperationalError: the busy timeout passed while another connection held the lock.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()  # does nothing where SQLite has already rolled back, so that the first error is the one seen
        raise


def rows(db: Database, sql: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
    """Return all rows of a SELECT as dicts, fetched whole, so that no reader stays open behind a later write."""
    cursor = db.conn.execute(sql, parameters or {})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def array(values: Iterable[object]) -> str:
    """Return the JSON array that `IN (SELECT value FROM json_each(:values))` reads: one parameter for many values."""
    return json.dumps(list(values), ensure_ascii=False)


def stamp(time: datetime) -> str:
    """Return an aware time as the tables keep it, UTC to the second; such texts sort as the times do.

    >>> stamp(datetime(2026, 11, 23, 6, 30, tzinfo=UTC))
    '2026-11-23T06:30:00Z'
    """
    if time.tzinfo is None:
        raise ValueError(f"{time} has no time zone")
    return f"{time.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"  # %Y would not fill up a year 1


def moment(text: str) -> datetime:
    """Return the aware UTC time that `stamp` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")

"""Keeps sources and remembers how each was the last time it was fetched."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from digest.clock import iso
from digest.errors import UnknownName, UsageError
from digest.model.source import FetchOutcome, Source, SourceKind, without_credentials
from digest.store.rows import Row, row, rows, stamp, when
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.source import Fetched

ALL = "SELECT * FROM sources ORDER BY name"

BY_NAME = "SELECT * FROM sources WHERE name = :name"

BY_LOCATION = "SELECT * FROM sources WHERE location = :location"

INSERT = """
INSERT INTO sources (name, kind, location, tags, title, added_at)
VALUES (:name, :kind, :location, :tags, :title, :now) RETURNING *
"""

REMOVE = "DELETE FROM sources WHERE id = :id"

# An unchanged answer keeps the validators; a permanent redirect moves the source, unless another stands there already.
REMEMBER_GOOD = """
UPDATE sources SET fetched_at = :now, ok_at = :now, failures = 0, error = '', retry_at = :retry_at,
    title = CASE WHEN :title <> '' THEN :title ELSE title END,
    location = CASE WHEN :location <> '' AND NOT EXISTS (SELECT 1 FROM sources WHERE location = :location)
        THEN :location ELSE location END,
    etag = :etag, last_modified = :last_modified
WHERE id = :id
"""

REMEMBER_BAD = """
UPDATE sources SET fetched_at = :now, failures = failures + 1, error = :error, retry_at = :retry_at WHERE id = :id
"""

# A source that was removed while it was fetched brought nothing.
BROUGHT = """
INSERT OR IGNORE INTO story_origins (story_id, source_id) SELECT :story, id FROM sources WHERE id = :source
"""


def add(
    db: Database, name: str, location: str, *, kind: SourceKind, tags: Sequence[str], title: str, now: datetime
) -> Source:
    """Add a source.

    Raises:
        UsageError: the name or the location is taken.
    """
    values = {"name": name, "location": location, "kind": kind, "title": title, "now": iso(now)}
    try:
        with immediate(db):
            found = row(db, INSERT, values | {"tags": json.dumps(sorted(tags), ensure_ascii=False)})
    except sqlite3.IntegrityError:
        raise UsageError(_taken(db, name, location)) from None
    assert found is not None
    return _source(found)


def every(db: Database) -> list[Source]:
    """Return all sources by name."""
    return [_source(found) for found in rows(db, ALL)]


def named(db: Database, name: str) -> Source:
    """Return the source of that name, case ignored.

    Raises:
        UnknownName: there is none; the nearest is offered.
    """
    if found := row(db, BY_NAME, {"name": name}):
        return _source(found)
    raise UnknownName("source", name, [source.name for source in every(db)])


def remove(db: Database, name: str) -> Source:
    """Remove a source; its stories stay. Raises UnknownName."""
    source = named(db, name)
    with immediate(db):
        db.conn.execute(REMOVE, {"id": source.id})
    return source


def brought(db: Database, source: Source, stories: Iterable[int]) -> None:
    """Note that a source brought these stories (by id), which were not there before."""
    with immediate(db):
        db.conn.executemany(BROUGHT, [{"story": story, "source": source.id} for story in stories])


def remember(db: Database, fetched: Fetched, *, now: datetime) -> None:
    """Write down how fetching a source went."""
    if fetched.outcome is FetchOutcome.WAITING:
        return
    source = fetched.source
    values = {"id": source.id, "now": iso(now), "retry_at": stamp(fetched.retry_at)}
    with immediate(db):
        if fetched.outcome is FetchOutcome.FAILED:
            db.conn.execute(REMEMBER_BAD, values | {"error": fetched.error})
        else:
            unchanged = fetched.outcome is FetchOutcome.UNCHANGED
            values |= {"title": fetched.title, "location": fetched.location}
            values["etag"] = fetched.etag or (source.etag if unchanged else "")
            values["last_modified"] = fetched.last_modified or (source.last_modified if unchanged else "")
            db.conn.execute(REMEMBER_GOOD, values)


def _taken(db: Database, name: str, location: str) -> str:
    if found := row(db, BY_LOCATION, {"location": location}):
        return f"{without_credentials(location)} is already the source {found['name']!r}"
    return f"there is already a source named {name!r}; give another with --name"


def _source(found: Row) -> Source:
    return Source(
        id=found["id"],
        name=found["name"],
        kind=SourceKind(found["kind"]),
        location=found["location"],
        tags=tuple(json.loads(found["tags"])),
        title=found["title"],
        etag=found["etag"],
        last_modified=found["last_modified"],
        fetched_at=when(found["fetched_at"]),
        ok_at=when(found["ok_at"]),
        retry_at=when(found["retry_at"]),
        failures=found["failures"],
        error=found["error"],
    )

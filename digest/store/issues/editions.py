"""Remembers since when each edition stands in the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import from_iso, iso
from digest.store.rows import row
from subscribers.database import immediate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

FIRST_SEEN = "SELECT first_seen_at FROM editions WHERE name = :name"

SEE_EDITION = "INSERT INTO editions (name, first_seen_at) VALUES (:name, :now) ON CONFLICT DO NOTHING"


def first_seen(db: Database, name: str, *, now: datetime) -> datetime:
    """Return when the edition was first seen in the configuration, which is now if it is new."""
    if found := row(db, FIRST_SEEN, {"name": name}):
        return from_iso(found["first_seen_at"])
    with immediate(db):
        db.conn.execute(SEE_EDITION, {"name": name, "now": iso(now)})
    return now

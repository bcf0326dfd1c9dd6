"""Says what the newest things in the database are, for whoever looks whether all goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.store.rows import row, when

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

# Each is the end of an index or of a short table, but for the last, which is the newest row.
LATEST_TIME = """
SELECT MAX(at) AS at FROM (
    SELECT MAX(first_seen_at) AS at FROM stories
    UNION ALL SELECT MAX(fetched_at) FROM sources
    UNION ALL SELECT MAX(mail_date) FROM issues
    UNION ALL SELECT seen_at FROM (SELECT seen_at FROM events ORDER BY id DESC LIMIT 1)
)
"""

LETTERS = "SELECT COUNT(*) AS n FROM letters WHERE status = :status"

OLDEST_LETTER = "SELECT MIN(created_at) AS at FROM letters WHERE status IN ('pending', 'claimed', 'deferred')"


def latest_time(db: Database) -> datetime | None:
    """Return the latest moment at which anything came in or was sent."""
    found = row(db, LATEST_TIME)
    return when(found["at"]) if found else None


def letters_of(db: Database, status: str) -> int:
    """Return how many letters stand there."""
    found = row(db, LETTERS, {"status": status})
    return int(found["n"]) if found else 0


def oldest_waiting_letter(db: Database) -> datetime | None:
    """Return since when a letter waits to be handed over."""
    found = row(db, OLDEST_LETTER)
    return when(found["at"]) if found else None

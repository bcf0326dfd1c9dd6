"""Takes back what a clock that was ahead wrote down of times that are still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import iso
from digest.store.issues.frozen import FORGET_EARLIER
from digest.store.rows import rows
from subscribers.database import immediate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

OVER = "SELECT id FROM issues WHERE state IN ('quiet', 'merged') AND slot > :now"

FORGET = (*FORGET_EARLIER, "DELETE FROM issues WHERE id = :id")

# A story without a date of its own has that of its first sight.
SEEN_BY_NOW = (
    "UPDATE editions SET first_seen_at = :now WHERE first_seen_at > :now",
    """
UPDATE stories SET first_seen_at = :now,
    published_at = CASE published_at WHEN first_seen_at THEN :now ELSE published_at END
WHERE first_seen_at > :now
""",
    "UPDATE sources SET fetched_at = :now, retry_at = NULL WHERE fetched_at > :now",
)


def take_back(db: Database, *, now: datetime) -> None:
    """Let slots to come be due in their time, though they were quiet, missed or never meant, and have their news.

    What was sent stays as it is.
    """
    with immediate(db):
        for found in rows(db, OVER, {"now": iso(now)}):
            for forget in FORGET:
                db.conn.execute(forget, {"id": found["id"]})
        for seen in SEEN_BY_NOW:
            db.conn.execute(seen, {"now": iso(now)})

"""Who of an issue's recipients is next in line, lane by lane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.store.deliveries import RECIPIENT_COLUMNS, STRETCH
from digest.store.rows import row, when

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

# Suppression, subscription and pause are looked up again at the moment of claiming.
NEXT = f"""
SELECT {RECIPIENT_COLUMNS}, d.address_key, EXISTS (
    SELECT 1 FROM mailable AS m
    WHERE m.subscriber_id = d.subscriber_id AND m.address_key = d.address_key
      AND m.list_id IN (SELECT list_id FROM issue_lists WHERE issue_id = :issue)
      AND (m.paused_until IS NULL OR m.paused_until <= :now)
) AS still_mailable
FROM deliveries AS d WHERE d.lane = :lane AND
"""

# By the primary key, from where the last claim ended. (The + keeps SQLite from an index that would have it sort all the
# issue's rows first.)
PENDING = f"""{NEXT} +d.issue_id = :issue AND d.status = 'pending' AND d.id >= :first AND d.id <= :last
ORDER BY d.id LIMIT :want
"""

DUE = f"""{NEXT} d.issue_id = :issue AND d.status = 'deferred' AND d.retry_at <= :now
ORDER BY d.retry_at, d.id LIMIT :want
"""

ANY = """
SELECT EXISTS (SELECT 1 FROM deliveries WHERE +issue_id = :issue AND status = 'pending' AND lane = :lane
        AND id >= :first AND id <= :last)
    OR EXISTS (SELECT 1 FROM deliveries WHERE issue_id = :issue AND status = 'deferred' AND retry_at <= :now
        AND lane = :lane) AS any
"""

# An issue's rows stand side by side, frozen one stretch of its subscribers after the other, so the first row belongs to
# one of the first subscribers and the last row to one of the last.
SPAN = f"""
SELECT min(id) AS first, max(id) AS last FROM (
    SELECT id FROM (SELECT id FROM deliveries WHERE issue_id = :issue ORDER BY subscriber_id LIMIT {STRETCH})
    UNION ALL
    SELECT id FROM (SELECT id FROM deliveries WHERE issue_id = :issue ORDER BY subscriber_id DESC LIMIT {STRETCH})
)
"""

NEXT_TRY = "SELECT MIN(retry_at) AS at FROM deliveries WHERE issue_id = :issue AND status = 'deferred'"


class Line:
    """The pending and the deferred of one issue; it remembers where in each lane nobody pending is left before."""

    def __init__(self, db: Database, issue_id: int) -> None:
        """Stand at the beginning."""
        self._db, self._issue_id = db, issue_id
        self._span = row(db, SPAN, {"issue": issue_id}) or {}
        self._first: dict[str, int] = {}

    def pending(self, lane: str, want: int, *, now: datetime) -> list[Any]:
        """Return the next rows of NEXT, up to `want`, and stand behind them: what is not claimed is set aside."""
        found = self._db.conn.execute(PENDING, self._values(lane, now=now) | {"want": want}).fetchall()
        if found:
            self._first[lane] = found[-1][0] + 1
        return found

    def due(self, lane: str, want: int, *, now: datetime) -> list[Any]:
        """Return the rows of NEXT whose next try has come, up to `want`."""
        return self._db.conn.execute(DUE, self._values(lane, now=now) | {"want": want}).fetchall()

    def any_in(self, lane: str, *, now: datetime) -> bool:
        """Tell whether anybody of a lane could be claimed now."""
        found = row(self._db, ANY, self._values(lane, now=now))
        return bool(found and found["any"])

    def next_try(self) -> datetime | None:
        """Return when the first of the deferred is due."""
        found = row(self._db, NEXT_TRY, {"issue": self._issue_id})
        return when(found["at"]) if found else None

    def rewind(self) -> None:
        """Stand at the beginning again, since somebody was put back in line."""
        self._first.clear()

    def _values(self, lane: str, *, now: datetime) -> dict[str, Any]:
        values = {"issue": self._issue_id, "lane": lane, "now": iso(now), **self._span}
        return values | {"first": self._first.get(lane, values["first"])}

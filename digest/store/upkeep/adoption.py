"""Takes a copied or restored database over: nothing that another copy of it may have sent is sent by this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.clock import iso
from digest.store.rows import rows
from digest.store.schema.awry_tables import AWRY
from subscribers.database import immediate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

WHY = "may have been handed over from another copy of the database"

# The ledger of issues under way, and of cancelled ones whose run was killed.
UNFINISHED = """
SELECT i.id, i.edition || '/' || i.label AS name, COUNT(*) AS mails FROM issues AS i
JOIN deliveries AS d ON d.issue_id = i.id AND d.status IN ('pending', 'claimed', 'deferred')
WHERE i.state IN ('frozen', 'sending', 'paused', 'cancelled') GROUP BY i.id ORDER BY i.slot
"""

CALL_UNKNOWN = """
UPDATE deliveries SET status = 'unknown', changed_at = :now, retry_at = NULL, detail = :why
WHERE issue_id = :issue AND status IN ('pending', 'claimed', 'deferred')
"""

# Their stories count as used.
CLOSE_ISSUES = f"""
UPDATE issues SET finished_at = COALESCE(finished_at, :now), carried_at = COALESCE(carried_at, :now),
    state = CASE WHEN EXISTS (
        SELECT 1 FROM deliveries WHERE issue_id = issues.id AND status IN ('unknown', 'expired') AND {AWRY})
        THEN 'partial' ELSE 'sent' END
WHERE state IN ('frozen', 'sending', 'paused')
"""

# The other copy may have sent what is a draft here.
CALL_OFF_DRAFTS = """
UPDATE issues SET state = 'cancelled', number = NULL, note = :why WHERE state = 'draft' AND slot <= :now
RETURNING edition || '/' || label AS name
"""

LETTERS = """
UPDATE letters SET status = 'unknown', changed_at = :now, retry_at = NULL, detail = :why
WHERE status IN ('pending', 'claimed', 'deferred')
"""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was under way in the database that was taken over: mails by issue and letters, unknown now, and drafts."""

    issues: dict[str, int]
    letters: int
    drafts: list[str]  # by name; cancelled


def call_unknown(db: Database, *, now: datetime) -> Unfinished:
    """Call unknown whatever is not settled, and close the issues it is of; in the caller's transaction, if any."""
    values = {"now": iso(now), "why": WHY}
    with immediate(db):
        found = rows(db, UNFINISHED)
        for one in found:
            db.conn.execute(CALL_UNKNOWN, values | {"issue": one["id"]})
        db.conn.execute(CLOSE_ISSUES, {"now": iso(now)})
        drafts = [one["name"] for one in rows(db, CALL_OFF_DRAFTS, values)]
        letters = db.conn.execute(LETTERS, values).rowcount
    return Unfinished({one["name"]: one["mails"] for one in found}, letters, drafts)

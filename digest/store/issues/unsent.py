"""Finds the issues that still wait, of whatever edition, and takes back slots that a wrong clock called over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import iso
from digest.store.issues.frozen import FORGET_EARLIER
from digest.store.issues.issue_rows import ISSUE_COLUMNS, issue_of
from digest.store.rows import rows
from subscribers.database import immediate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.issue import IssueRecord

HALF_WAY = f"SELECT {ISSUE_COLUMNS} FROM issues WHERE state IN ('frozen', 'sending', 'paused') ORDER BY slot"

AHEAD = f"SELECT {ISSUE_COLUMNS} FROM issues WHERE state = 'draft' AND slot > :at ORDER BY slot"

OVER_AHEAD = "SELECT id FROM issues WHERE state IN ('quiet', 'merged') AND slot > :now"

FORGET = "DELETE FROM issues WHERE id = :id"

SEEN_BY_NOW = "UPDATE editions SET first_seen_at = :now WHERE first_seen_at > :now"


def half_way(db: Database) -> list[IssueRecord]:
    """Return what is frozen and not handed over whole, of editions that are gone too, the oldest first."""
    return [issue_of(found) for found in rows(db, HALF_WAY)]


def ahead(db: Database, *, at: datetime) -> list[IssueRecord]:
    """Return the drafts of slots that come after a moment, the next first."""
    return [issue_of(found) for found in rows(db, AHEAD, {"at": iso(at)})]


def take_back(db: Database, *, now: datetime) -> None:
    """Let slots to come be due in their time, though a clock that was ahead had them quiet, missed or never meant."""
    with immediate(db):
        for found in rows(db, OVER_AHEAD, {"now": iso(now)}):
            for forget in (*FORGET_EARLIER, FORGET):
                db.conn.execute(forget, {"id": found["id"]})
        db.conn.execute(SEEN_BY_NOW, {"now": iso(now)})

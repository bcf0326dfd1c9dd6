"""Finds the issues that still wait, of whatever edition: those half way, and drafts of slots to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import iso
from digest.store.issues.issue_rows import ISSUE_COLUMNS, issue_of
from digest.store.rows import rows

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.issue import IssueRecord

HALF_WAY = f"SELECT {ISSUE_COLUMNS} FROM issues WHERE state IN ('frozen', 'sending', 'paused') ORDER BY slot"

AHEAD = f"SELECT {ISSUE_COLUMNS} FROM issues WHERE state = 'draft' AND slot > :at ORDER BY slot"


def half_way(db: Database) -> list[IssueRecord]:
    """Return what is frozen and not handed over whole, of editions that are gone too, the oldest first."""
    return [issue_of(found) for found in rows(db, HALF_WAY)]


def ahead(db: Database, *, at: datetime) -> list[IssueRecord]:
    """Return the drafts of slots that come after a moment, the next first."""
    return [issue_of(found) for found in rows(db, AHEAD, {"at": iso(at)})]

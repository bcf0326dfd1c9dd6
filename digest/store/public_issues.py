"""Finds issues as readers see them: their own copies, and the back issues that everybody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import from_iso
from digest.model.back_issue import BackIssue, Copy
from digest.model.issue import Marks
from digest.store.rows import Row, row, rows
from digest.store.variants import html_of
from subscribers.database import array

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

# What somebody was mailed; a cancelled issue was taken back.
SENT = "carried_at IS NOT NULL AND state IN ('sending', 'paused', 'sent', 'partial')"

BACK_ISSUES = f"""
SELECT id, edition, label, number, slot, subject FROM issues
WHERE edition IN (SELECT value FROM json_each(:editions)) AND {SENT} ORDER BY slot DESC LIMIT :most OFFSET :skip
"""

# In an address a label stands without its colon.
BACK_ISSUE = f"""
SELECT id, edition, label, number, slot, subject FROM issues
WHERE edition = :edition AND replace(label, ':', '') = :label AND {SENT}
"""

RENDERED = """
SELECT html, packed, token_mark, reason_mark FROM variants WHERE issue_id = :issue ORDER BY id LIMIT 1
"""

OWN_COPY = """
SELECT v.html, v.packed, v.token_mark, v.reason_mark, d.list_title, d.joined_at,
    CASE v.language WHEN '' THEN v.key ELSE v.language END AS language
FROM deliveries AS d
JOIN variants AS v ON v.id = d.variant_id WHERE d.issue_id = :issue AND d.subscriber_id = :subscriber
"""

# An issue under way is one of the latest, so the others need not be looked at.
IN_HAND = """
SELECT EXISTS (
    SELECT 1 FROM deliveries WHERE subscriber_id = :subscriber AND status = 'claimed' AND issue_id IN (
        SELECT id FROM (SELECT id, state FROM issues ORDER BY id DESC LIMIT 50) WHERE state IN ('sending', 'paused'))
) AS any
"""


def back_issues(db: Database, editions: Iterable[str], *, most: int, skip: int = 0) -> list[BackIssue]:
    """Return issues of these editions that were sent, the latest first."""
    values = {"editions": array(editions), "most": most, "skip": skip}
    return [_issue(found) for found in rows(db, BACK_ISSUES, values)]


def back_issue(db: Database, edition: str, label: str) -> BackIssue | None:
    """Return the issue that was sent of this label, with or without its colon."""
    found = row(db, BACK_ISSUE, {"edition": edition, "label": label.replace(":", "")})
    return _issue(found) if found else None


def rendered(db: Database, issue_id: int) -> Copy | None:
    """Return what was frozen of an issue, as nobody in particular would get it."""
    found = row(db, RENDERED, {"issue": issue_id})
    return Copy(html_of(found), Marks(found["token_mark"], found["reason_mark"])) if found else None


def own_copy(db: Database, issue_id: int, subscriber_id: int) -> Copy | None:
    """Return what a subscriber was mailed of an issue."""
    found = row(db, OWN_COPY, {"issue": issue_id, "subscriber": subscriber_id})
    if found is None:
        return None
    marks = Marks(found["token_mark"], found["reason_mark"])
    return Copy(html_of(found), marks, found["list_title"], from_iso(found["joined_at"]), found["language"])


def in_hand(db: Database, subscriber_id: int) -> bool:
    """Tell whether a mail to a subscriber is being handed over at this moment."""
    found = row(db, IN_HAND, {"subscriber": subscriber_id})
    return bool(found and found["any"])


def _issue(found: Row) -> BackIssue:
    return BackIssue(
        id=found["id"],
        edition=found["edition"],
        label=found["label"],
        number=found["number"],
        slot=from_iso(found["slot"]),
        subject=found["subject"],
    )

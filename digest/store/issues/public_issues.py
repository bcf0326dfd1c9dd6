"""Finds issues as readers see them: their own copies, and the back issues that everybody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import from_iso, iso
from digest.model.back_issue import BackIssue, Copy
from digest.model.issue import Marks
from digest.store.issues.variants import html_of
from digest.store.rows import Row, row, rows, value
from subscribers.database import array

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

# What somebody was mailed; a cancelled issue was taken back.
SENT = "carried_at IS NOT NULL AND state IN ('sending', 'paused', 'sent', 'partial')"

# A subject is cut to what a list of mails shows; the lead's title is not.
COLUMNS = """
id, edition, label, number, slot, subject, coalesce(mail_date, slot) AS mailed_at,
coalesce(nullif(json_extract(content, '$.items[0].title'), ''), subject) AS headline
"""

ISSUES = "issues LEFT JOIN contents ON contents.issue_id = issues.id"

# A label begins with its year, where the publication is.
BACK_ISSUES = f"""
SELECT {COLUMNS} FROM {ISSUES}
WHERE edition IN (SELECT value FROM json_each(:editions)) AND (:year IS NULL OR label BETWEEN :year AND :year || '~')
    AND {SENT} ORDER BY slot DESC LIMIT :most
"""

# In an address a label stands without its colon.
BACK_ISSUE = f"""
SELECT {COLUMNS} FROM {ISSUES} WHERE edition = :edition AND replace(label, ':', '') = :label AND {SENT}
"""

BY_ID = f"SELECT {COLUMNS} FROM {ISSUES} WHERE id IN (SELECT value FROM json_each(:ids)) AND {SENT}"

YEARS = f"""
SELECT DISTINCT substr(label, 1, 4) AS year FROM issues WHERE edition = :edition AND {SENT} ORDER BY year DESC
"""

OLDER = f"""
SELECT {COLUMNS} FROM {ISSUES} WHERE edition = :edition AND slot < :slot AND {SENT} ORDER BY slot DESC LIMIT 1
"""

NEWER = f"""
SELECT {COLUMNS} FROM {ISSUES} WHERE edition = :edition AND slot > :slot AND {SENT} ORDER BY slot LIMIT 1
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


def back_issues(
    db: Database, editions: Iterable[str], *, most: int | None = None, year: str | None = None
) -> list[BackIssue]:
    """Return issues of these editions that were sent, or those of a year, the latest first."""
    values = {"editions": array(editions), "most": -1 if most is None else most, "year": year}
    return [_issue(found) for found in rows(db, BACK_ISSUES, values)]


def by_id(db: Database, ids: Iterable[int]) -> dict[int, BackIssue]:
    """Return those of these issues that were sent."""
    return {found["id"]: _issue(found) for found in rows(db, BY_ID, {"ids": array(ids)})}


def years(db: Database, edition: str) -> list[str]:
    """Return the years in which issues of an edition were sent, the latest first."""
    return [found["year"] for found in rows(db, YEARS, {"edition": edition})]


def neighbours(db: Database, issue: BackIssue) -> tuple[BackIssue | None, BackIssue | None]:
    """Return the issue of the edition that was sent before this one, and the one after it."""
    values = {"edition": issue.edition, "slot": iso(issue.slot)}
    older, newer = row(db, OLDER, values), row(db, NEWER, values)
    return _issue(older) if older else None, _issue(newer) if newer else None


def back_issue(db: Database, edition: str, label: str) -> BackIssue | None:
    """Return the issue that was sent of this label, with or without its colon."""
    found = row(db, BACK_ISSUE, {"edition": edition, "label": label.replace(":", "")})
    return _issue(found) if found else None


def own_copy(db: Database, issue_id: int, subscriber_id: int) -> Copy | None:
    """Return what a subscriber was mailed of an issue."""
    found = row(db, OWN_COPY, {"issue": issue_id, "subscriber": subscriber_id})
    if found is None:
        return None
    marks = Marks(found["token_mark"], found["reason_mark"])
    return Copy(html_of(found), marks, found["list_title"], from_iso(found["joined_at"]), found["language"])


def in_hand(db: Database, subscriber_id: int) -> bool:
    """Tell whether a mail to a subscriber is being handed over at this moment."""
    return bool(value(db, IN_HAND, {"subscriber": subscriber_id}))


def _issue(found: Row) -> BackIssue:
    return BackIssue(
        id=found["id"],
        edition=found["edition"],
        label=found["label"],
        number=found["number"],
        slot=from_iso(found["slot"]),
        subject=found["subject"],
        headline=found["headline"],
        mailed_at=from_iso(found["mailed_at"]),
    )

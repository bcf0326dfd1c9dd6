"""Keeps issues: one a slot, their state, their stories and what was rendered for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.errors import StoreError, UnknownName
from digest.store.issues.issue_rows import ISSUE_COLUMNS, issue_of
from digest.store.rows import Row, row, rows, stamp, value, when
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.edition import Slot
    from digest.model.issue import IssueRecord, IssueState
    from digest.model.selection import Selection

LONGEST_NUMBER = 10  # digits

BY_ID = f"SELECT {ISSUE_COLUMNS} FROM issues WHERE id = :id"

# Where a schedule was changed, a day's first slot may come at another moment than the issue that has its name.
BY_SLOT = f"""
SELECT {ISSUE_COLUMNS} FROM issues WHERE edition = :edition AND (slot = :slot OR label = :label AND NOT extra)
ORDER BY slot = :slot DESC LIMIT 1
"""

BY_LABEL = f"SELECT {ISSUE_COLUMNS} FROM issues WHERE edition = :edition AND label = :label"

BY_NUMBER = f"SELECT {ISSUE_COLUMNS} FROM issues WHERE edition = :edition AND number = :number"

# A draft may be composed ahead; it is the latest of an edition that has no other.
LATEST = f"""
SELECT {ISSUE_COLUMNS} FROM issues WHERE edition = :edition
ORDER BY :at IS NULL OR slot <= :at DESC, slot DESC LIMIT 1
"""

ALL = f"""
SELECT {ISSUE_COLUMNS} FROM issues WHERE :edition IS NULL OR edition = :edition
ORDER BY slot DESC, edition LIMIT :limit
"""

UNDER_WAY = f"""
SELECT {ISSUE_COLUMNS} FROM issues WHERE edition = :edition AND state IN ('frozen', 'sending') ORDER BY slot
"""

LATEST_SLOT = "SELECT MAX(slot) AS slot FROM issues WHERE edition = :edition AND slot <= :at AND NOT extra"

LABELS = "SELECT edition || '/' || label AS name FROM issues ORDER BY slot DESC LIMIT 50"

# A slot has one issue: composing again replaces a draft, and reopens a slot of which nobody got anything, no other.
PUT = """
INSERT INTO issues (edition, slot, label, extra, number, state, cutoff, subject, plan, created_at)
VALUES (:edition, :slot, :label, :extra, :number, :state, :cutoff, :subject, :plan, :now)
ON CONFLICT (edition, slot) DO UPDATE SET number = :number, state = :state, cutoff = :cutoff, subject = :subject,
    plan = :plan WHERE issues.state IN ('draft', 'quiet', 'merged')
RETURNING id
"""

FORGET_STORIES = "DELETE FROM issue_stories WHERE issue_id = :id"

PUT_STORY = """
INSERT INTO issue_stories (issue_id, story_id, role, position) VALUES (:issue, :story, :role, :position)
"""

# No mail came of the slot, so no number is spent on it. Once a later issue went out, its news would come too late for
# any other window: then it is no longer merged, but sent.
MERGE = """
UPDATE issues SET state = 'merged', number = NULL
WHERE id = :id AND state IN ('frozen', 'sending') AND carried_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM issues AS later
    WHERE later.edition = issues.edition AND later.slot > issues.slot AND later.carried_at IS NOT NULL)
"""

PLAN = "SELECT plan FROM issues WHERE id = :id"

# A state moves only from the states it may come from, so that two terminals cannot undo each other. Of a draft that is
# called off no mail came, so no number is spent on it.
MOVE = """
UPDATE issues SET state = :state, note = :note, number = CASE WHEN state = 'draft' AND :state = 'cancelled' THEN NULL
    ELSE number END, finished_at = COALESCE(:finished_at, finished_at),
    deadline_at = COALESCE(deadline_at, :deadline_at)
WHERE id = :id AND state IN (SELECT value FROM json_each(:allowed))
"""


def at_slot(db: Database, edition: str, slot: Slot) -> IssueRecord | None:
    """Return the issue of that moment, or else the one that has the slot's name, or None."""
    return _maybe(row(db, BY_SLOT, {"edition": edition, "slot": iso(slot.at), "label": slot.label}))


def labelled(db: Database, edition: str, label: str) -> IssueRecord | None:
    """Return the edition's issue of that label, or None."""
    return _maybe(row(db, BY_LABEL, {"edition": edition, "label": label}))


def by_id(db: Database, issue_id: int) -> IssueRecord:
    """Return the issue with that id."""
    found = row(db, BY_ID, {"id": issue_id})
    assert found is not None
    return issue_of(found)


def named(db: Database, name: str, *, at: datetime | None = None) -> IssueRecord:
    """Return an issue by `edition/label`, `edition#number`, or `edition` alone for its latest, which is at a moment not
    one of a slot to come, if there is another.

    Raises:
        UnknownName: there is no such issue; the nearest name is offered.
    """
    edition, slash, label = name.partition("/")
    edition, mark, number = edition.partition("#")
    values: dict[str, Any] = {"edition": edition, "label": label, "number": _number(number), "at": stamp(at)}
    found = row(db, BY_LABEL if slash else BY_NUMBER if mark else LATEST, values)
    if found is None:
        raise UnknownName("issue", name, [known["name"] for known in rows(db, LABELS)])
    return issue_of(found)


def latest(db: Database, edition: str, *, at: datetime) -> list[IssueRecord]:
    """Return the edition's latest issue at a moment, as `named` does; nothing where there is none yet."""
    return [issue_of(found) for found in rows(db, LATEST, {"edition": edition, "at": iso(at)})]


def is_issue_name(name: str) -> bool:
    """Tell whether a name is an issue's, and not an edition's, which can hold neither sign."""
    return "/" in name or "#" in name


def every(db: Database, edition: str | None = None, *, limit: int = 1000) -> list[IssueRecord]:
    """Return issues, the latest slot first."""
    return [issue_of(found) for found in rows(db, ALL, {"edition": edition, "limit": limit})]


def under_way(db: Database, edition: str) -> list[IssueRecord]:
    """Return the edition's issues that are frozen and not yet handed over whole, the oldest first."""
    return [issue_of(found) for found in rows(db, UNDER_WAY, {"edition": edition})]


def latest_slot(db: Database, edition: str, *, at: datetime) -> datetime | None:
    """Return the latest scheduled slot at or before `at` of which an issue is known, whatever became of it."""
    return when(value(db, LATEST_SLOT, {"edition": edition, "at": iso(at)}))


def put(
    db: Database,
    edition: str,
    slot: Slot,
    *,
    state: IssueState,
    cutoff: datetime,
    now: datetime,
    number: int | None = None,
    subject: str = "",
    plan: dict[str, Any] | None = None,
    selection: Selection | None = None,
    extra: bool = False,
) -> IssueRecord:
    """Store a draft, quiet or merged issue for a slot, in place of a draft or quiet one; leave any other as it is.

    Raises:
        StoreError: an issue of another moment has that name.
    """
    values = {
        "edition": edition,
        "slot": iso(slot.at),
        "label": slot.label,
        "extra": int(extra),
        "state": state,
        "cutoff": iso(cutoff),
        "number": number,
        "subject": subject,
        "plan": json.dumps(plan or {}, ensure_ascii=False),
        "now": iso(now),
    }
    with immediate(db):
        if (named := labelled(db, edition, slot.label)) and named.slot != slot.at:
            at = iso(named.slot)
            raise StoreError(f"there is an issue named {named.name} already, of {at}; see: digest status {named.name}")
        found = db.conn.execute(PUT, values).fetchone()
        if found and selection:
            _put_stories(db, found[0], selection)
    record = at_slot(db, edition, slot)
    assert record is not None
    return record


def merge(db: Database, issue_id: int) -> bool:
    """Let an issue of which nobody got anything be part of a later one, unless one was sent; tell whether that was so.

    Runs in the caller's transaction.
    """
    return bool(db.conn.execute(MERGE, {"id": issue_id}).rowcount)


def plan(db: Database, issue_id: int) -> dict[str, Any]:
    """Return the plan kept with the issue: which stories and why."""
    found = row(db, PLAN, {"id": issue_id})
    document: dict[str, Any] = json.loads(found["plan"]) if found else {}
    return document


def move(
    db: Database,
    issue_id: int,
    state: IssueState,
    *,
    allowed: Sequence[IssueState],
    finished_at: datetime | None = None,
    deadline_at: datetime | None = None,
    note: str = "",
) -> bool:
    """Move an issue to a state if it stands in one of those allowed, and tell whether it did; `note` says why."""
    values = {
        "id": issue_id,
        "state": state,
        "allowed": json.dumps(list(allowed)),
        "finished_at": stamp(finished_at),
        "deadline_at": stamp(deadline_at),
        "note": note,
    }
    with immediate(db):
        return bool(db.conn.execute(MOVE, values).rowcount)


def _number(text: str) -> int:
    """Read an issue's number; -1, which none has, for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else -1


def _put_stories(db: Database, issue_id: int, selection: Selection) -> None:
    db.conn.execute(FORGET_STORIES, {"id": issue_id})
    values = []
    for position, pick in enumerate(selection.picks):
        values.append({"issue": issue_id, "story": pick.story.id, "role": pick.role, "position": position})
        values += [{"issue": issue_id, "story": one.id, "role": "also", "position": position} for one in pick.also]
    db.conn.executemany(PUT_STORY, values)


def _maybe(found: Row | None) -> IssueRecord | None:
    return issue_of(found) if found else None

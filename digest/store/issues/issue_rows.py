"""Makes records of issues of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import from_iso
from digest.model.issue import IssueRecord, IssueState
from digest.store.rows import when

if TYPE_CHECKING:
    from digest.store.rows import Row

ISSUE_COLUMNS = """
id, edition, slot, label, number, state, cutoff, subject, created_at, mail_date, deadline_at, frozen_at, carried_at,
finished_at, note, edited_at, edited_by, approved_at, approved_by, approved_content
"""


def issue_of(found: Row) -> IssueRecord:
    """Make a record of a row of ISSUE_COLUMNS."""
    return IssueRecord(
        id=found["id"],
        edition=found["edition"],
        slot=from_iso(found["slot"]),
        label=found["label"],
        number=found["number"],
        state=IssueState(found["state"]),
        cutoff=from_iso(found["cutoff"]),
        subject=found["subject"],
        created_at=from_iso(found["created_at"]),
        mail_date=when(found["mail_date"]),
        deadline_at=when(found["deadline_at"]),
        frozen_at=when(found["frozen_at"]),
        carried_at=when(found["carried_at"]),
        finished_at=when(found["finished_at"]),
        note=found["note"],
        edited_at=when(found["edited_at"]),
        edited_by=found["edited_by"],
        approved_at=when(found["approved_at"]),
        approved_by=found["approved_by"],
        approved_content=found["approved_content"],
    )

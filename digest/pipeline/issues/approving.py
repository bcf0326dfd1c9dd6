"""Approves issues, and keeps those of an edition that wants it from going out before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import DigestError, Unapproved
from digest.model.issue import IssueRecord, IssueState
from digest.pipeline.issues import drafting
from digest.pipeline.issues.ahead import issue_or_slot, to_come
from digest.pipeline.issues.approval import fingerprint
from digest.pipeline.issues.desk import editor
from digest.pipeline.issues.proposal import FIXED, propose, propose_issue
from digest.store.issues import approvals, issues

if TYPE_CHECKING:
    from datetime import datetime

    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom


def approve(newsroom: Newsroom, name: str, *, by: str) -> Proposal:
    """Approve a draft as it stands, and return it; an edition's name alone composes one if there is none.

    `by` is who does; empty where the environment tells.

    Raises:
        UnknownName: there is no such issue or edition.
        QuietDay: there is no story for it.
        DigestError: it is fixed already.
    """
    record = draft_of(newsroom, name, verb="approve")
    proposal = propose_issue(newsroom, record)
    if proposal.issue is None or not approvals.approved(
        newsroom.db, record.id, content=fingerprint(proposal), by=by or editor(newsroom.environ), now=newsroom.now()
    ):
        raise DigestError(f"{record.name} was changed meanwhile; look at it with: digest plan {record.edition}")
    drafting.store(newsroom, proposal)
    return propose_issue(newsroom, issues.by_id(newsroom.db, record.id))


def draft_of(newsroom: Newsroom, name: str, *, verb: str = "edit") -> IssueRecord:
    """Return the draft that is meant, made if there is none: by its name, also of a slot to come, or the edition's own.

    That is of the latest slot; once its issue is fixed, of a slot to come if one was composed. `verb` is of the command
    that asks.
    """
    record, at = _stored(newsroom, name)
    if record is None or (record.state not in FIXED and record.state is not IssueState.DRAFT):
        record = drafting.draft(newsroom, name.partition("/")[0], at=at, extra=False).record
        assert record is not None
    if record.state in FIXED:
        edition = newsroom.edition(record.edition)
        raise DigestError(
            f"{record.name} is {record.state} and cannot be changed; "
            f"for the one to come: digest issues {verb} {to_come(newsroom, edition)}"
        )
    return record


def _stored(newsroom: Newsroom, name: str) -> tuple[IssueRecord | None, datetime | None]:
    """Return the stored issue that is meant, if there is one, and else the moment for which to compose it."""
    if issues.is_issue_name(name):
        found = issue_or_slot(newsroom, name)
        return (found, None) if isinstance(found, IssueRecord) else (None, max(found.at, newsroom.now()))
    record = propose(newsroom, name).record
    if record and record.state in FIXED:
        latest = issues.named(newsroom.db, name)
        return latest if latest.state is IssueState.DRAFT else record, None
    return record, None


def missing_approval(proposal: Proposal) -> Unapproved | None:
    """Return why an issue may not go out yet, where its edition wants an approval."""
    if not proposal.edition.approval or proposal.issue is None:
        return None
    record = proposal.record
    if record and record.approved_content == fingerprint(proposal):
        return None
    if record and record.approved_at:
        why = f"{proposal.name} was changed since {record.approved_by} approved it"
    else:
        why = f"{proposal.name} waits for approval"
    return Unapproved(
        f"{why}; look at it with: digest preview {proposal.name}; then: digest issues approve {proposal.name}"
    )

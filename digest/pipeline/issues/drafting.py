"""Stores an issue before it is sent: a draft to look at, or the note that a slot was quiet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.editorial.slots import latest_slot
from digest.errors import DigestError
from digest.model.edition import Slot
from digest.model.issue import IssueState
from digest.pipeline.issues.ahead import at_next
from digest.pipeline.issues.plan import document
from digest.pipeline.issues.proposal import FIXED, propose, quiet, work_out
from digest.store.issues import approvals, contents, issues
from subscribers.database import immediate

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.edition import Edition
    from digest.model.issue import IssueRecord
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom


def draft(newsroom: Newsroom, edition_name: str, *, at: datetime | None, extra: bool) -> Proposal:
    """Compose the issue of a slot and store it as a draft.

    Raises:
        DigestError: the slot's issue is fixed already.
        QuietDay: there is no story for it; nothing is stored, since news may come before the slot is due.
    """
    proposal = to_draft(newsroom, edition_name, at=at, extra=extra)
    if proposal.issue is None:
        raise quiet(proposal)
    record = store(newsroom, proposal, extra=extra)
    approvals.anew(newsroom.db, record.id)
    return replace(proposal, record=issues.by_id(newsroom.db, record.id))


def to_draft(newsroom: Newsroom, edition_name: str, *, at: datetime | None, extra: bool) -> Proposal:
    """Work out what `draft` stores, if it has a story; an extra issue makes a slot of its own at that moment.

    Raises:
        DigestError: the slot's issue is fixed already.
    """
    moment = at or newsroom.now()  # said, so that an edited draft is composed anew
    proposal = _extra(newsroom, edition_name, at=moment) if extra else propose(newsroom, edition_name, at=moment)
    if proposal.record and proposal.record.state in FIXED:
        raise DigestError(
            f"{proposal.name} is {proposal.record.state} and cannot be composed again; "
            f"for the one to come: digest compose {edition_name} {at_next(newsroom, proposal.edition)}; "
            f"for one besides, mailed at once: digest compose {edition_name} --extra"
        )
    return proposal


def store(newsroom: Newsroom, proposal: Proposal, *, extra: bool = False) -> IssueRecord:
    """Store a proposal as a draft with what it says, or as a quiet slot when it has no story."""
    with immediate(newsroom.db):
        record = issues.put(
            newsroom.db,
            proposal.edition.name,
            proposal.slot,
            state=IssueState.DRAFT if proposal.issue else IssueState.QUIET,
            cutoff=proposal.cutoff,
            number=proposal.issue.number if proposal.issue else None,
            subject=proposal.rendering.subject if proposal.rendering else "",
            plan=document(proposal),
            selection=proposal.selection,
            now=newsroom.now(),
            extra=extra,
        )
        if proposal.issue and record.state is IssueState.DRAFT:
            contents.put(newsroom.db, record.id, proposal.issue)
    return record


def keep_back(newsroom: Newsroom, proposal: Proposal, *, why: str) -> None:
    """Store an issue as a draft that is not sent yet, with a note that says why."""
    record = store(newsroom, proposal)
    issues.move(newsroom.db, record.id, IssueState.DRAFT, allowed=(IssueState.DRAFT,), note=why)


def store_unsent(newsroom: Newsroom, edition: Edition, slot: Slot, *, state: IssueState, now: datetime) -> IssueRecord:
    """Store the note that nothing goes out for a slot, so that it is accounted for."""
    return issues.put(newsroom.db, edition.name, slot, state=state, cutoff=slot.at, now=now)


def _extra(newsroom: Newsroom, edition_name: str, *, at: datetime) -> Proposal:
    edition = newsroom.edition(edition_name)
    slot = Slot(at, f"{at.astimezone(newsroom.zone):%Y-%m-%dT%H:%M}")
    due = latest_slot(edition, at=at, zone=newsroom.zone)
    if due.label == slot.label or issues.labelled(newsroom.db, edition.name, slot.label):
        raise DigestError(f"there is an issue named {edition.name}/{slot.label} already; try again in a minute")
    return work_out(newsroom, edition, slot, cutoff=at, record=issues.at_slot(newsroom.db, edition.name, slot))

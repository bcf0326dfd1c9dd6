"""Sends an issue: composes and freezes it if need be, then hands it to its recipients, each exactly once."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.editorial import slots
from digest.errors import DigestError, FaultyIssue, NobodyListed, QuietDay, Unfinished, UsageError
from digest.model.delivery import GUARDED, NOTHING_NEW, Counts, DeliveryStatus
from digest.model.issue import IssueState
from digest.pipeline.delivery.delivering import UNDER_WAY, go_on, merge_unsent
from digest.pipeline.delivery.standing import standing_of, too_early
from digest.pipeline.delivery.timekeeping import look_at_clock, past_or_now
from digest.pipeline.issues import approving, drafting
from digest.pipeline.issues import proposal as proposing
from digest.pipeline.issues.freezing import Press
from digest.pipeline.issues.named import propose_to_send
from digest.pipeline.issues.proposal import FIXED
from digest.pipeline.preview import checking
from digest.store.issues import issues
from digest.store.issues.variants import Staging
from digest.store.lock import edition_lock
from digest.store.upkeep.home import must_be_home

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.edition import Edition, Slot
    from digest.model.issue import IssueRecord
    from digest.pipeline.delivery.standing import Hooks, Standing
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom


def send(newsroom: Newsroom, name: str, *, at: datetime | None, hooks: Hooks) -> Standing:
    """Send an edition's issue of the latest slot at or before `at` (or now), or a stored issue by its name.

    Harmless when it was sent already.

    Raises:
        UnknownName: there is no such edition or issue.
        UsageError: it is of a slot still to come, or the moment is.
        QuietDay: there is nothing to send, or nobody to send to.
        FaultyIssue: the issue is not frozen yet, and `check` finds errors in it.
        WrongClock: the clock jumped.
        Locked: another run is sending this edition.
        Held: the database is a copy, or was restored.
        TransportError: the mail could not be handed over, for a reason that is no recipient's.
    """
    record = issues.named(newsroom.db, name) if issues.is_issue_name(name) else None
    edition = newsroom.edition(record.edition if record else name)
    moment = past_or_now(newsroom, at)
    if record:
        _refuse_early(newsroom, record)
    look_at_clock(newsroom, trusted=hooks.trust_clock)
    with edition_lock(newsroom.settings.database, edition.name):
        due = slots.latest_slot(edition, at=moment, zone=newsroom.zone)
        slot = record.own_slot if record else due
        return send_slot(newsroom, edition, slot, cutoff=moment, hooks=hooks)


def send_slot(newsroom: Newsroom, edition: Edition, slot: Slot, *, cutoff: datetime, hooks: Hooks) -> Standing:
    """Send the issue of one slot, or of its name, or go on with it; the edition's lock is held.

    Raises:
        Held: the database is a copy, or was restored; nothing is composed either.
    """
    must_be_home(newsroom.db, newsroom.settings.database)
    record = issues.at_slot(newsroom.db, edition.name, slot)
    slot = record.own_slot if record else slot
    _close_earlier(newsroom, edition, slot, hooks=hooks)
    if record is None or record.state not in FIXED:
        record = _compose_and_freeze(newsroom, edition, slot, cutoff=cutoff, hooks=hooks, record=record)
    _refuse_closed(newsroom, record)
    under_way = record.state in UNDER_WAY
    if under_way:
        go_on(newsroom, edition, record, hooks=hooks)
    return standing_of(newsroom, record, again=not under_way)


def _close_earlier(newsroom: Newsroom, edition: Edition, slot: Slot, *, hooks: Hooks) -> None:
    """Leave no earlier issue half way when a later one is composed, or readers would get its news twice."""
    for earlier in issues.under_way(newsroom.db, edition.name):
        if earlier.slot >= slot.at or merge_unsent(newsroom, earlier):
            continue
        if go_on(newsroom, edition, earlier, hooks=hooks):
            stopped = Unfinished(f"stopped after {earlier.name}; go on with: digest send {edition.name}")
            raise standing_of(newsroom, earlier).shortfall or stopped


def _compose_and_freeze(
    newsroom: Newsroom, edition: Edition, slot: Slot, *, cutoff: datetime, hooks: Hooks, record: IssueRecord | None
) -> IssueRecord:
    if record and proposing.keeps_its_cutoff(record, edition):
        cutoff = record.cutoff
    proposal = proposing.work_out(newsroom, edition, slot, cutoff=cutoff, record=record)
    if proposal.issue is None:
        if record is None or record.state is not IssueState.MERGED:
            drafting.store(newsroom, proposal)
        raise proposing.quiet(proposal)
    if not proposal.audience.mailable:
        raise _nobody(proposal)
    if unapproved := approving.missing_approval(proposal):
        drafting.keep_back(newsroom, proposal, why=str(unapproved))
        raise unapproved
    with Staging(newsroom.db) as staged:
        press = Press(newsroom, proposal, staged)
        press.render()
        if not hooks.despite_errors:
            _refuse_faulty(newsroom, proposal, staged)
        if not hooks.confirm(proposal.name, proposal.audience.mailable):
            raise DigestError(f"{proposal.name} was not sent; nothing was handed over")
        return press.freeze()


def _nobody(proposal: Proposal) -> QuietDay:
    lists, edition = ", ".join(proposal.edition.lists), proposal.edition
    if others := proposal.audience.skipped.get(NOTHING_NEW):
        return QuietDay(
            f"nobody to send {proposal.name} to: it has no story for the topics that its {others:,} readers follow; "
            f"see them with: digest plan {edition.name}"
        )
    if others := proposal.audience.skipped.get(GUARDED):
        return NobodyListed(
            f"nobody to send {proposal.name} to: [mail] only_to keeps it from all {others:,} readers; "
            "name one of them there, or empty it"
        )
    if others := proposal.audience.skipped.get("segment"):
        return QuietDay(
            f"nobody to send {proposal.name} to: all {others:,} readers of {lists} are outside its segment; "
            f"see who is in it with: digest subscribers list --segment {quote(' '.join(edition.segment.split()))}"
        )
    return NobodyListed(
        f"nobody to send {proposal.name} to: {lists} has no confirmed subscriber; "
        f"add one with: digest subscribers add ADDRESS --list {edition.lists[0]} --confirmed"
    )


def _refuse_faulty(newsroom: Newsroom, proposal: Proposal, staged: Staging) -> None:
    """Keep an issue with errors as a draft that says why it was not sent; raises FaultyIssue."""
    if objection := checking.objection(newsroom, proposal, rendered=staged):
        drafting.keep_back(newsroom, proposal, why=objection)
        raise FaultyIssue(objection)


def unsent_document(newsroom: Newsroom, name: str, *, at: datetime | None) -> dict[str, Any]:
    """Return the document of a send that hands nothing over: rehearsed, quiet, or without a way to go on.

    An issue not frozen yet counts its recipients as pending.
    """
    if issues.is_issue_name(name):
        return standing_of(newsroom, issues.named(newsroom.db, name)).as_dict()
    return rehearsed_document(newsroom, propose_to_send(newsroom, name, at=at))


def rehearsed_document(newsroom: Newsroom, proposal: Proposal) -> dict[str, Any]:
    """Return the document of a send for an issue as it would be, or as it stands."""
    counts = Counts({DeliveryStatus.PENDING: proposal.audience.mailable if proposal.issue else 0}).as_dict()
    if proposal.record:
        found = standing_of(newsroom, proposal.record).as_dict()
        return found | {"counts": counts} if proposal.record.state is IssueState.DRAFT else found
    return {
        "issue": proposal.name,
        "edition": proposal.edition.name,
        "number": None,
        "slot": iso(proposal.slot.at),
        "cutoff": iso(proposal.cutoff),
        "state": None,
        "subject": proposal.rendering.subject if proposal.rendering else "",
        "variants": proposal.variety.count,
        "counts": counts,
        "skipped": [],
    }


def rehearse(newsroom: Newsroom, name: str, *, at: datetime | None, despite_errors: bool = False) -> Proposal:
    """Do what a send would do before it hands anything over, and store nothing; raises what it would raise."""
    past_or_now(newsroom, at)
    proposal = propose_to_send(newsroom, name, at=at)
    if proposal.record:
        _refuse_early(newsroom, proposal.record)
        _refuse_closed(newsroom, proposal.record)
    if proposal.issue is None:
        raise proposing.quiet(proposal)
    if not (proposal.kept or proposal.audience.mailable):
        raise _nobody(proposal)
    if unapproved := None if proposal.kept else approving.missing_approval(proposal):
        raise unapproved
    if not (despite_errors or proposal.kept) and (objection := checking.objection(newsroom, proposal)):
        raise FaultyIssue(objection)
    return proposal


def _refuse_early(newsroom: Newsroom, record: IssueRecord) -> None:
    """Raise UsageError for a draft of a slot to come: sent now, it would leave that slot without its news."""
    if when := too_early(newsroom, record):
        raise UsageError(f"{record.name} is of a slot still to come; {when}")


def _refuse_closed(newsroom: Newsroom, record: IssueRecord) -> None:
    """Raise DigestError where a person's word is wanted before anything more of the issue is handed over."""
    if record.state not in (IssueState.PAUSED, IssueState.CANCELLED):
        return
    found = standing_of(newsroom, record)
    why = f" ({record.note})" if record.note else ""
    next_step = found.next_step or f"make another with: digest compose {record.edition} --extra"
    raise DigestError(f"{record.name} is {record.state}{why}; {next_step}")

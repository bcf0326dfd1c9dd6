"""Says how issues stand, and what a caller of a send gives and gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.errors import DigestError, Unfinished
from digest.model.delivery import UNSETTLED, DeliveryStatus
from digest.model.issue import IssueState
from digest.store.issues import issues, unsent, variants
from digest.store.mail import deliveries
from subscribers.errors import RosterError

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.model.delivery import Counts
    from digest.model.issue import IssueRecord
    from digest.pipeline.newsroom import Newsroom


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """What a send asks of its caller: leave to send (the issue's name, how many recipients); and then, at the
    beginning of the handing over, a sign to stop, and whom to tell how far it is (done, of). `despite_errors` sends an
    issue that `check` finds wrong, and `trust_clock` sends though the clock jumped.
    """

    confirm: Callable[[str, int], bool] = lambda _name, _recipients: True
    begin: Callable[[], tuple[Event, Callable[[int, int], None] | None]] = lambda: (Event(), None)
    despite_errors: bool = False
    trust_clock: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How an issue stands, after a send or whenever it is asked about; `again` says the send found it sent already.

    `variants` is how many renderings of it there are that somebody gets; 0 before it is frozen. `waits` says that a
    draft may not go out yet, and what next, where that was asked.
    """

    record: IssueRecord
    counts: Counts
    again: bool = False
    variants: int = 0
    waits: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the contract's document of `send` and `status`."""
        return {
            "issue": self.record.name,
            "edition": self.record.edition,
            "number": self.record.number,
            "slot": iso(self.record.slot),
            "cutoff": iso(self.record.cutoff),
            "state": str(self.record.state),
            "subject": self.record.subject,
            "note": self.record.note,
            "variants": self.variants,
            "counts": self.counts.as_dict(),
            "skipped": [{"reason": why, "count": count} for why, count in self.counts.skipped.items()],
        }

    @property
    def only_deferred(self) -> bool:
        """Whether all that remains is waiting for its next try."""
        others = (DeliveryStatus.PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.UNKNOWN)
        return bool(self.counts[DeliveryStatus.DEFERRED]) and not any(self.counts[status] for status in others)

    @property
    def shortfall(self) -> DigestError | None:
        """Why a send that left the issue like this did not do all its work, and what next; None when it did."""
        name, counts = self.record.name, self.counts
        if self.record.state is IssueState.CANCELLED:
            off = sum(counts[status] for status in (*UNSETTLED, DeliveryStatus.CANCELLED))
            what = f"{off:,} of {mails(counts.recipients)} called off"
            return DigestError(f"{name} was cancelled meanwhile, {what}; see: digest status {name} --deliveries")
        if self._to_go:
            how = "paused" if self.record.state is IssueState.PAUSED else "stopped"
            return Unfinished(f"{name} was {how} with {mails(self._to_go)} to go; {self.next_step}")
        if deferred := counts[DeliveryStatus.DEFERRED]:
            return Unfinished(f"{name}: {mails(deferred)} deferred by the receiving side; {self.next_step}")
        wrong = [f"{mails(unknown)} may or may not have been handed over"] if (unknown := self._unknown) else []
        if expired := self._expired:
            wrong.append(f"{mails(expired)} put off by the receiving side until the deadline, and given up")
        then = self.next_step or f"see them with: digest status {name} --deliveries"
        return Unfinished(f"{name}: {'; '.join(wrong)}; {then}") if wrong else None

    @property
    def next_step(self) -> str:
        """What a person may do next about the issue, with the command for it; empty where nothing is left to do."""
        name, state = self.record.name, self.record.state
        listed = f"digest status {name} --deliveries"
        if state is IssueState.DRAFT:
            send = self.waits or f"send it with: digest send {name}"
            return "" if self.record.note else send  # the note of one that waits says it
        if state is IssueState.PAUSED:
            go_on = f"let it go on with: digest issues resume {name}; then: digest send {name}"
            return f"see what is unknown with: {listed}; {go_on}" if self._unknown else go_on
        if state is IssueState.CANCELLED:
            return ""
        deferred = self.counts[DeliveryStatus.DEFERRED]
        if self._to_go or (state in (IssueState.FROZEN, IssueState.SENDING) and not deferred):
            return f"go on with: digest send {name}"
        if deferred:
            return f"digest run, or digest send {name}, tries again when the time has come"
        if self._unknown:
            return f"see them with: {listed}; then: digest issues resolve {name} --unknown ask|resend|skip"
        return ""

    @property
    def _expired(self) -> int:
        """How many were given up by the send that tells this, and not before."""
        return 0 if self.again or self.counts.is_folded else self.counts[DeliveryStatus.EXPIRED]

    @property
    def _unknown(self) -> int:
        return 0 if self.counts.is_folded else self.counts[DeliveryStatus.UNKNOWN]

    @property
    def _to_go(self) -> int:
        return self.counts[DeliveryStatus.PENDING] + self.counts[DeliveryStatus.CLAIMED]


def mails(count: int) -> str:
    """Return a number of mails in words: "1 mail", "1,204 mails"."""
    return f"{count:,} mail{'' if count == 1 else 's'}"


def standing_of(newsroom: Newsroom, record: IssueRecord, *, again: bool = False) -> Standing:
    """Return how an issue stands now."""
    counts = deliveries.counts(newsroom.db, record.id)
    return Standing(issues.by_id(newsroom.db, record.id), counts, again, variants.count(newsroom.db, record.id))


def looked_at(newsroom: Newsroom, record: IssueRecord) -> Standing:
    """Return how an issue stands now, and whether a draft may go out: it is worked out anew for that."""
    standing = standing_of(newsroom, record)
    if standing.record.state is not IssueState.DRAFT:
        return standing
    return replace(standing, waits=_unapproved(newsroom, standing.record) or too_early(newsroom, standing.record))


def _unapproved(newsroom: Newsroom, draft: IssueRecord) -> str:
    edition = newsroom.settings.editions.get(draft.edition)
    if edition is None or not edition.approval:
        return ""
    from digest.pipeline.issues.approving import missing_approval
    from digest.pipeline.issues.proposal import propose_issue

    try:
        return str(missing_approval(propose_issue(newsroom, draft)) or "")
    except (DigestError, RosterError) as trouble:
        return str(trouble)


def too_early(newsroom: Newsroom, record: IssueRecord) -> str:
    """Say from when on an issue of a slot to come may be sent, and how; empty for any other, and what is frozen."""
    if record.frozen_at or record.slot <= newsroom.now():
        return ""
    return f"from {record.slot.astimezone(newsroom.zone):%a %d %b %H:%M} on, send it with: digest send {record.name}"


def standings(newsroom: Newsroom, issue: str) -> list[Standing]:
    """Return how the named issue stands, or the latest of an edition.

    When none is named: the latest of each edition, whatever else is half way, also of editions that are not configured
    any more, and drafts of slots to come.

    Raises:
        UnknownName: there is no such issue or edition.
    """
    editions = newsroom.settings.editions
    if issue and issue not in editions:
        return [looked_at(newsroom, issues.named(newsroom.db, issue))]
    db, now = newsroom.db, newsroom.now()
    found = [one for name in ([issue] if issue else editions) for one in issues.latest(db, name, at=now)]
    if not issue:
        found += [one for one in (*unsent.half_way(db), *unsent.ahead(db, at=now)) if one not in found]
    return [looked_at(newsroom, record) for record in found]


def astray(record: IssueRecord) -> tuple[str, str]:
    """Say of an issue half way that its edition is gone, and what helps."""
    gone = f"{record.name} is {record.state}, and digest.toml has no [editions.{record.edition}] any more"
    return gone, f"put it back, or call the issue off with: digest issues cancel {record.name}"

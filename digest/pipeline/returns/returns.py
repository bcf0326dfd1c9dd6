"""Takes in what comes back: moves deliveries, suppresses addresses, and lets those off the lists who want off."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from digest.events import rules
from digest.events.faults import fault_in_words, fault_of
from digest.model.delivery import DeliveryStatus
from digest.model.event import Event, EventKind, Fault
from digest.model.issue import IssueState
from digest.pipeline.returns.referring import Referrer, Subject
from digest.store.issues import issues
from digest.store.mail import events
from subscribers.changes import Outcome
from subscribers.database import immediate
from subscribers.errors import UnknownSubscriber
from subscribers.lists import Lists
from subscribers.model import Reason, Via
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.model.delivery import Delivery
    from digest.pipeline.newsroom import Newsroom

# How many events a commit should take, and for what part of the time it took to leave the database to others after it:
# under a flood of events a send would else wait for seconds before each of its own commits.
AT_ONCE = 500
REST = 0.3

_VIA = {"mail": Via.MAIL}  # what SendGrid reports of unsubscribing came by a link


@dataclass(slots=True)
class Tally:
    """What became of events: `read` is the sum of `new`, `duplicate` (taken in before) and `foreign` (not ours)."""

    read: int = 0
    new: int = 0
    duplicate: int = 0
    foreign: int = 0
    moved: int = 0  # deliveries, each time their status changed
    suppressed: int = 0  # addresses that were not suppressed before
    unsubscribed: int = 0  # people who left a list

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)

    def __iadd__(self, other: Tally) -> Tally:
        for name, count in other.as_dict().items():
            setattr(self, name, getattr(self, name) + count)
        return self


def take_in(newsroom: Newsroom, found: Iterable[Event]) -> Tally:
    """Take events in, in one durable commit; in whatever order and however often they come, they do the same.

    Raises:
        sqlite3.OperationalError: the database stayed locked; nothing was taken in.
    """
    with immediate(newsroom.db):
        batch = _Batch(newsroom)
        for event in found:
            batch.take(event)
        batch.close()
    return batch.tally


def note_refusals(newsroom: Newsroom, issue_id: int) -> int:
    """Judge the addresses that a mail server refused when the issue was handed over, as if they had bounced later.

    To be called after a send; each refusal counts once. Returns how many addresses it suppressed.
    """
    if not (refused := [one for one in events.refused(newsroom.db, issue_id) if one.via.startswith("smtp")]):
        return 0
    with immediate(newsroom.db):
        batch = _Batch(newsroom)
        for delivery in refused:
            batch.note(_refusal(delivery), delivery)
        batch.close()
    return batch.tally.suppressed


def _refusal(delivery: Delivery) -> Event:
    return Event(
        key=f"refused {delivery.id} {delivery.attempts}",
        kind=EventKind.BOUNCED,
        source="smtp",
        at=delivery.changed_at,
        fault=fault_of(delivery.code) or fault_in_words(delivery.detail) or Fault.PASSING,
        code=delivery.code,
        detail=delivery.detail,
    )


class _Batch:
    """Events on their way into the database, inside the caller's transaction; what they move is written at the end."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom, self._db, self._now = newsroom, newsroom.db, newsroom.now()
        self._referrer = Referrer(newsroom.db)
        self._moved: dict[int, Delivery] = {}
        self._resolved: set[int] = set()  # issues with a delivery that was unknown or expired
        self._soft: dict[str, str] = {}  # addresses whose count grew, and who says so
        self.tally = Tally()

    def take(self, event: Event) -> None:
        """Take in one event, whoever it is about."""
        self.tally.read += 1
        if events.known(self._db, event):
            self.tally.duplicate += 1
        elif subject := self._referrer.subject(event):
            if subject.is_erased:  # the other side's words may name them
                event = replace(event, detail="")
            self._remember(event, subject)
            self._move(event, subject)
            self._judge(event, subject)
            self._unsubscribe(event, subject)
        else:
            self.tally.foreign += 1

    def note(self, refusal: Event, delivery: Delivery) -> None:
        """Judge by a refusal, which the ledger knows already."""
        if not events.known(self._db, refusal):
            subject = Subject(delivery.address, delivery)
            self._remember(refusal, subject)
            self._judge(refusal, subject)

    def close(self) -> None:
        """Write what was moved, and see what follows of it all together."""
        events.move(self._db, self._moved.values(), now=self._now)
        for issue_id in self._resolved:
            if not events.any_open(self._db, issue_id):
                issues.move(self._db, issue_id, IssueState.SENT, allowed=(IssueState.PARTIAL,))
        for address_key, source in self._soft.items():
            self._give_up(address_key, source)

    def _remember(self, event: Event, subject: Subject) -> None:
        delivery_id = subject.delivery.id if subject.delivery else None
        address_key = "" if delivery_id else subject.address_key
        events.remember(self._db, event, delivery_id=delivery_id, address_key=address_key, now=self._now)
        self.tally.new += 1

    def _move(self, event: Event, subject: Subject) -> None:
        if subject.delivery is None:
            return
        before = self._moved.get(subject.delivery.id, subject.delivery)
        after = rules.moved(before, event, now=self._now)
        if after is before:
            return
        self._moved[after.id] = after
        self.tally.moved += after.status is not before.status
        if before.status in (DeliveryStatus.UNKNOWN, DeliveryStatus.EXPIRED):
            self._resolved.add(after.issue_id)

    def _judge(self, event: Event, subject: Subject) -> None:
        if subject.is_erased:
            return
        if rules.complains(event):
            self._suppress(subject.address, Reason.COMPLAINT, self._source(event, subject))
        elif rules.bounces_hard(event):
            self._suppress(subject.address, Reason.HARD_BOUNCE, self._source(event, subject))
        elif rules.bounces_softly(event) and subject.delivery:
            events.count_soft(self._db, subject.delivery.issue_id, subject.address_key)
            self._soft[subject.address_key] = self._source(event, subject)

    def _give_up(self, address_key: str, source: str) -> None:
        if events.soft_issues(self._db, address_key) < rules.SOFT_ISSUES:
            return
        trail = events.trail(self._db, address_key, within=rules.SOFT_WITHIN)
        if rules.worn_out(rules.Attempt(*one) for one in trail):
            self._suppress(address_key, Reason.SOFT_BOUNCES, source)
            events.forget_soft(self._db, address_key)

    def _suppress(self, address: str, reason: Reason, source: str) -> None:
        _, new = Suppressions(self._db).add(address, reason, now=self._now, source=source)
        self.tally.suppressed += new

    def _source(self, event: Event, subject: Subject) -> str:
        if subject.delivery is None:
            return event.source
        return f"{event.source}: {issues.by_id(self._db, subject.delivery.issue_id).name}"

    def _unsubscribe(self, event: Event, subject: Subject) -> None:
        if event.kind is not EventKind.UNSUBSCRIBED:
            return
        roster, via = Roster(self._db), _VIA.get(event.source, Via.WEB)
        issue_id, subscriber_id = _whose(subject)
        try:
            if issue_id:
                lists = Lists(self._db).named(events.lists(self._db, issue_id))
                change = roster.unsubscribe_lists(subscriber_id, lists, now=self._now, via=via)
            else:
                change = roster.unsubscribe(subject.address, now=self._now, via=via)
        except UnknownSubscriber:  # erased meanwhile: there is nothing left to leave
            return
        self.tally.unsubscribed += change.outcome is Outcome.UPDATED


def _whose(subject: Subject) -> tuple[int, int]:
    """Return the ids of issue and subscriber; zeros where the event names no mail."""
    named = subject.delivery or subject.claim
    return (named.issue_id, named.subscriber_id) if named else (0, 0)

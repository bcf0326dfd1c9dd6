"""Decides what an event does: how far it moves a delivery, and whether its reader may still be mailed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from digest.model.delivery import DeliveryStatus
from digest.model.event import LONGEST_CODE, LONGEST_DETAIL, Event, EventKind, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from digest.model.delivery import Delivery

SENDGRID = "sendgrid"

# The code of a bounce at SendGrid's own gate: the reader called an earlier mail spam.
SPAM_REPORTED = "spamreport"

# A mailbox that is full or down again and again is given up: so many issues in a row came back, and over so long a
# time, of those of the last month. What was refused for the sender's fault breaks no row and lengthens none.
SOFT_ISSUES = 5
SOFT_AT_LEAST = timedelta(days=7)
SOFT_WITHIN = timedelta(days=30)

# Only forward. Whatever is not here ranks lowest: an event is proof that it was wrong or is out of date.
_RANK = {
    DeliveryStatus.ACCEPTED: 1,
    DeliveryStatus.DELIVERED: 2,
    DeliveryStatus.BOUNCED: 3,
    DeliveryStatus.COMPLAINED: 4,
}
_PROVES = {
    EventKind.PROCESSED: DeliveryStatus.ACCEPTED,
    EventKind.DELIVERED: DeliveryStatus.DELIVERED,
    EventKind.BOUNCED: DeliveryStatus.BOUNCED,
    EventKind.COMPLAINED: DeliveryStatus.COMPLAINED,
}
_GOT_THROUGH = frozenset({DeliveryStatus.DELIVERED, DeliveryStatus.COMPLAINED})


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one issue to one address: when its mail is dated, where it stands, whether it bounced softly."""

    at: datetime
    status: DeliveryStatus
    soft: bool


def proof(event: Event) -> DeliveryStatus | None:
    """Return what the event proves of its mail; None: nothing.

    Whatever SendGrid delays it has; a mail server that reports a delay is not ours to know.
    """
    if event.kind is EventKind.DELAYED and event.source == SENDGRID:
        return DeliveryStatus.ACCEPTED
    return _PROVES.get(event.kind)


def moved(delivery: Delivery, event: Event, *, now: datetime) -> Delivery:
    """Return the delivery as it stands once the event is known; itself where that changes nothing.

    The result is the same in whatever order, and however often, events come: the highest proof wins, and of several
    events that prove the same the earliest gives time, code and words. Of `accepted` a receipt may know more, so there
    nothing is replaced.
    """
    proven = proof(event)
    if proven is None:
        return delivery
    rank, stands = _RANK[proven], _RANK.get(delivery.status, 0)
    at, code, detail = min(event.at or now, now), event.code[:LONGEST_CODE], event.detail[:LONGEST_DETAIL]
    if proven is DeliveryStatus.ACCEPTED:
        code, detail = "", f"reported by {event.source}"
    if rank < stands or (rank == stands and not _earlier((at, code, detail), delivery)):
        return delivery
    return replace(delivery, status=proven, code=code, detail=detail, changed_at=at, retry_at=None)


def _earlier(told: tuple[datetime, str, str], delivery: Delivery) -> bool:
    if delivery.status is DeliveryStatus.ACCEPTED or delivery.changed_at is None:
        return False
    return told < (delivery.changed_at, delivery.code, delivery.detail)


def bounces_hard(event: Event) -> bool:
    """Tell whether the event says that there is no such mailbox."""
    return event.kind is EventKind.BOUNCED and event.fault is Fault.RECIPIENT


def bounces_softly(event: Event) -> bool:
    """Tell whether the event counts towards giving the mailbox up."""
    return event.kind is EventKind.BOUNCED and event.fault is Fault.PASSING


def complains(event: Event) -> bool:
    """Tell whether the event says that the reader called this mail, or one before it, spam."""
    reported_before = event.kind is EventKind.BOUNCED and event.code == SPAM_REPORTED
    return event.kind is EventKind.COMPLAINED or reported_before


def worn_out(attempts: Iterable[Attempt]) -> bool:
    """Tell whether a mailbox is to be given up, from what became of its issues, the latest first.

    A mail that got through ends the row. One that was accepted, and of which nothing came back, does so too if it lies
    between two that bounced; later than all of them it may still come back.
    """
    row: list[datetime] = []
    for attempt in attempts:
        if attempt.soft:
            row.append(attempt.at)
        elif attempt.status in _GOT_THROUGH or (row and attempt.status is DeliveryStatus.ACCEPTED):
            break
    recent = [at for at in row if row[0] - at <= SOFT_WITHIN]
    return len(recent) >= SOFT_ISSUES and recent[0] - recent[-1] >= SOFT_AT_LEAST

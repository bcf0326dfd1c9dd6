"""A delivery: the ledger's row for one issue and one recipient, and what transports say of it.

What is made for each mail of a send is a tuple, since a million of them are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime


class DeliveryStatus(StrEnum):
    """Where a delivery stands. Say `accepted` when that is all that is known."""

    PENDING = "pending"  # chosen, nothing done yet
    CLAIMED = "claimed"  # a run is about to hand it over, or was killed while it did
    DEFERRED = "deferred"  # the receiving side asked to try later
    ACCEPTED = "accepted"  # handed over; the transport took responsibility
    REFUSED = "refused"  # the receiving side said no, for good
    UNKNOWN = "unknown"  # may or may not have been handed over; only a person resends it
    SKIPPED = "skipped"  # nothing new for them; or suppressed, unsubscribed or guarded at claim time
    EXPIRED = "expired"  # deferred past the edition's deadline
    CANCELLED = "cancelled"  # the issue was called off first
    DELIVERED = "delivered"  # reported as in the reader's mailbox
    BOUNCED = "bounced"  # came back later
    COMPLAINED = "complained"  # the reader called it spam


ERASED = "(erased)"  # what stands in the ledger for the address of a person who was erased

NOTHING_NEW = "nothing new in their topics"  # why those are skipped for whom an issue has no story
GUARDED = "not in mail.only_to"  # why those are whom a staging set-up keeps mail from

UNSETTLED = frozenset({DeliveryStatus.PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.DEFERRED})


class Recipient(NamedTuple):
    """Whom an issue goes to, as it was frozen."""

    delivery_id: int
    subscriber_id: int
    address: str
    name: str
    list_title: str
    joined_at: datetime
    epoch: int  # of the subscriber's links
    attempts: int  # before this one
    variant_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the ledger; `address` and `list_title` are as they were when the issue was frozen."""

    id: int
    issue_id: int
    subscriber_id: int
    address: str
    list_title: str
    status: DeliveryStatus
    attempts: int
    via: str = ""  # the transport of the last claim, and where it leads to
    code: str = ""
    detail: str = ""
    changed_at: datetime | None = None
    retry_at: datetime | None = None

    @property
    def is_erased(self) -> bool:
        """Whether the person it went to was erased since."""
        return self.address == ERASED


class Envelope(NamedTuple):
    """One recipient's part of a message: whom it goes to and the words that stand where the marks are.

    `message_id` is whole, with angle brackets, and stable per issue and recipient. `token` is URL-safe: it needs no
    encoding, wherever it stands. `reference` names the delivery to us alone, in 32 characters of 0 to 9 and a to f:
    what comes back (a bounce, an event) brings it along. `variant_id` says which variant they get.
    """

    delivery_id: int
    address: str
    name: str
    message_id: str
    token: str
    reference: str
    reason: str
    variant_id: int = 0


class Receipt(NamedTuple):
    """What a transport says of one mail, with the server's own words.

    `status` is `accepted`, `refused`, `deferred` or `unknown`; `pending` when it was certainly not handed over and
    nobody is to blame; or `skipped`, by the dispatch loop alone, for whoever a staging guard keeps out.

    `code` is the enhanced status code (RFC 3463) where given, else the reply code. `ours` says the fault is the
    sender's (authentication, policy), so that no recipient is to be blamed. `wait` says that the other side asked
    everybody to slow down, and for how many seconds; 0 where it did not say for how long.
    """

    delivery_id: int
    status: DeliveryStatus
    code: str = ""
    detail: str = ""
    ours: bool = False
    wait: float | None = None


class Entry(NamedTuple):
    """What the ledger records of one mail, or of several that got the same answer.

    `receipt` is that of any of them; `retry_at` is when to try deferred ones again.
    """

    delivery_ids: Sequence[int]
    receipt: Receipt
    retry_at: datetime | None = None


class Turn(NamedTuple):
    """What the ledger gives out at once: the deliveries claimed, and when there may be more.

    `wait` is the seconds after which to ask again where there were fewer than wanted: the rates, or the next try of a
    deferred mail, let nothing more through before. None says that nothing is left to claim. `ahead` are those who may
    come next, to be looked at before another turn is asked for: a hint that nobody need take.
    """

    claimed: Sequence[Recipient]
    wait: float | None
    ahead: Iterable[Recipient] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many deliveries of an issue stand where; they sum to `recipients`. `skipped` parts the skipped by why.

    `is_folded` says that their rows are not kept any more, so that nothing can be done about any of them.
    """

    by_status: Mapping[DeliveryStatus, int]
    skipped: Mapping[str, int] = field(default_factory=dict)
    is_folded: bool = False

    @property
    def recipients(self) -> int:
        """All deliveries of the issue."""
        return sum(self.by_status.values())

    def __getitem__(self, status: DeliveryStatus) -> int:
        return self.by_status.get(status, 0)

    def as_dict(self) -> dict[str, int]:
        """Return the contract's object: recipients first, then every status."""
        return {"recipients": self.recipients} | {str(s): self[s] for s in DeliveryStatus}

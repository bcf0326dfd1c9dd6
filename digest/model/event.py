"""What comes back of a mail after it was handed over: one event, whoever reported it and however."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_CODE = 20  # characters of a code that are kept
LONGEST_DETAIL = 300  # and of the other side's words


class EventKind(StrEnum):
    """What an event says of a mail."""

    PROCESSED = "processed"  # whoever carries it has it: it was handed over
    DELIVERED = "delivered"  # the receiving server took it
    DELAYED = "delayed"  # not yet, and whoever carries it goes on trying
    BOUNCED = "bounced"  # it came back, or will not be tried any more; `fault` says whose fault that is
    COMPLAINED = "complained"  # the reader called it spam
    UNSUBSCRIBED = "unsubscribed"  # the reader wants off
    REPLIED = "replied"  # a machine answered, such as a vacation notice; it says nothing of the mail


class Fault(StrEnum):
    """Whose fault a bounce is; only the first two say anything of the reader's address."""

    RECIPIENT = "recipient"  # there is no such mailbox, and there will not be: suppressed at once
    PASSING = "passing"  # full, over quota, down for now: counted
    SENDER = "sender"  # policy, authentication, reputation, content, size, loops: says nothing of the reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that was reported of one mail to one reader.

    `key` tells it from every other event, so that what is reported twice counts once. `reference` names the delivery
    (Envelope.reference); where none came back it is empty, and `address` and `message_id` have to do. `at` is when it
    happened, as far as the reporter says.
    """

    key: str
    kind: EventKind
    source: str  # "sendgrid" or "mail"
    at: datetime | None = None
    reference: str = ""
    address: str = ""
    message_id: str = ""
    fault: Fault | None = None
    code: str = ""  # enhanced status code (RFC 3463) where given, else the reply code
    detail: str = ""  # the other side's own words, on one line

"""The roster's own types: lists, subscribers, consents and suppressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from subscribers.database import stamp


class OptIn(StrEnum):
    """What joining a list takes."""

    SINGLE = "single"  # joining is enough
    DOUBLE = "double"  # the person confirms by a mailed link


class State(StrEnum):
    """Where a subscription stands; only a confirmed one is mailed."""

    UNCONFIRMED = "unconfirmed"  # joined a double opt-in list, not yet confirmed
    CONFIRMED = "confirmed"  # agreed
    UNSUBSCRIBED = "unsubscribed"  # left; only the person, or a consent given anew, revives it


class Via(StrEnum):
    """The way by which a change came."""

    SHELL = "shell"  # an operator's command
    IMPORT = "import"  # a file
    WEB = "web"  # a page or a one-click link, used by the person
    MAIL = "mail"  # a mail from the person


class Action(StrEnum):
    """What the consent log records."""

    JOINED = "joined"
    ASKED = "asked"  # a confirmation mail was sent
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"
    PAUSED = "paused"
    RESUMED = "resumed"
    MOVED = "moved"  # the subscriber's address changed
    PREFERRED = "preferred"  # other topics, or other editions of a list


class Reason(StrEnum):
    """Why the program itself suppresses; an operator may write reasons of their own."""

    MANUAL = "manual"  # an operator's word
    HARD_BOUNCE = "hard-bounce"  # the mailbox does not exist
    SOFT_BOUNCES = "soft-bounces"  # mail failed again and again
    COMPLAINT = "complaint"  # the reader called it spam
    UNSUBSCRIBED = "unsubscribed"  # wants no mail at all


# What says something of a mailbox alone; every other reason is about the person, and goes with them to a new address.
OF_THE_MAILBOX = frozenset({Reason.HARD_BOUNCE.value, Reason.SOFT_BOUNCES.value})
MAILBOX = str(tuple(sorted(OF_THE_MAILBOX)))  # as SQL has it


class Kind(StrEnum):
    """What a suppression is keyed by."""

    ADDRESS = "address"  # a normalised address
    DOMAIN = "domain"  # an @domain; its subdomains are not meant
    ERASED = "erased"  # the keyed hash of an erased address


@dataclass(frozen=True, slots=True)
class Printable:
    """A value of the roster that the command line can show as JSON, field by field."""

    def as_dict(self) -> dict[str, Any]:
        """Return the value as JSON has it: names as in the class, times as UTC text."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingList(Printable):
    """A list that people join; `counts` says how many of its subscriptions stand in each state."""

    id: int
    name: str
    title: str
    opt_in: OptIn
    private: bool  # not offered on public pages
    created_at: datetime
    counts: Mapping[State, int]


@dataclass(frozen=True, slots=True)
class Joined(Printable):
    """Who joined a list when, and how they stand with it now."""

    address: str
    state: State
    joined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Printable):
    """A subscriber's standing with one list; `left_at` stays until they confirm, also while they wait to."""

    list: str
    state: State
    joined_at: datetime
    confirmed_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Printable):
    """One line of the consent log; `wording` is the text agreed to, `list` is empty where no single one is meant.

    `origin` is the network address that the person's own request came from; empty where somebody else made the change.
    """

    list: str
    action: Action
    at: datetime
    via: Via
    origin: str
    wording: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression(Printable):
    """An address, or a whole domain, that must not be mailed, whatever list it stands on.

    `address` is what it is keyed by, as `kind` says; `reason` is a Reason or an operator's own words; `source` is who
    or what said so.
    """

    address: str
    kind: Kind
    reason: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber(Printable):
    """A person with an address, and how they stand; `suppressed` is the reason, empty when there is none."""

    id: int
    address: str
    name: str
    language: str
    note: str
    paused_until: datetime | None
    created_at: datetime
    subscriptions: tuple[Subscription, ...]
    topics: tuple[str, ...]
    skipped_editions: tuple[str, ...]  # of those that go to their lists, the ones they do not want
    suppressed: str
    left_all_at: datetime | None  # when they left everything, also lists to come; None once they confirmed since


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Subscriber):
    """Everything kept about one person: the subscriber, and the consent log, oldest first."""

    consents: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class Audience(Printable):
    """How many subscribers would be mailed, and how many would not, by reason."""

    mailable: int
    skipped: Mapping[str, int]


def _plain(value: object) -> object:
    match value:
        case Printable():
            return value.as_dict()
        case datetime():
            return stamp(value)
        case StrEnum():
            return str(value)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case tuple():
            return [_plain(item) for item in value]
        case _:
            return value

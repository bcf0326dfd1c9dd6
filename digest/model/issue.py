"""An issue: one dated, numbered product of an edition, from its content to its rendering."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from digest.model.edition import Slot

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.selection import Role


class IssueState(StrEnum):
    """The life of an issue; only forward, but that a manual send reopens a quiet or merged one."""

    DRAFT = "draft"  # composed, may still change
    FROZEN = "frozen"  # content and recipients fixed, nothing handed over yet
    SENDING = "sending"  # a run hands it over, or was stopped while it did
    PAUSED = "paused"  # stopped by a person or by the circuit breaker
    SENT = "sent"  # every delivery is settled
    PARTIAL = "partial"  # ended with unknown, or expired, deliveries
    QUIET = "quiet"  # nothing to send in this slot
    MERGED = "merged"  # a missed slot, or an issue that reached nobody, sent as part of a later one
    CANCELLED = "cancelled"  # a person called it off


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story as it stands in an issue: a copy, so that later revisions of the story leave the issue alone."""

    story_id: int
    role: Role
    title: str
    summary: str
    url: str
    source: str
    published_at: datetime
    day_only: bool
    tags: tuple[str, ...]
    kicker: str  # the tag shown above the title, as the edition names it; may be empty
    language: str
    image: str
    image_alt: str
    reading_minutes: int  # 0 when the body is too short to say
    also_covered_by: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Who publishes; as configured."""

    name: str
    url: str  # base of every link of ours, without a slash at its end
    postal_address: str
    language: str  # BCP 47
    timezone: str  # IANA name


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """The content of an issue, ready to be rendered; made of values alone, so that it can be printed and compared.

    `name` is `edition/label`; `number` counts the issues of the edition from 1; `more` counts the good stories for
    which there was no room, and `on_the_web` has them, without a summary, for the page of the issue alone. Briefs stand
    in order of weight, whatever section they are in.
    """

    name: str
    edition: str
    title: str  # the edition's title
    publication: Publication
    slot: datetime
    cutoff: datetime
    number: int
    lead: Item
    briefs: tuple[Item, ...]
    more: int
    theme: str
    sections: tuple[str, ...] = ()  # the kickers under which briefs stand together, in order; none: all in one
    on_the_web: tuple[Item, ...] = ()
    recent_subjects: tuple[str, ...] = ()  # of the edition's issues before, which this one's must not repeat

    @property
    def items(self) -> tuple[Item, ...]:
        """The lead and the briefs, in reading order."""
        return (self.lead, *self.briefs)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRecord:
    """What the ledger knows of an issue. `number` is None where no mail came of the slot (quiet, merged)."""

    id: int
    edition: str
    slot: datetime
    label: str
    number: int | None
    state: IssueState
    cutoff: datetime
    subject: str
    created_at: datetime
    mail_date: datetime | None = None
    deadline_at: datetime | None = None
    frozen_at: datetime | None = None
    carried_at: datetime | None = None
    finished_at: datetime | None = None
    note: str = ""  # why it stands as it does, where the circuit breaker has something to say
    edited_at: datetime | None = None
    edited_by: str = ""
    approved_at: datetime | None = None
    approved_by: str = ""
    approved_content: str = ""  # the fingerprint of what was approved

    @property
    def as_it_stands(self) -> bool:
        """Whether it is a draft that a person edited or approved: it goes out with the news of its own cutoff."""
        return self.state is IssueState.DRAFT and (self.edited_at or self.approved_at) is not None

    def as_of(self, moment: datetime) -> IssueRecord:
        """Return it without the edit and the approval that came after a moment."""
        edited, approved = (at is not None and at > moment for at in (self.edited_at, self.approved_at))
        before = replace(self, edited_at=None, edited_by="") if edited else self
        return replace(before, approved_at=None, approved_by="", approved_content="") if approved else before

    @property
    def own_slot(self) -> Slot:
        """The slot it was made for; the schedule may have others by now."""
        return Slot(self.slot, self.label)

    @property
    def name(self) -> str:
        """The issue's name, `edition/label`."""
        return f"{self.edition}/{self.label}"


@dataclass(frozen=True, slots=True)
class Marks:
    """Secret ASCII words that stand in a rendering for what differs from recipient to recipient.

    They are alphanumeric, so that HTML, MJML, URLs and quoted-printable leave them as they are, and derived from a
    secret, so that no story can contain one.
    """

    token: str  # the recipient's link token
    reason: str  # why the recipient gets this mail: one sentence, plain text

    @property
    def reference(self) -> str:
        """The mark of Envelope.reference: as secret as the token's, from which it follows."""
        return f"n{sha256(self.token.encode()).hexdigest()[:31]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """An issue through a theme: what a reader gets, with marks where a recipient's own words go.

    `full_size` is how many bytes of HTML it took to say all of it, 0 where that is what the HTML says.
    """

    subject: str
    preheader: str
    html: str
    text: str
    language: str
    shortened: int = 0  # briefs made shorter so that the mail fits
    dropped: int = 0  # briefs left out so that the mail fits
    full_size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What goes out to every recipient who gets the same: the rendering, and the message encoded once.

    `message` is bytes with the marks still standing in it; `sender` is the address it says it is from; `name` is the
    variant's in its issue.
    """

    rendering: Rendering
    message: bytes
    sender: str
    marks: Marks
    name: str = ""

"""The mail as rules see it: what a neutral reader would get, its HTML parsed once."""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default as modern
from enum import IntEnum
from typing import TYPE_CHECKING

from digest.check.cascade import has_dark, looks
from digest.check.document import Document, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage

    from digest.check.cascade import Look
    from digest.check.document import Element
    from digest.model.issue import Publication

SHOWN = 60  # characters of a place's words


class Part(IntEnum):
    """The parts of a mail, in the order in which findings are told."""

    HEADERS = 0
    SUBJECT = 1
    PREHEADER = 2
    HTML = 3
    TEXT = 4
    ISSUE = 5
    THEME = 6


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: the part, how far into it, and words to find it by."""

    part: Part
    at: int = 0
    words: str = ""

    def __str__(self) -> str:
        name = "HTML" if self.part is Part.HTML else self.part.name.lower()
        return f"{name}: {self.words}" if self.words else name


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule objects to, and where."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: its status (0: none), why there was none, and how many bytes it sent."""

    status: int = 0
    trouble: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """A story of this issue that an earlier one carried, itself or another report of the same event."""

    title: str
    issue: str
    same_event_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A rendered issue as a neutral reader would get it, and what is needed to judge it.

    `message` is the whole mail as it would be sent. `titles` are the stories', `words` whatever else in it was written
    by others: nothing in them is a mistake of the theme. `answers` are by address; only what was asked is there.
    `templates` are those that made it, by name, as far as they are known; `strays` says of files beside them that they
    are none: "name: why". `cut` says that briefs were shortened or left to the web so that it fits.
    """

    publication: Publication
    language: str
    subject: str
    preheader: str
    html: str
    text: str
    message: bytes
    titles: tuple[str, ...]
    words: tuple[str, ...]
    unsubscribe_url: str
    reader_urls: tuple[str, ...]
    recent_subjects: tuple[str, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    strays: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A sample with its HTML and its message parsed, and how its text looks; `dark` is None where it does not say."""

    sample: Sample
    document: Document
    message: EmailMessage
    light: Mapping[Element, Look]
    dark: Mapping[Element, Look] | None

    def place(self, element: Element) -> Place:
        """Return the place of an element: its tag, and its words or its address."""
        known = " ".join(self.document.words(element).split())
        address = element.get("href") or element.get("src") or ""
        shown = f'"{shortened(known)}"' if known else shortened(address)
        return Place(Part.HTML, self.document.position(element), f"<{element.tag}> {shown}".rstrip())


def read(sample: Sample) -> Mail:
    """Parse a sample; whatever stands in it, this raises nothing."""
    message: EmailMessage = message_from_bytes(sample.message, policy=modern)
    document = parse(sample.html)
    dark = looks(document, dark=True) if has_dark(document) else None
    return Mail(sample, document, message, looks(document, dark=False), dark)


def shortened(text: str) -> str:
    """Return a text short enough to be quoted, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"

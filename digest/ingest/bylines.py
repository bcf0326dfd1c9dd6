"""Reads the lines at the head of a story that name its author and its date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.ingest.clean import line
from digest.ingest.dates import NoDate, believable, impossible, parse_when, published, yearless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.ingest.harvest import Origin

_LONGEST = 120  # characters; a longer line is text

_BY = re.compile(
    r"(?:(?:written|reported|words) by|by|von|par|por|di|door|af|av|text)\b:?\s+(?P<name>.+)", re.IGNORECASE
)
_PERSON = r"[A-ZÀ-ÞĀ-Ž][\w.'’-]*"
_PARTICLE = r"(?:and|und|et|y|e|en|og|och|&|de|da|do|del|di|du|van|von|der|den|al|el|bin|la|le|ter)"
_NAMES = re.compile(rf"{_PERSON}(?:,? (?:{_PARTICLE} )*{_PERSON}){{0,7}}")
_AND = re.compile(r" (?:and|und|et|y|e|en|og|och|&) ")
_WHERE = re.compile(r"(?:,| in | for | at )\s*.*$")
_BAR = re.compile(r"\s*[|·•]\s*|\s+[-–—]\s+")


@dataclass(frozen=True, slots=True)
class Byline:
    """What one line beside the headline says: an author, a moment, or both."""

    author: str = ""
    published_at: datetime | None = None
    day_only: bool = False


def read_byline(text: str, origin: Origin, *, before_title: bool = False) -> Byline | None:
    """Return what a date line or byline says, or None when the line is anything else.

    `Fri. Nov 21st, 2025`, `By Jane Doe`, `By Jane Doe | 21 November 2025`. Above the title a name must come with a
    date: "By Royal Decree" is a headline.

    Raises:
        NoDate: the line is a date that there is not, such as `31/02/2026`.
    """
    text = line(text).strip("*_# ")
    if not text or len(text) > _LONGEST:
        return None
    if parse_when(text, zone=origin.zone):
        return _dated("", text, origin)
    if impossible(text, zone=origin.zone):
        raise NoDate("date line", text)
    if found := _with_date(text, origin, before_title=before_title):
        return found
    author = "" if before_title else _author(text)
    return Byline(author) if author else None


def read_yearless(text: str, origin: Origin) -> Byline | None:
    """Return what a line of a month and day says, such as `Nov 20`: the latest one up to today; else None."""
    found = yearless(line(text).strip("*_# "), zone=origin.zone, now=origin.now)
    if not found:
        return None
    when = believable(found[0], now=origin.now)
    return Byline("", when, bool(when and found[1]))


def _with_date(text: str, origin: Origin, *, before_title: bool) -> Byline | None:
    """Read a name and a date on one line; where only a comma parts them, a bare name is the place of the news."""
    for date, rest in _halves(_BAR.split(text), " "):
        if parse_when(date, zone=origin.zone) and _NAMES.fullmatch(author := _author(rest) or rest):
            return _dated(author if " " in author else "", date, origin)
    for date, rest in _halves(re.split(r",\s+", text), ", "):
        author = _author(rest)
        if (author or (_NAMES.fullmatch(rest) and not before_title)) and parse_when(date, zone=origin.zone):
            return _dated(author, date, origin)
    return None


def _halves(parts: list[str], joint: str) -> Iterator[tuple[str, str]]:
    """Yield each way to part a line in two, both ways round, the longest second half first."""
    for index in range(1, len(parts)):
        head, tail = joint.join(parts[:index]), joint.join(parts[index:])
        yield tail, head
        yield head, tail


def _dated(author: str, text: str, origin: Origin) -> Byline:
    moment, day_only = published(text, zone=origin.zone, now=origin.now)
    return Byline(author, moment, day_only)


def _author(text: str) -> str:
    """Return the name in "By Jane Doe, Lisbon", else an empty string."""
    if not (found := _BY.fullmatch(text)):
        return ""
    name = found["name"].strip()
    forms = (name, _WHERE.sub("", name)) if _AND.search(name) else (_WHERE.sub("", name),)
    return next((form for form in forms if _NAMES.fullmatch(form)), "")

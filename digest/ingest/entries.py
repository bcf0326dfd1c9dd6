"""Turns one entry of a feed, whatever its format, into a story."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.ingest import clean, dates
from digest.ingest.harvest import LONGEST_TITLE, MOST_TAGS
from digest.ingest.urls import absolute
from digest.model.pictures import best
from digest.model.story import Harvest, IncomingStory, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

MAX_STORIES = 2_000  # of one feed; the newest are kept
MAX_BODY = 300_000  # characters of markup or text of one story
MAX_MARKUP = 5_000  # tags in it, for the time HTML takes grows with the square of its nesting
STANDFIRST = 600  # characters; what a feed calls a summary and is longer is no standfirst, but a body
TITLE_WORDS = 12  # taken from the text of an entry without a title

_LONGEST_KEY = 2_000  # characters of an address or id; a longer one is none
_LONGEST_NAME = 300  # characters of a tag, or of the authors together

_UTC = ZoneInfo("UTC")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as a feed spells it: HTML, or text when `plain`."""

    markup: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as its feed spells it, nothing cleaned; `dates` holds its moments, the best first.

    `base` is what the entry's relative links stand on.
    """

    title: str = ""
    url: str = ""
    guid: str = ""
    dates: Sequence[str] = ()
    content: Passage = Passage()
    standfirst: Passage = Passage()
    tags: Sequence[str] = ()
    language: str = ""
    image: str = ""
    author: str = ""
    base: str = ""


def harvest(entries: Iterable[Entry], *, title: str, now: datetime) -> Harvest:
    """Return the stories of a feed named `title`, at most `MAX_STORIES` of them, and what was refused and why."""
    name = clean.line(title)
    dated = [(number, entry, _published(entry, now)) for number, entry in enumerate(entries, 1)]
    refused: list[Refusal] = []
    if len(dated) > MAX_STORIES:
        refused.append(Refusal("feed", f"has {len(dated):,} entries; only the newest {MAX_STORIES:,} were taken"))
        dated.sort(key=lambda row: row[2][0].timestamp() if row[2] else 0.0, reverse=True)
    stories: list[IncomingStory] = []
    for number, entry, when in dated[:MAX_STORIES]:
        if story := _story(entry, name, when):
            stories.append(story)
        else:
            refused.append(Refusal(f"entry {number}", "has neither a title nor a text"))
    return Harvest(tuple(stories), tuple(refused), name)


def _story(entry: Entry, source: str, when: tuple[datetime, bool] | None) -> IncomingStory | None:
    body, body_html = _texts(entry.content, entry.base)
    standfirst, standfirst_html = _texts(entry.standfirst, entry.base)
    title = clean.line(entry.title) or _first_words(body or standfirst)
    if not title:
        return None
    pictured = body_html + standfirst_html
    if len(standfirst) > len(body):
        body, body_html = standfirst, standfirst_html
    image, alt = _picture(entry, pictured)
    published_at, day_only = when or (None, False)
    url = _whole(absolute(entry.url, entry.base))
    return IncomingStory(
        title=title[:LONGEST_TITLE],
        body=body,
        body_html=body_html,
        summary=standfirst if len(standfirst) <= STANDFIRST else "",
        url=url,
        guid=_whole(entry.guid.strip()) or ("" if url else _made_up_id(entry, source, title)),
        source=source,
        published_at=published_at,
        day_only=day_only,
        tags=_tags(entry.tags),
        language=language_tag(entry.language),
        image=image,
        image_alt=alt,
        author=clean.line(entry.author)[:_LONGEST_NAME],
    )


def _whole(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else ""


def _made_up_id(entry: Entry, source: str, title: str) -> str:
    """Return an id for an entry without id and link, the same at every fetch, so that it is not new each time."""
    key = "\n".join((source, title, *entry.dates[:1]))
    return f"entry:{hashlib.sha256(key.encode(errors='replace')).hexdigest()[:32]}"


def language_tag(text: str) -> str:
    """Return a BCP 47 tag in its usual capitals (RFC 5646, 2.1.1), or an empty string.

    >>> language_tag("PT_pt")
    'pt-PT'
    """
    found = _LANGUAGE.fullmatch(text.strip().replace("_", "-"))
    if not found:
        return ""
    first, *rest = found[0].lower().split("-")
    return "-".join(
        [first, *(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest)]
    )


def _texts(passage: Passage, base: str) -> tuple[str, str]:
    """Return a passage plain, and as safe HTML where it was HTML."""
    markup = passage.markup[:MAX_BODY]
    if passage.plain:
        return clean.block(markup), ""
    markup = "<".join(markup.split("<", MAX_MARKUP)[:MAX_MARKUP])
    return clean.text_of(markup), clean.sanitise(markup, base=base)


def _published(entry: Entry, now: datetime) -> tuple[datetime, bool] | None:
    """Return the first of an entry's moments that can be read and believed, and whether it names only a day."""
    for spelled in entry.dates:
        found = dates.parse_when(spelled, zone=_UTC)
        if found and (when := dates.believable(found[0], now=now)):
            return when, found[1]
    return None


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:TITLE_WORDS]) + ("…" if len(words) > TITLE_WORDS else "")


def _picture(entry: Entry, html: str) -> tuple[str, str]:
    """Return the picture the feed names, or the first in the text; the alt text is known only for the latter."""
    within, alt = clean.first_image(html, base=entry.base)
    named = _whole(absolute(entry.image, entry.base))
    return best((named, alt if named == within else ""), (within, alt))


def _tags(words: Iterable[str]) -> tuple[str, ...]:
    cleaned = (clean.line(word) for word in words)
    return tuple(dict.fromkeys(tag for tag in cleaned if 0 < len(tag) <= _LONGEST_NAME))[:MOST_TAGS]

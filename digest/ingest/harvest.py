"""Makes the harvest of a file: its stories, bounded and with an identity, and what in it was refused."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from digest.ingest.clean import absolute, plain_line
from digest.ingest.teasers import own_length
from digest.model.story import Harvest, IncomingStory, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

LONGEST_TITLE = 500  # characters
LONGEST_BODY = 1_000_000
MOST_TAGS = 50
LONGEST_TAG = 100
_LONGEST_SUMMARY = 5_000
_LONGEST_NAME = 300  # of an author or a source
_LONGEST_KEY = 2_000  # of a URL or guid
_ADDRESS = re.compile(r"/|https?://[^\s/?#]+(?:[/?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a story file comes from: its name or URL, and what its relative words (times, links) are relative to.

    `title` is what a person says it is called; so it needs no title of its own.
    """

    name: str
    zone: ZoneInfo
    now: datetime
    base_url: str = ""
    title: str = ""

    def link(self, text: str) -> str:
        """Return the address that a file states for its story, whole or from the site's root ("/2026/bridge").

        Anything else is an empty string: words such as "to follow" would make a dead link.
        """
        stated = plain_line(text)
        return absolute(stated, base=self.base_url) if _ADDRESS.match(stated) else ""

    def refuse(self, reason: str, place: str = "") -> Harvest:
        """Return a harvest of this one refusal; `place` says where in the file, such as "line 3"."""
        name = printable(self.name)
        return Harvest(refused=(Refusal(f"{name}, {place}" if place else name, reason),))


def printable(name: str) -> str:
    r"""Return a file's name fit for one line of any output: line ends, controls and stray bytes as escapes.

    >>> printable("two\nlines\udcff.txt")
    'two\\nlines\\udcff.txt'
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in name)


def take_in(story: IncomingStory, origin: Origin, place: str = "") -> Harvest:
    """Return the harvest of one story: bounded and named, or refused because there is nothing to print."""
    story = story if story.title else replace(story, title=origin.title)
    if not story.title:
        return origin.refuse("no title", place)
    if not story.body and not story.summary:
        return origin.refuse("no text: a story needs a body or a summary", place)
    return Harvest(stories=(_named(_bounded(story), origin),))


def gather(harvests: Iterable[Harvest]) -> Harvest:
    """Join harvests into one, leaving out a story that stands there twice.

    Different stories that would get the same identity, such as two notices under one title, are numbered.
    """
    stories: dict[IncomingStory, None] = {}
    refused: list[Refusal] = []
    unread: dict[str, None] = {}
    taken: set[str] = set()
    for harvest in harvests:
        refused += harvest.refused
        unread |= dict.fromkeys(harvest.unread)
        for story in harvest.stories:
            if story not in stories:
                stories[_numbered(story, taken)] = None
    return Harvest(tuple(stories), tuple(refused), unread=tuple(unread))


def _bounded(story: IncomingStory) -> IncomingStory:
    body = _cut(story.body, LONGEST_BODY)
    return replace(
        story,
        title=_cut(story.title, LONGEST_TITLE),
        body=body,
        own_length=own_length(story.title, body),
        body_html="" if len(story.body_html) > 2 * LONGEST_BODY else story.body_html,
        summary=_cut(story.summary, _LONGEST_SUMMARY),
        url=_whole(story.url),
        guid=_whole(story.guid),
        source=_cut(story.source, _LONGEST_NAME),
        tags=tuple(tag for tag in story.tags if 0 < len(tag) <= LONGEST_TAG)[:MOST_TAGS],
        image=_whole(story.image),
        image_alt=_cut(story.image_alt, LONGEST_TITLE),
        author=_cut(story.author, _LONGEST_NAME),
    )


def _cut(text: str, most: int) -> str:
    """Shorten a text at a word, with an ellipsis where something is missing."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head[: head.rfind(' ', most // 2)] if ' ' in head[most // 2 :] else head}…"


def _whole(key: str) -> str:
    """An address or identity means nothing when cut."""
    return key if len(key) <= _LONGEST_KEY else ""


def _named(story: IncomingStory, origin: Origin) -> IncomingStory:
    """Give a story that brings neither guid nor url the identity of its file name and title.

    So adding the same file again revises the story, whatever changed below the title, wherever the file now stands.
    """
    if story.guid or story.url:
        return story
    key = f"{PurePath(origin.name).name}\n{plain_line(story.title).casefold()}"
    return replace(story, guid=f"file:{hashlib.sha256(key.encode(errors='surrogatepass')).hexdigest()[:32]}")


def _numbered(story: IncomingStory, taken: set[str]) -> IncomingStory:
    guid, number = story.guid, 1
    while guid.startswith("file:") and guid in taken:
        number += 1
        guid = f"{story.guid}-{number}"
    taken.add(guid)
    return replace(story, guid=guid)

"""The demonstration's newsroom as a test reads it: its files, with their dates made real."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
import yaml

import digest.demo

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MARK = re.compile(r"\{\{(rfc822|iso|day|longday|isoday) ([+-]\d+)([hdm])\}\}")
SPELL = {
    "rfc822": format_datetime,
    "iso": lambda when: f"{when:%Y-%m-%dT%H:%M:%SZ}",
    "day": lambda when: f"{when:%a. %b %d, %Y}",
    "longday": lambda when: f"{when:%d %B %Y}",
    "isoday": lambda when: f"{when:%Y-%m-%d}",
}
UNIT = {"h": "hours", "d": "days", "m": "minutes"}


def moment(mark: re.Match[str]) -> datetime:
    return NOW + timedelta(**{UNIT[mark[3]]: int(mark[2])})


@dataclass(frozen=True)
class Told:
    """One story: where it stands, what it says, and the mark of its date (none when it has no date)."""

    where: str
    title: str
    body: str
    image: str = ""
    alt: str = ""
    summary: str = ""
    age: timedelta | None = None


class Newsroom:
    """The folder as it ships."""

    mark = MARK

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def text(self, path: Path) -> str:
        """The file as its author wrote it, marks and all."""
        raw = path.read_bytes()
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("iso-8859-1")

    def dated(self, path: Path) -> str:
        return MARK.sub(lambda mark: SPELL[mark[1]](moment(mark)), self.text(path))

    @cached_property
    def stories(self) -> list[Told]:
        read = {".md": _markdown, ".html": _page, ".txt": _plain, ".jsonl": _lines, ".xml": _feed}
        found = []
        for path in [*self.folder.glob("stories/*"), *self.folder.glob("feeds/*")]:
            found += read[path.suffix](path.name, self.dated(path), self.text(path))
        return found

    def named(self, where: str) -> list[Told]:
        return [story for story in self.stories if story.where == where]


def _age(raw: str) -> timedelta | None:
    mark = MARK.search(raw)
    return NOW - moment(mark) if mark else None


def _markdown(name: str, text: str, raw: str) -> list[Told]:
    _, front, body = text.split("---\n", 2)
    return [_told(name, yaml.safe_load(front) | {"body": body}, raw)]


def _page(name: str, text: str, raw: str) -> list[Told]:
    body = text[text.index("<article>") : text.index("</article>")]
    title = re.search(r"<h1>(.+)</h1>", body)
    image = re.search(r'<img src="([^"]+)".* alt="([^"]+)"', body)
    standfirst = re.search(r'<p class="standfirst">(.+)</p>', body)
    assert title
    assert image
    assert standfirst
    body = body[body.index("</figure>") :]
    return [Told(name, unescape(title[1]), _words(body), image[1], image[2], standfirst[1], _age(raw))]


def _plain(name: str, text: str, raw: str) -> list[Told]:
    lines = [line for line in text.splitlines() if line]
    dated = MARK.fullmatch(raw.split("\n", 1)[0].strip()) is not None
    return [Told(name, lines[dated], "\n".join(lines[dated + 1 :]), age=_age(raw.split("\n", 1)[0]))]


def _lines(name: str, text: str, raw: str) -> list[Told]:
    pairs = zip(text.splitlines(), raw.splitlines(), strict=True)
    return [_told(name, json.loads(line), before) for line, before in pairs]


def _told(name: str, head: dict[str, Any], raw: str) -> Told:
    image, alt = head.get("image", ""), head.get("image_alt", "")
    return Told(name, head["title"], _words(head["body"]), image, alt, head["summary"], _age(raw))


def _feed(name: str, text: str, raw: str) -> list[Told]:
    feed = feedparser.parse(text)
    assert not feed.bozo
    return [
        Told(
            name,
            unescape(entry.title),
            _words(entry.content[0].value),
            next(_pictures(entry), ""),
            summary=entry.summary,
            age=NOW - datetime(*entry.published_parsed[:6], tzinfo=UTC),
        )
        for entry in feed.entries
    ]


def _pictures(entry: Any) -> Iterator[str]:
    yield from (medium["url"] for medium in entry.get("media_content", ()))
    yield from (link.href for link in entry.links if link.rel == "enclosure")


def _words(markup: str) -> str:
    return unescape(re.sub(r"</?[a-z][^<>]*>", " ", markup))


@pytest.fixture(scope="session")
def newsroom() -> Newsroom:
    return Newsroom(Path(digest.demo.__file__).with_name("newsroom"))

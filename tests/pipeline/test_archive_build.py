"""The archive as files: whole, without anything of a reader, and only what changed is written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import feedparser
import pytest

from digest.clock import from_iso
from digest.pipeline.publishing.archive_build import build_archive
from subscribers.keys import signing_keys
from subscribers.tokens import TokenMint
from tests.pipeline.conftest import READERS, opened, send_issues
from tests.render.feed_rules import findings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.pipeline.newsroom import Newsroom
    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["opened"]


@pytest.fixture
def newsroom(live: Callable[..., Desk], opened: Callable[..., Sent]) -> Newsroom:
    """Two issues of daily, one a day."""
    desk = live(send_issues, days=2)
    return opened(desk.folder, desk.now).newsroom


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Where the archive is built."""
    return tmp_path / "site"


def files(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()} - {
        ".digest-archive.json",
        ".digest-archive.lock",
    }


def test_it_holds_pages_feeds_a_search_and_a_sitemap(newsroom: Newsroom, site: Path) -> None:
    tally = build_archive(newsroom, site)
    assert files(site) == {
        "archive/index.html",
        "archive/search.js",
        "archive/daily/index.html",
        "archive/daily/2026/index.html",
        "archive/daily/2026/search.json",
        "archive/daily/2026-11-23/index.html",
        "archive/daily/2026-11-24/index.html",
        "archive/daily/rss.xml",
        "archive/daily/feed.json",
        "sitemap.xml",
        "robots.txt",
    }
    assert (tally.written, tally.unchanged, tally.removed) == (11, 0, 0)
    feed = feedparser.parse((site / "archive/daily/rss.xml").read_bytes())
    assert not feed.bozo
    assert [one.link for one in feed.entries] == [f"https://herald.example/archive/daily/2026-11-2{n}" for n in (4, 3)]


def test_no_story_breaks_a_rule_of_feeds(desk: Desk, opened: Callable[..., Sent], site: Path) -> None:
    words = "First <b>words</b> & </p><iframe src=/x> {{ more }} 👩‍👩‍👧. "
    line = {"title": f"</title><script>alert(1)</script> {words}", "body": words * 20, "summary": words}
    line |= {"url": "https://wire.example/ü?a=1&b=<2>", "published_at": "2026-11-23T05:00:00Z"}
    desk.reader(READERS[0])
    desk.ok("stories", "add", desk.write("difficult.jsonl", json.dumps(line)), "--tag", "world")
    desk.ok("send", "daily")
    build_archive(opened(desk.folder, desk.now).newsroom, site)
    written, at = (site / "archive/daily/rss.xml").read_bytes(), "https://herald.example/archive/daily/rss.xml"
    assert findings(written, at=at, now=from_iso(desk.now)) == []
    (read,) = feedparser.parse(written).entries
    assert read.title == line["title"].strip()


def test_every_link_between_pages_leads_to_a_file(newsroom: Newsroom, site: Path) -> None:
    build_archive(newsroom, site)
    for page in site.rglob("*.html"):
        for path in re.findall(r'(?:href|src)="(/archive[^"#]*)"', page.read_text()):
            assert (site / path.lstrip("/")).exists(), f"{page}: {path}"


def test_nothing_of_a_reader_stands_in_any_byte_of_it(newsroom: Newsroom, site: Path) -> None:
    build_archive(newsroom, site)
    mint = TokenMint(signing_keys(newsroom.db))
    tokens = [mint.mint(person, issue, epoch=0) for person in range(1, 4) for issue in range(3)]
    marks = [word for one in newsroom.db.execute("SELECT token_mark, reason_mark FROM variants") for word in one]
    for file in site.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        for word in (*READERS, *tokens, *marks, "reader.example", *(f"/{page}/" for page in "cpuv")):
            assert word.encode() not in content or file.name == "robots.txt", f"{word} in {file}"


def test_a_second_build_writes_nothing_and_one_more_issue_costs_what_names_it(
    newsroom: Newsroom, desk: Desk, opened: Callable[..., Sent], site: Path
) -> None:
    build_archive(newsroom, site)
    again = build_archive(newsroom, site)
    assert (again.written, again.unchanged, again.removed) == (0, 11, 0)
    before = {one: one.stat().st_mtime_ns for one in site.rglob("*") if one.is_file()}
    desk.now = "2026-11-25T07:00:00Z"
    desk.story("Harbour library opens at night", published="2026-11-25T05:00:00Z")
    desk.ok("send", "daily")
    build_archive(opened(desk.folder, desk.now).newsroom, site)
    touched = {str(one.relative_to(site)) for one in before if one.stat().st_mtime_ns != before[one]}
    untouched = {"archive/daily/2026-11-23/index.html", "archive/search.js", "robots.txt"}
    assert untouched.isdisjoint(touched)
    assert (site / "archive/daily/2026-11-25/index.html").exists()


def test_what_is_not_public_any_more_goes(newsroom: Newsroom, site: Path) -> None:
    build_archive(newsroom, site)
    newsroom.db.execute("UPDATE issues SET state = 'cancelled' WHERE label = '2026-11-23'")
    assert build_archive(newsroom, site).removed == 1
    assert not (site / "archive/daily/2026-11-23").exists()
    for file in site.rglob("*"):
        assert not file.is_file() or b"Ferry strike ends 0" not in file.read_bytes()


@pytest.mark.parametrize(
    "other", ["https://herald.example/media/no%00such.jpg", "https://herald.example/media/../in.jsonl"]
)
def test_pictures_of_the_publications_own_come_along_and_nothing_else(
    desk: Desk, opened: Callable[..., Sent], site: Path, other: str
) -> None:
    desk.configure()
    config = desk.folder / "digest.toml"
    config.write_text(config.read_text().replace('database = "digest.db"', 'database = "digest.db"\nmedia = "media"'))
    desk.write("media/old quay.jpg", "a picture")
    desk.write("media/unused.jpg", "another")
    line = {"title": "Flood wall backed", "body": "Work starts in March. " * 20, "published_at": "2026-11-23T05:00:00Z",
            "image": "https://herald.example/media/old%20quay.jpg", "tags": ["world"]}  # fmt: skip
    brief = line | {"title": "Bread gets cheaper", "image": other}
    desk.ok("stories", "add", desk.write("in.jsonl", "\n".join(map(json.dumps, (line, brief)))))
    desk.reader("ana@reader.example")
    desk.ok("send", "daily", "--despite-errors")
    build_archive(opened(desk.folder, desk.now).newsroom, site)
    assert (site / "media/old quay.jpg").read_text() == "a picture"
    assert [one.name for one in (site / "media").iterdir()] == ["old quay.jpg"]

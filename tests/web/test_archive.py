"""The archive, a reader's own copy and the pictures: only looked at, and only what may be."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from lxml.html import fragment_fromstring

from tests.render.feed_rules import findings
from tests.web.house import ANA, House, house, houses, opened

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["house", "houses", "opened"]


def test_the_archive_leads_from_editions_to_issues(house: House) -> None:
    page = house.get("/archive")
    assert (page.status, page.title) == (200, "Archive")
    assert "Daily digest Ferry strike ends 0 Monday, 23 November 2026 · No. 1 All issues" in page.text
    edition = house.get("/archive/daily")
    assert edition.title == "Daily digest"
    assert "November 2026 Ferry strike ends 0" in edition.text
    (link,) = re.findall(r'href="(/archive/daily/\d+-[^"]+)"', edition.body)
    issue = house.get(link)
    assert issue.status == 200
    assert "Ferry strike ends 0" in issue.body
    assert "ana@" not in issue.body


def test_the_archive_is_searched(house: House) -> None:
    page = house.get("/archive?q=ferry")
    assert "Ferry strike ends 0 Ferry strike ends 0 is the news of the day." in page.text
    assert 'href="/archive/daily/2026-11-23#story-1"' in page.body
    assert (page.headers["cache-control"], page.headers["x-robots-tag"]) == ("no-store", "noindex")
    assert "Stories found: 1" in page.text
    assert "<mark>Ferry</mark> strike ends 0" in page.body
    assert "Nothing was found for zeppelin." in house.get("/archive?q=zeppelin").text
    assert house.get("/archive?q=%00%22*" + "x" * 5000).status == 200


def test_a_year_has_a_page(house: House) -> None:
    page = house.get("/archive/daily/2026")
    assert (page.status, page.title) == (200, "Daily digest 2026")
    assert "Ferry strike ends 0" in page.text


def test_an_edition_without_issues_says_so_and_offers_itself_by_mail(houses: Callable[..., House]) -> None:
    house = houses(edition='\n[editions.food]\ntitle = "Food"\ntags = ["food"]\nlists = ["food"]')
    page = house.get("/archive/food")
    assert "There is no public issue yet. Get it by mail" in page.text
    assert 'href="/subscribe">Get it by mail' in page.body


def test_public_pages_may_be_kept_and_found_and_private_ones_not(house: House) -> None:
    for path in ("/archive", "/archive/daily", "/archive/daily/2026-11-23"):
        headers = house.get(path).headers
        assert headers["cache-control"] == "public, max-age=300"
        assert "x-robots-tag" not in headers
    for page in "upv":
        headers = house.get(f"/{page}/{house.link()}").headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == ("no-referrer" if page == "v" else "same-origin"), "no other site is told"
        assert headers["x-robots-tag"] == "noindex"


def test_a_readers_own_copy_is_as_it_was_mailed(house: House) -> None:
    page = house.get(f"/v/{house.link()}")
    assert page.status == 200
    assert f"https://herald.example/u/{house.link()}" in page.body
    assert ANA not in page.body
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy


def test_no_issue_no_copy(house: House) -> None:
    assert house.get(f"/v/{house.link(issue='')}").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/archive/weekly",
        "/archive/daily/2026-11-22",
        "/archive/daily/2026-11-23/",
        "/archive/daily/2025",
        "/archive/daily/20%D9%A26",
        "/archive/daily/9999",
        "/archive/%27%20OR%201=1/x",
        "/archive/../subscribers",
    ],
)
def test_what_there_is_not_is_not_found(house: House, path: str) -> None:
    page = house.get(path)
    assert (page.status, page.title) == (404, "There is no such page")


def test_pictures_come_from_the_media_folder_and_are_kept_for_a_day(houses: Callable[..., House]) -> None:
    house = houses(language='en"\nmedia = "media')
    (house.desk.folder / "media").mkdir()
    (house.desk.folder / "media" / "a quay.svg").write_text("<svg/>")
    picture = house.get("/media/a%20quay.svg")
    assert (picture.status, picture.body) == (200, "<svg/>")
    assert picture.headers["cache-control"] == "public, max-age=86400"
    assert "sandbox" in picture.headers["content-security-policy"], "an SVG runs no script"
    assert house.get("/media/other.jpg").status == 404


def test_without_such_a_folder_there_are_none(house: House) -> None:
    assert house.get("/media/quay.jpg").status == 404


def test_every_public_edition_has_feeds_that_its_pages_name(house: House) -> None:
    for path, kind in (("rss.xml", "application/rss+xml"), ("feed.json", "application/feed+json")):
        answer = house.get(f"/archive/daily/{path}")
        assert (answer.status, answer.headers["content-type"]) == (200, f"{kind}; charset=utf-8")
        assert "Ferry strike ends 0" in answer.body
        assert "https://herald.example/archive/daily/2026-11-23" in answer.body
        assert ANA not in answer.body
        assert house.get(f"/archive/weekly/{path}").status == 404
        for page in ("/archive", "/archive/daily", "/archive/daily/2026-11-23"):
            link = rf'<link rel="alternate" type="{re.escape(kind)}" title="[^"]+" href="([^"]+)">'
            assert re.findall(link, house.get(page).body) == [f"https://herald.example/archive/daily/{path}"]


def test_an_issue_in_a_feed_needs_no_page_around_it_and_runs_nothing(house: House) -> None:
    """By the rules of the W3C's validator, and with fewer elements than those allow."""
    written, now = house.get("/archive/daily/rss.xml").body.encode(), datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert findings(written, at="https://herald.example/archive/daily/rss.xml", now=now) == []
    feed = etree.fromstring(written)
    (item,) = feed.iter("item")
    assert all(element.text and element.text.strip() == element.text for element in feed.iter("title", "link", "guid"))
    assert "<" not in (item.findtext("description") or "")
    (told,) = (element.text or "" for element in item if element.tag.endswith("}encoded"))
    assert told == json.loads(house.get("/archive/daily/feed.json").body)["items"][0]["content_html"]
    elements = list(fragment_fromstring(told, create_parent=True).iter())
    assert {element.tag for element in elements} <= {"div", "p", "h2", "h3", "a", "img"}
    assert {name for element in elements for name in element.attrib} <= {"href", "src", "alt"}
    assert all(re.match("https?://", each) for one in elements for each in (one.get("href"), one.get("src")) if each)


def test_search_engines_are_told_of_every_public_page(house: House) -> None:
    named = re.findall(r"<loc>https://herald.example([^<]*)</loc>", house.get("/sitemap.xml").body)
    assert named == ["/archive", "/subscribe", "/archive/daily", "/archive/daily/2026", "/archive/daily/2026-11-23"]
    assert {house.get(path).status for path in named} == {200}
    assert "Sitemap: https://herald.example/sitemap.xml" in house.get("/robots.txt").body


def test_feeds_are_named_of_editions_with_issues_alone(houses: Callable[..., House]) -> None:
    house = houses(edition='\n[editions.sea]\ntitle = "By the sea"\ntags = ["sea"]\nlists = ["daily"]')
    named = r'type="application/rss\+xml" title="[^"]+" href="([^"]+)"'
    assert re.findall(named, house.get("/archive").body) == ["https://herald.example/archive/daily/rss.xml"]
    empty = house.get("/archive/sea")
    assert "/archive/sea" not in house.get("/sitemap.xml").body
    assert (empty.status, empty.title, re.findall(named, empty.body)) == (200, "By the sea", [])
    assert "rss.xml" not in empty.body

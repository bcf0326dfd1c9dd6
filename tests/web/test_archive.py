"""The archive, a reader's own copy and the pictures: only looked at, and only what may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

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
    (link,) = re.findall(r'href="(/archive/daily/[^"]+)"', edition.body)
    issue = house.get(link)
    assert issue.status == 200
    assert "Ferry strike ends 0" in issue.body
    assert "ana@" not in issue.body


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
        "/archive/daily?page=2",
        "/archive/daily?page=0",
        "/archive/daily?page=-1",
        "/archive/daily?page=9999999999999999999999",
        "/archive/daily?page=%D9%A2",
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

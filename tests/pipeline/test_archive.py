"""The archive: what is public and nothing of anybody's, whole, searchable, and the same for everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import default as modern
from typing import TYPE_CHECKING, Any

import pytest

from digest.pipeline.publishing.archive import Archive
from digest.render.sheet import Sheets
from digest.store.issues import issues
from tests.pipeline.conftest import READERS, opened, send_issues

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.pipeline.newsroom import Newsroom
    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["opened"]


@pytest.fixture
def newsroom(desk: Desk, opened: Callable[..., Sent]) -> Newsroom:
    """Three issues of daily, one a day."""
    send_issues(desk, 3)
    return opened(desk.folder, desk.now).newsroom


def archive(newsroom: Newsroom) -> Archive:
    return Archive(newsroom, Sheets(newsroom.settings))


def every_page(shown: Archive) -> list[Any]:
    days = [f"2026-11-{day}" for day in (23, 24, 25)]
    pages = [shown.home(), shown.home("ferry"), shown.edition("daily"), shown.year("daily", "2026")]
    return [*pages, *(shown.issue("daily", day) for day in days)]


def test_an_issue_is_a_page_with_its_stories_and_the_way_to_its_neighbours(newsroom: Newsroom) -> None:
    page = archive(newsroom).issue("daily", "2026-11-24")
    assert page
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', page) == [
        ("prev", "/archive/daily/2026-11-23"),
        ("next", "/archive/daily/2026-11-25"),
    ]
    assert '<h1 id="story-1"><a href="https://wire.example/ferry-strike-ends-1">Ferry strike ends 1</a></h1>' in page
    assert "Ferry strike ends 1 is the news of the day." in page
    assert '<link rel="canonical" href="https://herald.example/archive/daily/2026-11-24">' in page
    assert '<meta property="og:title" content="Ferry strike ends 1">' in page


def test_what_the_mail_says_is_on_the_web_is_there(desk: Desk, opened: Callable[..., Sent]) -> None:
    desk.configure(edition="briefs = 1")
    titles = ("Ferry strike ends", "Bread gets cheaper", "Comet found twice", "Choir sings on")
    for title in titles:
        desk.story(title)
    desk.reader("ana@reader.example")
    desk.ok("send", "daily", "--yes")
    (mail,) = desk.outbox()
    text = message_from_bytes(mail.read_bytes(), policy=modern).get_body(("plain",)).get_content()
    assert "Two more stories did not fit" in text
    assert "https://herald.example/archive/daily/2026-11-23" in text
    page = archive(opened(desk.folder, desk.now).newsroom).issue("daily", "2026-11-23")
    assert page
    left = page[page.index('id="on-the-web"') :]
    assert ">Two more stories did not fit</h2>" in left
    out = [title for title in titles if title not in text]
    assert len(out) == 2
    assert all(f">{title}</a></h3>" in left for title in out)


def test_nothing_of_a_reader_stands_in_any_page(newsroom: Newsroom) -> None:
    db = newsroom.db
    marks = {word for row in db.execute("SELECT token_mark, reason_mark FROM variants").fetchall() for word in row}
    for page in every_page(archive(newsroom)):
        assert page
        for word in (*READERS, *marks, "reader.example", "You get this", "/u/", "/p/", "/v/", "Unsubscribe"):
            assert word not in page


@pytest.mark.parametrize("state", ["draft", "frozen", "cancelled"])
def test_what_was_not_sent_or_was_taken_back_is_not_public(newsroom: Newsroom, state: str) -> None:
    record = issues.named(newsroom.db, "daily/2026-11-23")
    carried = None if state != "cancelled" else "2026-11-23T07:00:00Z"
    newsroom.db.execute("UPDATE issues SET state = ?, carried_at = ? WHERE id = ?", [state, carried, record.id])
    shown = archive(newsroom)
    assert shown.issue("daily", "2026-11-23") is None
    assert [one.label for one in shown.issues("daily")] == ["2026-11-25", "2026-11-24"]
    assert [one.title for one in shown.found("strike ends 0")] == []
    assert 'rel="prev"' not in (shown.issue("daily", "2026-11-24") or "")


def test_an_edition_that_is_not_public_is_not_shown_and_not_searched(newsroom: Newsroom) -> None:
    hidden = replace(newsroom.settings.editions["daily"], public=False)
    shown = archive(replace(newsroom, settings=replace(newsroom.settings, editions={"daily": hidden})))
    assert "Ferry" not in shown.home()
    assert shown.found("ferry") == []
    assert (shown.edition("daily"), shown.year("daily", "2026"), shown.issue("daily", "2026-11-23")) == (None,) * 3


def test_a_story_is_found_by_the_beginnings_of_its_words_and_leads_to_its_place(newsroom: Newsroom) -> None:
    shown = archive(newsroom)
    assert [one.title for one in shown.found("FERR strik 2")] == [
        "<mark>Ferry</mark> <mark>strike</mark> ends <mark>2</mark>"
    ]
    (found,) = shown.found("ends 1")
    assert (found.url, found.issue) == (
        "/archive/daily/2026-11-24#story-1",
        "Daily digest · Tuesday, 24 November 2026",
    )
    assert len(shown.found("ferry")) == 3
    for nothing in ("", "zeppelin", '"', "ferry zeppelin", "* OR title:", "a" * 5000):
        assert shown.found(nothing) == []


def test_what_is_searched_for_is_text(newsroom: Newsroom) -> None:
    page = archive(newsroom).home("<script>alert(1)</script>")
    assert "<script>" not in page
    assert "Nothing was found for &lt;script&gt;" in page


def test_the_same_database_gives_the_same_pages_at_any_hour(newsroom: Newsroom, desk: Desk, opened: Any) -> None:
    later = opened(desk.folder, "2027-03-01T12:00:00Z").newsroom
    assert every_page(archive(newsroom)) == every_page(archive(later))

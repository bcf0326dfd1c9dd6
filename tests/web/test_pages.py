"""What all pages have in common: their headers, their look at trouble, and that they load nothing from anywhere."""

from __future__ import annotations

import logging
import re
import sqlite3
from typing import TYPE_CHECKING

from digest.doctor.hours import ask_pages
from subscribers.model import State
from tests.web.house import ANA, House, house, houses, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

__all__ = ["house", "houses", "opened"]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def every_page(house: House) -> list[str]:
    token = house.link()
    return ["/subscribe", "/subscribe/check", f"/u/{token}", f"/p/{token}", "/archive", "/archive/daily", "/nowhere"]


def test_every_page_is_one_file_whose_only_style_is_its_own(house: House) -> None:
    for path in every_page(house):
        page = house.get(path)
        assert len(page.body.encode()) < 20_000
        assert "<script" not in page.body
        assert not re.search(r"\sstyle=|\son\w+=", page.body)
        assert set(re.findall(r'(?:\bsrc|<link rel="(?!canonical|alternate)[^>]+href)="([^"]+)"', page.body)) == {
            "data:,"
        }
        policy = page.headers["content-security-policy"]
        assert re.fullmatch(
            r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data:; form-action 'self'; base-uri 'none';"
            r" frame-ancestors 'none'",
            policy,
        )
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["cross-origin-opener-policy"] == "same-origin"
        assert "set-cookie" not in page.headers
        assert "server" not in page.headers


def test_what_may_be_done_at_an_address_is_told_of_all_of_it(house: House) -> None:
    token = house.link()
    for path in ("/subscribe", f"/u/{token}", f"/p/{token}", f"/c/{token}"):
        answer = house.ask("DELETE", path)
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert house.ask("POST", "/archive").headers["allow"] == "GET, HEAD"
    assert house.get(f"/u/{token}/undo").headers["allow"] == "POST"


def test_a_request_for_a_whole_address_is_one_for_its_path(house: House) -> None:
    path = f"/p/{house.link()}"
    for target in ("http://herald.example", "https://herald.example:8443", "HTTP://x"):
        assert house.get(f"{target}{path}?saved").text == house.get(f"{path}?saved").text
        assert house.get(target).headers["location"] == "/subscribe"
        assert house.get(f"{target}/nowhere").status == 404


def test_the_front_door_leads_to_the_form(house: House) -> None:
    answer = house.get("/")
    assert (answer.status, answer.headers["location"]) == (303, "/subscribe")


def test_pages_stand_below_the_path_of_the_publications_address(houses: Callable[..., House]) -> None:
    house = houses(path="/news")
    assert house.get("/news/subscribe").title == "The news, in your mailbox"
    assert house.get("/subscribe").status == 404
    for front in ("/news/", "/news"):
        assert house.get(front).headers["location"] == "/news/subscribe"
    page = house.get(f"/news/p/{house.link()}")
    assert f'action="/news/p/{house.link()}"' in page.body
    assert not re.search(r'(?:href|action)="/(?!news/)', page.body)


def test_machines_are_answered_below_that_path_too_and_the_doctor_asks_there(houses: Callable[..., House]) -> None:
    house = houses(path="/news")
    assert ask_pages(f"http://127.0.0.1:{house.port}/news").status == 200
    for place in ("", "/news"):
        assert house.get(f"{place}/healthz").body == '{"status":"ok"}'
        assert house.get(f"{place}/webhooks/sendgrid").body == "Method Not Allowed"


def test_the_path_may_have_letters_beyond_ascii(houses: Callable[..., House]) -> None:
    house = houses(path="/caf%C3%A9")
    assert house.get("/caf%C3%A9").headers["location"] == "/caf%C3%A9/subscribe"
    assert 'action="/caf%C3%A9/subscribe"' in house.get("/caf%C3%A9/subscribe").body
    assert house.get(f"/caf%C3%A9/p/{house.link()}").status == 200


def test_the_pages_have_the_colours_of_the_theme_and_brand(houses: Callable[..., House]) -> None:
    body = houses(pages='[brand]\naccent = "#0b3d91"', edition='theme = "minimal"').get("/subscribe").body
    assert "--accent: #0b3d91" in body
    assert "--quiet: #5f5f5f" in body
    assert "#7a2e26" not in body


def test_what_there_is_not_is_said_in_words_with_ways_on(house: House) -> None:
    for path in ("/nowhere", "/subscribe/", "/u/", "/u/a/b/c"):
        page = house.get(path)
        assert (page.status, page.title) == (404, "There is no such page")
        assert 'href="/subscribe"' in page.body
    assert house.ask("DELETE", "/subscribe").status == 405


def test_while_the_database_is_locked_a_reader_is_asked_to_come_again_and_nothing_is_half_done(house: House) -> None:
    other = sqlite3.connect(house.newsroom.settings.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = house.post(f"/u/{house.link()}", {"List-Unsubscribe": "One-Click"})
    assert (answer.status, answer.headers["retry-after"]) == (503, "30")
    assert house.get(f"/p/{house.link()}").status == 200, "reading goes on"
    other.execute("ROLLBACK")
    other.close()
    assert house.state() is State.CONFIRMED
    assert house.post(f"/u/{house.link()}", {"List-Unsubscribe": "One-Click"}).status == 200


def test_what_nobody_foresaw_is_answered_in_words_and_logged_without_whose_it_was(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    token = house.link()
    with caplog.at_level(logging.INFO):
        house.newsroom.db.execute("DROP VIEW mailable")
        house.newsroom.db.execute("ALTER TABLE topics RENAME TO gone")
        page = house.get(f"/p/{token}")
    assert (page.status, page.title) == (500, "Something went wrong")
    assert "Traceback" not in page.body
    assert token not in caplog.text
    assert ANA not in caplog.text


def test_without_the_database_every_page_says_to_come_again_and_takes_nothing_down(house: House) -> None:
    form = {"seal": house.get("/subscribe").value("seal"), "address": "zoe@reader.example", "list": "daily"}
    paths = ["/subscribe", "/archive", f"/p/{house.link()}", f"/u/{house.link()}"]
    database = house.newsroom.settings.database
    database.rename(database.with_name("gone.db"))
    for answer in (*map(house.get, paths), house.post("/subscribe", form), house.post(paths[-1], ONE_CLICK)):
        assert (answer.status, answer.title) == (503, "One moment, please")
        assert answer.headers["retry-after"] == "30"
    database.with_name("gone.db").rename(database)
    assert house.get("/subscribe").status == 200
    assert house.count("signups") == 0
    assert house.state() is State.CONFIRMED

"""Unsubscribing: one click by RFC 8058, one on the page's button, none by looking; and taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from subscribers.lists import Lists
from subscribers.model import State
from subscribers.preferences import Preferences
from subscribers.records import find
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions
from tests.web.house import ANA, BEN, House, assert_not_ours, house, houses, opened

__all__ = ["house", "houses", "opened"]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    "multipart/form-data; boundary=b",
)


def test_one_click_leaves_at_once_without_a_redirect_a_cookie_or_a_seal(house: House) -> None:
    answer = house.post(f"/u/{house.link()}", ONE_CLICK)
    assert (answer.status, answer.title) == (200, "You are unsubscribed")
    assert "set-cookie" not in answer.headers
    assert house.state() is State.UNSUBSCRIBED
    line = Roster(house.newsroom.db).show(ANA).consents[-1]
    assert (line.action, line.via, line.origin) == ("unsubscribed", "web", "127.0.0.1")


def test_a_multipart_body_will_do_as_well(house: House) -> None:
    body, kind = MULTIPART
    assert house.ask("POST", f"/u/{house.link()}", body, content_type=kind).status == 200
    assert house.state() is State.UNSUBSCRIBED


def test_a_mail_program_of_any_site_may_post_it(house: House) -> None:
    answer = house.post(f"/u/{house.link()}", ONE_CLICK, origin="https://mail.example", sec_fetch_site="cross-site")
    assert answer.status == 200
    assert house.state() is State.UNSUBSCRIBED


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"])
def test_nothing_but_a_post_changes_anything(house: House, method: str) -> None:
    for path in (f"/u/{house.link()}", f"/u/{house.link()}?List-Unsubscribe=One-Click", f"/p/{house.link()}"):
        assert house.ask(method, path, "List-Unsubscribe=One-Click").status in {200, 405, 501}
    assert house.state() is State.CONFIRMED


@pytest.mark.parametrize(
    "body",
    [
        "List-Unsubscribe=One-Click\r\n",
        "List-Unsubscribe=One-Click%0D%0A",
        "list-unsubscribe=one-click",
        "LIST-UNSUBSCRIBE=ONE-CLICK\n",
        "x=1&List-Unsubscribe=One-Click",
    ],
)
def test_it_may_be_written_in_small_letters_and_end_its_line(house: House, body: str) -> None:
    answer = house.ask("POST", f"/u/{house.link()}", body, content_type="application/x-www-form-urlencoded")
    assert (answer.status, house.state()) == (200, State.UNSUBSCRIBED)


@pytest.mark.parametrize("body", ["", "x=1", "List-Unsubscribe=", "List-Unsubscribe=maybe", "One-Click"])
def test_a_post_that_does_not_say_so_changes_nothing_and_shows_the_button(house: House, body: str) -> None:
    answer = house.ask("POST", f"/u/{house.link()}", body, content_type="application/x-www-form-urlencoded")
    assert (answer.status, answer.title) == (400, "Do you want to leave?")
    assert house.state() is State.CONFIRMED


def test_the_pages_button_says_what_the_one_click_says(house: House) -> None:
    page = house.get(f"/u/{house.link()}")
    assert (page.status, page.title) == (200, "Do you want to leave?")
    assert page.value("List-Unsubscribe") == "One-Click"
    assert f'action="/u/{house.link()}"' in page.body


def test_only_the_lists_that_led_to_the_mail_are_left(house: House) -> None:
    Roster(house.newsroom.db).add(ANA, now=house.newsroom.now(), lists=["weekend"], confirmed=True)
    house.post(f"/u/{house.link()}", ONE_CLICK)
    assert (house.state(), house.state(ANA, "weekend")) == (State.UNSUBSCRIBED, State.CONFIRMED)


def test_a_list_that_was_renamed_since_is_still_meant(house: House) -> None:
    token = house.link()
    Lists(house.newsroom.db).rename("daily", "morning", now=house.newsroom.now())
    assert "Daily" in house.post(f"/u/{token}", ONE_CLICK).text
    assert house.state(ANA, "morning") is State.UNSUBSCRIBED


def test_where_the_list_of_the_mail_is_no_more_all_others_are_left(house: House) -> None:
    link, db = house.link(), house.newsroom.db
    Roster(db).add(ANA, now=house.newsroom.now(), lists=["weekend"], confirmed=True)
    Lists(db).remove("daily", force=True, now=house.newsroom.now())
    assert "Weekend" in house.get(f"/u/{link}").text
    assert house.state(ANA, "weekend") is State.CONFIRMED
    house.post(f"/u/{link}", ONE_CLICK)
    assert house.state(ANA, "weekend") is State.UNSUBSCRIBED


def test_again_and_again_is_answered_the_same(house: House) -> None:
    bodies = {house.post(f"/u/{house.link()}", ONE_CLICK).text for _ in range(3)}
    assert len(bodies) == 1
    lines = [line for line in Roster(house.newsroom.db).show(ANA).consents if line.action == "unsubscribed"]
    assert len(lines) == 1


def test_leaving_is_taken_back_by_one_click_and_nobody_elses_is(house: House) -> None:
    token = house.link()
    left = house.post(f"/u/{token}", ONE_CLICK)
    house.post(f"/u/{house.link(BEN)}", ONE_CLICK)
    assert f'action="/u/{token}/undo"' in left.body
    assert house.post(f"/u/{house.link(BEN)}/undo", {"seal": left.value("seal")}).title != "You are back"
    answer = house.post(f"/u/{token}/undo", {"seal": left.value("seal")})
    assert (answer.status, answer.title) == (200, "You are back")
    assert (house.state(), house.state(BEN)) == (State.CONFIRMED, State.UNSUBSCRIBED)
    assert house.get(f"/u/{token}").title == "Do you want to leave?"


def test_whoever_is_back_is_told_why_no_mail_comes_all_the_same(house: House) -> None:
    token, roster, now = house.link(), Roster(house.newsroom.db), house.newsroom.now()
    roster.pause(ANA, now + timedelta(days=30), now=now)
    for told in ("You paused your mail until", "We may not mail this address"):
        left = house.post(f"/u/{token}", ONE_CLICK)
        answer = house.post(f"/u/{token}/undo", {"seal": left.value("seal")})
        assert told in f"{answer.title} {answer.text}"
        Suppressions(house.newsroom.db).add(ANA, reason="asked", now=now)


def test_whoever_is_back_where_they_turned_all_off_is_told_so(house: House) -> None:
    token, roster, now = house.link(), Roster(house.newsroom.db), house.newsroom.now()
    roster.prefer(find(house.newsroom.db, ANA), Preferences(skipped_editions=("daily",)), now=now)
    left = house.post(f"/u/{token}", ONE_CLICK)
    answer = house.post(f"/u/{token}/undo", {"seal": left.value("seal")})
    assert "You turned off what is sent there, so nothing comes." in answer.text


def test_another_site_cannot_bring_anybody_back(house: House) -> None:
    token = house.link()
    left = house.post(f"/u/{token}", ONE_CLICK)
    answer = house.post(f"/u/{token}/undo", {"seal": left.value("seal")}, sec_fetch_site="cross-site")
    assert answer.status == 403
    for wrong in ("", house.get("/subscribe").value("seal"), house.get(f"/p/{token}").value("seal")):
        assert_not_ours(house.post(f"/u/{token}/undo", {"seal": wrong}))
    assert house.state() is State.UNSUBSCRIBED


def test_a_page_that_stood_open_for_too_long_is_shown_again_and_brings_nobody_back(house: House) -> None:
    token = house.link()
    house.post(f"/u/{token}", ONE_CLICK)
    answer = house.post(f"/u/{token}/undo", {"seal": house.old_seal(f"undo {token}")})
    assert (answer.status, answer.title) == (422, "You are unsubscribed")
    assert "stood open for too long" in answer.text
    assert house.state() is State.UNSUBSCRIBED
    assert house.post(f"/u/{token}/undo", {"seal": answer.value("seal")}).title == "You are back"


def test_long_after_there_is_nothing_to_take_back(house: House) -> None:
    long_ago = house.newsroom.now() - timedelta(days=2)
    Roster(house.newsroom.db).unsubscribe(ANA, now=long_ago)
    page = house.get(f"/u/{house.link()}")
    assert page.title == "You are unsubscribed"
    assert "undo" not in page.body


def test_a_link_of_no_mail_leaves_every_list(house: House) -> None:
    Roster(house.newsroom.db).add(ANA, now=house.newsroom.now(), lists=["weekend"], confirmed=True)
    house.post(f"/u/{house.link(issue='')}", ONE_CLICK)
    assert {house.state(), house.state(ANA, "weekend")} == {State.UNSUBSCRIBED}


def test_links_that_are_none_of_ours_change_nothing_and_say_so_kindly(house: House) -> None:
    other = house.link(BEN)
    for token in ("x", "A" * 22, house.link()[:21], house.link()[:11] + other[11:], "test-test-test-test-te"):
        answer = house.post(f"/u/{token}", ONE_CLICK)
        assert (answer.status, answer.title) == (404, "This link does not work")
    assert {house.state(), house.state(BEN)} == {State.CONFIRMED}


def test_a_revoked_link_leaves_nothing(house: House) -> None:
    token = house.link()
    Roster(house.newsroom.db).rotate_links(ANA)
    assert house.post(f"/u/{token}", ONE_CLICK).status == 404
    assert house.post(f"/u/{house.link()}", ONE_CLICK).status == 200
    assert house.state() is State.UNSUBSCRIBED


def test_whoever_left_comes_back_through_the_form_by_their_own_word(house: House) -> None:
    house.post(f"/u/{house.link()}", ONE_CLICK)
    house.sign_up(ANA, "daily")
    house.write_letters()
    assert house.state() is State.UNCONFIRMED
    path = "/c/" + house.mailed(ANA).split("https://herald.example/c/")[1].split()[0]
    house.post(path, {"seal": house.get(path).value("seal"), "list": "daily"})
    assert house.state() is State.CONFIRMED

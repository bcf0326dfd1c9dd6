"""A reader's preferences: what the page shows, what its buttons do, and what it does not let anybody do."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from subscribers.model import State
from subscribers.preferences import Preferences
from subscribers.roster import Roster
from tests.web.house import ANA, House, assert_not_ours, house, houses, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.house import Page

__all__ = ["house", "houses", "opened"]


def press(house: House, **fields: Any) -> Page:
    path = f"/p/{house.link()}"
    return house.post(path, {"seal": house.get(path).value("seal")} | fields)


def wanted(house: House) -> Preferences:
    roster = Roster(house.newsroom.db)
    return roster.preferences(roster.show(ANA).id)


def test_it_shows_how_the_reader_stands_and_just_enough_of_the_address(house: House) -> None:
    page = house.get(f"/p/{house.link()}")
    assert (page.status, page.title) == (200, "Your preferences")
    assert "For a…@reader.example" in page.text
    assert ANA not in page.body
    assert re.findall(r'name="(leave|join)" value="(\w+)"', page.body) == [("leave", "daily"), ("join", "weekend")]
    assert "not subscribed" in page.text


def test_topics_and_language_are_kept_and_the_page_says_so(house: House) -> None:
    answer = press(house, do="save", topic=["world", "local"], language="de")
    assert (answer.status, answer.headers["location"]) == (303, f"/p/{house.link()}?saved")
    assert wanted(house) == Preferences(topics=("local", "world"), language="de")
    page = house.get(answer.headers["location"])
    assert "Ihre Änderungen sind gespeichert." in page.text
    assert re.findall(r'value="(\w+)" checked', page.body) == ["world", "local"]
    press(house, do="save", language="en")
    assert wanted(house) == Preferences()


def test_a_topic_that_is_not_offered_any_more_can_still_be_dropped_from(house: House) -> None:
    roster = Roster(house.newsroom.db)
    roster.prefer(roster.show(ANA).id, Preferences(topics=("harbour", "world")), now=house.newsroom.now())
    assert 'value="harbour" checked' in house.get(f"/p/{house.link()}").body
    press(house, do="save", topic=["harbour", "local"])
    assert wanted(house).topics == ("harbour", "local")
    press(house, do="save", topic=["local"])
    assert wanted(house).topics == ("local",)


def test_a_pause_lasts_until_the_day_chosen_where_the_publication_is(house: House) -> None:
    assert press(house, do="pause", until="2027-07-01").status == 303
    assert wanted(house).paused_until == datetime(2027, 6, 30, 23, tzinfo=UTC), "midnight in Lisbon"
    page = house.get(f"/p/{house.link()}")
    assert "You get no mail before 1 July 2027." in page.text
    press(house, do="resume")
    assert wanted(house).paused_until is None


def test_whoever_is_on_no_list_is_offered_no_pause_nor_the_end_of_one(house: House) -> None:
    press(house, do="pause", until="2027-07-01")
    press(house, do="leave-all")
    page = house.get(f"/p/{house.link()}")
    assert "no mail before" not in page.text
    assert 'value="resume"' not in page.body
    press(house, join="daily")
    assert 'value="resume"' in house.get(f"/p/{house.link()}").body


@pytest.mark.parametrize(
    "until", ["", "2026-11-23", "2020-01-01", "2028-01-01", "9999-12-31", "soon", "2026-13-40", "٢"]
)
def test_a_day_that_is_none_to_come_is_told_with_the_field(house: House, until: str) -> None:
    page = press(house, do="pause", until=until)
    assert page.status == 422
    assert 'id="until-error"' in page.body
    assert "Choose a day from tomorrow on" in page.text
    assert wanted(house).paused_until is None


def test_lists_are_left_and_joined_one_by_one(house: House) -> None:
    press(house, join="weekend")
    assert house.state(ANA, "weekend") is State.CONFIRMED
    press(house, leave="daily")
    assert (house.state(), house.state(ANA, "weekend")) == (State.UNSUBSCRIBED, State.CONFIRMED)
    press(house, join="daily")
    assert house.state() is State.CONFIRMED
    last = Roster(house.newsroom.db).show(ANA).consents[-1]
    assert (last.action, last.via, last.wording, last.origin) == ("confirmed", "web", "Get it", "127.0.0.1")


def test_everything_is_left_by_one_button(house: House) -> None:
    press(house, join="weekend")
    press(house, do="leave-all")
    assert {house.state(), house.state(ANA, "weekend")} == {State.UNSUBSCRIBED}
    assert "leave-all" not in house.get(f"/p/{house.link()}").body


def test_a_private_list_is_shown_to_its_readers_and_can_be_left_and_not_joined(house: House) -> None:
    assert "desk" not in house.get(f"/p/{house.link()}").body
    press(house, join="desk")
    assert house.state(ANA, "desk") is None
    Roster(house.newsroom.db).add(ANA, now=house.newsroom.now(), lists=["desk"], confirmed=True)
    assert 'name="leave" value="desk"' in house.get(f"/p/{house.link()}").body
    press(house, leave="desk")
    assert house.state(ANA, "desk") is State.UNSUBSCRIBED


def test_a_list_that_waits_for_the_readers_word_is_confirmed_here_too(house: House) -> None:
    Roster(house.newsroom.db).add(ANA, now=house.newsroom.now(), lists=["weekend"])
    assert "waits for your confirmation" in house.get(f"/p/{house.link()}").text
    press(house, join="weekend")
    assert house.state(ANA, "weekend") is State.CONFIRMED


def test_another_site_or_a_form_without_its_seal_changes_nothing(house: House) -> None:
    path = f"/p/{house.link()}"
    seal = house.get(path).value("seal")
    for headers in ({"sec_fetch_site": "cross-site"}, {"origin": "https://evil.example"}):
        assert house.post(path, {"seal": seal, "do": "leave-all"}, **headers).status == 403
    others = house.get(f"/p/{house.link('ben@reader.example')}").value("seal")
    for wrong in ("", others, house.get("/subscribe").value("seal")):
        assert_not_ours(house.post(path, {"seal": wrong, "do": "leave-all"}))
    assert house.state() is State.CONFIRMED


def test_a_page_that_stood_open_for_too_long_is_shown_again_and_changes_nothing(house: House) -> None:
    token = house.link()
    answer = house.post(f"/p/{token}", {"seal": house.old_seal(f"preferences {token}"), "do": "leave-all"})
    assert answer.status == 422
    assert "stood open for too long" in answer.text
    assert house.state() is State.CONFIRMED


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "explode"},
        {"leave": "nonsense"},
        {"join": "nonsense"},
        {"join": "desk"},
        {"do": "save", "topic": ["local", "secret"]},
        {"do": "save", "topic": ["world"], "language": "xx"},
        {"do": "save", "topic": ["world"], "edition": ["daily"]},
        {"do": "save", "leave": "nonsense"},
    ],
)
def test_what_the_page_does_not_offer_changes_nothing_and_nothing_is_said_to_be_saved(
    house: House, fields: dict[str, Any]
) -> None:
    press(house, do="save", topic="world")
    before = Roster(house.newsroom.db).show(ANA)
    page = press(house, **fields)
    assert page.status == 422
    assert "What this page offers has changed, so nothing was saved. Please choose again." in page.text
    assert "Your changes are saved" not in page.text
    assert Roster(house.newsroom.db).show(ANA) == before


@pytest.mark.parametrize("fields", [
    {"do": "save", "topic": ["world"]}, {"do": "resume"}, {"leave": "weekend"}, {"join": "daily"},
])  # fmt: skip
def test_a_button_that_changed_nothing_says_so(house: House, fields: dict[str, Any]) -> None:
    press(house, do="save", topic="world")
    answer = press(house, **fields)
    assert answer.headers["location"] == f"/p/{house.link()}?unchanged"
    page = house.get(answer.headers["location"])
    assert "Nothing was changed: you had it so already." in page.text
    assert "saved" not in page.text


def test_leaving_altogether_ends_where_it_can_be_taken_back(house: House) -> None:
    Roster(house.newsroom.db).add(ANA, now=house.newsroom.now(), lists=["weekend"], confirmed=True)
    answer = press(house, do="leave-all")
    assert (answer.status, answer.headers["location"]) == (303, f"/u/{house.link(issue='')}")
    page = house.get(answer.headers["location"])
    assert (page.status, page.title) == (200, "You are unsubscribed")
    assert "Daily digest Weekend reads A mistake: I want to stay" in page.text
    assert house.post(f"/u/{house.link(issue='')}/undo", {"seal": page.value("seal")}).title == "You are back"
    assert {house.state(), house.state(ANA, "weekend")} == {State.CONFIRMED}


def test_editions_are_a_choice_where_several_go_to_one_list(houses: Callable[..., House]) -> None:
    more = '[editions.evening]\ntitle = "Evening"\nlists = ["daily"]\n[editions.alone]\nlists = ["other"]'
    house = houses(edition=more)
    page = house.get(f"/p/{house.link()}")
    assert re.findall(r'name="edition" value="(\w+)" checked', page.body) == ["daily", "evening"]
    press(house, do="save", edition=["daily"])
    assert wanted(house).skipped_editions == ("evening",)
    press(house, do="save", edition=["daily", "evening"])
    assert wanted(house).skipped_editions == ()


def test_one_edition_alone_is_no_choice(house: House) -> None:
    assert "Which editions?" not in house.get(f"/p/{house.link()}").text

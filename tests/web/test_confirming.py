"""The page behind a confirmation mail: only its button confirms, and a late reader gets a new mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from digest.pipeline.letters import asking
from subscribers.lists import Lists
from subscribers.model import State
from subscribers.preferences import Preferences
from subscribers.records import find
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions
from tests.web.house import ANA, House, assert_not_ours, house, houses, opened

__all__ = ["house", "houses", "opened"]

NEW = "zoe@reader.example"
LATE = timedelta(days=9)


@pytest.fixture
def asked(house: House) -> House:
    """Zoe has asked for daily and weekend, and was mailed."""
    house.sign_up(NEW, "daily", "weekend")
    house.write_letters()
    return house


def page_of(house: House) -> str:
    return "/c/" + house.mailed(NEW).split("https://herald.example/c/")[1].split()[0]


def press(house: House, path: str, page_path: str = "") -> tuple[int, str]:
    page = house.get(page_path or path)
    fields = [
        ("seal", page.value("seal")),
        *(("list", name) for name in re.findall(r'name="list" value="(\w+)"', page.body)),
    ]
    answer = house.post(path, fields)
    return answer.status, answer.title


def test_looking_at_it_confirms_nothing_whoever_looks(asked: House) -> None:
    path = page_of(asked)
    for _ in range(3):
        page = asked.get(path, user_agent="Mozilla/5.0 (compatible; SafeLinks scanner)")
        assert (page.status, page.title) == (200, "Do you want to get this?")
        assert asked.ask("HEAD", path).status == 200
    for method in ("PUT", "DELETE", "PATCH"):
        assert asked.ask(method, path).status == 405
    assert asked.state(NEW) is State.UNCONFIRMED


def test_its_button_confirms_what_it_showed_and_the_log_says_how(asked: House) -> None:
    path = page_of(asked)
    page = asked.get(path)
    assert "Daily digest Weekend reads Yes, subscribe me" in page.text
    assert press(asked, path) == (200, "You are subscribed")
    assert (asked.state(NEW), asked.state(NEW, "weekend")) == (State.CONFIRMED, State.CONFIRMED)
    line = Roster(asked.newsroom.db).show(NEW).consents[-1]
    assert (line.action, line.via, line.origin) == ("confirmed", "web", "127.0.0.1")
    assert line.wording == "Do you want to get this? Yes, subscribe me"


def test_what_comes_next_is_said_and_the_preferences_are_one_click_away(asked: House) -> None:
    path = page_of(asked)
    page = asked.get(path)
    answer = asked.post(path, [("seal", page.value("seal")), ("list", "daily")])
    assert "Daily digest Next issue: 24 November" in answer.text
    link = re.search(r'href="(/p/[\w-]+)"', answer.body)
    assert link
    assert asked.get(link[1]).title == "Your preferences"
    assert asked.state(NEW, "weekend") is State.UNCONFIRMED, "it was not among what was sent"


def test_whoever_has_paused_is_told_until_when_and_no_issue_is_announced(asked: House) -> None:
    until = asked.newsroom.now() + timedelta(days=30)
    Roster(asked.newsroom.db).pause(NEW, until, now=asked.newsroom.now())
    path = page_of(asked)
    answer = asked.post(path, [("seal", asked.get(path).value("seal")), ("list", "daily")])
    assert "You paused your mail until 23 December 2026, so nothing comes before that." in answer.text
    assert "Next issue" not in answer.text


def test_whoever_turned_off_what_goes_to_a_list_is_told_so_and_no_issue_of_it_is_announced(asked: House) -> None:
    roster, path = Roster(asked.newsroom.db), page_of(asked)
    roster.prefer(find(asked.newsroom.db, NEW), Preferences(skipped_editions=("daily",)), now=asked.newsroom.now())
    answer = asked.post(path, [("seal", asked.get(path).value("seal")), ("list", "daily")])
    assert "You turned off what is sent there, so nothing comes. Your preferences turn it on again." in answer.text
    assert "Next issue" not in answer.text


def test_pressing_again_or_looking_later_does_no_harm(asked: House) -> None:
    path = page_of(asked)
    page = asked.get(path)
    fields = [("seal", page.value("seal")), ("list", "daily"), ("list", "weekend")]
    assert {asked.post(path, fields).title for _ in range(3)} == {"You are subscribed"}
    page = asked.get(path)
    assert page.title == "You are subscribed", "a second click says that it is confirmed"
    assert "Daily digest Next issue" in page.text
    assert asked.get(f"/c/{asked.question(NEW, age=LATE)}").title == "There is nothing to confirm"
    asked.post(f"/u/{asked.link(NEW, issue='')}", {"List-Unsubscribe": "One-Click"})
    assert asked.get(path).title == "There is nothing to confirm", "who has left since is not subscribed"
    lines = [line for line in Roster(asked.newsroom.db).show(NEW).consents if line.action == "confirmed"]
    assert len(lines) == 2


def test_a_button_that_confirms_nothing_of_what_waits_says_so_and_shows_it_again(asked: House) -> None:
    path = page_of(asked)
    page = asked.get(path)
    Lists(asked.newsroom.db).rename("daily", "everyday", now=asked.newsroom.now())
    for lists in (["daily"], []):  # renamed while the page stood open; lost on the way
        answer = asked.post(path, {"seal": page.value("seal"), "list": lists})
        assert (answer.status, answer.title) == (422, "Do you want to get this?")
        assert "What this page offers has changed" in answer.text
    answer = asked.post(path, {"seal": answer.value("seal"), "list": "everyday"})
    assert answer.title == "You are subscribed"
    assert asked.state(NEW, "everyday") is State.CONFIRMED


def test_without_its_seal_the_button_does_nothing_and_says_that_no_page_of_ours_sent_it(asked: House) -> None:
    path = page_of(asked)
    for seal in ("", "A" * 28, asked.get("/subscribe").value("seal")):
        assert_not_ours(asked.post(path, {"seal": seal, "list": "daily"}))
    assert asked.state(NEW) is State.UNCONFIRMED


def test_a_page_that_stood_open_for_too_long_is_shown_again_and_confirms_nothing(asked: House) -> None:
    path = page_of(asked)
    seal = asked.old_seal(f"confirm {path.removeprefix('/c/')}")
    answer = asked.post(path, {"seal": seal, "list": "daily"})
    assert (answer.status, answer.title) == (422, "Do you want to get this?")
    assert "stood open for too long" in answer.text
    assert asked.state(NEW) is State.UNCONFIRMED


def test_a_link_mailed_to_an_address_since_changed_says_at_once_that_it_is_no_good_and_offers_the_form(
    asked: House,
) -> None:
    path, now, right = page_of(asked), asked.newsroom.now(), "right@reader.example"
    seal = asked.get(path).value("seal")
    Roster(asked.newsroom.db).edit(NEW, new_address=right, now=now)
    for page in (asked.get(path), asked.post(path, {"seal": seal, "list": "daily"}), asked.post(f"{path}/again")):
        assert (page.status, page.title) == (404, "This link does not work")
        assert "no longer valid" in page.text
        assert 'href="/subscribe"' in page.body
    assert asked.state(right) is State.UNCONFIRMED
    asking.ask(asked.newsroom, asking.to_ask(asked.newsroom))
    asked.write_letters()
    theirs = "/c/" + asked.mailed(right).split("https://herald.example/c/")[1].split()[0]
    assert press(asked, theirs) == (200, "You are subscribed"), "within the same hour too"
    assert asked.get(path).status == 404


def test_an_expired_link_confirms_nothing_and_offers_a_new_mail(asked: House) -> None:
    token = asked.question(NEW, age=LATE)
    path = f"/c/{token}"
    page = asked.get(path)
    assert (page.status, page.title) == (200, "This link has expired")
    assert "preferences" not in page.text.lower(), "an old link opens nothing else"
    assert asked.post(path, {"seal": asked.old_seal(f"confirm {token}")}).title == "This link has expired"
    assert asked.state(NEW) is State.UNCONFIRMED
    asked.newsroom.db.execute("UPDATE letters SET created_at = '2026-11-01T00:00:00Z'")
    answer = asked.post(f"{path}/again", {"seal": page.value("seal")})
    assert (answer.status, answer.headers["location"]) == (303, "/subscribe/check")
    asked.write_letters()
    assert asked.count("letters") == 2
    assert press(asked, page_of(asked)) == (200, "You are subscribed")


def test_asking_for_new_mails_again_and_again_mails_nobody_again_and_again(asked: House) -> None:
    path = f"/c/{asked.question(NEW, age=LATE)}"
    for _ in range(5):
        assert asked.post(f"{path}/again", {"seal": asked.get(path).value("seal")}).status == 303
    assert asked.count("letters") == 1, "one was mailed only just now"


def test_a_link_of_any_other_kind_confirms_nothing(asked: House) -> None:
    for token in (asked.link(ANA), "x", "A" * 22, asked.question(NEW)[:-1], asked.question(NEW) + "A"):
        assert asked.get(f"/c/{token}").status == 404
        assert asked.post(f"/c/{token}", {"list": "daily"}).status == 404
        assert asked.post(f"/c/{token}/again").status == 404
    assert asked.state(NEW) is State.UNCONFIRMED


def test_the_page_speaks_the_readers_language(house: House) -> None:
    house.sign_up(NEW, "daily", language="de")
    house.write_letters()
    page = house.get(page_of(house))
    assert page.title == "Möchten Sie das bekommen?"
    assert '<html lang="de"' in page.body


def test_the_page_says_again_which_topics_were_chosen(house: House) -> None:
    house.sign_up(NEW, "daily", topic=["world", "local"])
    house.write_letters()
    assert "Daily digest Topics: Local and World Yes, subscribe me" in house.get(page_of(house)).text


def test_whose_address_is_suppressed_learns_whom_to_write_to_and_nothing_is_confirmed(asked: House) -> None:
    path, old = page_of(asked), f"/c/{asked.question(NEW, age=LATE)}"
    seals = [asked.get(one).value("seal") for one in (path, old)]
    Suppressions(asked.newsroom.db).add("@reader.example", "complaint", now=asked.newsroom.now())
    answers = [
        *(asked.get(path), asked.get(old), asked.post(path, {"seal": seals[0], "list": "daily"})),
        asked.post(f"{old}/again", {"seal": seals[1]}),
    ]
    for page in answers:
        assert (page.status, page.title) == (200, "We may not mail this address")
        assert "Tell us at desk@herald.example" in page.text
    assert asked.state(NEW) is State.UNCONFIRMED
    Suppressions(asked.newsroom.db).remove("@reader.example")
    assert press(asked, path) == (200, "You are subscribed")


def test_their_preferences_say_so_too(house: House) -> None:
    assert "may not mail" not in house.get(f"/p/{house.link()}").text
    Suppressions(house.newsroom.db).add(ANA, now=house.newsroom.now())
    assert "We may not mail this address" in house.get(f"/p/{house.link()}").text

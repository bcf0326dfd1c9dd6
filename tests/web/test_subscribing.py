"""The page to subscribe on: what it asks, what it takes down, and that it answers everybody alike."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from subscribers.model import State
from subscribers.preferences import Preferences
from subscribers.records import find
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions
from tests.web.house import ANA, BEN, House, assert_not_ours, house, houses, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.house import Page

__all__ = ["house", "houses", "opened"]

NEW = "zoe@reader.example"


def test_it_offers_public_lists_topics_and_languages_and_says_what_one_agrees_to(house: House) -> None:
    page = house.get("/subscribe")
    assert (page.status, page.title) == (200, "The news, in your mailbox")
    assert re.findall(r'name="list" value="(\w+)"', page.body) == ["daily", "weekend"]
    assert re.findall(r'name="topic" value="(\w+)"', page.body) == ["world", "local"]
    assert re.findall(r'<option value="(\w+)"', page.body) == ["en", "de"]
    assert "Latest issue: Ferry strike ends 0" in page.text
    assert "Next issue: 24 November" in page.text
    assert "I agree that The Harbour Herald mails me what I have chosen here" in page.text
    assert 'href="https://herald.example/privacy"' in page.body


def test_the_way_in_form_mail_confirmation(house: House) -> None:
    answer = house.sign_up(NEW, "daily", "weekend", topic="world", language="de")
    assert (answer.status, answer.headers["location"]) == (303, "/subscribe/check")
    assert house.woken
    page = house.get("/subscribe/check")
    assert page.title == "Look into your mailbox"
    assert "From 07:03 on you can fill in the form again; we send four such mails a day at most." in page.text
    house.write_letters()
    record = Roster(house.newsroom.db).show(NEW)
    assert {one.list: one.state for one in record.subscriptions} == dict.fromkeys(
        ("daily", "weekend"), State.UNCONFIRMED
    )
    assert (record.topics, record.language) == (("world",), "de")
    joined = record.consents[0]
    agreed = "I agree that The Harbour Herald mails me what I have chosen here, until I unsubscribe."
    assert joined.wording == f"{agreed} (Daily digest and Weekend reads)"
    assert joined.origin == "127.0.0.1"
    assert "Bitte" not in house.mailed(NEW)
    assert "bestätigen" in house.mailed(NEW).lower()


def alike(page: Page) -> tuple[int, str, dict[str, str]]:
    kept = {name.lower(): value for name, value in page.headers.items() if name.lower() != "date"}
    return page.status, page.body, kept


def test_it_says_the_same_of_every_address(house: House) -> None:
    Suppressions(house.newsroom.db).add("suppressed@reader.example", now=house.newsroom.now())
    Roster(house.newsroom.db).add("waits@reader.example", now=house.newsroom.now(), lists=["daily"])
    Roster(house.newsroom.db).unsubscribe(BEN, now=house.newsroom.now())
    people = [NEW, ANA, BEN, "suppressed@reader.example", "waits@reader.example", ANA.upper(), "ü@münchen.example"]
    answers = [alike(house.sign_up(address)) for address in people]
    assert answers == [answers[0]] * len(people)
    assert house.count("signups") == len(people), "each is taken down in the same way"


def test_a_confirmed_reader_learns_it_from_a_letter_alone(house: House) -> None:
    house.sign_up(ANA, "daily")
    house.write_letters()
    text = house.mailed(ANA)
    assert "This address gets it" in " ".join(text.split())
    token = text.split("https://herald.example/p/")[1].split()[0]
    assert house.get(f"/p/{token}").title == "Your preferences"
    assert house.state(ANA) is State.CONFIRMED


def test_mistakes_are_told_with_the_field_and_what_was_filled_in_stays(house: House) -> None:
    seal = house.get("/subscribe").value("seal")
    page = house.post("/subscribe", {"seal": seal, "address": "ana@", "topic": "local", "language": "de"})
    assert page.status == 422
    assert 'href="#address"' in page.body
    assert '<a href="#lists">What would you like to get? Choose at least one.</a>' in page.body
    assert 'aria-invalid="true" aria-describedby="address-error"' in page.body
    assert 'value="ana@"' in page.body
    assert 'value="local" checked' in page.body
    assert 'value="de" lang="de" selected' in page.body
    assert house.count("signups") == 0


def test_a_reader_whom_nothing_reaches_for_now_learns_why_from_their_letter(house: House) -> None:
    roster, now = Roster(house.newsroom.db), house.newsroom.now()
    roster.pause(ANA, now + timedelta(days=30), now=now)
    person = find(house.newsroom.db, BEN)
    roster.prefer(person, Preferences(skipped_editions=("daily",)), now=now)
    for address in (ANA, BEN):
        house.sign_up(address, "daily")
    house.write_letters()
    paused, off = (" ".join(house.mailed(address).split()) for address in (ANA, BEN))
    assert "you paused its mail until 23 December 2026. Your preferences end the pause." in paused
    assert "you turned off what is sent there. Your preferences turn it on again." in off
    assert "gets it" not in paused + off


def test_the_question_promises_no_issue_to_whom_none_will_come(house: House) -> None:
    roster, now = Roster(house.newsroom.db), house.newsroom.now()
    for address in (ANA, BEN):
        roster.unsubscribe(address, now=now)
    roster.pause(ANA, now + timedelta(days=30), now=now)
    roster.prefer(find(house.newsroom.db, BEN), Preferences(skipped_editions=("daily",)), now=now)
    for address in (ANA, BEN, NEW):
        house.sign_up(address, "daily")
    house.write_letters()
    paused, off, plain = (" ".join(house.mailed(address).split()) for address in (ANA, BEN, NEW))
    assert "You paused your mail until 23 December 2026, so nothing comes before that." in paused
    assert "nothing comes before you turn it on again in your preferences." in off
    assert "the next issue comes" not in paused + off
    assert "the next issue comes to you" in plain


def test_a_list_that_is_not_offered_any_more_is_said_to_be_gone(house: House) -> None:
    page = house.sign_up(NEW, "monthly")
    assert page.status == 422
    assert "What this page offers has changed, so nothing was saved. Please choose again." in page.text
    assert "Choose at least one" not in page.text


@pytest.mark.parametrize("seal", ["", "nonsense", "A" * 28])
@pytest.mark.parametrize("address", [NEW, BEN, "nobody"])
def test_a_form_without_its_seal_is_said_to_be_none_of_ours_whatever_address_is_in_it(
    house: House, seal: str, address: str
) -> None:
    page = house.post("/subscribe", {"seal": seal, "address": address, "list": "daily"})
    assert_not_ours(page)
    assert address not in page.body
    assert house.count("signups") == 0


def test_a_page_that_stood_open_for_too_long_is_shown_again_and_nothing_is_taken_down(house: House) -> None:
    page = house.post("/subscribe", {"seal": house.old_seal("subscribe"), "address": NEW, "list": "daily"})
    assert page.status == 422
    assert "stood open for too long" in page.text
    assert f'value="{NEW}"' in page.body
    assert house.count("signups") == 0
    again = {"seal": page.value("seal"), "address": NEW, "list": "daily"}
    assert house.post("/subscribe", again).status == 303


def test_who_fills_in_what_no_person_sees_gets_the_same_answer_and_nothing_else(house: House) -> None:
    caught, let_in = house.sign_up(NEW, comment="ACME"), house.sign_up(BEN)
    assert alike(caught) == alike(let_in)
    assert house.count("signups") == 1


def test_what_browsers_fill_in_for_a_reader_is_no_trap(house: House) -> None:
    known = {
        "name": "Ana Silva",
        "company": "ACME",
        "organization": "ACME",
        "website": "https://ana.example",
        "url": "x",
    }
    contact = {
        "tel": "1",
        "phone": "1",
        "username": "ana",
        "address-line1": "1 Quay Street",
        "city": "Lisbon",
        "zip": "1",
    }
    assert house.sign_up(NEW, **known, **contact).status == 303
    assert house.count("signups") == 1


def test_private_lists_and_topics_that_are_not_offered_are_not_taken(house: House) -> None:
    assert house.sign_up(NEW, "desk").status == 422
    assert house.sign_up(NEW, "daily", topic=["world", "secret"], language="xx").status == 303
    house.write_letters()
    assert Roster(house.newsroom.db).show(NEW).topics == ("world",)


def test_a_link_may_choose_a_list_beforehand(house: House) -> None:
    page = house.get("/subscribe?list=weekend&list=<script>")
    assert re.findall(r'name="list" value="(\w+)" checked', page.body) == ["weekend"]
    assert "<script>" not in page.body


def test_a_network_that_asks_for_too_many_letters_is_told_to_wait(house: House) -> None:
    answers = [house.sign_up(f"r{number}@reader.example") for number in range(25)]
    assert [page.status for page in answers] == [303] * 20 + [429] * 5
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 3600
    assert house.sign_up(NEW, x_forwarded_for="198.51.100.7").status == 303, "another network has its own share"
    assert house.get("/subscribe").status == 200


def test_requests_about_one_address_are_taken_down_only_so_often_and_nobody_is_told(house: House) -> None:
    answers = [house.sign_up(NEW, x_forwarded_for=f"198.51.{number}.7") for number in range(10)]
    assert {page.status for page in answers} == {303}
    assert house.count("signups") == 5


def test_the_one_list_there_is_needs_no_choice_and_is_named(houses: Callable[..., House]) -> None:
    house = houses()
    house.desk.ok("lists", "edit", "weekend", "--private")
    page = house.get("/subscribe")
    assert "Daily digest Latest issue: Ferry strike ends 0" in page.text
    assert re.findall(r'type="(\w+)" name="list" value="(\w+)"', page.body) == [("hidden", "daily")]
    assert house.sign_up(NEW).status == 303

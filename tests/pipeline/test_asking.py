"""What becomes of whoever fills in the form, and who is asked and reminded: one letter, to them alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from digest.pipeline.letters import asking
from digest.pipeline.letters.corresponding import correspond
from subscribers import signups
from subscribers.lists import Lists
from subscribers.model import OptIn, State
from subscribers.records import find
from subscribers.roster import Roster
from subscribers.signups import Signup
from subscribers.suppressions import Suppressions
from tests.pipeline.conftest import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.pipeline.newsroom import Newsroom
    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["opened"]

ANA = "ana@reader.example"


@pytest.fixture
def newsroom(desk: Desk, opened: Callable[..., Sent]) -> Newsroom:
    """Daily (double opt-in), weekly (single) and desk (private)."""
    desk.configure(mail='[pages]\nremind_after = "3d"')
    made = opened(desk.folder, desk.now).newsroom
    Lists(made.db).create("weekly", now=made.now(), opt_in=OptIn.SINGLE)
    Lists(made.db).create("desk", now=made.now(), private=True)
    return made


def sign_up(newsroom: Newsroom, address: str = ANA, *lists: str, **more: Any) -> None:
    asked = Signup(address=address, lists=lists or ("daily",), wording="I agree", origin="203.0.113.7", **more)
    signups.put(newsroom.db, [asked], now=newsroom.now())
    assert asking.act_on_signups(newsroom) == 1


def letters(newsroom: Newsroom) -> list[tuple[str, str]]:
    sql = "SELECT kind, status FROM letters ORDER BY id"
    return newsroom.db.execute(sql).fetchall()


def later(newsroom: Newsroom, by: timedelta) -> Newsroom:
    moment = newsroom.now() + by
    return replace(newsroom, clock=lambda: moment)


def test_somebody_new_is_taken_in_unconfirmed_and_asked_and_the_log_says_to_which_words(newsroom: Newsroom) -> None:
    sign_up(newsroom, ANA, "daily", topics=("world",), language="de")
    record = Roster(newsroom.db).show(ANA)
    assert [one.state for one in record.subscriptions] == [State.UNCONFIRMED]
    assert (record.topics, record.language) == (("world",), "de")
    assert [(one.via, one.wording, one.origin) for one in record.consents] == [("web", "I agree", "203.0.113.7")]
    assert letters(newsroom) == [("ask", "pending")]
    correspond(newsroom)
    last = Roster(newsroom.db).show(ANA).consents[-1]
    assert (last.action, last.list, last.via, last.origin) == ("asked", "daily", "web", "203.0.113.7")
    assert last.note == "the question was mailed"


def test_whoever_is_confirmed_already_gets_word_of_that_and_nothing_of_theirs_is_changed(newsroom: Newsroom) -> None:
    Roster(newsroom.db).add(ANA, now=newsroom.now(), lists=["daily"], topics=["local"], language="fr", confirmed=True)
    before = Roster(newsroom.db).show(ANA)
    sign_up(newsroom, ANA.upper(), "daily", topics=("world",), language="de")
    assert Roster(newsroom.db).show(ANA) == before
    assert letters(newsroom) == [("welcome", "pending")]


def test_whoever_asks_for_one_more_list_is_asked_for_that_alone(newsroom: Newsroom) -> None:
    Lists(newsroom.db).create("weekend", now=newsroom.now())
    Roster(newsroom.db).add(ANA, now=newsroom.now(), lists=["daily"], confirmed=True)
    sign_up(newsroom, ANA, "daily", "weekend")
    assert letters(newsroom) == [("ask", "pending")]
    about = newsroom.db.execute("SELECT lists FROM letters").fetchone()[0]
    assert about == f"[{Lists(newsroom.db).show('weekend').id}]"


def test_a_single_opt_in_list_welcomes_at_once(newsroom: Newsroom) -> None:
    sign_up(newsroom, ANA, "weekly")
    assert Roster(newsroom.db).show(ANA).subscriptions[0].state is State.CONFIRMED
    assert letters(newsroom) == [("welcome", "pending")]


def test_whoever_had_left_is_asked_whatever_the_opt_in(newsroom: Newsroom) -> None:
    Roster(newsroom.db).add(ANA, now=newsroom.now(), lists=["weekly"])
    Roster(newsroom.db).unsubscribe(ANA, now=newsroom.now())
    sign_up(newsroom, ANA, "weekly")
    assert Roster(newsroom.db).show(ANA).subscriptions[0].state is State.UNCONFIRMED
    assert letters(newsroom) == [("ask", "pending")]


@pytest.mark.parametrize("key", [ANA, "@reader.example"])
def test_whoever_is_suppressed_gets_no_letter(newsroom: Newsroom, key: str) -> None:
    Suppressions(newsroom.db).add(key, now=newsroom.now())
    sign_up(newsroom)
    assert letters(newsroom) == []


def test_a_private_list_or_one_that_is_gone_cannot_be_joined(newsroom: Newsroom) -> None:
    sign_up(newsroom, ANA, "desk", "gone")
    assert list(Roster(newsroom.db).list()) == []
    assert letters(newsroom) == []


def test_a_form_sent_again_and_again_fills_no_mailbox(newsroom: Newsroom) -> None:
    moment = newsroom
    for _ in range(40):
        sign_up(moment)
        correspond(moment)
        moment = later(moment, timedelta(minutes=1))
    assert len(letters(newsroom)) == asking.MOST_LETTERS
    sign_up(later(newsroom, timedelta(days=2)))
    assert len(letters(newsroom)) == asking.MOST_LETTERS + 1


def test_nobody_who_was_imported_is_asked_before_an_operator_says_so(newsroom: Newsroom) -> None:
    roster = Roster(newsroom.db)
    for address in (ANA, "ben@reader.example"):
        roster.add(address, now=newsroom.now(), lists=["daily"])
    assert asking.to_remind(later(newsroom, timedelta(days=4))) == {}
    assert correspond(newsroom).total() == 0
    ben = find(newsroom.db, "ben@reader.example")
    assert asking.ask(newsroom, asking.to_ask(newsroom, people=[ben])) == 1
    assert asking.ask(newsroom, asking.to_ask(newsroom, list_name="daily")) == 1
    assert asking.to_ask(newsroom) == {}


def test_a_reminder_goes_once_and_never_more(newsroom: Newsroom) -> None:
    sign_up(newsroom)
    correspond(newsroom)
    reminded = []
    for day in range(1, 30):
        moment = later(newsroom, timedelta(days=day, minutes=1))
        if asking.remind(moment, asking.to_remind(moment)):
            reminded.append(day)
        correspond(moment)
    assert reminded == [3]


def test_nobody_who_answered_or_left_is_reminded(newsroom: Newsroom) -> None:
    for address in (ANA, "ben@reader.example", "cid@reader.example"):
        sign_up(newsroom, address)
    correspond(newsroom)
    Roster(newsroom.db).confirm(ANA, now=newsroom.now())
    Roster(newsroom.db).unsubscribe("ben@reader.example", now=newsroom.now())
    assert list(asking.to_remind(later(newsroom, timedelta(days=4)))) == [find(newsroom.db, "cid@reader.example")]


def test_where_nobody_is_to_be_reminded_nobody_is(desk: Desk, opened: Callable[..., Sent]) -> None:
    desk.configure(mail='[pages]\nremind_after = ""')
    newsroom = opened(desk.folder, desk.now).newsroom
    sign_up(newsroom)
    correspond(newsroom)
    assert asking.to_remind(later(newsroom, timedelta(days=9))) == {}


def test_a_new_mail_is_sent_to_whoever_still_waits(newsroom: Newsroom) -> None:
    sign_up(newsroom)
    correspond(newsroom)
    person = find(newsroom.db, ANA)
    assert not asking.ask_again(newsroom, person, origin=""), "one is on its way"
    moment = later(newsroom, timedelta(days=8))
    assert asking.ask_again(moment, person, origin="203.0.113.7")
    assert letters(newsroom) == [("ask", "accepted"), ("ask", "pending")]
    Roster(newsroom.db).confirm(ANA, now=newsroom.now())
    assert not asking.ask_again(later(newsroom, timedelta(days=16)), person, origin="")


def test_a_request_that_cannot_be_acted_on_keeps_no_other_waiting(newsroom: Newsroom) -> None:
    bad, good = Signup(address="no address", lists=("daily",)), Signup(address=ANA, lists=("daily",))
    signups.put(newsroom.db, [bad, good], now=newsroom.now())
    assert asking.act_on_signups(newsroom) == 2
    assert letters(newsroom) == [("ask", "pending")]


def test_whom_an_import_wants_asked_is_asked_once_and_nobody_else_of_a_file(newsroom: Newsroom, desk: Desk) -> None:
    desk.write("asked.csv", "email\nana@reader.example\nben@reader.example\n")
    desk.write("silent.csv", "email\ncid@reader.example\n")
    desk.ok("subscribers", "import", "asked.csv", "--list", "daily", "--ask")
    desk.ok("subscribers", "import", "silent.csv", "--list", "daily")
    Roster(newsroom.db).confirm("ben@reader.example", now=newsroom.now())
    for _ in range(2):
        asking.act_on_imports(newsroom)
        correspond(newsroom)
    assert letters(newsroom) == [("ask", "accepted")]
    assert [file.name for file in desk.folder.rglob("ana@reader.example*.eml")]

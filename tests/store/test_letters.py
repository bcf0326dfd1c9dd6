"""Letters: one for each reader and reason, claimed before they go, for nobody who should not get them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from digest.model.delivery import DeliveryStatus, Entry, Receipt
from digest.model.letter import LetterKind
from digest.store.mail import letters, questions
from subscribers.database import immediate
from subscribers.lists import Lists
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions
from tests.store.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

ANA = "ana@reader.example"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def ana(db: Database) -> int:
    """Somebody who waits to be asked for two lists."""
    for name in ("daily", "weekend"):
        Lists(db).create(name, now=NOW, title=name.title())
    Roster(db).add(ANA, now=NOW, name="Ana", language="de", lists=["daily", "weekend"])
    return Roster(db).show(ANA).id


def put(db: Database, who: int, kind: LetterKind = LetterKind.ASK, *lists: str, now: object = NOW) -> None:
    ids = [one.id for one in Lists(db).terms(lists or ("daily", "weekend"))]
    letters.put(db, who, kind, lists=ids, asked_via="web", origin="203.0.113.7", now=now)  # type: ignore[arg-type]


def settle(db: Database, number: int, status: DeliveryStatus = DeliveryStatus.ACCEPTED) -> bool:
    letters.claim(db, number, via="outbox", now=NOW)
    return letters.settle(db, Entry([number], Receipt(number, status)), now=NOW)


def following(db: Database, *, now: object = NOW) -> letters.Letter | None:
    return letters.next_in_line(db, now=now, after=0)  # type: ignore[arg-type]


def test_a_letter_knows_its_reader_and_what_it_is_about(db: Database, ana: int) -> None:
    put(db, ana)
    letter = following(db)
    assert letter
    assert (letter.address, letter.name, letter.language, letter.subscriber_id) == (ANA, "Ana", "de", ana)
    assert [one.title for one in letter.lists] == ["Daily", "Weekend"]
    assert (letter.asked_via, letter.origin, letter.attempts, letter.created_at) == ("web", "203.0.113.7", 0, NOW)


def test_what_waits_in_line_speaks_of_more_lists_rather_than_going_twice(db: Database, ana: int) -> None:
    put(db, ana, LetterKind.ASK, "weekend")
    put(db, ana, LetterKind.ASK, "daily")
    assert db["letters"].count == 1
    letter = following(db)
    assert letter
    assert [one.name for one in letter.lists] == ["daily", "weekend"]
    settle(db, letter.id)
    put(db, ana, LetterKind.ASK, "daily")
    assert db["letters"].count == 2


def test_a_claimed_or_settled_letter_is_in_line_no_more(db: Database, ana: int) -> None:
    put(db, ana)
    letters.claim(db, 1, via="smtp mail.example", now=NOW)
    assert following(db) is None
    ((number, letter, via),) = letters.claimed(db)
    assert (number, via, letter and letter.address) == (1, "smtp mail.example", ANA)
    assert letters.settle(db, Entry([1], Receipt(1, DeliveryStatus.ACCEPTED)), now=NOW)
    assert (following(db), letters.claimed(db)) == (None, [])
    assert not letters.settle(db, Entry([1], Receipt(1, DeliveryStatus.PENDING)), now=NOW), "a receipt counts once"


def test_a_deferred_letter_is_in_line_again_once_its_time_has_come(db: Database, ana: int) -> None:
    put(db, ana)
    letters.claim(db, 1, via="", now=NOW)
    letters.settle(db, Entry([1], Receipt(1, DeliveryStatus.DEFERRED), NOW + 5 * MINUTE), now=NOW)
    assert following(db) is None
    again = following(db, now=NOW + 5 * MINUTE)
    assert again
    assert again.attempts == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda db: Roster(db).confirm(ANA, now=NOW),
        lambda db: Roster(db).unsubscribe(ANA, now=NOW),
        lambda db: Suppressions(db).add(ANA, now=NOW),
        lambda db: Suppressions(db).add("@reader.example", now=NOW),
    ],
    ids=["confirmed", "left", "suppressed", "domain suppressed"],
)
def test_a_question_that_nobody_needs_any_more_is_skipped(
    db: Database, ana: int, change: Callable[[Database], object]
) -> None:
    put(db, ana)
    change(db)
    assert following(db) is None
    assert db["letters"].get(1)["status"] == "skipped"


def test_a_question_is_about_those_lists_alone_that_still_wait(db: Database, ana: int) -> None:
    put(db, ana)
    Roster(db).confirm(ANA, "daily", now=NOW)
    letter = following(db)
    assert letter
    assert [one.name for one in letter.lists] == ["weekend"]


def test_a_welcome_is_for_those_who_are_really_there(db: Database, ana: int) -> None:
    put(db, ana, LetterKind.WELCOME)
    assert following(db) is None
    put(db, ana, LetterKind.WELCOME)
    Roster(db).confirm(ANA, now=NOW)
    assert following(db)


def test_an_erased_person_takes_their_letters_along(db: Database, ana: int) -> None:
    put(db, ana)
    letters.claim(db, 1, via="", now=NOW)
    db.execute("DELETE FROM subscribers WHERE id = ?", [ana])
    assert db["letters"].count == 0
    assert not letters.settle(db, Entry([1], Receipt(1, DeliveryStatus.ACCEPTED)), now=NOW)


def test_whoever_was_asked_is_not_asked_again_until_they_join_anew(db: Database, ana: int) -> None:
    assert list(questions.never_asked(db, list_name=None)) == [ana]
    assert questions.never_asked(db, list_name="weekend") == {ana: [Lists(db).show("weekend").id]}
    assert questions.never_asked(db, list_name=None, people=[ana + 1]) == {}
    put(db, ana, LetterKind.ASK, "daily")
    assert questions.never_asked(db, list_name=None) == {ana: [Lists(db).show("weekend").id]}
    put(db, ana, LetterKind.ASK, "weekend")
    assert questions.never_asked(db, list_name=None) == {}


def test_a_reminder_is_for_whoever_was_asked_long_enough_ago_once(db: Database, ana: int) -> None:
    put(db, ana)

    def due(after: timedelta) -> list[int]:
        now = NOW + after
        return list(questions.to_remind(db, list_name=None, before=now - 3 * DAY, since=now - 17 * DAY))

    assert due(4 * DAY) == [], "the question was not handed over yet"
    settle(db, 1)
    assert due(2 * DAY) == []
    assert due(3 * DAY) == [ana]
    assert due(18 * DAY) == [], "nobody remembers"
    put(db, ana, LetterKind.REMIND, now=NOW + 3 * DAY)
    assert due(5 * DAY) == []


def test_whoever_asked_again_of_late_is_not_reminded_yet(db: Database, ana: int) -> None:
    put(db, ana)
    settle(db, 1)
    put(db, ana, now=NOW + 3 * DAY)
    now = NOW + 4 * DAY
    assert questions.to_remind(db, list_name=None, before=now - 3 * DAY, since=now - 17 * DAY) == {}


def test_what_was_written_of_late_is_known_but_what_was_skipped_does_not_count(db: Database, ana: int) -> None:
    put(db, ana)
    settle(db, 1)
    put(db, ana, now=NOW + MINUTE)
    assert letters.written_since(db, ana, since=NOW) == [NOW, NOW + MINUTE]
    with immediate(db):
        letters.set_aside(db, 2, DeliveryStatus.SKIPPED, detail="", now=NOW)
    assert letters.written_since(db, ana, since=NOW) == [NOW]
    assert letters.to_do(db) == {}

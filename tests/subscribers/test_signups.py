"""Requests of a page: durable, in order, and gone once acted on."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subscribers import signups
from subscribers.database import immediate
from subscribers.signups import Signup

ASKED = Signup(
    address="ana@reader.example",
    lists=("daily", "weekend"),
    topics=("world",),
    language="de",
    wording="I agree (Daily)",
    origin="203.0.113.7",
)


def test_a_request_comes_out_as_it_went_in_and_once(db, now) -> None:
    signups.put(db, [ASKED], now=now)
    with immediate(db):
        assert signups.take(db, most=10) == (ASKED,)
        assert signups.take(db, most=10) == ()


def test_the_oldest_come_first_and_no_more_than_asked_for(db, now) -> None:
    many = [Signup(address=f"r{number}@reader.example", lists=("daily",)) for number in range(5)]
    for one in many:
        signups.put(db, [one], now=now)
    assert [len(signups.take(db, most=2)) for _ in range(4)] == [2, 2, 1, 0]


def test_a_request_that_was_not_acted_on_stays(db, now, undone) -> None:
    signups.put(db, [ASKED], now=now)
    undone(db, lambda: signups.take(db, most=10))
    assert signups.take(db, most=10) == (ASKED,)


def test_a_request_is_there_for_whoever_opens_the_file_next(db, now, connect) -> None:
    signups.put(db, [ASKED], now=now)
    assert signups.take(connect(), most=10) == (ASKED,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=4))
def test_no_text_breaks_out_of_its_column(db, now, words: str, names: list[str]) -> None:
    given = Signup(address="a@reader.example", lists=tuple(names), topics=tuple(names), wording=words, origin=words)
    signups.put(db, [given], now=now)
    (found,) = signups.take(db, most=10)
    assert (found.lists, found.topics) == (tuple(names), tuple(names))
    assert found.wording.isprintable() or not found.wording.isascii()
    assert db["signups"].count == 0

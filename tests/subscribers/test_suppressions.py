"""What is suppressed is not mailed, whoever adds it to whatever list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from subscribers.database import immediate, stamp
from subscribers.erasure import mark_erased
from subscribers.errors import BadAddress, BadValue
from subscribers.model import Kind, Reason, Via
from subscribers.suppressions import Entry

READER = "reader@herald.example"


def test_an_address_is_suppressed_with_reason_source_and_time(suppressions, now) -> None:
    made, new = suppressions.add("Reader@herald.example", Reason.COMPLAINT, now=now, source="events")
    assert new
    assert made.as_dict() == {
        "address": "reader@herald.example",
        "kind": "address",
        "reason": "complaint",
        "source": "events",
        "at": "2026-11-23T06:30:00Z",
    }


def test_an_operator_may_give_a_reason_in_their_own_words(suppressions, now) -> None:
    assert suppressions.add("reader@herald.example", "asked\nby phone", now=now)[0].reason == "asked by phone"


def test_a_suppression_without_a_reason_is_refused(suppressions, now) -> None:
    with pytest.raises(BadValue, match="hard-bounce"):
        suppressions.add("reader@herald.example", " ", now=now)


def test_the_first_reason_stays(suppressions, now) -> None:
    suppressions.add("reader@herald.example", Reason.COMPLAINT, now=now)
    again, new = suppressions.add("READER@herald.example", Reason.MANUAL, now=now + timedelta(days=1))
    assert (again.reason, again.at, new) == ("complaint", now, False)


def test_checking_finds_the_address_first_and_its_domain_second(suppressions, now) -> None:
    suppressions.add("@München.example", now=now)
    suppressions.add("reader@münchen.example", Reason.HARD_BOUNCE, now=now)
    assert suppressions.check("Reader@xn--mnchen-3ya.example").reason == Reason.HARD_BOUNCE
    assert suppressions.check("other@münchen.example").kind is Kind.DOMAIN
    assert suppressions.check("reader@mail.münchen.example") is None


def test_removing_returns_what_stood_or_nothing(suppressions, now) -> None:
    suppressions.add("@herald.example", now=now)
    assert suppressions.remove("@HERALD.example").address == "@herald.example"
    assert suppressions.remove("@herald.example") is None


def test_suppressions_are_listed_in_order(suppressions, now) -> None:
    for text in ("b@herald.example", "@z.example", "a@herald.example"):
        suppressions.add(text, now=now)
    assert [one.address for one in suppressions.list()] == ["@z.example", "a@herald.example", "b@herald.example"]


@pytest.mark.parametrize("text", ["reader", "@", "@@herald.example"])
def test_what_is_neither_address_nor_domain_is_refused(suppressions, now, text) -> None:
    with pytest.raises(BadAddress):
        suppressions.add(text, now=now)


@pytest.fixture
def erased(db, now) -> str:
    """An address that was erased."""
    with immediate(db):
        mark_erased(db, READER, source="shell", now=stamp(now))
    return READER


def test_many_are_suppressed_each_with_its_own_reason_and_bad_ones_are_refused_by_number(suppressions, now) -> None:
    suppressions.add("known@herald.example", "complaint", now=now)
    entries = [
        Entry(1, "Ada@herald.example", "hard-bounce"),
        Entry(2, "no address"),
        Entry(3, "@Spam.example"),
        Entry(4, "known@herald.example", "other"),
        Entry(5, "ada@herald.example"),
    ]
    tally = suppressions.add_many(entries, "old list", now=now, source="import: x.csv")
    assert (tally.added, tally.unchanged, tally.kept_out) == (2, 2, ())
    assert [(one.row, one.address) for one in tally.refused] == [(2, "no address")]
    assert [(one.address, one.kind, one.reason, one.source) for one in suppressions.list()] == [
        ("@spam.example", "domain", "old list", "import: x.csv"),
        ("ada@herald.example", "address", "old list", "import: x.csv"),  # a person's word goes before a bounce
        ("known@herald.example", "address", "complaint", "shell"),
    ]


def test_any_number_come_in_and_all_again_changes_nothing(suppressions, now) -> None:
    def entries():
        return (Entry(number, f"reader{number}@herald.example") for number in range(1, 2502))

    assert suppressions.add_many(entries(), "x", now=now, source="import").added == 2501
    assert suppressions.add_many(entries(), "x", now=now, source="import").unchanged == 2501


def test_many_need_a_reason_too(suppressions, now) -> None:
    with pytest.raises(BadValue, match="needs a reason"):
        suppressions.add_many([], " ", now=now, source="import")


def test_of_an_erased_address_nothing_is_written_down(suppressions, erased, now) -> None:
    stands, new = suppressions.add(READER, "complaint", now=now)
    assert (stands.kind, new) == ("erased", False)
    tally = suppressions.add_many([Entry(1, READER)], "x", now=now, source="import")
    assert (tally.added, tally.unchanged, [one.row for one in tally.kept_out]) == (0, 0, [1])
    assert [one.kind for one in suppressions.list()] == ["erased"]


def test_who_came_back_after_an_erasure_can_be_suppressed(suppressions, erased, roster, now) -> None:
    """Such as by a complaint about the mail that asked them."""
    roster.add(READER, now=now, lists=["daily"], via=Via.WEB)
    assert suppressions.add(READER, "complaint", now=now)[1]
    assert suppressions.check(READER).reason == "complaint"


def test_an_erased_address_is_let_go_by_its_name(suppressions, erased) -> None:
    assert suppressions.remove(READER.upper()).kind == "erased"
    assert suppressions.remove(READER) is None


def test_a_star_before_a_domain_is_everybody_there(suppressions, now) -> None:
    suppressions.add("*@spam.example", reason="manual", source="me", now=now)
    assert suppressions.check("ana@spam.example")

"""What is suppressed is not mailed, whoever adds it to whatever list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from subscribers.errors import BadAddress, BadValue
from subscribers.model import Kind, Reason


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

"""What is kept about people is found whatever the case, and shown whole."""

from __future__ import annotations

from datetime import UTC

import pytest

from subscribers.errors import BadAddress, UnknownList, UnknownSubscriber
from subscribers.model import State
from subscribers.records import record
from subscribers.segments.filters import filter_of
from subscribers.segments.named import Segments


def test_a_record_shows_everything_kept(roster, suppressions, now) -> None:
    roster.add("Ada@herald.example", now=now, name="Ada", language="pt", lists=["weekly"], topics=["world", "art"])
    suppressions.add("@herald.example", "manual", now=now)
    assert roster.show("ADA@herald.example").as_dict() == {
        "id": 1,
        "address": "Ada@herald.example",
        "name": "Ada",
        "language": "pt",
        "note": "",
        "paused_until": None,
        "created_at": "2026-11-23T06:30:00Z",
        "subscriptions": [
            {
                "list": "weekly",
                "state": "confirmed",
                "joined_at": "2026-11-23T06:30:00Z",
                "confirmed_at": "2026-11-23T06:30:00Z",
                "left_at": None,
            }
        ],
        "topics": ["art", "world"],
        "skipped_editions": [],
        "suppressed": "manual",
        "left_all_at": None,
        "consents": [
            {
                "list": "weekly",
                "action": "joined",
                "at": "2026-11-23T06:30:00Z",
                "via": "shell",
                "origin": "",
                "wording": "",
                "note": "",
            }
        ],
    }


def test_subscribers_are_listed_by_address_and_filtered_by_list_and_state(roster, now) -> None:
    roster.add("c@herald.example", now=now)
    roster.add("B@herald.example", now=now, lists=["daily", "weekly"])
    roster.add("a@herald.example", now=now, lists=["daily"], confirmed=True)

    def listed(**which) -> str:
        return "".join(one.address[0] for one in roster.list(**which))

    assert listed() == "aBc"
    assert listed(list_name="DAILY") == "aB"
    assert listed(state=State.CONFIRMED) == "aB"
    assert listed(list_name="daily", state=State.CONFIRMED) == "a"
    assert listed(state=State.UNSUBSCRIBED) == ""


def test_subscribers_are_listed_by_segment_within_a_list_and_a_state(db, roster, now) -> None:
    roster.add("b@herald.example", now=now, lists=["daily"], topics=["sport"])
    roster.add("a@herald.example", now=now, lists=["weekly"], topics=["sport"])
    roster.add("c@herald.example", now=now, lists=["weekly"])
    sporty = filter_of(db, Segments({}).read("topic = sport"), moments={}, now=now, zone=UTC)

    def found(**only) -> list[str]:
        return [one.address[0] for one in roster.list(segment=sporty, **only)]

    assert found() == ["a", "b"]
    assert found(list_name="weekly") == ["a"]
    assert found(state=State.UNCONFIRMED) == ["b"]


def test_listing_an_unknown_list_is_an_error_at_once(roster) -> None:
    with pytest.raises(UnknownList):
        roster.list(list_name="dayly")


def test_nobody_and_nonsense_are_different_errors(roster) -> None:
    with pytest.raises(UnknownSubscriber):
        roster.show("nobody@herald.example")
    with pytest.raises(BadAddress):
        roster.show("nobody")
    with pytest.raises(UnknownSubscriber):
        record(roster.db, 99)

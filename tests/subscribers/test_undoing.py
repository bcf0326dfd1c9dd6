"""Taking back that one left: as if it never happened, for a while, and never more than was left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from subscribers.model import Action, State
from subscribers.undoing import come_back, left_since

DAY = timedelta(days=1)


@pytest.fixture
def ana(roster, now) -> int:
    """A reader of both lists for a month, who has left one of them just now."""
    long_ago = now - 30 * DAY
    roster.add("ana@reader.example", now=long_ago, lists=["daily", "weekly"], confirmed=True)
    roster.unsubscribe("ana@reader.example", "daily", now=now)
    return roster.show("ana@reader.example").id


def ids(lists) -> set[int]:
    return {one.id for one in lists.list()}


def test_it_is_as_if_nothing_had_happened_and_the_log_says_so(db, roster, lists, ana, now) -> None:
    before = roster.show("ana@reader.example").subscriptions[0]
    back = come_back(db, ana, ids(lists), since=now - DAY, now=now, wording="Undo", origin="203.0.113.7")
    assert [one.name for one in back] == ["daily"]
    record = roster.show("ana@reader.example")
    after = record.subscriptions[0]
    assert (after.state, after.left_at) == (State.CONFIRMED, None)
    assert (after.joined_at, after.confirmed_at) == (before.joined_at, before.confirmed_at)
    line = record.consents[-1]
    assert (line.action, line.list, line.wording, line.origin) == (Action.CONFIRMED, "daily", "Undo", "203.0.113.7")
    assert come_back(db, ana, ids(lists), since=now - DAY, now=now, wording="Undo") == ()


def test_what_was_left_long_ago_or_never_confirmed_or_is_not_meant_stays_left(db, roster, lists, ana, now) -> None:
    assert left_since(db, ana, ids(lists), since=now + timedelta(seconds=1)) == ()
    assert left_since(db, ana, set(), since=now - DAY) == ()
    roster.add("ben@reader.example", now=now, lists=["daily"])
    roster.unsubscribe("ben@reader.example", "daily", now=now)
    assert left_since(db, roster.show("ben@reader.example").id, ids(lists), since=now - DAY) == ()

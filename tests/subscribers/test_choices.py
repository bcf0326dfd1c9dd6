"""What a reader may choose from: what is public, and what is theirs."""

from __future__ import annotations

import pytest

from subscribers.choices import choices
from subscribers.model import OptIn, State


@pytest.fixture
def shelf(lists, now):
    """A public list, a private one, and one more that is public."""
    lists.create("desk", now=now, title="Desk notes", private=True)
    return lists


def test_nobody_sees_the_public_lists_alone_by_title(db, shelf) -> None:
    assert [(one.name, one.state, one.held) for one in choices(db)] == [
        ("daily", None, False),
        ("weekly", None, False),
    ]
    assert [one.opt_in for one in choices(db)] == [OptIn.DOUBLE, OptIn.SINGLE]


def test_a_reader_sees_where_they_stand_and_their_private_lists(db, shelf, roster, now) -> None:
    roster.add("ana@reader.example", now=now, lists=["daily"])
    roster.add("ana@reader.example", now=now, lists=["desk"], confirmed=True)
    roster.add("ana@reader.example", now=now, lists=["weekly"])
    roster.unsubscribe("ana@reader.example", "weekly", now=now)
    found = {one.name: one for one in choices(db, roster.show("ana@reader.example").id)}
    assert {name: one.state for name, one in found.items()} == {
        "daily": State.UNCONFIRMED,
        "desk": State.CONFIRMED,
        "weekly": State.UNSUBSCRIBED,
    }
    assert [name for name, one in found.items() if one.held] == ["daily", "desk"]
    assert found["weekly"].left_at == now
    assert found["desk"].private

"""Cells that hold several things are read as exports write them, and as ours are written."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadCell
from subscribers.files.records.cells import names_in, names_out, standing_out, standings_in, topics_in
from subscribers.model import State
from subscribers.names import clean


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", ()),
        (" , ,", ()),
        ("Editors", ("Editors",)),
        ('"Lorem Editors"', ("Lorem Editors",)),
        ('"Lorem Editors","Ipsum, dolor"', ("Lorem Editors", "Ipsum, dolor")),
        ("Multiple Tags,Example, More tags", ("Multiple Tags", "Example", "More tags")),
        ('a "b" c, d', ('a "b" c', "d")),
        ('"never closed', ("never closed",)),
        ("a\nb,a\nb", ("a b",)),
    ],
)
def test_a_list_of_names_is_read(cell: str, names: tuple[str, ...]) -> None:
    assert names_in(cell) == names


def test_another_separator_may_part_them_too() -> None:
    assert names_in("Lorem | Ipsum Dolor | Simet, x", separator="|") == ("Lorem", "Ipsum Dolor", "Simet", "x")


def test_topics_are_compared_without_case() -> None:
    assert topics_in("World, WORLD, Straße") == ("world", "strasse")


@given(st.lists(st.text(min_size=1, max_size=10).map(clean).filter(bool), unique=True, max_size=5))
def test_names_that_are_written_are_read_back(names: list[str]) -> None:
    assert names_in(names_out(names)) == tuple(names)


def test_standings_are_read_as_they_are_written() -> None:
    cell = "daily confirmed, joined 2026-11-01T06:30:00Z, confirmed 2026-11-02T07:00:00Z; weekly"
    daily, weekly = standings_in(cell)
    assert (daily.list, daily.state, daily.joined_at) == ("daily", State.CONFIRMED, "2026-11-01T06:30:00Z")
    assert (daily.confirmed_at, daily.left_at) == ("2026-11-02T07:00:00Z", None)
    assert (weekly.list, weekly.state, weekly.joined_at) == ("weekly", None, None)
    as_objects = [
        {"list": one.list, "state": one.state, "joined_at": one.joined_at, "confirmed_at": one.confirmed_at}
        for one in (daily, weekly)
    ]
    assert "; ".join(standing_out(one) for one in as_objects) == cell


@pytest.mark.parametrize(
    "cell",
    [
        "daily maybe",
        "daily confirmed, joined soon",
        "a b c",
        "daily; DAILY",
        "daily unsubscribed, left 2026-13-01T00:00:00Z",
        "daily, left 2026-11-01T06:30:00Z",
    ],
)
def test_a_standing_that_is_not_understood_refuses_the_row(cell: str) -> None:
    with pytest.raises(BadCell, match=r"^lists: "):
        standings_in(cell)


@given(st.text(max_size=40))
def test_no_cell_raises_anything_else(cell: str) -> None:
    names_in(cell)
    topics_in(cell, separator="|")
    with suppress(BadCell):
        standings_in(cell)

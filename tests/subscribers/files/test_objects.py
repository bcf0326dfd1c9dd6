"""JSON lines are read line by line; what is no object is broken alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.files.objects import objects
from subscribers.files.separated import Broken


def test_each_line_is_an_object_and_a_blank_one_is_empty() -> None:
    assert list(objects([['{"a": 1}\r\n', "\n", '{"b": [2]}']])) == [{"a": 1}, {}, {"b": [2]}]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "it is no JSON"),
        ("[1]", "it is JSON, but no object"),
        ('"a"', "it is JSON, but no object"),
        ("[" * 100_000, "it is no JSON"),
        ('{"a": ' + "9" * 5_000 + "}", "it is no JSON"),
        ('{"a": "' + "x" * 200_000 + '"}', "the line is longer than 131,072 characters"),
    ],
)
def test_a_broken_line_says_why_and_stops_nothing(line: str, reason: str) -> None:
    broken, good = objects([[line, '{"a": 1}']])
    assert isinstance(broken, Broken)
    assert reason in broken.reason
    assert good == {"a": 1}


@given(st.text(max_size=60))
def test_no_line_raises(line: str) -> None:
    (found,) = objects([[line]])
    assert isinstance(found, dict | Broken)

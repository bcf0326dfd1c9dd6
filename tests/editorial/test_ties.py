"""Of two stories the latest word stands, and an earlier one that says otherwise is void, also by way of a third."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from digest.editorial.ties import NONE, ties_of
from digest.model.desk import Verb, Word
from tests.editorial.conftest import NOON

HOUR = timedelta(hours=1)


def said(*words):
    """Make words, an hour after the other, of texts such as "1+2" and "2/3"."""
    return [
        Word(
            story_id=int(one),
            edition="",
            verb={"+": Verb.JOIN, "/": Verb.PART}[sign],
            text="",
            by="anna",
            at=NOON + hours * HOUR,
            other_id=int(other),
        )
        for hours, word in enumerate(words)
        for one, sign, other in [re.split(r"([+/])", word)]
    ]


def events(*words):
    ties = ties_of(said(*words))
    return {tuple(sorted(event)) for event in ties.joined.values()}


def parted(*words):
    ties = ties_of(said(*words))
    return {tuple(sorted((one, other))) for one, others in ties.parted.items() for other in others}


@pytest.mark.parametrize(
    ("words", "joined", "apart"),
    [
        (["1+2"], {(1, 2)}, set()),
        (["1+2", "2+3", "4+5"], {(1, 2, 3), (4, 5)}, set()),
        (["1/2"], set(), {(1, 2)}),
        (["1+2", "1/2"], set(), {(1, 2)}),
        (["1+2", "2/1"], set(), {(1, 2)}),
        (["1/2", "2+1"], {(1, 2)}, set()),
        (["1+2", "1/2", "1+2"], {(1, 2)}, set()),
        (["1+2", "1+3", "1/2"], {(1, 3)}, {(1, 2)}),
        (["1+2", "1+3", "2/3"], {(1, 3)}, {(2, 3)}),
        (["2/3", "1+2", "1+3"], {(1, 2, 3)}, set()),
        (["1+2", "3+4", "1/3"], {(1, 2), (3, 4)}, {(1, 3)}),
        (["1+2", "3+4", "1/3", "2+4"], {(2, 3, 4)}, {(1, 3)}),  # 3 was joined with 4 after 1 with 2
    ],
)
def test_what_stands(words, joined, apart):
    assert (events(*words), parted(*words)) == (joined, apart)


def test_words_that_are_void_are_not_told():
    ties = ties_of(said("1+2", "1+3", "2/3"))
    assert [str(word) for word in ties.said[3]] == [
        "parted from 2 by anna, 2026-11-22 14:00 UTC",
        "joined with 1 by anna, 2026-11-22 13:00 UTC",
    ]
    assert [str(word) for word in ties.said[1]] == ["joined with 3 by anna, 2026-11-22 13:00 UTC"]


def test_what_was_said_twice_is_told_once():
    assert [word.at for word in ties_of(said("1+2", "2+1")).said[1]] == [NOON + HOUR]


def test_other_words_tie_nothing():
    pin = Word(story_id=1, edition="", verb=Verb.PIN, text="", by="anna", at=NOON)
    assert ties_of([pin]) == NONE


def test_it_is_known_whether_two_were_joined_by_then_also_by_way_of_a_third():
    ties = ties_of(said("1+2", "2+3"))
    assert not ties.joined_since(NOON, 1, 2)
    assert ties.joined_since(NOON - HOUR, 1, 2)
    assert ties.joined_since(NOON, 1, 3)
    assert not ties.joined_since(NOON + HOUR, 1, 3)
    assert not ties.joined_since(NOON, 1, 4)

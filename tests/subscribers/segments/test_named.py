"""Segments with names, and expressions that refer to them."""

from __future__ import annotations

import pytest

from subscribers.errors import BadSegment
from subscribers.segments.named import Segments
from subscribers.segments.tree import MAX_DEPTH, MAX_TERMS
from subscribers.segments.wording import worded

SEGMENTS = Segments(
    {"sporty": "topic in (sport, football)", "lively": "sporty and joined within 90d", "wrong": "topic ="}
)


def test_a_name_stands_for_its_expression() -> None:
    assert SEGMENTS.read("sporty") == SEGMENTS.named("sporty")
    meant = "topic in (football, sport) and joined within 90d and not list none"
    assert worded(SEGMENTS.read("Lively and not list none")) == meant
    assert worded(SEGMENTS.read("not lively")) == "not (topic in (football, sport) and joined within 90d)"


def test_a_name_that_is_not_there_gets_the_nearest() -> None:
    with pytest.raises(BadSegment, match="column 5: 'livley' is neither a field nor a segment: did you mean 'lively'"):
        SEGMENTS.read("not livley")
    with pytest.raises(KeyError):
        SEGMENTS.named("nobody")


def test_a_mistake_is_told_with_the_name_of_its_segment() -> None:
    with pytest.raises(BadSegment, match=r"^segment 'wrong', column 8: expected the name of a topic, found the end$"):
        SEGMENTS.read("lively or wrong")


@pytest.mark.parametrize(
    ("texts", "way"), [({"a": "a"}, "a -> a"), ({"a": "b", "b": "c", "c": "a or b"}, "a -> b -> c -> a")]
)
def test_a_segment_that_refers_to_itself_is_refused(texts, way) -> None:
    with pytest.raises(BadSegment, match=f"it refers to itself: {way}"):
        Segments(texts).named("a")


def test_references_do_not_multiply_beyond_the_limits() -> None:
    doubled = {"s0": "topic in (a, b)"} | {f"s{n + 1}": f"s{n} and s{n}" for n in range(50)}
    with pytest.raises(BadSegment, match=f"more than {MAX_TERMS}"):
        Segments(doubled).read("s12")
    nested = {"s0": "list none"} | {f"s{n + 1}": f"not s{n}" for n in range(1000)}
    with pytest.raises(BadSegment, match=f"refer to segments more than {MAX_DEPTH} times over"):
        Segments(nested).read("s1000")
    nests = {"a": "not " * 10 + "list none", "b": "not " * 10 + "a"}
    with pytest.raises(BadSegment, match=f"parts are nested more than {MAX_DEPTH} deep"):
        Segments(nests).read("b")


def test_an_expression_tells_which_segments_it_uses() -> None:
    assert SEGMENTS.used_in("not lively or topic = wrong") == {"lively", "sporty"}
    assert SEGMENTS.used_in("list none") == frozenset()


def test_the_words_of_the_language_are_taken() -> None:
    assert {"and", "none", "list", "topic", "language", "joined"} <= SEGMENTS.taken
    assert "sporty" not in SEGMENTS.taken

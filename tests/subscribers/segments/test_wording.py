"""The normal form of a segment is read back into the same tree."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from subscribers.segments.lexer import MAX_LENGTH
from subscribers.segments.named import Segments
from subscribers.segments.wording import worded
from tests.subscribers.segments.trees import trees

SEGMENTS = Segments({}, ("mailed",))


@given(tree=trees(SEGMENTS.moments, wild=True, size=40))
def test_a_tree_written_and_read_again_is_the_same_tree(tree) -> None:
    text = worded(tree)
    assume(len(text) <= MAX_LENGTH)
    assert SEGMENTS.read(text) == tree


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("TOPIC = Sport", "topic = sport"),
        ("topic in (sport)", "topic = sport"),
        ("topic in (b, a, B)", "topic in (a, b)"),
        ('topic = "Real estate"', "topic = 'real estate'"),
        ("topic = 'it''s new'", "topic = 'it''s new'"),
        ("topic = l'europe", "topic = l'europe"),
        ("topic = 'none'", "topic = 'none'"),
        ("topic != sport", "not topic = sport"),
        ("joined != 2026-01-01", "not joined = 2026-01-01"),
        ("topic not in (a, b)", "not topic in (a, b)"),
        ("list = DAILY", "list = daily"),
        ("language = PT-br", "language = pt-BR"),
        ("language = ZH-hant-tw", "language = zh-Hant-TW"),
        ("joined within 48h", "joined within 2d"),
        ("joined within 90m", "joined within 90m"),
        ("((topic = a))", "topic = a"),
        ("(topic = a and topic = b) and topic = c", "topic = a and topic = b and topic = c"),
        ("topic = a or topic = b and topic = c", "topic = a or (topic = b and topic = c)"),
        ("not (topic = a or list none)", "not (topic = a or list none)"),
        ("joined=2026-01-01", "joined = 2026-01-01"),
    ],
)
def test_the_normal_form(written, normal) -> None:
    assert worded(SEGMENTS.read(written)) == normal

"""Words are counted and compared in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.words import is_unspaced, reading_minutes, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Mayor's 2nd “Plan”…", ["the", "mayor", "s", "2nd", "plan"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("ﬁre １２", ["fire", "12"]),
        ("港口 opens", ["港", "口", "opens"]),
        ("नदी में बाढ़।", ["नदी", "में", "बाढ़"]),
        ("ميناء، جديد؟", ["ميناء", "جديد"]),
        (" — …!", []),
    ],
)
def test_words_are_casefolded_without_punctuation(text, found):
    assert words(text) == words(" ".join(found))
    assert len(words(text)) == len(found)


def test_only_scripts_without_spaces_are_unspaced():
    assert is_unspaced("港")
    assert not is_unspaced("harbour")
    assert not is_unspaced("기자")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("", 0), ("word " * 79, 0), ("word " * 80, 1), ("word " * 230, 1), ("word " * 700, 3), ("港" * 1500, 3)],
)
def test_reading_takes_a_minute_for_230_words_or_500_characters(text, minutes):
    assert reading_minutes(text) == minutes


@given(st.text())
def test_any_text_has_words_without_white_space(text):
    assert all(word and not any(map(str.isspace, word)) for word in words(text))

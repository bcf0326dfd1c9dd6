from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.render.escape import clean
from digest.render.plaintext import COLUMNS, shorten, told, underline, width, wrap

WORDS = st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=90), min_size=1)


@pytest.mark.parametrize(
    ("text", "columns"),
    [("quay", 4), ("港の船", 6), ("cafe\u0301", 4), ("a\u200bb", 2), ("", 0)],
)
def test_width_counts_columns_not_characters(text: str, columns: int) -> None:
    assert width(text) == columns


def test_every_character_is_as_wide_as_unicode_has_it():
    def columns(char: str) -> int:
        if unicodedata.category(char) in ("Mn", "Me", "Cf"):
            return 0
        return 2 if unicodedata.east_asian_width(char) in "WF" else 1

    chars = [chr(number) for number in range(0x20, 0x20000) if number != 0x7F]
    assert [char for char in chars if width(char) != columns(char)] == []


@given(WORDS)
def test_no_line_is_wider_than_72_columns_but_for_a_web_address(words: list[str]) -> None:
    lines = wrap(" ".join(words), "* ", "  ").split("\n")
    assert all(width(line) <= COLUMNS or "://" in line for line in lines)


@given(WORDS)
def test_wrapping_loses_no_character(words: list[str]) -> None:
    text = " ".join(words)
    assert "".join(wrap(text).split()) == "".join(text.split())


@given(WORDS, st.booleans())
def test_a_line_ends_where_the_next_word_had_no_room(words: list[str], double: bool) -> None:
    """Whether a text is as plain as most, or has two spaces somewhere and is laid out piece by piece."""
    short = [word[:12] for word in words if "://" not in word and word.isascii()] or ["word"]
    lines = wrap(("  " if double else " ").join(short), "* ", "  ").split("\n")
    assert " ".join(lines).split() == ["*", *" ".join(short).split()]
    for line, below in pairwise(lines):
        assert len(line) <= COLUMNS < len(line) + 1 + len(below.split()[0])


def test_a_web_address_is_never_broken() -> None:
    url = "https://herald.example/" + "a" * 200
    assert wrap(f"See {url} for more") == f"See\n{url}\nfor more"


def test_the_first_line_and_the_rest_have_their_own_beginnings() -> None:
    lines = wrap("word " * 30, "* ", "  ").split("\n")
    assert lines[0].startswith("* word")
    assert all(line.startswith("  word") for line in lines[1:])


def test_wide_text_breaks_between_characters_and_no_line_begins_with_a_full_stop() -> None:
    lines = wrap("船は今朝五時から再び運航する。" * 12).split("\n")
    assert len(lines) > 1
    assert all(width(line) <= COLUMNS for line in lines)
    assert not any(line.startswith("。") for line in lines)


def test_a_joined_emoji_is_not_taken_apart() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert all(set(line) <= set(family) and len(line) % 5 == 0 for line in wrap(family * 40).split("\n"))


def test_a_no_break_space_holds_its_words_together() -> None:
    assert wrap("x" * 70 + " 3\u00a0min") == "x" * 70 + "\n3\u00a0min"


def test_what_fits_is_not_shortened() -> None:
    assert shorten("Ferry crews agree", 17) == "Ferry crews agree"


def test_what_is_too_long_ends_at_a_word_without_dangling_small_words() -> None:
    assert shorten("Ferry crews agree to end the strike", 26) == "Ferry crews agree…"


def test_one_endless_word_is_cut_where_the_room_ends() -> None:
    assert shorten("a" * 90, 20) == "a" * 19 + "…"


@given(st.text().map(clean).filter(bool), st.integers(1, 90))
def test_a_shortened_text_fits_and_is_not_empty(text: str, columns: int) -> None:
    short = shorten(text, columns)
    assert short
    assert width(short) <= columns


def test_an_underline_is_as_wide_as_its_text() -> None:
    assert underline("港の船") == "港の船\n------"


def test_parts_that_say_nothing_leave_no_mark_between_the_others() -> None:
    assert told(["Local", "", "The Post"], " · ") == "Local · The Post"
    assert told(["", ""], " · ") == ""

"""Colours are read in every notation, and their contrast is that of WCAG."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.check.colours import BLACK, WHITE, parse
from digest.model.colour import Colour, contrast


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("#fff", "#ffffff"),
        ("#1A1a1a", "#1a1a1a"),
        ("1a1a1a", "#1a1a1a"),
        ("white", "#ffffff"),
        ("rgb(26, 26, 26)", "#1a1a1a"),
        ("rgb(100%, 0%, 0%)", "#ff0000"),
        ("rgb(26 26 26 / 50%)", "#1a1a1a"),
        ("hsl(0, 100%, 50%)", "#ff0000"),
        ("hsl(120deg 100% 50%)", "#00ff00"),
        ("rgb(999, -5, 0)", "#ff0000"),
    ],
)
def test_a_colour_is_read(text: str, shown: str) -> None:
    assert str(parse(text)) == shown


@pytest.mark.parametrize(
    "text", ["", "inherit", "none", "#12", "#12345", "rgb(1,2)", "rgb()", "tomato-ish", "var(--a)"]
)
def test_what_is_no_colour_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000", "#fff", 21.0), ("#777", "#fff", 4.48), ("#767676", "#fff", 4.54)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    first, second = parse(one), parse(other)
    assert first
    assert second
    assert round(contrast(first, second), 2) == ratio == round(contrast(second, first), 2)


def test_a_colour_that_covers_in_part_is_mixed_with_what_is_below() -> None:
    assert str(Colour(0, 0, 0, 0.5).over(WHITE)) == "#808080"
    assert str(Colour(0, 0, 0, 0).over(WHITE)) == str(WHITE)
    assert parse("transparent") == Colour(0, 0, 0, 0)
    assert str(Colour(255, 255, 255, 1).over(BLACK)) == "#ffffff"


@given(st.text(alphabet="rgbhsla#(),.%/ -0123456789", max_size=30))
def test_no_text_makes_it_raise(text: str) -> None:
    parse(text)

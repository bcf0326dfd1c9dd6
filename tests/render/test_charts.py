"""Charts show what they are given, in proportion, and take any words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from digest.render.charts import Series, columns, lines

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: str) -> etree._Element:
    return etree.fromstring(str(drawing).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode())


def test_columns_are_as_high_as_their_values_and_stand_on_each_other() -> None:
    drawing = parsed(columns("Mails", ["a", "b"], [Series("x", "one", [100, 50]), Series("y", "two", [0, 50])]))
    heights = [float(one.get("height", 0)) for one in drawing.iter(f"{SVG}rect")]
    assert heights[0] == pytest.approx(2 * heights[1])
    assert heights[1] == pytest.approx(heights[2])
    tops = [float(one.get("y", 0)) for one in drawing.iter(f"{SVG}rect")]
    assert tops[0] == pytest.approx(tops[2]), "both stacks reach 100"
    assert [one.text for one in drawing.iter(f"{SVG}title")] == ["a: x 100", "b: x 50", "b: y 50"]


@given(
    st.lists(st.floats(min_value=0, max_value=1e12), max_size=200),
    st.sampled_from(["", "%"]),
    st.booleans(),
)
def test_any_values_stay_inside_and_the_scale_is_round_and_short(values: list[float], unit: str, ground: bool) -> None:
    labels = [str(place) for place in range(len(values))]
    series = [Series("x", "one", values)]
    for text in (columns("T", labels, series, unit=unit), lines("T", labels, series, unit=unit, ground=ground)):
        drawing = parsed(text)
        marks = [one for one in drawing.iter(f"{SVG}text") if one.get("class") == "scale"]
        assert 2 <= len(marks) <= 8
        for numbers in re.findall(r'(?:points|cy|y)="([^"]+)"', text):
            for number in re.findall(r"-?[\d.]+(?=\s|$|,)", numbers.replace(",", " ")):
                assert -1 <= float(number) <= 721


def test_hostile_words_are_text() -> None:
    evil = '"><script>alert(1)</script>'
    text = columns(evil, [evil], [Series(evil, "one", [1])])
    assert "<script" not in text
    assert parsed(text).get("aria-label") == evil

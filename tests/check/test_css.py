"""Styles are read as mail programs read them: declarations, rules, and the conditions they stand under."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.check.css import Declaration, declarations, style_rules


def test_declarations_come_in_order_in_lower_case_and_with_their_weight() -> None:
    assert declarations("Color: #FFF !important; margin:0 0 4px;;") == (
        Declaration("color", "#fff", important=True),
        Declaration("margin", "0 0 4px"),
    )


def test_what_is_in_quotes_and_brackets_ends_no_declaration() -> None:
    style = "background: url(data:image/png;base64,AA==); font-family: 'A; B', serif; color: red"
    assert [one.name for one in declarations(style)] == ["background", "font-family", "color"]


@pytest.mark.parametrize("style", ["", ";", "color", "color:", ":red", "/* color: red */", "/* color: red"])
def test_what_is_no_declaration_is_left_out(style: str) -> None:
    assert declarations(style) == ()


def test_a_rule_has_its_selectors_and_the_conditions_around_it() -> None:
    sheet = "a, .b { color: red } @media (prefers-color-scheme: DARK) { .c { color: blue; margin: 0 } } d { top: 0 }"
    rules = list(style_rules(sheet))
    assert [rule.selectors for rule in rules] == [("a", ".b"), (".c",), ("d",)]
    assert [rule.conditions for rule in rules] == [(), ("@media (prefers-color-scheme: dark)",), ()]
    assert [one.name for one in rules[1].declarations] == ["color", "margin"]


def test_a_statement_is_a_rule_without_declarations() -> None:
    (statement,) = style_rules('@import url("https://fonts.example/a.css");')
    assert (statement.selectors[0][:7], statement.declarations) == ("@import", ())


def test_declarations_of_a_font_stand_in_no_other_rule() -> None:
    assert [rule.selectors for rule in style_rules("@font-face { src: url(a.woff) } p { color: red }")] == [
        ("@font-face",),
        ("p",),
    ]


@given(st.text(alphabet="ab{}();:@\"'/*\\!,# \n", max_size=80))
def test_no_sheet_makes_it_raise(sheet: str) -> None:
    list(style_rules(sheet))
    declarations(sheet)


def test_a_large_sheet_of_unclosed_signs_takes_no_time() -> None:
    for sign in ("(", '"', "'", "{", "/*", "@media {", "\\"):
        list(style_rules(sign * 20_000))

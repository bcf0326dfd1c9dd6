"""Where a mistake stands, in words and drawn under the line."""

from __future__ import annotations

import pytest

from subscribers.segments.place import Place


@pytest.mark.parametrize(
    ("text", "offset", "where"),
    [
        ("topic = a", 0, "column 1"),
        ("topic = a", 8, "column 9"),
        ("a\nb c", 4, "line 2, column 3"),
        ("ab\n", 1, "column 2"),
    ],
)
def test_columns_and_lines_count_from_one(text, offset, where) -> None:
    assert Place(text, offset).where == where


def test_the_caret_stands_under_the_place() -> None:
    assert Place("lst = daily and topic = sport", 6).drawing == "  lst = daily and topic = sport\n        ^"


def test_only_the_line_concerned_is_drawn() -> None:
    assert Place("list = daily\nand tpic = a\nor list none", 17).drawing == "  and tpic = a\n      ^"


def test_wide_and_combining_characters_do_not_push_the_caret_away() -> None:
    assert Place("topic = 經濟 x", 11).drawing.splitlines()[1] == " " * (2 + 8 + 4 + 1) + "^"
    assert Place("topic = e\u0301 x", 11).drawing.splitlines()[1] == " " * (2 + 8 + 1 + 1) + "^"


def test_a_long_line_is_cut_to_what_is_near() -> None:
    line, caret = Place("a" * 500 + "!" + "b" * 500, 500).drawing.splitlines()
    assert line == f"  …{'a' * 48}!{'b' * 23}…"
    assert line[len(caret) - 1] == "!"


def test_nothing_that_could_command_a_terminal_is_drawn() -> None:
    assert "\x1b" not in Place("\x1b[2J topic\tx", 3).drawing

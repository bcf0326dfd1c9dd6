"""Separated values are read as every program writes them, and a broken record takes no other with it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.files.text.lines import blocks_of_lines
from subscribers.files.text.separated import SEPARATORS, Broken, Dialect, first_record, records


def read(text: str, **dialect: str) -> list[list[str] | str]:
    """The records; of a broken one the reason."""
    found = records(blocks_of_lines(io.StringIO(text, newline="")), Dialect(**dialect))
    return [one.reason if isinstance(one, Broken) else one for one in found]


UNCLOSED = "a quotation mark is opened on this line and not closed"


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_end(separator: str, end: str) -> None:
    text = f"a{separator}b{end}1{separator}2{end}"
    assert read(text, separator=separator) == [["a", "b"], ["1", "2"]]


def test_quoted_cells_hold_separators_quotes_and_line_ends() -> None:
    assert read('a,"b, ""c""\r\nd"\n"","",x') == [["a", 'b, "c"\r\nd'], ["", "", "x"]]
    assert read("'a,b','it''s'", quote="'") == [["a,b", "it's"]]


def test_blank_lines_are_records_too_so_that_numbers_are_those_of_a_spreadsheet() -> None:
    assert read("a\n\n,\nb") == [["a"], [], ["", ""], ["b"]]


def test_zeros_and_other_control_characters_are_cells_like_any() -> None:
    assert read("a\0,\x0b\x85\n\u2028,b") == [["a\0", "\x0b\x85"], ["\u2028", "b"]]


def test_a_quote_within_a_cell_is_a_letter() -> None:
    assert read('5" pipe,x\nThe "Man",y') == [['5" pipe', "x"], ['The "Man"', "y"]]


def test_a_cell_that_goes_on_after_its_quote_is_read_as_it_is_meant() -> None:
    assert read('"Ben" Ito,x\ny,z') == [["Ben Ito", "x"], ["y", "z"]]


def test_a_quote_never_closed_swallows_nobody() -> None:
    assert read('a,"Ana\nb,Ben\nc,Cleo\n') == [UNCLOSED, ["b", "Ben"], ["c", "Cleo"]]


def test_a_quote_closed_by_the_next_one_on_another_line_swallows_nobody() -> None:
    assert read('a,"Ana\nb,Ben\nc,"Cleo"\nd,Dan') == [UNCLOSED, ["b", "Ben"], ["c", "Cleo"], ["d", "Dan"]]


def test_a_cell_too_long_breaks_its_record_alone() -> None:
    reason = "a cell is longer than 131,072 characters"
    assert read(f"a,b\n{'x' * 200_000},c\nd,e") == [["a", "b"], reason, ["d", "e"]]
    assert read(f"{'x' * 5_000_000},c\nd,e") == [reason, ["d", "e"]]
    assert read(f'"{"x" * 200_000}",c\nd,e') == [reason, ["d", "e"]]


def test_a_quote_opened_before_a_long_file_costs_only_its_line() -> None:
    many = [f"r{number}@reader.example,Reader" for number in range(20_000)]
    found = read("\n".join(['a,"Ana', *many]))
    assert found[0] == "a cell is longer than 131,072 characters"
    assert found[1:] == [line.split(",") for line in many]


def test_a_record_over_too_many_lines_is_given_up() -> None:
    cells = ",".join(['"x\n"'] * 60_000)
    found = read(f"{cells}\nb,c")
    assert "goes over too many lines" in found[0]
    assert found[-1] == ["b", "c"]


def test_the_first_record_is_looked_at_ahead() -> None:
    assert first_record(["\n", "a;b\n"], Dialect(";")) == ["a", "b"]
    assert first_record(['"a\n'], Dialect()) == []


@given(st.text("a\"',;\t|\r\n\0 é", max_size=80), st.sampled_from(SEPARATORS), st.sampled_from("\"'"))
def test_no_text_raises_and_every_line_is_accounted_for(text: str, separator: str, quote: str) -> None:
    found = read(text, separator=separator, quote=quote)
    assert len(found) <= len(text) + 1
    assert bool(found) == bool(text)


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=2, max_size=4), max_size=6))
def test_what_the_csv_module_writes_is_read_back(table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    assert read(out.getvalue()) == table

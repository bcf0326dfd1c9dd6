"""The cells of a record become what is to be taken in of a reader."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadAddress, BadCell
from subscribers.files.intake.staging import COLUMNS
from subscribers.files.records.columns import recognised
from subscribers.files.records.meaning import Meaning
from subscribers.files.vocabulary.fields import Field

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def read(row: dict[str, str], *, defused: bool = True, **told: Field) -> dict[str, Any]:
    meaning = Meaning(recognised(tuple(row), told=told), now=NOW, defused=defused)
    return dict(zip(meaning.columns, meaning.read(tuple(row.values())), strict=True))


@pytest.mark.parametrize(
    ("cell", "address", "given"),
    [
        ("ana@reader.example", None, None),
        ("Ana@reader.example", "Ana@reader.example", None),
        ("ana@Reader.EXAMPLE", None, "ana@Reader.EXAMPLE"),
        (" Ana@Reader.EXAMPLE\u00a0", "Ana@reader.example", " Ana@Reader.EXAMPLE\u00a0"),
    ],
)
def test_an_address_is_kept_as_displayed_and_as_given_only_where_that_differs(cell, address, given) -> None:
    found = read({"email": cell})
    assert found == {"key": "ana@reader.example", "address": address, "given": given, "name": None}


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"email": "a@b.example", "name": " Ana  Lima "}, "Ana Lima"),
        ({"email": "a@b.example", "first name": "Ana", "last name": "Lima"}, "Ana Lima"),
        ({"email": "a@b.example", "first name": "", "last name": "Lima"}, "Lima"),
        ({"email": "a@b.example", "name": "A. Lima", "first name": "Ana", "last name": "Lima"}, "A. Lima"),
        ({"email": "a@b.example", "name": "", "first name": "Ana", "last name": "Lima"}, "Ana Lima"),
        ({"email": "a@b.example", "name": "Ana", "surname": "Lima"}, "Ana Lima"),
        ({"email": "a@b.example", "nom": "Lima"}, "Lima"),
        ({"email": "a@b.example", "name": ""}, None),
    ],
)
def test_a_name_is_put_together_from_its_parts(row: dict[str, str], name: str | None) -> None:
    assert read(row)["name"] == name


def test_a_language_is_a_tag_or_nothing() -> None:
    assert read({"email": "a@b.example", "language": "pt_br"})["language"] == "pt-BR"
    assert read({"email": "a@b.example", "language": "Portuguese"})["language"] is None


def test_several_columns_of_notes_and_topics_are_one() -> None:
    row = {"email": "a@b.example", "notes": "x", "topics": "World", "Ressort": 'Sport,"a, b"', "Memo": "y"}
    found = read(row, Ressort=Field.TOPICS, Memo=Field.NOTE)
    assert (found["note"], found["topics"]) == ("y; x", '["sport", "a, b", "world"]')


def test_a_time_that_cannot_be_read_is_kept_in_words_for_the_log() -> None:
    found = read({"email": "a@b.example", "joined": "24/03/2023", "confirmed_at": "in May 2021"})
    assert (found["joined_at"], found["confirmed_at"], found["standing"]) == (None, None, None)
    assert found["remark"] == "time given as '24/03/2023'; time given as 'in May 2021'"


def test_an_apostrophe_that_defused_a_formula_is_taken_back_where_there_can_be_one() -> None:
    row = {"email": "'=a@b.example", "name": "'=1+1", "note": "'t Hooft"}
    found = read(row)
    assert (found["key"], found["name"], found["note"]) == ("a@b.example", "=1+1", "'t Hooft")
    assert read(row, defused=False)["name"] == "'=1+1"


@pytest.mark.parametrize("cell", ["'a@b.example", "=a@b.example", '="a@b.example"', "'=a@b.example", "'a@b.example'",
    "Ann <'a@b.example>", " 'a@b.example", "‘a@b.example’", "`a@b.example"])  # fmt: skip
def test_a_spreadsheets_marks_about_an_address_make_nobody_else_of_it(cell: str) -> None:
    assert read({"email": cell})["key"] == read({"email": cell}, defused=False)["key"] == "a@b.example"


@pytest.mark.parametrize(("cell", "key"), [("'=a@b.example", "=a@b.example"), ("'a@b.example", "'a@b.example")])
def test_of_an_export_from_here_every_address_is_as_it_is_meant(cell: str, key: str) -> None:
    assert read({"address": cell, "lists": ""})["key"] == key


def test_more_names_than_a_reader_could_mean_refuse_the_row() -> None:
    with pytest.raises(BadCell, match="201 topics are too many; name at most 200"):
        read({"email": "a@b.example", "topics": ",".join(f"t{number}" for number in range(201))})


def test_an_address_that_is_none_refuses_the_row() -> None:
    with pytest.raises(BadAddress):
        read({"email": "Ana", "name": "Ana"})


@given(st.dictionaries(st.sampled_from([*Field, "email", "x"]), st.text(max_size=20), max_size=8))
def test_no_cells_raise_anything_but_a_refusal(row: dict[str, str]) -> None:
    row = {"address": "ana@reader.example"} | row
    try:
        found = read(row, **{field: Field(field) for field in row if field in list(Field)})
    except (BadAddress, BadCell):
        return
    assert set(found) - {"lists"} <= set(COLUMNS)

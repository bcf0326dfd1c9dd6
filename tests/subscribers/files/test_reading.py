"""A file of any kind is told by what it begins with, and its records are numbered as a spreadsheet numbers its rows."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadAddress, BadCell, BadFile, RosterError
from subscribers.files.records.reading import read_sheet
from subscribers.files.records.sheets import AT_ONCE
from subscribers.files.records.told import Told
from subscribers.files.text.encoding import text_of
from subscribers.files.text.separated import Broken
from subscribers.files.vocabulary.fields import Field

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def read(data: str | bytes, **told: Field) -> dict[int, str]:
    """The address of each record, or why there is none, by its number."""
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    found: dict[int, str] = {}
    for meaning, records in read_sheet(text_of(stream), now=NOW, told=Told(told)).groups:
        for number, record in records:
            try:
                found[number] = record.reason if isinstance(record, Broken) else meaning.read(record)[0]
            except BadAddress as error:
                found[number] = error.reason
            except BadCell as error:
                found[number] = str(error)
    return found


@pytest.mark.parametrize("separator", ",;\t|")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_encoding_and_separator_are_found_out(separator: str, encoding: str) -> None:
    text = "Prénom,E-Mail\r\nJosé,jose@reader.example\r\nZoë,zoe@reader.example\r\n".replace(",", separator)
    assert read(text.encode(encoding)) == {2: "jose@reader.example", 3: "zoe@reader.example"}


def test_the_separator_is_the_one_that_shows_an_address_column() -> None:
    assert read('"name; first, last";email\n"Ana; x, y";ana@reader.example\n') == {2: "ana@reader.example"}


def test_a_spreadsheets_word_on_its_separator_is_no_record() -> None:
    assert read("sep=;\nemail;name\nana@reader.example;Ana\n") == {2: "ana@reader.example"}
    assert read('"sep=\t"\r\nemail\tname\r\nana@reader.example\tAna\r\n') == {2: "ana@reader.example"}


def test_cells_may_be_in_single_quotation_marks() -> None:
    assert read("'email','name'\n'ana@reader.example','Lima, Ana'\n") == {2: "ana@reader.example"}


def test_blank_rows_count_and_are_passed_over() -> None:
    assert read("\n\nemail,name\n\n,,\nana@reader.example,Ana\n") == {4: "ana@reader.example"}


def test_a_row_with_line_ends_in_it_is_one_row() -> None:
    assert read('email,name\n"ana@reader.example","A\nn\na"\nben@reader.example,\n') == {
        2: "ana@reader.example",
        3: "ben@reader.example",
    }


def test_addresses_alone_need_no_column_names_and_begin_with_row_1() -> None:
    assert read("ana@reader.example\nben@reader.example\n") == {1: "ana@reader.example", 2: "ben@reader.example"}
    assert read("Ana;ana@reader.example\nBen;ben@reader.example\n", **{"1": Field.NAME})[2] == "ben@reader.example"


def test_a_row_that_ends_early_is_read_and_one_that_is_too_long_is_refused() -> None:
    found = read("email,name,note\nana@reader.example\nben@reader.example,Ito, Ben,hello\ncleo@reader.example,,,,\n")
    assert found == {2: "ana@reader.example", 3: "there are 4 cells, but 3 columns", 4: "cleo@reader.example"}


def test_json_lines_may_differ_in_their_keys() -> None:
    lines = '{"email": "ana@reader.example"}\n\n{"name": "Ben", "e-mail": "ben@reader.example"}\n{"name": "Cleo"}\n'
    found = read(lines)
    assert (found[1], found[3]) == ("ana@reader.example", "ben@reader.example")
    assert found[4].startswith("no column is known to hold addresses; there are: 'name'")


def test_what_is_not_read_of_any_object_is_told_in_the_end() -> None:
    lines = b'{"email": "ana@reader.example", "a": 1}\n{"email": "ben@reader.example", "b": 1, "name": ""}\n'
    sheet = read_sheet(text_of(io.BytesIO(lines)), now=NOW)
    for _, records in sheet.groups:
        list(records)
    assert list(sheet.unread) == ["a", "b"]


@pytest.mark.parametrize(
    "line", ["{bad", '{"email": "a@x.example", "email": "b@x.example"}', '{"a": "' + "x" * 200_000]
)
def test_a_broken_first_line_of_objects_stops_nothing(line: str) -> None:
    sheet = read_sheet(text_of(io.BytesIO(f'{line}\n{{"email": "ana@reader.example"}}\n'.encode())), now=NOW)
    found = [(number, record) for _, records in sheet.groups for number, record in records]
    assert isinstance(found[0][1], Broken)
    assert found[1] == (2, ["ana@reader.example"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        (" \n\r\n", "the file is empty"),
        ('[{"email": "ana@reader.example"}]', "the file is one JSON array; write an object a line"),
        ("{broken", "line 1 cannot be read: it is no JSON"),
        ("{}\n", "line 1 cannot be read: there is no object in it"),
        ("Kontakt,Ort\nAna,Lisboa\n", "no column is known to hold addresses; there are: 'Kontakt', 'Ort'"),
        (
            "Leserliste 2024;;\n;;\nE-Mail;Name;Widerspruch\nana@x.example;Ana;x\n",
            "the column names seem to stand in row 3; delete",
        ),
        ("\x89PNG\r\n\x1a\n", "no column is known to hold addresses"),
        ('"email\nana@reader.example\n', "the column names cannot be read: a quotation mark is opened on this line"),
    ],
)
def test_a_file_of_no_use_is_refused_with_what_to_do(text: str, reason: str) -> None:
    with pytest.raises(BadFile, match=r"^[^\n]*$") as refused:
        read(text)
    assert str(refused.value).startswith(reason)


@pytest.mark.parametrize("text", [
    "name,email\nZoëë,zoe@reader.example\n#,ana@reader.example\nJosé,jose@reader.example\n#,a#@reader.example\n",
    '\n'.join(f'{{"name": "{name}", "email": "{address}@reader.example"}}'
              for name, address in (("Zoëë", "zoe"), ("#", "ana"), ("José", "jose"), ("#", "a#"))),
])  # fmt: skip
def test_a_row_with_a_bad_byte_is_refused_alone(text: str) -> None:
    head = 2 if text.startswith("name") else 1
    found = read(text.encode().replace(b"#", b"\xfc"))
    assert (found[head], found[head + 2]) == ("zoe@reader.example", "jose@reader.example")
    assert found[head + 1] == found[head + 3]
    assert found[head + 1].startswith("bytes in it are no text in the encoding of the file; mend them there, or say")


def test_column_names_with_a_bad_byte_are_not_guessed_at() -> None:
    with pytest.raises(BadFile, match="the column names cannot be read, since bytes in it are no text"):
        read(b"email,d\xe9sabonn\xe9\n" + "zoë@reader.example,Ü\n".encode() * 3)


def test_many_records_come_some_thousands_at_once() -> None:
    text = "email\n" + "".join(f"r{number}@reader.example\n" for number in range(AT_ONCE + 1))
    sizes = [len(list(records)) for _, records in read_sheet(text_of(io.BytesIO(text.encode())), now=NOW).groups]
    assert sizes == [AT_ONCE, 1]


WORDS = st.sampled_from([
    "email", "status", "lists", "topics", "name", ",", ";", "\t", "\n", "\r\n", '"', "'", "{", "}", "[", ":", "null",
    "ana@reader.example", "subscribed", "joined_at", "\0", "é", "sep=;", '{"email":"a@b.example"}', "\ufeff", "=1",
])  # fmt: skip


@given(st.binary(max_size=200) | st.lists(WORDS, max_size=30).map(lambda words: "".join(words).encode()))
def test_no_bytes_raise_anything_but_the_documented_refusal(data: bytes) -> None:
    with suppress(RosterError):
        assert all(number > 0 for number in read(data))


@given(
    st.lists(WORDS, max_size=30).map("".join),
    st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]),
)
def test_nor_in_any_encoding(text: str, encoding: str) -> None:
    with suppress(RosterError):
        read(text.encode(encoding, "replace"))


def test_an_apostrophe_before_the_first_address_opens_no_cell(bring, states) -> None:
    assert bring("'ana@reader.example\n'ben@reader.example\n").refused == []
    assert list(states()) == ["ana@reader.example", "ben@reader.example"]

"""A file of suppressions is read as it comes, whatever its shape, and nothing in it stops the rest."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.database import immediate, stamp
from subscribers.erasure import mark_erased
from subscribers.files.exporting import Format
from subscribers.files.text.formulas import MARKS
from subscribers.suppression_files import entries_in, export
from subscribers.suppressions import Entry, Suppressions

if TYPE_CHECKING:
    from datetime import datetime

LINES = "ana@reader.example\n\n  @spam.example \nbücher@reader.example\n"
CSV = 'Reason,Address\n"gone, for good",ana@reader.example\n,@spam.example\n'

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1, max_size=20).filter(
    lambda text: text.strip() and text.strip()[0] not in MARKS
)


def read(raw: bytes) -> list[Entry]:
    return list(entries_in(BytesIO(raw)))


def test_an_address_or_a_domain_a_line_is_numbered_by_its_line() -> None:
    assert read(LINES.encode()) == [
        Entry(1, "ana@reader.example"),
        Entry(3, "@spam.example"),
        Entry(4, "bücher@reader.example"),
    ]


def test_csv_is_read_by_its_header_in_any_order_and_the_header_is_number_1() -> None:
    assert read(CSV.encode()) == [Entry(2, "ana@reader.example", "gone, for good"), Entry(3, "@spam.example")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_ending_is_read_the_same(encoding: str, end: str) -> None:
    for text in (LINES, CSV):
        assert read(text.replace("\n", end).encode(encoding)) == read(text.encode())


def test_a_bad_byte_is_the_affair_of_its_line(suppressions: Suppressions, now: datetime) -> None:
    raw = "bücher@reader.example\nb#@reader.example\nana@reader.example\n".encode().replace(b"#", b"\xfc")
    tally = suppressions.add_many(entries_in(BytesIO(raw)), "gone", now=now, source="a test")
    assert [one.row for one in tally.refused] == [2]
    assert {one.address for one in suppressions.list()} == {"bücher@reader.example", "ana@reader.example"}


@pytest.mark.parametrize("header", [
    "Adresse;Grund", "Grund|E-Mail-Adresse", "Correo electrónico\tMotivo", "Courriel;Motif", "Indirizzo,Motivo",
    "Электронная почта;Причина", "メールアドレス,理由", "Email;Reason",
])  # fmt: skip
def test_a_header_is_understood_in_the_languages_of_files_of_readers(header: str) -> None:
    separator = next(one for one in ";|\t," if one in header)
    row = ["gone", "ana@reader.example"] if header.startswith("Grund") else ["ana@reader.example", "gone"]
    assert read(f"{header}\n{separator.join(row)}\n".encode()) == [Entry(2, "ana@reader.example", "gone")]


def test_a_services_export_of_bounces_is_read_with_its_times() -> None:
    assert read(b"status,Reason,Email,Created At\n5.1.1,no mailbox,ana@reader.example,2026-01-02 03:04:05\n") == [
        Entry(2, "ana@reader.example", "no mailbox", "", "2026-01-02T03:04:05Z")
    ]


def test_an_object_may_name_its_address_like_a_column() -> None:
    assert read(b'{"email": "ana@reader.example", "Reason": "gone"}\n') == [Entry(1, "ana@reader.example", "gone")]


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("name", ["email", "Email Address", "E-MAIL"])
def test_other_separators_and_names_of_the_column_are_known(separator: str, name: str) -> None:
    text = f"id{separator}{name}{separator}reason\n1{separator}ana@reader.example{separator}gone\n"
    assert read(text.encode()) == [Entry(2, "ana@reader.example", "gone")]


def test_a_record_without_an_address_is_an_entry_to_be_refused() -> None:
    assert read(b"address,reason\n,complaint\nana@reader.example\n") == [
        Entry(2, "", "complaint"),
        Entry(3, "ana@reader.example"),
    ]


def test_a_quotation_mark_that_never_ends_does_not_swallow_the_memory() -> None:
    raw = b'address\n"' + b"x" * 300_000 + b"\nana@reader.example\n"
    found = read(raw)
    assert all(len(one.address) <= 140_000 for one in found)
    assert found[-1].address == "ana@reader.example"


def test_an_empty_file_holds_nothing() -> None:
    assert read(b"") == read(b"\n\n") == read(b"address,reason\n") == []


@given(st.lists(st.tuples(CELL, CELL), max_size=5))  # a spreadsheet's marks apart, which are taken away
def test_what_a_program_writes_as_csv_is_read_back(written: list[tuple[str, str]]) -> None:
    file = StringIO()
    csv.writer(file, lineterminator="\n").writerows([("address", "reason"), *written])
    found = [(one.address, one.reason) for one in read(file.getvalue().encode())]
    assert found == [(address.strip(), reason.strip()) for address, reason in written]


@given(st.binary(max_size=200))
def test_no_bytes_at_all_stop_the_reading(raw: bytes) -> None:
    for entry in read(raw):
        assert entry.row >= 1


@pytest.mark.parametrize("form", list(Format))
def test_what_is_exported_imported_and_exported_again_is_the_same(migrated, now, form) -> None:
    def written(db) -> str:
        out = StringIO(newline="")
        export(db, out, form=form)
        return out.getvalue()

    one, other = migrated("one.db"), migrated("other.db")
    there = Suppressions(one)
    there.add("@spam.example", "=asked", now=now, source="shell")
    there.add("ana@bücher.example", 'said "never", twice', now=now, source="sendgrid: daily/2026-11-23")
    there.add("'+ben@reader.example", "complaint", now=now)
    with immediate(one):
        mark_erased(one, "gone@reader.example", source="shell", now=stamp(now))
    later = now + timedelta(days=9)
    tally = Suppressions(other).add_many(read(written(one).encode()), "old list", now=later, source="import")
    assert (tally.added, tally.refused) == (3, ())
    assert written(other) == written(one)
    assert not [cell for row in csv.reader(StringIO(written(one))) for cell in row if cell[:1] in set("=+-@")]


@pytest.mark.parametrize("text", [
    "address,at\nana@reader.example,03/12/2020\nben@reader.example,31/12/2020\n",
    '{"address": "ana@reader.example", "at": "3.12.20"}\n{"address": "ben@reader.example", "at": "31.12.20"}\n',
    'address;at\nana@reader.example;Dec 3, 2020\nben@reader.example;"31 Dec 2020"\n',
])  # fmt: skip
def test_dates_are_read_as_in_files_of_readers(text: str) -> None:
    assert [one.at for one in read(text.encode())] == ["2020-12-03T00:00:00Z", "2020-12-31T00:00:00Z"]


def test_a_date_that_nothing_decides_is_not_guessed_at() -> None:
    assert [one.at for one in read(b"address,at\nana@reader.example,03/12/2020\n")] == [""]


def test_a_line_that_is_no_object_is_refused_and_stops_nothing(suppressions, now) -> None:
    raw = b'{"address": "ana@reader.example", "at": "soon"}\n[1]\n{"address": 5}\n{broken\n{"address": "@b.example"}\n'
    tally = suppressions.add_many(read(raw), "old list", now=now, source="import")
    assert (tally.added, [one.row for one in tally.refused]) == (2, [2, 3, 4])
    assert {(one.reason, one.source, one.at) for one in suppressions.list()} == {("old list", "import", now)}


@pytest.mark.parametrize("raw", [
    "'ana@reader.example\n", "=ana@reader.example\n", "email\n'ana@reader.example\n",
    'E-Mail;Grund\n"=""ana@reader.example""";x\n', '{"email": "\'ana@reader.example"}\n',
])  # fmt: skip
def test_a_spreadsheets_marks_let_nobody_be_mailed(raw: str) -> None:
    assert [one.address for one in read(raw.encode())] == ["ana@reader.example"]

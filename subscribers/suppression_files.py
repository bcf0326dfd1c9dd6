"""Reads and writes files of addresses that must not be mailed: CSV, JSON lines, or an address a line."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from dataclasses import replace
from typing import TYPE_CHECKING

from subscribers.database import stamp
from subscribers.files.exporting import Format
from subscribers.files.records.day_orders import DayOrders, year_first
from subscribers.files.text.encoding import LOST, text_of
from subscribers.files.text.formulas import MARKS, as_it_was, defused, unmarked
from subscribers.files.text.separated import SEPARATORS
from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.headings import BY_NAME, heading, headings
from subscribers.files.vocabulary.moments import moment_in
from subscribers.model import Kind
from subscribers.suppressions import Entry, Suppressions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO, TextIO

    from sqlite_utils import Database

_TOLD = ("reason", "source", "at")
_OURS = ["address", *_TOLD]  # columns as we write them: then every address is as it is meant
_COLUMNS = {
    "address": BY_NAME[Field.ADDRESS],
    "reason": headings(
        "reason, grund, ursache, motif, raison, motivo, razón, reden, orsak, powód, причина, 理由, 原因"
    ),
    "source": headings("source, herkunft, quelle, origine, origen, fuente, origem, fonte, bron, källa, źródło"),
    "at": headings(
        "at, since, date, created, created at, added, added at, datum, seit, fecha, data, depuis, desde, дата"
    ),
}
_LONGEST = 10_000  # characters; a line is cut there, so that no file fills the memory


def entries_in(stream: BinaryIO) -> Iterator[Entry]:
    """Yield what a file holds, as it is read; nothing is judged.

    A first line that names a column of addresses, as files of readers call it, is a header: then what follows is CSV,
    separated as the header is, and columns for `reason`, `source` and `at` are read too. A first line that begins with
    a brace is an object with these keys, as all lines then are. Else each line is one address or `@domain`. Empty
    lines are passed over, and counted. The encoding is found out as for files of readers; bytes that are no text in it
    are shown as such, and make an address none. Of dates like 03/04/2020 the whole file tells which is the day.
    """
    orders = DayOrders()
    with tempfile.TemporaryFile() as copy:  # since standard input cannot be read twice
        shutil.copyfileobj(stream, copy)
        text = text_of(copy)
        for entry in _entries(text):
            orders.look("at", entry.at)
        day_first = orders.decided().get("at")
        for entry in _entries(text):
            yield replace(entry, at=_stamp(entry.at, day_first=day_first)) if entry.at else entry


def _entries(text: TextIO) -> Iterator[Entry]:
    """Yield what a file holds, with times as they stand there."""
    text.seek(0)
    lines = _lines(text)
    first = next(lines, "")
    for separator in SEPARATORS:
        names = next(csv.reader([first], delimiter=separator), [])
        places = _places(names)
        if "address" in places:
            found = _records(lines, separator, places)
            yield from found if names == _OURS else map(_unmarked, found)
            return
    number, line = 1, first
    read = _object if first.lstrip().startswith("{") else _line
    while line:
        if stripped := line.strip():
            yield read(number, stripped)
        number, line = number + 1, next(lines, "")


def _places(names: Sequence[str]) -> dict[str, int]:
    """Return where stands what is known of these columns, by what it is."""
    known = {name: place for place, name in reversed(list(enumerate(map(heading, names))))}
    found = ((what, next((known[word] for word in words if word in known), None)) for what, words in _COLUMNS.items())
    return {what: place for what, place in found if place is not None}


def export(db: Database, out: TextIO, *, form: Format = Format.CSV) -> int:
    """Write what is suppressed, by what it is keyed by, and return how much; read again it is the same.

    Of who was erased nothing is written: their hashes mean nothing to another database. In CSV no cell is a formula.
    """
    found = [one for one in Suppressions(db).list() if one.kind is not Kind.ERASED]
    records = [(one.address, one.reason, one.source, stamp(one.at)) for one in found]
    if form is Format.JSONL:
        objects = (dict(zip(_OURS, record, strict=True)) for record in records)
        out.writelines(f"{json.dumps(one, ensure_ascii=False)}\n" for one in objects)
    else:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_OURS)
        writer.writerows([defused(cell) for cell in record] for record in records)
    return len(records)


def _object(number: int, line: str) -> Entry:
    """Read a line of JSON lines; what is no object, or has no text for an address, stands as it is, to be refused."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return Entry(number, line)
    places, values = (_places(list(found)), list(found.values())) if isinstance(found, dict) else ({}, [])
    if "address" not in places or not isinstance(address := values[places["address"]], str):
        return Entry(number, line)
    reason, source, at = (str(values[places[name]] or "") if name in places else "" for name in _TOLD)
    entry = Entry(number, address.strip(), reason, source, at)
    return entry if list(found) == _OURS else _unmarked(entry)


def _line(number: int, line: str) -> Entry:
    return _unmarked(Entry(number, line))


def _unmarked(entry: Entry) -> Entry:
    """Return an entry without what a spreadsheet puts about an address: it is to mean whom it looks like."""
    return replace(entry, address=unmarked(entry.address)) if entry.address[:1] in MARKS else entry


def _records(lines: Iterator[str], separator: str, places: Mapping[str, int]) -> Iterator[Entry]:
    """Yield the records below the header, which is number 1."""
    reader, number = csv.reader(lines, delimiter=separator), 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Entry(number, f"({error})")
            continue
        if any(cell.strip() for cell in cells):
            yield Entry(number, *(_cell(cells, places.get(name)) for name in ("address", *_TOLD)))


def _cell(cells: Sequence[str], place: int | None) -> str:
    return as_it_was(cells[place].strip()) if place is not None and place < len(cells) else ""


def _stamp(text: str, *, day_first: bool | None) -> str:
    """Return a time as the tables keep it, and nothing for what is none that can be read without a guess."""
    found = moment_in(text if day_first is None else year_first(text, day_first=day_first))
    return stamp(found) if found else ""


def _lines(text: TextIO) -> Iterator[str]:
    while line := text.readline(_LONGEST):
        yield line.replace(LOST, "\ufffd")

"""Reads files of addresses that must not be mailed: one a line, or CSV with a header."""

from __future__ import annotations

import csv
import shutil
import tempfile
from typing import TYPE_CHECKING

from subscribers.files.encoding import LOST, text_of
from subscribers.suppressions import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

_ADDRESS_COLUMNS = ("address", "email", "email address", "e-mail", "e-mail address")
_REASON_COLUMN = "reason"
_SEPARATORS = ";\t,"
_LONGEST = 10_000  # characters; a line is cut there, so that no file fills the memory


def entries_in(stream: BinaryIO) -> Iterator[Entry]:
    """Yield what a file holds, as it is read; nothing is judged.

    A first line that names a column `address` (or `email`) is a header: then what follows is CSV, separated by commas,
    semicolons or tabs as the header is, and a column `reason` is read too. Else each line is one address or `@domain`.
    Empty lines are passed over, and counted. The encoding is found out as for files of readers; bytes that are no text
    in it are shown as such, and make an address none.
    """
    lines = _lines(stream)
    first = next(lines, "")
    separator = next((one for one in _SEPARATORS if one in first), ",")
    columns = [cell.strip().casefold() for cell in next(csv.reader([first], delimiter=separator), [])]
    if address := next((name for name in _ADDRESS_COLUMNS if name in columns), ""):
        reason = columns.index(_REASON_COLUMN) if _REASON_COLUMN in columns else None
        yield from _records(lines, separator, columns.index(address), reason)
        return
    number, line = 1, first
    while line:
        if text := line.strip():
            yield Entry(number, text)
        number, line = number + 1, next(lines, "")


def _records(lines: Iterator[str], separator: str, address: int, reason: int | None) -> Iterator[Entry]:
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
            yield Entry(number, _cell(cells, address), _cell(cells, reason))


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _lines(stream: BinaryIO) -> Iterator[str]:
    with tempfile.TemporaryFile() as copy:  # since standard input cannot be read twice
        shutil.copyfileobj(stream, copy)
        text = text_of(copy)
        while line := text.readline(_LONGEST):
            yield line.replace(LOST, "\ufffd")

"""Reads separated values (RFC 4180, and what programs make of it) record by record; a broken one stops nothing."""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from subscribers.files.lines import LONGEST_CELL

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterable, Iterator

SEPARATORS = ",;\t|"

_MOST_LINES = 10_000  # that one record may go over


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a file are told apart."""

    separator: str = ","
    quote: str = '"'


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not be read; `text` is the beginning of its first line."""

    text: str
    reason: str


def first_record(lines: Iterable[str], dialect: Dialect) -> list[str]:
    """Return the cells of the first record that has any; none where all lines are blank or it is broken."""
    try:
        return next((cells for cells in _reader(lines, dialect) if any(cells)), [])
    except csv.Error:
        return []


def records(blocks: Iterable[list[str]], dialect: Dialect) -> Iterator[list[str] | Broken]:
    """Yield the cells of each record, blank ones too, or what is wrong with it.

    A quotation mark that is never closed would swallow all that follows, up to the next such mark: so only the line
    that holds it is broken, and reading goes on with the next. Memory stays bounded by the longest record.
    """
    source = _Source(blocks)
    while True:
        reader = _reader(source.lines(), dialect)
        try:
            for cells in reader:
                yield cells
                source.taken = reader.line_num
        except csv.Error as error:
            yield from _mended(source.rewind(reader.line_num), dialect, error)
        else:
            return


def _mended(lines: list[str], dialect: Dialect, error: csv.Error) -> Iterator[list[str] | Broken]:
    """Read a record of one line less strictly; any other is broken."""
    if len(lines) == 1:
        try:
            yield next(_reader(lines, dialect, strict=False))
            return
        except csv.Error as again:
            error = again
    yield Broken(lines[0][:100], _reason(error, lines))


def _reason(error: csv.Error, lines: list[str]) -> str:
    if "field larger" in str(error):
        return f"a cell is longer than {LONGEST_CELL:,} characters"
    if len(lines) > 1:
        return "a quotation mark is opened on this line and not closed"
    return str(error)


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool = True) -> _csv.Reader:
    return csv.reader(lines, delimiter=dialect.separator, quotechar=dialect.quote, strict=strict)


class _Source:
    """Hands out lines and keeps those of the record at hand, so that it can be begun anew after its first line.

    `taken` is how many of the lines handed out since `lines` was called belong to whole records.
    """

    def __init__(self, blocks: Iterable[list[str]]) -> None:
        self.taken = 0
        self._blocks = iter(blocks)
        self._kept: deque[list[str]] = deque()  # the block that holds the first line not taken, and all after it
        self._passed = 0  # lines before those kept

    def lines(self) -> Iterator[str]:
        self._kept, waiting = deque(), self._kept
        self.taken = self._passed = 0
        return chain.from_iterable(self._handed_out(waiting))

    def rewind(self, seen: int) -> list[str]:
        """Return the lines of the record at hand, `seen` lines from the beginning; only its first counts as read."""
        lines = list(chain.from_iterable(self._kept))
        first = self.taken - self._passed
        self._kept = deque([lines[first + 1 :]])
        return lines[first : seen - self._passed]

    def _handed_out(self, waiting: Iterable[list[str]]) -> Iterator[list[str]]:
        for block in chain(waiting, self._blocks):
            while self._kept and self._passed + len(self._kept[0]) <= self.taken:
                self._passed += len(self._kept.popleft())
            waited = self._passed + sum(map(len, self._kept)) - self.taken
            self._kept.append(block)
            if waited > _MOST_LINES:
                raise csv.Error("it goes over too many lines")
            yield block

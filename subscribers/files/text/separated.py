"""Reads separated values (RFC 4180, and what programs make of it) record by record; a broken one stops nothing."""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from subscribers.files.text.lines import LONGEST_CELL

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterable, Iterator

SEPARATORS = ",;\t|"

_MOST_LINES = 10_000  # that one record may go over
_PATIENCE = 1_000_000  # lines that may be read again, beside twice those that are read for the first time
_SHOWN = 100  # characters of a broken record that are kept


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a file are told apart."""

    separator: str = ","
    quote: str = '"'
    wrapped: bool = False  # whether each line stands in quotation marks as a whole, as Excel makes of a wrong import


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
    that holds it is broken, and reading goes on with the next. Neither memory nor time grows beyond measure, whatever
    the file holds: where going back over and over does not help, all lines that a record went over are broken.
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
            yield from source.given_up()
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
    yield Broken(lines[0][:_SHOWN], _reason(error, lines))


def _reason(error: csv.Error, lines: list[str]) -> str:
    if "field larger" in str(error):
        return f"a cell is longer than {LONGEST_CELL:,} characters"
    if len(lines) > 1 and "too many lines" not in str(error):
        return "a quotation mark is opened on this line and not closed"
    return str(error)


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool = True) -> _csv.Reader:
    if dialect.wrapped:
        lines = map(_unwrapped, lines)
    return csv.reader(lines, delimiter=dialect.separator, quotechar=dialect.quote, strict=strict)


def _unwrapped(line: str) -> str:
    bare = line.strip()
    return bare[1:-1].replace('""', '"') + "\n" if len(bare) > 1 and bare[0] == bare[-1] == '"' else line


class _Source:
    """Hands out lines and keeps those of the record at hand, so that it can be begun anew after its first line.

    `taken` is how many of the lines handed out since `lines` was called belong to whole records. Lines are numbered
    from 0, and going back costs no more than the lines that are read again.
    """

    def __init__(self, blocks: Iterable[list[str]]) -> None:
        self.taken = 0
        self._blocks = iter(blocks)
        self._kept: deque[list[str]] = deque()  # the block that holds the first line not taken, and all after it
        self._first = 0  # the number of the first line kept
        self._begun = 0  # the number of the first line handed out since `lines` was called
        self._patience = _PATIENCE  # lines that may yet be read again
        self._given_up: list[str] = []

    def lines(self) -> Iterator[str]:
        self.taken = 0
        return chain.from_iterable(self._handed_out())

    def rewind(self, seen: int) -> list[str]:
        """Return the lines of the record at hand, `seen` lines from the beginning; only its first counts as read."""
        first, end = self._begun + self.taken, self._begun + seen
        lines = list(chain.from_iterable(self._between(first, end)))
        self._patience -= end - first
        again = self._patience > 0
        self._begun = first + 1 if again else end
        self._given_up = [] if again else lines[1:]
        return lines

    def given_up(self) -> Iterator[Broken]:
        """Yield the lines that are not read again although they were of a broken record."""
        yield from (Broken(line[:_SHOWN], "it was taken for a part of the record before it") for line in self._given_up)

    def _handed_out(self) -> Iterator[Iterable[str]]:
        yield from self._between(self._begun, self._first + sum(map(len, self._kept)))
        for block in self._blocks:
            done = self._begun + self.taken
            while self._kept and self._first + len(self._kept[0]) <= done:
                self._first += len(self._kept.popleft())
            waited = self._first + sum(map(len, self._kept)) - done
            self._kept.append(block)
            if waited > _MOST_LINES:
                raise csv.Error("the record goes over too many lines")
            self._patience += 2 * len(block)
            yield block

    def _between(self, first: int, end: int) -> Iterator[Iterable[str]]:
        """Yield the kept lines from one number up to another, block by block."""
        number = self._first
        for block in tuple(self._kept):
            places = range(max(first - number, 0), min(end - number, len(block)))
            yield map(block.__getitem__, places)
            number += len(block)

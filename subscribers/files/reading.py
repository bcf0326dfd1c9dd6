"""Reads a file of readers record by record, whichever kind it is, once its first record has told what it holds."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Any

from subscribers.errors import BadFile, BadValue
from subscribers.files.cells import BadCell
from subscribers.files.columns import headless, names_addresses, recognised
from subscribers.files.encoding import LOST, WHY_LOST
from subscribers.files.first_look import FirstLook
from subscribers.files.lines import blocks_of_lines
from subscribers.files.meaning import Meaning
from subscribers.files.objects import cells_of, objects, texts_of
from subscribers.files.separated import SEPARATORS, Broken, Dialect, first_record, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from subscribers.files.columns import Columns
    from subscribers.files.encoding import Text
    from subscribers.files.fields import Field

    Numbered = tuple[int, Sequence[str] | Broken]
    Group = tuple[Meaning, Iterable[Numbered]]

AT_ONCE = 5000  # records handed on together

_SEPARATOR_TOLD = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)  # a first line that spreadsheets write
_TITLE_ROWS = 10  # below the first that are looked through for the names of columns
_MOST_UNREAD = 1000  # names of what is not read that are remembered
_SHAPES = 100  # sets of keys whose meaning is remembered; in one file there is hardly more than one


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file whose first record was read: what made it, and its records, some thousands with the same columns at once.

    A record is numbered as a spreadsheet numbers its rows: the column names are 1. Blank ones are left out.
    """

    format: str
    by_row: bool  # whether each row says which lists it means
    unread: Iterable[str]  # names of columns; complete once all groups were taken, since objects may differ
    groups: Iterator[Group]


def read_sheet(text: Text, *, now: datetime, told: Mapping[str, Field] | None = None) -> Sheet:
    """Begin to read a file; what the operator `told` of its columns goes before what is known of them.

    Raises:
        BadFile: it is empty, or no column is known to hold addresses.
        BadValue: the operator told of a column that is not there.
    """
    blocks = blocks_of_lines(text)
    head = _head(blocks)
    if head is None:
        raise BadFile("the file is empty")
    begins = "".join(head[:100]).lstrip()[:1]
    if begins == "[":
        raise BadFile("the file is one JSON array; write an object a line, such as with: jq -c '.[]'")
    if begins == "{":
        return _objects(text, chain([head], blocks), now=now, told=told or {})
    return _separated(text, head, blocks, now=now, told=told or {})


def _separated(
    text: Text, head: list[str], blocks: Iterator[list[str]], *, now: datetime, told: Mapping[str, Field]
) -> Sheet:
    if found := _SEPARATOR_TOLD.fullmatch(head[0]):
        head, dialects = head[1:], [Dialect(found[1])]
    else:
        begins = "".join(head[:100]).lstrip().split("\n", 1)[0]
        quote = "'" if begins.startswith("'") and begins.count("'") > 1 else '"'  # one alone marks a text
        dialects = [Dialect(separator, quote) for separator in SEPARATORS]
    dialect = max(dialects, key=lambda one: _likelihood(first_record(head, one), told))
    found_records = records(chain([head], blocks), dialect)
    first = _first(found_records)
    if not isinstance(first, list):
        raise BadFile(f"the column names cannot be read: {first.reason if first else 'there are none'}")
    some = list(islice(found_records, AT_ONCE))
    columns, named = _columns(first, told, below=some)
    look = FirstLook(now=now)
    look.take(columns, some if named else [first, *some])
    if look.needed:
        look.take(columns, found_records)
        look.decide()
        found_records = _again(text, dialect, lines_before=1 if found else 0)
    else:
        found_records = chain(some, found_records)
    numbered = enumerate(found_records if named else chain([first], found_records), start=2 if named else 1)
    columns = look.settled(columns)
    meaning = Meaning(columns, now=now, defused=True, day_first=look.day_first(columns))
    groups = ([_legible(one, meaning) for one in group] if text.damaged else group for group in _grouped(numbered))
    return Sheet(meaning.format, meaning.by_row, columns.unread, ((meaning, group) for group in groups))


def _again(text: Text, dialect: Dialect, *, lines_before: int) -> Iterator[list[str] | Broken]:
    """Return the records of a file once more, but for the first that has anything in it."""
    text.seek(0)
    blocks = blocks_of_lines(text)
    head = _head(blocks) or []
    found = records(chain([head[lines_before:]], blocks), dialect)
    _first(found)
    return found


def _head(blocks: Iterator[list[str]]) -> list[str] | None:
    """Take the first block of lines that are not all blank."""
    return next((block for block in blocks if any(not line.isspace() for line in block)), None)


def _first(found: Iterator[list[str] | Broken]) -> list[str] | Broken | None:
    """Take the first record that has anything in it."""
    return next((cells for cells in found if isinstance(cells, Broken) or any(cells)), None)


def _likelihood(cells: Sequence[str], told: Mapping[str, Field]) -> tuple[bool, int]:
    try:
        _columns(cells, told)
    except (BadFile, BadValue):
        return False, len(cells)
    return True, len(cells)


def _columns(
    first: Sequence[str], told: Mapping[str, Field], *, below: Sequence[Sequence[str] | Broken] = ()
) -> tuple[Columns, bool]:
    """Return what the columns hold, and whether the first record names them: it may be a reader, or a title."""
    records_below = [cells for cells in below[:_TITLE_ROWS] if isinstance(cells, list)]
    try:
        return recognised(first, told=told, below=records_below), True
    except (BadFile, BadValue):
        if columns := headless(first, told=told):
            return columns, False
        for row, cells in enumerate(below[:_TITLE_ROWS], start=2):
            if isinstance(cells, list) and names_addresses(cells):
                raise BadFile(f"the column names seem to stand in row {row}; delete what stands above it") from None
        raise


def _grouped(numbered: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    while some := list(islice(numbered, AT_ONCE)):
        if group := [one for one in some if isinstance(one[1], Broken) or any(one[1])]:
            yield group


def _legible(one: Numbered, meaning: Meaning) -> Numbered:
    """Return a record as it is, or broken where bytes of it are lost."""
    number, record = one
    if isinstance(record, Broken):
        return number, Broken(_shown(record.text), record.reason)
    return (number, Broken(_shown(meaning.address_in(record)), WHY_LOST)) if LOST in "".join(record) else one


def _shown(text: str) -> str:
    return text.replace(LOST, "\ufffd")


def _objects(text: Text, blocks: Iterable[list[str]], *, now: datetime, told: Mapping[str, Field]) -> Sheet:
    shapes = _Shapes(now, told)
    numbered = _numbered_objects(blocks)
    some = list(islice(numbered, AT_ONCE))
    first = next((found for _, found in some if isinstance(found, dict)), None)
    if first is None:
        number, broken = some[0] if some else (1, Broken("", "there is no object in it"))
        assert isinstance(broken, Broken)
        raise BadFile(f"line {number} cannot be read: {broken.reason}")
    if shapes.whole_file_tells(found for _, found in some):
        shapes.look(found for _, found in numbered)
        text.seek(0)
        again = blocks_of_lines(text)
        numbered = _numbered_objects(chain([_head(again) or []], again))
    else:
        numbered = chain(some, numbered)
    meaning = shapes.meaning(tuple(first))
    return Sheet(f"{meaning.format}, JSON lines", meaning.by_row, shapes.unread.keys(), shapes.groups(numbered))


def _numbered_objects(blocks: Iterable[list[str]]) -> Iterator[tuple[int, dict[str, Any] | Broken]]:
    return ((number, found) for number, found in enumerate(objects(blocks), start=1) if found)


class _Shapes:
    """Knows what objects mean by their keys, which may differ from one to the next."""

    def __init__(self, now: datetime, told: Mapping[str, Field]) -> None:
        self._now, self._told = now, told
        self._look = FirstLook(now=now)
        self._columns = lru_cache(maxsize=_SHAPES)(partial(recognised, told=told))
        self._meanings: dict[tuple[str, ...], Meaning] = {}
        self.unread: dict[str, None] = {}

    def whole_file_tells(self, found: Iterable[dict[str, Any] | Broken]) -> bool:
        """Look at some objects, and tell whether all have to be looked at."""
        self._take(found)
        return self._look.needed

    def look(self, found: Iterable[dict[str, Any] | Broken]) -> None:
        """Look at all other objects, and decide."""
        self._take(found)
        self._look.decide()

    def _take(self, found: Iterable[dict[str, Any] | Broken]) -> None:
        for keys, alike in groupby((one for one in found if isinstance(one, dict)), key=tuple):
            with suppress(BadFile, BadValue):  # which refuses them alone, later on
                self._look.take(self._columns(keys), map(texts_of, alike))

    def meaning(self, keys: tuple[str, ...]) -> Meaning:
        if keys not in self._meanings:
            if len(self._meanings) >= _SHAPES:
                self._meanings.clear()
            columns = self._look.settled(self._columns(keys))
            day_first = self._look.day_first(columns)
            self._meanings[keys] = Meaning(columns, now=self._now, defused=False, day_first=day_first)
            if len(self.unread) < _MOST_UNREAD:
                self.unread |= dict.fromkeys(columns.unread)
        return self._meanings[keys]

    def groups(self, numbered: Iterable[tuple[int, dict[str, Any] | Broken]]) -> Iterator[Group]:
        told = (self._told_by(number, found) for number, found in numbered)
        for meaning, group in groupby(told, key=lambda one: one[0]):
            rows = ((number, record) for _, number, record in group)
            while some := list(islice(rows, AT_ONCE)):
                yield meaning, some

    def _told_by(self, number: int, found: dict[str, Any] | Broken) -> tuple[Meaning, int, list[str] | Broken]:
        if isinstance(found, dict):
            try:
                meaning = self.meaning(tuple(found))
            except (BadFile, BadValue) as error:
                found = Broken("", str(error))
            else:
                return meaning, number, _cells(found, meaning)
        return next(iter(self._meanings.values())), number, found


def _cells(found: dict[str, Any], meaning: Meaning) -> list[str] | Broken:
    try:
        return cells_of(found, meaning.by_place)
    except BadCell as error:
        return Broken(_shown(meaning.address_in([str(value) for value in found.values()])), str(error))

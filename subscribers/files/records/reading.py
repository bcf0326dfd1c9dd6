"""Reads a file of readers record by record, whichever kind it is, once its first record has told what it holds."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from subscribers.errors import BadFile, BadValue
from subscribers.files.records.columns import names_addresses, recognised
from subscribers.files.records.first_look import FirstLook
from subscribers.files.records.headless import headless
from subscribers.files.records.listening import listener
from subscribers.files.records.meaning import Meaning
from subscribers.files.records.narrowing import narrowed
from subscribers.files.records.shapes import objects_of
from subscribers.files.records.sheets import Sheet, first_block, shown, some_of
from subscribers.files.records.told import Told
from subscribers.files.text.encoding import LOST, WHY_LOST
from subscribers.files.text.lines import blocks_of_lines
from subscribers.files.text.separated import SEPARATORS, Broken, Dialect, first_record, records
from subscribers.files.vocabulary.fields import all_left
from subscribers.files.vocabulary.garbled import see_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from subscribers.files.records.columns import Columns
    from subscribers.files.records.listening import Heard
    from subscribers.files.records.sheets import Numbered
    from subscribers.files.text.encoding import Text

_SEPARATOR_TOLD = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)  # a first line that spreadsheets write
_TITLE_ROWS = 10  # below the first that are looked through for the names of columns


def read_sheet(text: Text, *, now: datetime, told: Told | None = None) -> Sheet:
    """Begin to read a file; what the operator `told` of its columns goes before what is known of them.

    Raises:
        BadFile: it is empty, or no column is known to hold addresses.
        BadValue: the operator told of a column that is not there.
    """
    told = told or Told()
    blocks = blocks_of_lines(text)
    head = first_block(blocks)
    if head is None:
        raise BadFile("the file is empty")
    begins = "".join(head[:100]).lstrip()[:1]
    if begins == "[":
        raise BadFile("the file is one JSON array; write an object a line, such as with: jq -c '.[]'")
    if begins == "{":
        return objects_of(text, chain([head], blocks), now=now, told=told)
    return _separated(text, head, blocks, now=now, told=told)


def _separated(text: Text, head: list[str], blocks: Iterator[list[str]], *, now: datetime, told: Told) -> Sheet:
    if found := _SEPARATOR_TOLD.fullmatch(head[0]):
        head, dialects = head[1:], [Dialect(found[1])]
    else:
        begins = "".join(head[:100]).lstrip().split("\n", 1)[0]
        quote = "'" if begins.startswith("'") and begins.count("'") > 1 else '"'  # one alone marks a text
        dialects = [Dialect(separator, quote, wrapped) for wrapped in (False, True) for separator in SEPARATORS]
    dialect = max(dialects, key=lambda one: _likelihood(first_record(head, one), told))
    found_records = records(chain([head], blocks), dialect)
    first = _first(found_records)
    if not isinstance(first, list):
        raise BadFile(f"the column names cannot be read: {first.reason if first else 'there are none'}")
    some = some_of(found_records)
    columns, named = _columns(first, told, below=some)
    left = all_left(told.everyone)
    see_names(() if left else columns.unread, assumed=text.assumed)
    look = FirstLook(now=now, all_left=left)
    look.take(columns, some if named else [first, *some])
    if look.needed:
        look.take(columns, found_records)
        look.decide()
        found_records = _again(text, dialect, lines_before=1 if found else 0)
    else:
        found_records = chain(some, found_records)
    numbered = enumerate(found_records if named else chain([first], found_records), start=2 if named else 1)
    columns = replace(look.settled(columns), said_of_all=told.everyone)
    heard: Heard = {}
    listen = listener(columns, heard, assumed=text.assumed)
    meaning_of = partial(Meaning, now=now, defused=True, day_first=look.day_first(columns), listen=listen)
    meaning = meaning_of(columns)
    groups = ([_legible(one, meaning) for one in group] if text.damaged else group for group in _grouped(numbered))
    read = narrowed(columns, groups, meaning_of)
    return Sheet(columns.service.name, columns, columns.unread, told.met(columns.names), heard, read)


def _again(text: Text, dialect: Dialect, *, lines_before: int) -> Iterator[list[str] | Broken]:
    """Return the records of a file once more, but for the first that has anything in it."""
    text.seek(0)
    blocks = blocks_of_lines(text)
    head = first_block(blocks) or []
    found = records(chain([head[lines_before:]], blocks), dialect)
    _first(found)
    return found


def _first(found: Iterator[list[str] | Broken]) -> list[str] | Broken | None:
    """Take the first record that has anything in it."""
    return next((cells for cells in found if isinstance(cells, Broken) or any(cells)), None)


def _likelihood(cells: Sequence[str], told: Told) -> tuple[bool, int]:
    try:
        _columns(cells, told)
    except (BadFile, BadValue):
        return False, len(cells)
    return True, len(cells)


def _columns(first: Sequence[str], told: Told, *, below: Sequence[Sequence[str] | Broken] = ()) -> tuple[Columns, bool]:
    """Return what the columns hold, and whether the first record names them: it may be a reader, or a title."""
    records_below = [cells for cells in below[:_TITLE_ROWS] if isinstance(cells, list)]
    try:
        return recognised(first, told=told.columns, everywhere=told.everywhere, below=records_below), True
    except (BadFile, BadValue):
        if columns := headless(first, told=told.columns, everywhere=told.everywhere):
            return columns, False
        for row, cells in enumerate(below[:_TITLE_ROWS], start=2):
            if isinstance(cells, list) and names_addresses(cells):
                raise BadFile(f"the column names seem to stand in row {row}; delete what stands above it") from None
        raise


def _grouped(numbered: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    while some := some_of(numbered):
        if group := [one for one in some if isinstance(one[1], Broken) or any(one[1])]:
            yield group


def _legible(one: Numbered, meaning: Meaning) -> Numbered:
    """Return a record as it is, or broken where bytes of it are lost."""
    number, record = one
    if isinstance(record, Broken):
        return number, Broken(shown(record.text), record.reason)
    address = meaning.address_in(record)
    if LOST in (address if meaning.held.all_left else "".join(record)):
        return number, Broken(shown(address), WHY_LOST)
    return number, list(map(shown, record))

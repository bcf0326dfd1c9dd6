"""Says what reading a file of readers comes to, be it separated values or JSON lines: groups of records."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from subscribers.files.text.encoding import LOST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from subscribers.files.records.columns import Columns
    from subscribers.files.records.listening import Heard
    from subscribers.files.records.meaning import Meaning
    from subscribers.files.text.separated import Broken

    Numbered = tuple[int, Sequence[str] | Broken]
    Group = tuple[Meaning, Iterable[Numbered]]

One = TypeVar("One")

AT_ONCE = 5000  # records handed on together


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file whose first record was read: what made it, and its records, some thousands with the same columns at once.

    A record is numbered as a spreadsheet numbers its rows: the column names are 1. Blank ones are left out. `unread`,
    `met` and `heard` are complete once all groups were taken, since objects may differ.
    """

    format: str
    columns: Columns  # of the first record
    unread: Collection[str]  # names of columns that are not read
    met: Collection[str]  # columns that the operator told of, and that are there
    heard: Heard  # words on leaving where nothing is read of how somebody stands
    groups: Iterator[Group]


def some_of(found: Iterator[One]) -> list[One]:
    """Take so many as are handed on together, or those that are left."""
    return list(islice(found, AT_ONCE))


def first_block(blocks: Iterator[list[str]]) -> list[str] | None:
    """Take the first block of lines that are not all blank."""
    return next((block for block in blocks if any(not line.isspace() for line in block)), None)


def shown(text: str) -> str:
    """Return a text that may have lost some of its bytes as people can be shown it."""
    return text.replace(LOST, "\ufffd")

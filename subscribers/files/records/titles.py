"""Tells of a row within a list that another list begins there, such as one of those who left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers.errors import quoted
from subscribers.files.records.columns import TELLING_STANDINGS, names_addresses
from subscribers.files.vocabulary.answers import tells
from subscribers.files.vocabulary.headings import heading
from subscribers.files.vocabulary.leaving import left_by, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subscribers.files.records.columns import Columns

_LEAVERS = (
    "row {} says {}, as if those below it were not to be mailed; give them a file of their own, and import that with "
    "--as unsubscribed, or, if they are readers, take the row out"
)
_NAMES = "row {} names columns again, and others than the first row: {}; give it and what is below it a file of its own"


def begun(row: int, cells: Sequence[str], *, columns: Columns) -> str | None:
    """Return why an import is not to go on at a row without an address, None where it may."""
    if any("@" in cell for cell in cells):
        return None
    said = [(place, cell) for place, cell in enumerate(cells) if any(map(str.isalpha, cell))]
    texts = [cell for _, cell in said]
    if len(said) == 1 and _of_leavers(*said[0], columns):
        return _LEAVERS.format(row, quoted(" ".join(filter(None, cells))))
    if len(said) > 1 and names_addresses(cells) and _headings(cells) != _headings(columns.names):
        return _NAMES.format(row, ", ".join(map(quoted, texts)))
    return None


def _of_leavers(place: int, text: str, columns: Columns) -> bool:
    """Tell whether a text alone in its row is a title; below a column of standings it is but somebody's.

    Where all in the file have left it is no news.
    """
    standing = any(place in columns.fields.get(field, ()) for field in TELLING_STANDINGS)
    return not (standing or columns.all_left) and bool(tells(text) or spoken(text) or left_by(text))


def _headings(names: Sequence[str]) -> list[str]:
    return [found for name in names if (found := heading(name))]

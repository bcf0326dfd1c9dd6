"""Finds out from a whole column whether its dates say the day or the month first, and says them the year first.

A single 03/04/2020 may be two days. Where another row of its column has a number that is no month, such as 31/12/2020,
all of it is told; where none has, or rows contradict each other, the column is left as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subscribers.database import stamp
from subscribers.files.vocabulary.moments import moment_in, plain_stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

# Of two digits a year is only where no ISO date could be meant: 20-12-31 has it in front.
_DATE = re.compile(r"\s*(\d\d?)([./-])(\d\d?)\2(\d{4}|(?<!-)\d\d)(?![\d./-])(.*)", re.ASCII | re.DOTALL)
_CENTURY_ENDS = 70  # years of two digits from here on are of the last century, as POSIX has it


class DayOrders:
    """What the cells seen so far tell of the columns they are of, by the names of those."""

    def __init__(self) -> None:
        self._told: set[tuple[str, bool]] = set()  # of which column, and whether the day comes first there
        self.needed = False  # whether any date was seen that has not its year first

    def look(self, name: str, cell: str) -> None:
        """Take in what a cell of a column says."""
        if found := _DATE.match(cell):
            self.needed = True
            if (day_first := _tells(int(found[1]), int(found[3]))) is not None:
                self._told.add((name, day_first))

    def decided(self) -> Mapping[str, bool]:
        """Return for each column that is decided whether the day comes first there."""
        return {name: day_first for name, day_first in self._told if (name, not day_first) not in self._told}


def year_first(cell: str, *, day_first: bool) -> str:
    """Return a date as ISO 8601 has it; what is none is left as it is.

    >>> year_first("3.4.2020 10:15", day_first=True), year_first("soon", day_first=True)
    ('2020-04-03 10:15', 'soon')
    """
    if not (found := _DATE.match(cell)):
        return cell
    first, second, rest = int(found[1]), int(found[3]), found[5]
    day, month = (first, second) if day_first else (second, first)
    year = int(found[4])
    if len(found[4]) < 4:
        year += 1900 if year >= _CENTURY_ENDS else 2000
    return f"{year:04}-{month:02}-{day:02}{rest}"


def times_meant(text: str) -> list[str]:
    """Return the times, as stamps, that a text may mean."""
    if found := plain_stamp(text):
        return [found]
    readings = {text, *(year_first(text, day_first=day_first) for day_first in (True, False))}
    return [stamp(moment) for reading in readings if (moment := moment_in(reading))]


def _tells(first: int, second: int) -> bool | None:
    if first <= 12 < second <= 31:
        return False
    return True if second <= 12 < first <= 31 else None

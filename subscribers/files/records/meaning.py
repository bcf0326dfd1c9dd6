"""Turns the cells of a record into what is to be taken in of a reader, as the columns of the file say."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, cast

from subscribers.addresses import parted, read
from subscribers.consents import network
from subscribers.database import stamp
from subscribers.errors import BadCell, quoted
from subscribers.files.records.at_least import at_least
from subscribers.files.records.cells import editions_in, named, pause_in, standings_in, topics_in
from subscribers.files.records.day_orders import year_first
from subscribers.files.records.listening import without_name
from subscribers.files.records.verdicts import Verdicts
from subscribers.files.text.formulas import CROSSED_OUT, MARKS, as_it_was, uncrossed, unlinked
from subscribers.files.vocabulary.answers import answer, is_told
from subscribers.files.vocabulary.fields import TIMES, Field
from subscribers.files.vocabulary.moments import past_stamp
from subscribers.files.vocabulary.services import OURS
from subscribers.names import clean, clean_lines, normal_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from subscribers.files.records.cells import ListStanding
    from subscribers.files.records.columns import Columns

    Cells = Sequence[str]
    Taker = Callable[[Cells], object]
    Timer = Callable[[Cells], str | None]

_LONG_WORD = 5  # characters: longer than yes, no, true and false
_MARKED = frozenset(MARKS + CROSSED_OUT)
TIME_UNREAD = "time given as"  # in the remark on a row with a time that could not be read


class Meaning:
    """Reads the records of one file.

    `columns` names the values that `read` returns, as the table of arrivals does; `by_place` is what each cell holds.
    """

    def __init__(
        self,
        columns: Columns,
        *,
        now: datetime,
        defused: bool,
        day_first: Mapping[int, bool] | None = None,
        listen: Callable[[Cells], None] | None = None,
    ) -> None:
        """`day_first` tells of columns with dates like 31/12/2020, by their places, whether the day comes first.

        What else listens to each record that is understood may refuse it with a BadCell.
        """
        self._columns, self._defused, self._all_left = columns, defused, columns.all_left
        self._day_first = tuple((day_first or {}).items())
        self.by_place, self._width = columns.by_place(), columns.width
        self._now, self._listen = stamp(now), listen
        self._moment = lru_cache(maxsize=4096)(partial(past_stamp, now=self._now))
        self._address, self._ours = columns.fields[Field.ADDRESS][0], columns.service is OURS
        takers = {name: taker for name, taker in self._takers().items() if taker}
        if self._all_left:  # no cell but the address keeps a row out, or one that names the lists which they left
            takers |= {name: at_least(taker) for name, taker in takers.items() if name != "lists"}
        self.by_row = columns.by_row  # then what it says of lists is the last value
        self.columns = ("key", "address", "given", *takers)
        self._take = tuple(takers.values())

    def read(self, cells: Cells) -> list[Any]:
        """Return the values of one record; None where it says nothing.

        Raises:
            BadAddress: there is no address, or none that mail can be sent to.
            BadCell: another cell cannot be understood, or there are more cells than columns.
        """
        if len(cells) != self._width:
            cells = self._fitted(cells)
        if self._day_first:
            cells = self._year_first(cells)
        address = cells[self._address]
        if ">" in address:
            address = without_name(address, all_left=self._all_left)
        if address.lstrip()[:1] in _MARKED:
            address = uncrossed(address) if not self._ours else as_it_was(address) if self._defused else address
        if ":" in address:
            address = unlinked(address)
        display, key = read(address.strip())
        values: list[Any] = [key, None if display == key else display, None if display == address else address]
        for take in self._take:
            values.append(take(cells))  # noqa: PERF401  half the time of joining two lists, for rows by the million
        if self._listen:
            self._listen(cells)
        return values

    @property
    def held(self) -> Columns:
        """What the columns hold."""
        return self._columns

    def address_in(self, cells: Cells) -> str:
        """Return what stands in the place of the address, whatever it is."""
        return cells[self._address] if len(cells) > self._address else ""

    def _fitted(self, cells: Cells) -> Cells:
        """Fill up a record that ends early; one that is too long, where cells shifted, tells but who left."""
        width = self._width
        if any(cells[width:]):
            if not self._all_left:
                raise BadCell(f"there are {len(cells)} cells, but {width} columns")
            return [cell if place == self._address else "" for place, cell in enumerate(cells[:width])]
        return [*cells[:width], *[""] * (width - len(cells))]

    def _year_first(self, cells: Cells) -> Cells:
        told = list(cells)
        for place, day_first in self._day_first:
            told[place] = year_first(told[place], day_first=day_first)
        return told

    def _takers(self) -> dict[str, Taker | None]:
        verdicts = Verdicts(self._columns)
        return {
            "name": self._name(),
            "language": self._text(Field.LANGUAGE, normal_language),
            "note": self._joined(Field.NOTE, clean_lines),
            "topics": self._joined(Field.TOPICS, lru_cache(maxsize=4096)(self._topics), separator=","),
            "editions": self._text(Field.SKIPPED_EDITIONS, editions_in),
            "standing": verdicts.standing if verdicts.any else None,
            "joined_at": self._time(Field.JOINED_AT),
            "joined_from": self._text(Field.JOINED_FROM, network),
            "confirmed_at": self._time(Field.CONFIRMED),
            "confirmed_from": self._text(Field.CONFIRMED_FROM, network),
            "left_at": self._time(Field.UNSUBSCRIBED),
            "left_all_at": self._left_all(),
            "suppressed": self._reason() or (verdicts.reason if verdicts.may_suppress else None),
            "suppressed_at": self._time(Field.SUPPRESSED_AT, Field.BOUNCED, Field.COMPLAINED),
            "suppressed_by": self._text(Field.SUPPRESSED_BY),
            "paused_until": self._text(Field.PAUSED_UNTIL, pause_in),
            "remark": self._remark(),
            "lists": self._lists(verdicts),
        }

    def _places(self, *fields: Field) -> tuple[int, ...]:
        return tuple(place for field in fields for place in self._columns.fields.get(field, ()))

    def _cell(self, place: int) -> Callable[[Cells], str]:
        if self._defused:
            return lambda cells: as_it_was(cells[place])
        return lambda cells: cells[place]

    def _text(self, field: Field, reading: Callable[[str], object] = clean) -> Taker | None:
        """Take what a function reads from the one column of a field."""
        places, defused = self._places(field), self._defused
        if not places:
            return None
        (place,) = places

        def take(cells: Cells) -> object:
            if not (cell := cells[place]):
                return None
            return reading(as_it_was(cell) if defused and cell[:1] == "'" else cell) or None

        return take

    def _joined(self, field: Field, reading: Callable[[str], object] = clean, *, separator: str = "; ") -> Taker | None:
        """Take what all columns of a field hold, one after the other."""
        parts = [self._cell(place) for place in self._places(field)]
        if len(parts) < 2:
            return self._text(field, reading)
        return lambda cells: reading(separator.join([text for part in parts if (text := part(cells))])) or None

    def _name(self) -> Taker | None:
        whole, first, last = (self._text(field) for field in (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME))
        parts = [part for part in (first or whole, last) if part]
        if not parts:
            return self._name_beside
        if len(parts) < 2:
            return whole or next(iter(parts), None)
        both: Taker = lambda cells: " ".join([str(name) for part in parts if (name := part(cells))]) or None  # noqa: E731
        return (lambda cells: whole(cells) or both(cells)) if whole and first else both

    def _name_beside(self, cells: Cells) -> str | None:
        """Take the name that stands before the address, as in a mail's header."""
        address = cells[self._address]
        return clean(parted(address)[0]) or None if ">" in address else None

    def _topics(self, cell: str) -> str | None:
        return named(topics_in(cell, separator=self._columns.service.tag_separator), what="topics")

    def _lists(self, verdicts: Verdicts) -> Taker | None:
        """Take what a row says of each list; what it says of the reader holds there too."""
        lists = self._text(Field.LISTS, standings_in)
        times = [self._time(field) for field in (Field.JOINED_AT, Field.CONFIRMED, Field.UNSUBSCRIBED)]
        if not lists or not (verdicts.any or any(times)):
            return lists

        def take(cells: Cells) -> object:
            told = (verdicts.standing(cells), *(time and time(cells) for time in times))
            return tuple(one.beside(*told) for one in cast("tuple[ListStanding, ...]", lists(cells) or ()))

        return take

    def _left_all(self) -> Taker | None:
        """Take when they left everything; they did so now where that is said in a way that tells no time."""
        name = next((name for _, name in self._columns.named(Field.LEFT_ALL)), "")

        def reading(cell: str) -> str | None:
            return (self._moment(cell) or self._now) if is_told(cell, name=name) else None

        return self._text(Field.LEFT_ALL, reading)

    def _time(self, *fields: Field) -> Timer | None:
        """Take the first time, not one to come, that any of these columns holds."""
        places, moment = self._places(*fields), self._moment
        if not places:
            return None

        def take(cells: Cells) -> str | None:
            for place in places:
                if (cell := cells[place]) and (found := moment(cell)):
                    return found
            return None

        return take

    def _reason(self) -> Taker | None:
        """Take why somebody is suppressed; they are not where that is denied and nothing says since when."""
        said, since = self._text(Field.SUPPRESSED), self._time(Field.SUPPRESSED_AT)
        if not said:
            return None

        def reason(cells: Cells) -> object:
            told = said(cells)
            return None if told and answer(str(told)) is False and not (since and since(cells)) else told

        return reason

    def _remark(self) -> Taker | None:
        """Take what the consent log is to repeat: why they left, and times as they stand where they cannot be read."""
        why, moment = self._joined(Field.WHY), self._moment
        times = self._places(*TIMES)

        def remark(cells: Cells) -> str | None:
            parts = [f"why: {told}"] if why and (told := why(cells)) else []
            unread = [text for place in times if (text := cells[place]) and not moment(text) and len(text) > _LONG_WORD]
            return "; ".join([*parts, *[f"{TIME_UNREAD} {quoted(clean(text))}" for text in unread]]) or None

        return remark if why or times else None

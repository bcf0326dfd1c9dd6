"""Looks through the records of a file for what only whole columns tell, before anything of it is taken in.

That is whether the day or the month comes first in dates like 03/04/2020, and whether a column whose name merely hints
at it says who is to be mailed. Columns go by their names, which in JSON lines alone are the same from one to the next.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from subscribers.database import stamp
from subscribers.errors import Untold
from subscribers.files.records.columns import TELLING_STANDINGS
from subscribers.files.records.day_orders import DayOrders
from subscribers.files.records.kinds import FEW_WORDS, Unclear, guess, kind_of, may_choose, understood
from subscribers.files.records.told import untold
from subscribers.files.vocabulary.fields import TIMES, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from subscribers.files.records.columns import Columns
    from subscribers.files.records.kinds import Kind
    from subscribers.files.text.separated import Broken
    from subscribers.files.vocabulary.hints import Hint


class FirstLook:
    """What the records seen so far tell."""

    def __init__(self, *, now: datetime, all_left: bool) -> None:
        """`all_left` says that nobody is to be mailed, so that nothing has to be plain."""
        self._all_left = all_left
        self._orders = DayOrders()
        self._hints: dict[str, Hint] = {}
        self._kinds: defaultdict[str, set[Kind]] = defaultdict(set)
        self._kind = lru_cache(maxsize=4096)(partial(kind_of, now=stamp(now)))
        self._words: defaultdict[str, set[str]] = defaultdict(set)  # what the cells are, up to one more than a few
        self._fields: dict[str, Field | None] = {}
        self._settled = False  # whether a column that is known tells how somebody stands

    @property
    def needed(self) -> bool:
        """Whether there is anything that only the whole file tells."""
        return self._orders.needed or bool(self._hints)

    def take(self, columns: Columns, records: Iterable[Sequence[str] | Broken]) -> None:
        """Take in what records with these columns say; those that are broken say nothing."""
        self._settled |= columns.tell_standings
        named = ((columns.names[place], hint) for place, hint in columns.hints)
        self._hints |= {name: hint for name, hint in named if name not in self._fields}
        places = {place for field in TIMES for place in columns.fields.get(field, ())}
        dates = [(place, columns.names[place]) for place in places | {place for place, _ in columns.hints}]
        hinted = [
            (place, self._kinds[name], self._words[name])
            for place, _ in columns.hints
            if (name := columns.names[place])
        ]
        for record in records:
            if not isinstance(record, list):
                continue
            for place, name in dates:
                if place < len(record):
                    self._orders.look(name, record[place])
            for place, kinds, words in hinted:
                cell = record[place] if place < len(record) else ""
                kinds.add(self._kind(cell))
                if len(words) <= FEW_WORDS:
                    words.add(cell)
        for name, hint in [(name, hint) for name, hint in self._hints.items() if hint.choice]:
            if not may_choose(hint, self._kinds[name], self._words[name]):  # so no more of it need be looked at
                del self._hints[name]
                self._fields[name] = None

    def decide(self) -> None:
        """Find out what columns hold of whose names there is but a hint, now that all was looked at.

        Raises:
            Untold: one of them may say who is not to be mailed, in a way that is not plain.
        """
        dark: dict[str, Field] = {}
        for name, hint in self._hints.items():
            try:
                self._fields[name] = understood(hint, self._kinds[name], self._words[name])
            except Unclear:
                dark[name] = guess(name, hint, self._kinds[name], self._words[name])
        if dark and not self._all_left:
            settled = self._settled or not TELLING_STANDINGS.isdisjoint(self._fields.values())
            choices = [name for name in dark if self._hints[name].choice]
            raise Untold(untold(dark, choices=choices, settled=settled), settled=settled)
        self._fields |= dict.fromkeys(dark)

    def settled(self, columns: Columns) -> Columns:
        """Return columns with what was found out of them.

        Raises:
            Untold: there is a hint in one that was not looked at.
        """
        names = {place: columns.names[place] for place, _ in columns.hints}
        dark = {names[place]: hint.field for place, hint in columns.hints if names[place] not in self._fields}
        if dark and not self._all_left:
            raise Untold(untold(dark))
        return columns.holding({place: field for place, name in names.items() if (field := self._fields.get(name))})

    def day_first(self, columns: Columns) -> Mapping[int, bool]:
        """Return, for each place of a time where that is decided, whether the day comes first."""
        decided = self._orders.decided()
        places = [place for field in TIMES for place in columns.fields.get(field, ())]
        return {place: decided[name] for place in places if (name := columns.names[place]) in decided}

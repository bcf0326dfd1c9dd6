"""Reads JSON lines record by record: objects, which may differ in what their keys are."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from subscribers.errors import BadCell, BadFile, BadValue
from subscribers.files.records.columns import recognised
from subscribers.files.records.first_look import FirstLook
from subscribers.files.records.listening import listener
from subscribers.files.records.meaning import Meaning
from subscribers.files.records.objects import cells_of, objects, texts_of
from subscribers.files.records.sheets import Sheet, first_block, shown, some_of
from subscribers.files.text.lines import blocks_of_lines
from subscribers.files.text.separated import Broken
from subscribers.files.vocabulary.fields import all_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from subscribers.files.records.listening import Heard
    from subscribers.files.records.sheets import Group
    from subscribers.files.records.told import Told
    from subscribers.files.text.encoding import Text

_MOST_UNREAD = 1000  # names of what is not read that are remembered
_SHAPES = 100  # sets of keys whose meaning is remembered; in one file there is hardly more than one


def objects_of(text: Text, blocks: Iterable[list[str]], *, now: datetime, told: Told) -> Sheet:
    """Begin to read JSON lines, whose blocks of lines are at hand; as `read_sheet` otherwise."""
    shapes = _Shapes(now, told)
    numbered = _numbered_objects(blocks)
    some = some_of(numbered)
    first = next((found for _, found in some if isinstance(found, dict)), None)
    if first is None:
        number, broken = some[0] if some else (1, Broken("", "there is no object in it"))
        assert isinstance(broken, Broken)
        raise BadFile(f"line {number} cannot be read: {broken.reason}")
    values = ["" if isinstance(value, dict) else str(value) for value in first.values()]
    if len(some) == 1 and (key := _of_readers(first)):
        raise BadFile(f"all readers stand within {key}; write an object a line, such as with: jq -c '.{key}[]'")
    recognised(tuple(first), told=told.columns, everywhere=False, below=[values])  # or it is refused, with a remedy
    if shapes.whole_file_tells(found for _, found in some):
        shapes.look(found for _, found in numbered)
        text.seek(0)
        again = blocks_of_lines(text)
        numbered = _numbered_objects(chain([first_block(again) or []], again))
    else:
        numbered = chain(some, numbered)
    meaning = shapes.meaning(tuple(first))
    made_by, groups = f"{meaning.held.service.name}, JSON lines", shapes.groups(numbered)
    return Sheet(made_by, meaning.held, shapes.unread.keys(), shapes.met, shapes.heard, groups)


def _of_readers(found: dict[str, Any]) -> str | None:
    """Return what in the one object of a file is a list of objects with addresses."""
    return next(
        (
            key
            for key, value in found.items()
            if key.isidentifier()
            and isinstance(value, list)
            and len(value) > 1
            and all(isinstance(one, dict) and "@" in str(one) for one in value)
        ),
        None,
    )


def _numbered_objects(blocks: Iterable[list[str]]) -> Iterator[tuple[int, dict[str, Any] | Broken]]:
    return ((number, found) for number, found in enumerate(objects(blocks), start=1) if found)


class _Shapes:
    """Knows what objects mean by their keys, which may differ from one to the next."""

    def __init__(self, now: datetime, told: Told) -> None:
        self._now, self._told = now, told
        self.heard: Heard = {}
        self.met: set[str] = set()  # columns told of that there are
        self._look = FirstLook(now=now, all_left=all_left(told.everyone))
        self.columns = lru_cache(maxsize=_SHAPES)(partial(recognised, told=told.columns, everywhere=False))
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
                self._look.take(self.columns(keys), map(texts_of, alike))

    def meaning(self, keys: tuple[str, ...]) -> Meaning:
        if keys not in self._meanings:
            if len(self._meanings) >= _SHAPES:
                self._meanings.clear()
            columns = replace(self._look.settled(self.columns(keys)), said_of_all=self._told.everyone)
            self.met.update(self._told.met(keys))
            day_first, listen = self._look.day_first(columns), listener(columns, self.heard)
            self._meanings[keys] = Meaning(columns, now=self._now, defused=False, day_first=day_first, listen=listen)
            if len(self.unread) < _MOST_UNREAD:
                self.unread |= dict.fromkeys(columns.unread)
        return self._meanings[keys]

    def groups(self, numbered: Iterable[tuple[int, dict[str, Any] | Broken]]) -> Iterator[Group]:
        told = (self._told_by(number, found) for number, found in numbered)
        for meaning, group in groupby(told, key=lambda one: one[0]):
            rows = ((number, record) for _, number, record in group)
            while some := some_of(rows):
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
        return cells_of(found, meaning.by_place, all_left=meaning.held.all_left)
    except BadCell as error:
        return Broken(shown(meaning.address_in([str(value) for value in found.values()])), str(error))

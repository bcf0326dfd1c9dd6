"""Reads each group of records without the columns that are empty in all of it, which takes a good deal less time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.services import OURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from subscribers.files.records.columns import Columns
    from subscribers.files.records.meaning import Meaning
    from subscribers.files.records.sheets import Group, Numbered

# What says nothing at all where it is empty, be there such a column or not.
_OPTIONAL = frozenset({
    Field.LANGUAGE, Field.TOPICS, Field.SKIPPED_EDITIONS, Field.NOTE, Field.LEFT_ALL, Field.PAUSED_UNTIL, Field.WHY,
    Field.JOINED_FROM, Field.CONFIRMED_FROM, Field.SUPPRESSED_AT, Field.SUPPRESSED_BY,
})  # fmt: skip
_MOST = 100  # meanings that are remembered; in one file there are hardly more than some


def narrowed(
    columns: Columns, groups: Iterable[list[Numbered]], meaning_of: Callable[[Columns], Meaning]
) -> Iterator[Group]:
    """Yield each group with the meaning of those of these columns that are not empty in it."""
    optional = _OPTIONAL | {Field.SUPPRESSED} if columns.service is OURS else _OPTIONAL
    places = frozenset(place for field in optional for place in columns.fields.get(field, ()))
    meanings: dict[AbstractSet[int], Meaning] = {}
    for group in groups:
        empty = _empty(group, places) if places else places
        if empty not in meanings:
            if len(meanings) >= _MOST:
                meanings.clear()
            meanings[empty] = meaning_of(_without(columns, empty))
        yield meanings[empty], group


def _empty(group: Iterable[Numbered], places: AbstractSet[int]) -> AbstractSet[int]:
    """Return which of these places are empty in all records of a group; what some of them lack is not looked at."""
    cells = dict(enumerate(zip(*[record for _, record in group if isinstance(record, list)], strict=False)))
    return frozenset(place for place in places if place in cells and not any(cells[place]))


def _without(columns: Columns, empty: AbstractSet[int]) -> Columns:
    kept = ((field, tuple(place for place in held if place not in empty)) for field, held in columns.fields.items())
    return replace(columns, fields={field: places for field, places in kept if places})

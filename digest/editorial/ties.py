"""Holds which stories tell one event by an editor's word, and which tell two, whatever the program thinks.

The latest word stands. An earlier one that says otherwise is void, also where it does so by way of other stories: of
two that were both joined with a third, and parted since, that one stays with the one it was joined with last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from digest.editorial.order import newest_first
from digest.model.desk import TYING, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from digest.model.desk import Word
    from digest.model.story import Story

Groups = dict[int, frozenset[int]]  # stories by one of them


@dataclass(frozen=True, slots=True)
class Ties:
    """What stands, by story: what was said of it, the latest first, and which stories were joined with it, itself among
    them, or parted from it.
    """

    said: Mapping[int, Sequence[Word]] = field(default_factory=dict)
    joined: Mapping[int, frozenset[int]] = field(default_factory=dict)
    parted: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def event(self, story_id: int) -> frozenset[int]:
        """Return the stories that tell one event with a story, itself among them."""
        return _group(self.joined, story_id)

    def apart_from(self, story_ids: Iterable[int]) -> frozenset[int]:
        """Return the stories that were parted from any of these."""
        return frozenset().union(*(self.parted.get(one, ()) for one in story_ids))

    def tells(self, story_id: int, other_id: int) -> bool:
        """Tell whether it was said of two stories, directly or not, that they are of one event or of two."""
        return self.event(story_id) == self.event(other_id) or self.parts(story_id, other_id)

    def tells_of(self, event: Iterable[Story], other: Iterable[Story]) -> bool:
        """Tell whether it was said of any versions of two events that these are of one event or of two."""
        return bool(self.said) and any(self.tells(one.id, another.id) for one, another in product(event, other))

    def parts(self, story_id: int, other_id: int) -> bool:
        """Tell whether it was said of two stories, directly or not, that they are of two events."""
        return not self.event(other_id).isdisjoint(self.apart_from(self.event(story_id)))

    def joins(self, story_id: int) -> list[Word]:
        """Return the words that joined a story with another."""
        return [word for word in self.said.get(story_id, ()) if word.verb is Verb.JOIN]

    def joined_since(self, moment: datetime, story_id: int, other_id: int) -> bool:
        """Tell whether two stories are joined, directly or not, and were not by what had been said up to a moment."""
        event = self.event(story_id)
        if other_id not in event:
            return False
        before: Groups = {}
        for word in (word for one in event for word in self.joins(one) if word.at <= moment):
            _join(before, *_pair(word))
        return other_id not in _group(before, story_id)

    def stands(self, word: Word) -> bool:
        """Tell whether a word agrees with these, which were said later, and none is on the same two stories."""
        one, other = _pair(word)
        if any(later.other_id == other for later in self.said.get(one, ())):
            return False
        event, others = self.event(one), self.event(other)
        return others.isdisjoint(self.apart_from(event) if word.verb is Verb.JOIN else event)


NONE = Ties()


def ties_of(words: Iterable[Word]) -> Ties:
    """Return what stands of these words, the oldest first."""
    said: dict[int, list[Word]] = {}
    joined: Groups = {}
    parted: Groups = {}
    ties = Ties(said, joined, parted)
    for word in reversed([word for word in words if word.verb in TYING]):
        if ties.stands(word):
            one, other = _pair(word)
            if word.verb is Verb.JOIN:
                _join(joined, one, other)
            else:
                parted |= {one: ties.apart_from([one]) | {other}, other: ties.apart_from([other]) | {one}}
            said.setdefault(one, []).append(word)
            said.setdefault(other, []).append(word.of(other))
    return ties


class Events:
    """The events of tied stories, while these come into clusters; a cluster is known by its place."""

    def __init__(self, ties: Ties) -> None:
        self._ties = ties
        self._at: dict[int, frozenset[int]] = {}  # what is tied of a cluster's event, also what has not come yet

    def admits(self, place: int, story_id: int) -> bool:
        """Tell whether a story may come into a cluster: nothing of its event was parted from that cluster's."""
        return self._at.get(place, frozenset()).isdisjoint(self._ties.apart_from(self._event(story_id)))

    def put(self, place: int, story_id: int) -> None:
        """Note that a story has come into a cluster."""
        if story_id in self._ties.said:
            event = self._event(story_id) | self._at.get(place, frozenset())
            self._at |= dict.fromkeys([place, *(at for at, other in self._at.items() if other & event)], event)

    def unite(self, place: int, other: int) -> bool:
        """Put another cluster's stories into one, unless something of these was parted; tell whether that is done."""
        event, moved = self._at.get(place, frozenset()), self._at.get(other, frozenset())
        if not moved.isdisjoint(self._ties.apart_from(event)):
            return False
        if both := event | moved:
            self._at |= dict.fromkeys([place, *(at for at, some in self._at.items() if some & both)], both)
        return True

    def merged(self, clusters: Sequence[Sequence[Story]]) -> list[tuple[Story, ...]]:
        """Return the clusters of one event together, in the order of the first of each."""
        events: dict[object, list[Story]] = {}
        for place, cluster in enumerate(clusters):
            events.setdefault(self._at.get(place, place), []).extend(cluster)
        return [tuple(sorted(event, key=newest_first, reverse=True)) for event in events.values() if event]

    def _event(self, story_id: int) -> frozenset[int]:
        """Return what is tied of a story's event, so far as it has come."""
        joined = self._ties.event(story_id)
        return joined.union(*(event for event in self._at.values() if event & joined))


def _pair(word: Word) -> tuple[int, int]:
    assert word.other_id is not None
    return word.story_id, word.other_id


def _join(groups: Groups, one: int, other: int) -> None:
    """Put two stories, and those joined with either, in one group."""
    group = _group(groups, one) | _group(groups, other)
    groups |= dict.fromkeys(group, group)


def _group(groups: Mapping[int, frozenset[int]], story_id: int) -> frozenset[int]:
    return groups.get(story_id, frozenset([story_id]))

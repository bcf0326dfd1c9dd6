"""Finds for a story the few earlier ones that it is worth comparing with: they share its rarest words and open alike.

The work grows with the number of stories and not with that of pairs. Terms are known by their place among all, the
rarest first, for whole numbers are compared faster than words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from digest.editorial.weights import Weights

RAREST = 24  # words by which a story is looked up
FEWEST_SHARED = 3  # of them, with a story that it is compared with, or one that is as rare as this:
RAREST_OF_ALL = 4  # stories share it
KEPT = 50  # stories that are kept under one word, which is common from there on
COMPARED = 12  # stories that one is compared with
OPEN_ALIKE = 0.15  # of what one opens with, by weight, the other opens with too


class Candidates:
    """Stories by how they open; each is known by its number."""

    def __init__(self, weights: Weights) -> None:
        terms = _rarest_first(weights.spread)
        place = {term: number for number, term in enumerate(terms, 1)}
        place_of = [place.get(term, 0) for term in weights.spread].__getitem__
        weight_of = list(weights.of(weights.spread)).__getitem__
        self._spread = [0, *(weights.spread[term] for term in terms)]
        self._rare = bisect_right(self._spread, RAREST_OF_ALL)
        self._weights = [0, *weights.of(terms)]
        self._in_order = [sorted(filter(None, map(place_of, one))) for one in weights.openings]
        self._openings = list(map(frozenset, self._in_order))
        self._wholes = [sum(map(weight_of, one)) for one in weights.openings]
        self._stories: list[list[int]] = [[] for _ in self._spread]  # those filed under each term

    def file(self, number: int) -> list[int]:
        """Return the stories filed so far that a story is to be compared with, in no order; file it too."""
        rarest = self._in_order[number][:RAREST]
        near = self._near(rarest)
        found = self._opening_like(number, near) if near else []
        for term in rarest:
            stories = self._stories[term]
            if len(stories) < KEPT:
                stories.append(number)
        return found

    def _near(self, rarest: Sequence[int]) -> Collection[int]:
        """Return the stories that share the most and rarest words."""
        filed = [self._stories[term] for term in rarest]
        rare = bisect_left(rarest, self._rare)
        near = set(chain.from_iterable(filed[:rare]))
        times = Counter(chain.from_iterable(filed[rare:]))
        near.update([number for number, count in times.items() if count >= FEWEST_SHARED])
        if len(near) <= COMPARED:
            return near
        points = dict.fromkeys(near, 0.0)
        for term, stories in zip(rarest, filed, strict=True):
            for number in near.intersection(stories):
                points[number] += 1 / self._spread[term]
        return sorted(near, key=lambda number: (-points[number], number))[:COMPARED]

    def _opening_like(self, number: int, others: Collection[int]) -> list[int]:
        """Return those of the others of which a look at the openings leaves it possible that they are alike."""
        openings, wholes, weight_of = self._openings, self._wholes, self._weights.__getitem__
        opening, whole = openings[number], wholes[number]
        found, heaviest = [], self._weights[1]  # that of the rarest
        for other in others:
            shared, enough = opening & openings[other], OPEN_ALIKE * min(whole, wholes[other])
            if len(shared) * heaviest >= enough and sum(map(weight_of, shared)) >= enough:
                found.append(other)
        return found


def _rarest_first(spread: Mapping[str, int]) -> list[str]:
    """Return the terms that stories share, the rarest first; by one that none shares nothing is found."""
    shared = sorted(term for term, times in spread.items() if times > 1)
    return sorted(shared, key=spread.__getitem__)

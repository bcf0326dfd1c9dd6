"""Puts stories about one event together, and compares few of them: only those that share their rarest words.

The work grows with the number of stories and not with that of pairs. A story joins the cluster of the story it is most
like, if it is not too unlike the cluster's first, its seed: no chain of likenesses joins two events.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from digest.editorial.likeness import likeness
from digest.editorial.order import newest_first
from digest.editorial.prints import Print, Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from digest.model.story import Story

RAREST = 24  # words by which a story is looked up
FEWEST_SHARED = 3  # of them, with a story that it is compared with, or one that is as rare as this:
RAREST_OF_ALL = 4  # stories share it
KEPT = 50  # stories that are kept under one word, which is common from there on
COMPARED = 12  # stories that one is compared with
LIKE_THE_SEED = 0.34  # of what a story and the first of its cluster open with, by weight, is told by the other


def clusters(stories: Iterable[Story]) -> list[tuple[Story, ...]]:
    """Return the stories in clusters, in the order of the earliest; most clusters are of one story.

    The same stories give the same clusters, in whatever order they come.
    """
    prints = [Print(story) for story in sorted(stories, key=newest_first, reverse=True)]
    weights = Weights(prints)
    rarity = _rarity(weights.spread)
    found: list[list[Print]] = []
    home: list[int] = []  # the cluster of each print
    by_term: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(prints):
        rare = sorted(filter(rarity.__contains__, each.opening), key=rarity.__getitem__)[:RAREST]
        candidates = _candidates(rare, weights.spread, by_term)
        place = _place(each, [(prints[one], home[one]) for one in candidates], found, weights)
        if place == len(found):
            found.append([])
        found[place].append(each)
        home.append(place)
        for term in rare:
            if len(by_term[term]) < KEPT:
                by_term[term].append(number)
    return [tuple(each.story for each in cluster) for cluster in found]


def _rarity(spread: Mapping[str, int]) -> dict[str, int]:
    """Return the terms that stories share, each with its place: the rarest first."""
    shared = sorted((times, term) for term, times in spread.items() if times > 1)
    return {term: place for place, (_, term) in enumerate(shared)}


def _candidates(rare: Sequence[str], spread: Mapping[str, int], by_term: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the earlier stories, by number, that share the most and rarest words, the nearest first."""
    filed = [(by_term.get(term, ()), spread[term]) for term in rare]
    times = Counter(chain.from_iterable(stories for stories, _ in filed))
    near = {number for number, count in times.items() if count >= FEWEST_SHARED}
    near.update(*(stories for stories, count in filed if count <= RAREST_OF_ALL))
    shared = dict.fromkeys(near, 0.0)
    for stories, count in filed:
        for number in near.intersection(stories):
            shared[number] += 1 / count
    return sorted(near, key=lambda number: (-shared[number], number))[:COMPARED]


def _place(
    each: Print, candidates: Sequence[tuple[Print, int]], found: Sequence[Sequence[Print]], weights: Weights
) -> int:
    """Return the number of the cluster that a story belongs to: that of the most alike, or a new one."""
    alike = [(likeness(each, other, weights), place) for other, place in candidates]
    for like, place in sorted(alike, key=lambda one: (-one[0], one[1])):
        if like > 0 and _near(each, found[place][0], weights):
            return place
    return len(found)


def _near(each: Print, seed: Print, weights: Weights) -> bool:
    """Tell whether a story and the first of a cluster tell enough of the same."""
    told = min(weights.share(each.opening, seed.known), weights.share(seed.opening, each.known))
    return told >= LIKE_THE_SEED

"""Puts stories about one event together.

A story joins the cluster of the story it is most like, if it is not too unlike the cluster's first, its seed: no chain
of likenesses joins two events. Over that stands the editor's word: joined stories bring their clusters together, and
none comes to one that it was parted from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial.candidates import Candidates
from digest.editorial.likeness import going_on, likeness
from digest.editorial.order import newest_first
from digest.editorial.prints import Print, Weights
from digest.editorial.ties import NONE, Events

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.editorial.ties import Ties
    from digest.model.story import Story

LIKE_THE_SEED = 0.34  # of what a story and the first of its cluster open with, by weight, is told by the other


def clusters(stories: Iterable[Story], ties: Ties = NONE) -> list[tuple[Story, ...]]:
    """Return the stories in clusters, in the order of the earliest; most clusters are of one story.

    The same stories give the same clusters, in whatever order they come.
    """
    prints = [Print(story) for story in sorted(stories, key=newest_first, reverse=True)]
    weights = Weights(prints)
    candidates, events = Candidates(weights), Events(ties)
    found: list[list[Print]] = []
    home: list[int] = []  # the cluster of each print
    for number, each in enumerate(prints):
        others = [(prints[one], home[one]) for one in candidates.file(number)]
        if ties.said:
            others = [(other, place) for other, place in others if events.admits(place, each.story.id)]
        place = _place(each, others, found, weights)
        if place == len(found):
            found.append([])
        found[place].append(each)
        home.append(place)
        events.put(place, each.story.id)
    told = [tuple(each.story for each in cluster) for cluster in found]
    return events.merged(told) if ties.said else told


def _place(each: Print, others: Sequence[tuple[Print, int]], found: Sequence[Sequence[Print]], weights: Weights) -> int:
    """Return the number of the cluster that a story belongs to: that of the most alike, or a new one."""
    near = {place for place in {place for _, place in others} if _near(each, found[place][0], weights)}
    alike = ((likeness(each, other, weights), place) for other, place in others if place in near)
    if len(near) == 1:  # whichever is the most alike
        return near.pop() if any(like for like, _ in alike) else len(found)
    like, place = max(alike, key=lambda one: (one[0], -one[1]), default=(0, 0))
    return place if like else len(found)


def _near(each: Print, seed: Print, weights: Weights) -> bool:
    """Tell whether a story and the first of a cluster tell enough of the same."""
    told = min(weights.share(each.opening, seed.known), weights.share(seed.opening, each.known))
    return told >= LIKE_THE_SEED or going_on(each, seed, weights) > 0

"""Puts stories about one event together.

A story joins the cluster of the story it is most like, if it is not too unlike the cluster's first, its seed, or has a
rare name in common with it: no chain of likenesses joins two events. Over that stands the editor's word: joined stories
bring their clusters together, and none comes to one that it was parted from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial.candidates import Candidates
from digest.editorial.likeness import ALIKE, going_on, likeness, retold
from digest.editorial.order import newest_first
from digest.editorial.prints import Print, Weights
from digest.editorial.retelling import rare_names
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
    found: list[list[int]] = []  # the numbers of prints
    home: list[int] = []  # the cluster of each print
    for number, each in enumerate(prints):
        others = [(prints[one], home[one]) for one in candidates.file(number)]
        if ties.said:
            others = [(other, place) for other, place in others if events.admits(place, each.story.id)]
        near = {place for place in {place for _, place in others} if _near(each, found[place], prints, weights)}
        place, *same = _places(each, [one for one in others if one[1] in near], weights) or [len(found)]
        if place == len(found):
            found.append([])
        for one in same:
            if not events.unite(place, one):
                place = one
                continue
            for moved in found[one]:
                home[moved] = place
            found[place] += found[one]
            found[one] = []
        found[place].append(number)
        home.append(place)
        events.put(place, each.story.id)
    told = [tuple(prints[one].story for one in sorted(cluster)) for cluster in found]
    return events.merged(told) if ties.said else [*filter(None, told)]


def _places(each: Print, others: Sequence[tuple[Print, int]], weights: Weights) -> list[int]:
    """Return the number of the cluster that a story belongs to, that of the most alike; none where it opens one.

    Where it tells the same as those of one, and goes on with those of an earlier one, so do they all: both are one
    event, and the earlier is returned first.
    """
    alike = ((likeness(each, other, weights), place) for other, place in others)
    places = {place for _, place in others}
    if len(places) == 1:  # whichever is the most alike
        return [*places] if any(like for like, _ in alike) else []
    found = sorted((-like, place) for like, place in alike if like)
    if not found:
        return []
    most, place = found[0]
    earlier = [one for like, one in found if like > -ALIKE >= most and one < place]
    return [min(earlier), place] if earlier else [place]


def _near(each: Print, cluster: Sequence[int], prints: Sequence[Print], weights: Weights) -> bool:
    """Tell whether a story and the first of a cluster tell enough of the same, or those that follow go by one name."""
    seed = prints[cluster[0]]
    told = min(weights.share(each.opening, seed.known), weights.share(seed.opening, each.known))
    if told >= LIKE_THE_SEED or retold(each, seed, weights) or going_on(each, seed, weights):
        return True
    return len(cluster) > 1 and bool(rare_names(each, seed, weights))

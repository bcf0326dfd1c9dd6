"""Puts stories about one event together.

A story joins the cluster of the story it is most like, if it is not too unlike the cluster's first, its seed, or has a
rare name in common with it: no chain of likenesses joins two events. Over that stands the editor's word: joined stories
bring their clusters together, and none comes to one that it was parted from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial.candidates import Candidates
from digest.editorial.likeness import ALIKE, likeness, nearness
from digest.editorial.order import newest_first
from digest.editorial.prints import Print
from digest.editorial.retelling import rare_names
from digest.editorial.ties import NONE, Events
from digest.editorial.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from digest.editorial.ties import Ties
    from digest.model.story import Story


def clusters(stories: Iterable[Story], ties: Ties = NONE) -> list[tuple[Story, ...]]:
    """Return the stories in clusters, in the order of the earliest; most clusters are of one story.

    The same stories give the same clusters, in whatever order they come.
    """
    prints = [Print(story) for story in sorted(stories, key=newest_first, reverse=True)]
    weights = Weights(prints)
    candidates, events = Candidates(weights), Events(ties)
    found = _Found()
    for number, each in enumerate(prints):
        others = candidates.file(number)
        if ties.said:
            others = [one for one in others if events.admits(found.home[one], each.story.id)]
        alike = {one: like for one in others if (like := likeness(each, prints[one], weights))}
        place, also = _places(alike, found, each, prints, weights)
        if place is None:
            place = found.open()
        elif also is not None and events.unite(place, also):
            found.unite(place, also)
        elif also is not None:
            place = also
        found.put(number, place)
        events.put(place, each.story.id)
    told = [tuple(prints[one].story for one in sorted(members)) for members in found.members]
    return events.merged(told) if ties.said else [*filter(None, told)]


class _Found:
    """The clusters found so far, by place, and where each story is; stories are numbers, in the order of time."""

    def __init__(self) -> None:
        self.members: list[list[int]] = []
        self.home: list[int] = []

    def open(self) -> int:
        """Begin another cluster; return its place."""
        self.members.append([])
        return len(self.members) - 1

    def put(self, number: int, place: int) -> None:
        """Put the next story into a cluster."""
        self.members[place].append(number)
        self.home.append(place)

    def unite(self, place: int, other: int) -> None:
        """Move what is in another cluster into one; the other stays empty."""
        for number in self.members[other]:
            self.home[number] = place
        self.members[place] += self.members[other]
        self.members[other] = []


def _places(
    alike: Mapping[int, float], found: _Found, each: Print, prints: Sequence[Print], weights: Weights
) -> tuple[int, int | None] | tuple[None, None]:
    """Return the place of the cluster that a story belongs to, that of the most alike; None where it opens one.

    Where it tells the same as those of one, and goes on with those of an earlier one, so do they all: both are one
    event, and the place of the later comes second.
    """
    met = {found.home[one] for one in alike}
    near = {place for place in met if _near(each, found.members[place], alike, prints, weights)}
    best = sorted((-like, found.home[one]) for one, like in alike.items() if found.home[one] in near)
    if not best:
        return None, None
    most, place = best[0]
    earlier = [one for like, one in best if like > -ALIKE >= most and one < place]
    return (min(earlier), place) if earlier else (place, None)


def _near(
    each: Print, cluster: Sequence[int], alike: Mapping[int, float], prints: Sequence[Print], weights: Weights
) -> bool:
    """Tell whether a story is not too unlike the first of a cluster, or those that follow go by one name."""
    if cluster[0] in alike:
        return True
    seed = prints[cluster[0]]
    if nearness(each, seed, weights) or likeness(each, seed, weights):
        return True
    return len(cluster) > 1 and bool(rare_names(each, seed, weights))

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
    found = _Found()
    for number, each in enumerate(prints):
        others = [(prints[one], found.home[one]) for one in candidates.file(number)]
        if ties.said:
            others = [(other, place) for other, place in others if events.admits(place, each.story.id)]
        met = {place: found.members[place] for _, place in others}
        near = {place for place, members in met.items() if _near(each, members, prints, weights)}
        place, also = _places(each, [one for one in others if one[1] in near], weights)
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
    each: Print, others: Sequence[tuple[Print, int]], weights: Weights
) -> tuple[int, int | None] | tuple[None, None]:
    """Return the place of the cluster that a story belongs to, that of the most alike; None where it opens one.

    Where it tells the same as those of one, and goes on with those of an earlier one, so do they all: both are one
    event, and the place of the later comes second.
    """
    alike = ((likeness(each, other, weights), place) for other, place in others)
    places = {place for _, place in others}
    if len(places) == 1:  # whichever is the most alike
        return (places.pop(), None) if any(like for like, _ in alike) else (None, None)
    found = sorted((-like, place) for like, place in alike if like)
    if not found:
        return None, None
    most, place = found[0]
    earlier = [one for like, one in found if like > -ALIKE >= most and one < place]
    return (min(earlier), place) if earlier else (place, None)


def _near(each: Print, cluster: Sequence[int], prints: Sequence[Print], weights: Weights) -> bool:
    """Tell whether a story and the first of a cluster tell enough of the same, or those that follow go by one name."""
    seed = prints[cluster[0]]
    told = min(weights.share(each.opening, seed.known), weights.share(seed.opening, each.known))
    if told >= LIKE_THE_SEED or retold(each, seed, weights) or going_on(each, seed, weights):
        return True
    return len(cluster) > 1 and bool(rare_names(each, seed, weights))

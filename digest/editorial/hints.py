"""Finds stories of an issue that are perhaps of one event with another of it, or with one that was sent.

What is sure is in clusters already, with restraint; of what is near to it an editor knows better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from digest.editorial.clusters import clusters
from digest.editorial.likeness import nearness
from digest.editorial.prints import Print
from digest.editorial.weights import Weights
from digest.model.selection import Hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.editorial.ties import Ties
    from digest.model.selection import Carried, Pick
    from digest.model.story import Story


class _Near(NamedTuple):
    """How near two stories are, and what is to be said of it."""

    nearness: float
    hint: Hint


def hints(picks: Sequence[Pick], sent: Sequence[Carried], ties: Ties) -> list[Hint]:
    """Return what is near: of each story the nearest other of the issue, and the nearest that was sent.

    A pair stands by the first of its stories. Nothing is said of what an editor joined or parted, in whichever version
    of its event, nor of how an update stands to what was sent.
    """
    found = sorted(_near(picks, sent, ties), key=lambda one: -one.nearness)
    told: set[tuple[int, bool]] = set()
    kept: list[Hint] = []
    for _, hint in found:
        ends = {(hint.story.id, bool(hint.sent_in))} | (set() if hint.sent_in else {(hint.other.id, False)})
        if told.isdisjoint(ends):
            told |= ends
            kept.append(hint)
    return kept


def _near(picks: Sequence[Pick], sent: Sequence[Carried], ties: Ties) -> Iterator[_Near]:
    """Yield the pairs that are near, in the order of the issue."""
    known = {one.story.id: one for one in sent if all(pick.story.id != one.story.id for pick in picks)}
    prints = [Print(pick.story) for pick in picks]
    before = [(Print(one.story), one.issue) for one in known.values()]
    weights = Weights([*prints, *(other for other, _ in before)])
    versions: dict[int, Sequence[Story]] = {pick.story.id: [pick.story, *pick.also] for pick in picks}
    versions |= {one.id: event for event in clusters([one.story for one in known.values()], ties) for one in event}
    for place, (pick, one) in enumerate(zip(picks, prints, strict=True)):
        others = [(other, "") for other in prints[place + 1 :]]
        for other, issue in others if pick.update_of else [*others, *before]:
            if (near := nearness(one, other, weights)) and not ties.tells_of(
                versions[one.story.id], versions[other.story.id]
            ):
                yield _Near(near, Hint(one.story, other.story, issue))

"""Tells which stories of an issue perhaps tell one event twice, so that they need not stand side by side.

They are not joined, since in doubt two stories stay apart; but of such a pair one gives way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial.likeness import nearness
from digest.editorial.order import newest_first
from digest.editorial.prints import Print, Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.editorial.ranking import Candidate
    from digest.editorial.ties import Ties
    from digest.model.story import Story

AT_HAND = 120  # stories, those with the most points, by which it is known which words are rare


class Doubles:
    """The stories that could stand in an issue, each looked at once for all its variants; nothing is done before."""

    def __init__(self, candidates: Sequence[Candidate], ties: Ties) -> None:
        self._candidates, self._ties = candidates, ties
        self._weights: Weights | None = None
        self._prints: dict[int, Print] = {}
        self._known: dict[tuple[int, int], bool] = {}

    def are(self, one: Story, other: Story) -> bool:
        """Tell whether two stories perhaps tell one event, and no editor said anything of it."""
        pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        if (known := self._known.get(pair)) is None:
            known = self._known[pair] = not self._ties.tells(*pair) and self._near(one, other)
        return known

    def _near(self, one: Story, other: Story) -> bool:
        if self._weights is None:
            best = sorted(self._candidates, key=lambda each: (-each.score, newest_first(each.story)))[:AT_HAND]
            self._weights = Weights([self._print(each.story) for each in best])
        return nearness(self._print(one), self._print(other), self._weights) > 0

    def _print(self, story: Story) -> Print:
        if story.id not in self._prints:
            self._prints[story.id] = Print(story)
        return self._prints[story.id]

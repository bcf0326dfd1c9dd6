"""Tells which stories perhaps tell an event twice: one above them in the issue, or one that was sent a day before.

They are not joined, since in doubt two stories stay apart; but of such a pair one gives way.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from digest.editorial.developments import NEXT_DAY, is_development, perhaps_the_same
from digest.editorial.likeness import nearness
from digest.editorial.order import newest_first
from digest.editorial.prints import Print
from digest.editorial.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.editorial.ranking import Candidate
    from digest.editorial.ties import Ties
    from digest.model.selection import Carried
    from digest.model.story import Story

AT_HAND = 120  # stories, those with the most points, by which it is known which words are rare


class Doubles:
    """The stories that could stand in an issue, each looked at once for all its variants; nothing is done before."""

    def __init__(self, candidates: Sequence[Candidate], ties: Ties, carried: Sequence[Carried] = ()) -> None:
        self._candidates, self._ties, self._carried = candidates, ties, [one for one in carried if one.for_all]
        self._prints: dict[int, Print] = {}
        self._known: dict[tuple[int, int], bool] = {}
        self._versions = {each.story.id: (each.story, *each.also) for each in candidates}

    def are(self, one: Story, other: Story) -> bool:
        """Tell whether two stories perhaps tell one event, and no editor said anything of it."""
        pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        if (known := self._known.get(pair)) is None:
            known = self._known[pair] = self._near(one, other) and not self._said(one, other)
        return known

    @cached_property
    def _at_hand(self) -> list[Story]:
        best = sorted(self._candidates, key=lambda each: (-each.score, newest_first(each.story)))[:AT_HAND]
        return [each.story for each in best]

    def further_sources(self, story: Story) -> int:
        """Return how many sources more perhaps tell a story's event, of the stories with the most points."""
        return len(self._sources_near.get(story.id, ()))

    @cached_property
    def _sources_near(self) -> dict[int, set[str]]:
        """The further sources of the stories with the most points, by story."""
        found: dict[int, set[str]] = {}
        for one, other in combinations(self._at_hand, 2):
            if one.source != other.source and self.are(one, other):
                found.setdefault(one.id, set()).add(other.source)
                found.setdefault(other.id, set()).add(one.source)
        return {known: sources - self._sources(known) for known, sources in found.items()}

    def _sources(self, story_id: int) -> set[str]:
        return {version.source for version in self._versions[story_id]}

    def goes_on(self, story: Story, other: Story) -> bool:
        """Tell whether a story surely says more than another, which was published before it."""
        return is_development(story, [other]) and not perhaps_the_same(story, [other])

    def overtaken_by(self, story: Story) -> Story | None:
        """Return what perhaps tells of the same event and surely says more, of the stories with the most points."""
        later = (one for one in self._at_hand if one.published_at > story.published_at)
        return next((one for one in later if self.are(story, one) and self.goes_on(one, story)), None)

    def told(self, story: Story) -> Carried | None:
        """Return what was sent that a story perhaps only tells again: it is older, or another source's within a day."""
        sources = self._sources(story.id)
        for one in self._carried:
            after = story.published_at - one.story.published_at
            again = after <= timedelta() or (after < NEXT_DAY and one.story.source not in sources)
            if again and self.are(story, one.story):
                return one
        return None

    def _said(self, one: Story, other: Story) -> bool:
        """Tell whether an editor said of any of their versions that they tell one event or two."""
        versions, others = (self._versions.get(each.id, (each,)) for each in (one, other))
        return self._ties.tells_of(versions, others)

    @cached_property
    def _weights(self) -> Weights:
        return Weights([self._print(each) for each in (*self._at_hand, *(sent.story for sent in self._carried))])

    def _near(self, one: Story, other: Story) -> bool:
        return nearness(self._print(one), self._print(other), self._weights) > 0

    def _print(self, story: Story) -> Print:
        if story.id not in self._prints:
            self._prints[story.id] = Print(story)
        return self._prints[story.id]

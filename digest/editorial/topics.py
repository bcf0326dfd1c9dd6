"""Chooses the stories for readers who follow topics: by the rules of the whole issue, from those with their tags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.editorial.selection import fill

if TYPE_CHECKING:
    from collections.abc import Collection

    from digest.editorial.judging import Judged
    from digest.model.edition import Edition
    from digest.model.selection import Selection


class TopicChooser:
    """What one issue has for whom, by the topics they follow; each set of stories is weighed once."""

    def __init__(self, judged: Judged, edition: Edition) -> None:
        """Take what the issue may carry."""
        self._judged, self._edition = judged, edition
        self._chosen: dict[tuple[int, ...], Selection] = {}
        self.stories = tuple((one.story.id, one.story.revision) for one in judged.candidates)
        self.tags = frozenset(tag for one in judged.candidates for tag in one.story.tags)

    def choose(self, topics: Collection[str]) -> Selection | None:
        """Return the picks for who follows these topics, the lead first; None if there is nothing for them.

        A story counts by the tags of the version that is shown. Where an issue has room for the same stories and the
        same number is left over, the selection is the same one.
        """
        wanted = set(topics)
        places = tuple(place for place, one in enumerate(self._judged.candidates) if wanted & set(one.story.tags))
        if not places:
            return None
        if places not in self._chosen:
            candidates = tuple(self._judged.candidates[place] for place in places)
            self._chosen[places] = fill(replace(self._judged, candidates=candidates, left_out=()), self._edition)
        return self._chosen[places]

"""Sorts stories the same way on every machine and for every database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.model.story import Story


def newest_first(story: Story) -> tuple[float, str, str, str, str]:
    """Return a sort key that knows neither ids nor the order of arrival; between equal times the guid decides."""
    return (-story.published_at.timestamp(), story.guid, story.source, story.title, story.url)

"""Gives stories the words they had at an earlier moment, before they were revised."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from digest.clock import from_iso, iso
from digest.store.rows import rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.story import Story

# Of each story revised since, what it said until the first revision after that moment. Nothing, mostly: the moment is
# now, or no long time ago.
AS_OF = """
SELECT r.* FROM stories AS s JOIN story_revisions AS r ON r.story_id = s.id
WHERE s.revised_at > :moment AND r.revision =
    (SELECT MIN(later.revision) FROM story_revisions AS later WHERE later.story_id = s.id AND later.until > :moment)
"""


def as_of(db: Database, stories: Sequence[Story], moment: datetime) -> list[Story]:
    """Return the stories as they were at that moment; tags are as they are now."""
    earlier = {found["story_id"]: found for found in rows(db, AS_OF, {"moment": iso(moment)})}
    return [earlier_version(story, earlier[story.id]) if story.id in earlier else story for story in stories]


def earlier_version(story: Story, found: dict[str, Any]) -> Story:
    """Return a story with the words of a row of story_revisions."""
    names = ("title", "url", "body", "own_length", "body_html", "summary", "language", "image", "image_alt", "author")
    return replace(
        story,
        revision=found["revision"],
        published_at=from_iso(found["published_at"]),
        day_only=bool(found["day_only"]),
        **{name: found[name] for name in names},
    )

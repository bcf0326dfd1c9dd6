"""Looks again at the tags that stories have for their words, and changes them once somebody agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial.tagging import Tagger
from digest.model.tags import TagChange, normal_tag
from digest.store.stories import story_tags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.pipeline.newsroom import Newsroom


def proposed(newsroom: Newsroom) -> tuple[int, list[TagChange]]:
    """Return how many stories were looked at, and what `[tags]` as it is now would change."""
    tagger = Tagger(newsroom.settings.tag_words)
    looked_at, changes = 0, []
    for story in story_tags.every_text(newsroom.db):
        looked_at += 1
        earned = {normal_tag(tag) for tag in tagger.tags_in(story.text)}
        added = sorted(earned.difference(story.tags))  # no tag that it has for a better reason, or an editor took away
        removed = sorted(tag for tag, origin in story.tags.items() if origin == "word" and tag not in earned)
        if added or removed:
            changes.append(TagChange(story.id, story.title, tuple(added), tuple(removed)))
    return looked_at, changes


def change(newsroom: Newsroom, changes: Iterable[TagChange]) -> None:
    """Make these changes, unless a tag has got a better reason, or an editor's word, since."""
    story_tags.change_word_tags(newsroom.db, changes)

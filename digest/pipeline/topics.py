"""Tells which topics nothing in a newsroom has, since a word misspelt stays without a story for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import suggestion
from digest.store.story_tags import tags_there

if TYPE_CHECKING:
    from digest.pipeline.newsroom import Newsroom


def nowhere(newsroom: Newsroom, topic: str, *, besides: str = "") -> str:
    """Say that no story has a (normal) topic, no words give it and no edition but `besides` asks for it; else nothing.

    The nearest topic that there is comes along.
    """
    settings = newsroom.settings
    asked = (one.tags.any_of for one in settings.editions.values() if one.name != besides)
    named = {tag for any_of in asked for wanted in any_of for tag in wanted} | set(settings.tag_words)
    if topic in named or topic in (there := tags_there(newsroom.db)):
        return ""
    return f"no story has the tag {topic!r} yet{suggestion(topic, {*named, *there})}"

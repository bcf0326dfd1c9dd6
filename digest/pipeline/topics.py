"""Tells which topics nothing in a newsroom has, since a word misspelt stays without a story for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import suggestion
from digest.store.story_tags import tags_there

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.pipeline.newsroom import Newsroom


def nowhere(newsroom: Newsroom, topics: Iterable[str], *, besides: str = "") -> list[str]:
    """Say of each (normal) topic that no story has, no words give and no edition but `besides` asks for that it is so.

    The nearest topic that there is comes along.
    """
    settings, there = newsroom.settings, tags_there(newsroom.db)
    asked = (edition.tags.named for edition in settings.editions.values() if edition.name != besides)
    known = set(settings.tag_words).union(there, *asked)
    return [f"no story has the tag {one!r} yet{suggestion(one, known)}" for one in topics if one not in known]

"""Tells which topics nothing in a newsroom has, since a word misspelt stays without a story for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import suggestion
from digest.store.stories.story_tags import tags_there

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.pipeline.newsroom import Newsroom


def topics_there(newsroom: Newsroom, *, besides: str = "") -> frozenset[str]:
    """Return the topics that a story has, that words give, or that an edition but `besides` asks for."""
    settings = newsroom.settings
    asked = (edition.tags.named for edition in settings.editions.values() if edition.name != besides)
    return frozenset(settings.tag_words).union(tags_there(newsroom.db), *asked)


def notes_on_unknown(newsroom: Newsroom, topics: Iterable[str], *, besides: str = "") -> list[str]:
    """Say of each (normal) topic that is not there, as `topics_there` has it, that it is so.

    The nearest topic that there is comes along.
    """
    known = topics_there(newsroom, besides=besides)
    return [f"no story has the tag {one!r} yet{suggestion(one, known)}" for one in topics if one not in known]

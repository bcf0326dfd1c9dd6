"""Finds the tags that a story's own words give it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.model.story import IncomingStory, Story


def tags_in(text: str, words: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the tags of `words` of which some word or phrase stands in the text, whole, case ignored; sorted.

    >>> tags_in("The Syrian envoy met", {"syria": ("Syria", "Syrian"), "sport": ("cup",)})
    ('syria',)
    """
    folded = _folded(text)
    return tuple(sorted(tag for tag, phrases in words.items() if phrases and _pattern(phrases).search(folded)))


def text_of(story: IncomingStory | Story) -> str:
    """Return the words by which a story is tagged: title, summary and its own part of the body."""
    return "\n".join((story.title, story.summary, story.body[: story.own_length]))


@lru_cache(maxsize=512)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(r"\s+".join(map(re.escape, _folded(phrase).split())) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()

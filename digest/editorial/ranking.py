"""Orders the stories of an issue by points that can be told in words, with some variety of sources and tags.

    fresh         up to 2     by where in the window it was published, the newest most
    coverage      0.75        for each further source that has the event, up to four
    full text     0.5         a body worth opening with
    picture       0.5
    tags          0.25        for each of the edition's wanted terms it meets, up to three
    headline only -1          neither body nor summary

The lead is the story with the most points among those with a picture or a body worth opening with. Each brief then
loses 0.4 points for every story of its source, and 0.15 for every story of its tag, that stands before it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from digest.editorial.order import newest_first
from digest.editorial.window import span
from digest.editorial.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model.selection import Window
    from digest.model.story import Story
    from digest.model.tags import TagRule

WORDS_WORTH_OPENING = 60  # of body

FRESH = 2.0
FURTHER_SOURCE = 0.75
FURTHER_SOURCES = 4
FULL_TEXT = 0.5
PICTURE = 0.5
WANTED_TERM = 0.25
WANTED_TERMS = 3
HEADLINE_ONLY = -1.0
SAME_SOURCE = -0.4
SAME_TAG = -0.15


@dataclass(frozen=True, slots=True)
class Part:
    """Points, and the words for them."""

    points: float
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cluster that could stand in the issue: its best version, the others, and what speaks for it."""

    story: Story
    also: tuple[Story, ...]
    tag: str
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """The points of all parts, rounded, so that they are the same everywhere."""
        return round(sum(part.points for part in self.parts), 3)


def candidate(cluster: Sequence[Story], *, tags: TagRule, window: Window) -> Candidate:
    """Weigh a cluster, led by its best version."""
    story, *also = sorted(cluster, key=_best_version)
    parts = (_fresh(story, window), _coverage(cluster), _text(story), _picture(story), _tags(story, tags))
    tag = tags.why(story.tags) if tags.any_of else ""
    return Candidate(story, tuple(also), tag, tuple(part for part in parts if part))


def ranked(candidates: Sequence[Candidate], *, places: int) -> list[Candidate]:
    """Return the candidates in order, the lead first, with what variety took from their points.

    `places` are to be filled in the issue; those that find none follow by how they stand after that.
    """
    if not candidates:
        return []
    lead = min(candidates, key=lambda one: (not _worth_opening(one.story), *_place(one)))
    placed, before = [lead], Counter(_groups(lead))
    waiting = [one for one in candidates if one is not lead]
    while waiting and len(placed) < places:
        best = min(waiting, key=lambda one: _place(_varied(one, before)))
        waiting.remove(best)
        placed.append(_varied(best, before))
        before.update(_groups(best))
    return placed + sorted((_varied(one, before) for one in waiting), key=_place)


def _place(one: Candidate) -> tuple[float | str, ...]:
    """Return the key that sorts candidates by points, then newest first."""
    return (-one.score, *newest_first(one.story))


def _groups(one: Candidate) -> list[tuple[float, str]]:
    """Return what a story has in common with others where variety is wanted: the points it costs, and its words."""
    groups = ((SAME_SOURCE, "another from", one.story.source), (SAME_TAG, "another with", one.tag))
    return [(points, f"{said} {name}") for points, said, name in groups if name]


def _varied(one: Candidate, before: Counter[tuple[float, str]]) -> Candidate:
    """Return a candidate with the points it loses to the stories placed before it."""
    losses = [Part(points * before[points, said], said) for points, said in _groups(one) if before[points, said]]
    return replace(one, parts=(*one.parts, *losses))


def _best_version(story: Story) -> tuple[object, ...]:
    """Return the key by which a cluster's version leads it: a full text, a picture, then who had it first."""
    return (not _full_text(story), not story.image, story.published_at, *newest_first(story))


def _worth_opening(story: Story) -> bool:
    return bool(story.image) or _full_text(story)


def _full_text(story: Story) -> bool:
    return len(words(story.own_body[: WORDS_WORTH_OPENING * 20])) >= WORDS_WORTH_OPENING


def _fresh(story: Story, window: Window) -> Part:
    age = max(window.end - story.published_at, timedelta())
    share = 1 - min(age / (window.end - window.start), 1) if window.end > window.start else 1
    said = f"dated {story.published_at:%Y-%m-%d}" if story.day_only else f"{span(age)} old"
    return Part(FRESH * share, f"fresh: {said}" if share >= 0.5 else said)


def _coverage(cluster: Sequence[Story]) -> Part | None:
    sources = len({story.source for story in cluster})
    further = min(sources - 1, FURTHER_SOURCES)
    return Part(FURTHER_SOURCE * further, f"covered by {sources} sources") if further else None


def _text(story: Story) -> Part | None:
    if _full_text(story):
        return Part(FULL_TEXT, "has a full text")
    return None if story.own_body or story.summary else Part(HEADLINE_ONLY, "a headline only")


def _picture(story: Story) -> Part | None:
    return Part(PICTURE, "has a picture") if story.image else None


def _tags(story: Story, tags: TagRule) -> Part | None:
    met = sum(wanted <= set(story.tags) for wanted in tags.any_of)
    return Part(WANTED_TERM * min(met, WANTED_TERMS), tags.why(story.tags)) if met else None

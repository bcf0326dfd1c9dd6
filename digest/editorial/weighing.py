"""Weighs what speaks for a story: how fresh it is, who else has it, what it brings, and what was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from digest.editorial.desk import EMPTY, Desk
from digest.editorial.developments import Newest
from digest.editorial.order import newest_first
from digest.editorial.ranking import FURTHER_SOURCES, Candidate, Part
from digest.editorial.service import is_service
from digest.editorial.window import span
from digest.editorial.words import reading_words
from digest.model.desk import Verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model.desk import Word
    from digest.model.edition import Edition
    from digest.model.ranking import Ranking
    from digest.model.selection import Window
    from digest.model.story import Story
    from digest.model.tags import TagRule

WORDS_WORTH_OPENING = 60  # of body
WANTED_TERMS = 3
SERVICE = Part(0, "no news but a service: it stands after the news")
NOTHING_COUNTS = Part(0, "nothing counts for it: the newer comes first")


@dataclass(frozen=True, slots=True)
class Scales:
    """Weighs clusters for one issue of an edition; `daily` holds the stories that come each day in one mould."""

    edition: Edition
    window: Window
    desk: Desk = EMPTY
    daily: frozenset[int] = frozenset()

    def candidate(
        self, cluster: Sequence[Story], *, newest: Newest = Newest(), told_in: str = "", moved: bool = True
    ) -> Candidate:
        """Weigh a cluster, led by its best version: one that surely tells what came last, if there are such.

        `told_in` is the last sent issue that told its event; it has `moved` since, or an editor wants it told again.
        """
        versions = list(cluster)
        if len(versions) > 1:
            versions.sort(key=lambda story: self._best(story, newest))
        known = "" if moved or not told_in else f"told in {told_in}, and again by an editor's word"
        return self._weighed(versions[0], versions[1:], told_in if moved else "", known)

    def _weighed(self, story: Story, also: Sequence[Story], update_of: str, known: str) -> Candidate:
        ranking, full, tags = self.edition.ranking, _full_text(story), self.edition.tags
        wording = self.desk.wording(story.id, moved=bool(update_of))
        service = story.id in self.daily or is_service(story.title)
        earned = (
            _coverage((story, *also), ranking),
            _text(story, ranking, full=full),
            Part(ranking.picture, "has a picture") if story.image else None,
        )
        parts = (
            _fresh(story, self.window, ranking) if ranking.fresh else None,
            *(part for part in earned if part and part.points),  # what counts for nothing is not told
            _tags(story, tags, ranking),
            *_configured(story, ranking),
            *self._said(story, also, wording),
            Part(0, f"update of what {update_of} told") if update_of else None,
            Part(0, known) if known else None,
            SERVICE if service else None,
        )
        return Candidate(
            story,
            tuple(also),
            tag=tags.why(story.tags) if tags.any_of else "",
            parts=tuple(part for part in parts if part) or (NOTHING_COUNTS,),
            worth_opening=full or any(version.image or _full_text(version) for version in (story, *also)),
            placed=self.desk.surely_in(story.id),
            pin=ranking.editor if self.desk.surely_in(story.id) else 0,
            wording=wording,
            update_of=update_of,
            service=service,
        )

    def _said(self, story: Story, also: Sequence[Story], wording: Sequence[Word]) -> list[Part]:
        """Return what the editor said of a story, the points for a pin, and who held its event until now."""
        placed = self.desk.surely_in(story.id)
        parts = [Part(self.edition.ranking.editor, str(placed))] if placed else []
        held = next(filter(None, (self.desk.why_held(version.id) for version in (story, *also))), "")
        said = (held, *map(str, wording), *self._tied(story, also))
        return parts + [Part(0, words) for words in said if words]

    def _tied(self, story: Story, also: Sequence[Story]) -> Iterable[str]:
        """Say what a story was joined with and parted from, and what else joined the other versions of its event."""
        own = map(str, self.desk.ties.said.get(story.id, ()))
        joins = [word for version in also for word in self.desk.ties.joins(version.id) if word.other_id != story.id]
        others = {frozenset((word.story_id, word.other_id)): f"story {word.story_id} {word}" for word in joins}
        return (*own, *others.values())

    def _best(self, story: Story, newest: Newest) -> tuple[object, ...]:
        """Return the key by which a version leads.

        First counts the editor's word, then that it surely tells what came last, of those in its language and in more
        than a headline, a full text, a picture, that it is likely to tell more, and who had it first.
        """
        word = self.desk.surely_in(story.id)
        pinned = (word is None, word is not None and word.verb is not Verb.LEAD)
        surely = [one for one in newest.surely if one.language == story.language]
        stale = bool(surely) and (story not in surely or not _has_text(story))
        less = (not _full_text(story), not story.image, story is not newest.likely)
        return (*pinned, stale, *less, story.published_at, *newest_first(story))


def _has_text(story: Story) -> bool:
    return bool(story.own_body or story.summary)


def _full_text(story: Story) -> bool:
    opening = story.own_body[: WORDS_WORTH_OPENING * 20]
    if len(opening) < WORDS_WORTH_OPENING:
        return False
    plenty = WORDS_WORTH_OPENING * 2  # well over it, so that no script need be looked at
    return len(opening.split(maxsplit=plenty)) > plenty or reading_words(opening) >= WORDS_WORTH_OPENING


def _fresh(story: Story, window: Window, ranking: Ranking) -> Part:
    age = max(window.end - story.published_at, timedelta())
    share = 1 - min(age / (window.end - window.start), 1) if window.end > window.start else 1
    said = f"dated {story.published_at:%Y-%m-%d}" if story.day_only else f"{span(age)} old"
    return Part(ranking.fresh * share, f"fresh: {said}" if share >= 0.5 else said)


def _coverage(cluster: Sequence[Story], ranking: Ranking) -> Part | None:
    sources = len({story.source for story in cluster})
    further = min(sources - 1, FURTHER_SOURCES)
    return Part(ranking.sources * further, f"covered by {sources} sources") if further else None


def _text(story: Story, ranking: Ranking, *, full: bool) -> Part | None:
    if full:
        return Part(ranking.full_text, "has a full text")
    return None if _has_text(story) else Part(ranking.headline_only, "a headline only")


def _tags(story: Story, tags: TagRule, ranking: Ranking) -> Part | None:
    met = sum(wanted <= set(story.tags) for wanted in tags.any_of)
    return Part(ranking.tags * min(met, WANTED_TERMS), tags.why(story.tags)) if met else None


def _configured(story: Story, ranking: Ranking) -> list[Part]:
    """Return the points that the configuration gives the source and the tags of a story."""
    parts = []
    if points := ranking.source_weights.get(story.source.casefold()):
        parts.append(Part(points, f"source {story.source} counts {points:+g}"))
    weighty = [(tag, points) for tag in story.tags if (points := ranking.tag_weights.get(tag))]
    return parts + [Part(points, f"tag {tag} counts {points:+g}") for tag, points in weighty]

"""Composes an issue out of the selected stories: copies of what was chosen, in the words readers see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.editorial.words import reading_minutes
from digest.model.issue import Issue, Item
from digest.model.selection import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from digest.model.edition import Edition, Slot
    from digest.model.issue import Publication
    from digest.model.selection import Pick, Selection
    from digest.model.story import Story
    from digest.model.tags import TagRule

ACRONYMS = frozenset({"ai", "eu", "uk", "un", "us", "usa", "uae", "nato", "opec", "nasa", "nba", "uefa", "fifa"})


def compose(
    selection: Selection,
    *,
    edition: Edition,
    publication: Publication,
    slot: Slot,
    cutoff: datetime,
    number: int,
    title_of_update: Callable[[Pick], str],
) -> Issue:
    """Return the issue of a slot, of values alone: later changes of a story leave it as it is.

    `title_of_update` says what the title is of news of an event that an earlier issue told.

    Raises:
        ValueError: the selection is empty; a quiet day has no issue.
    """
    if not selection.picks:
        raise ValueError(f"no story is selected for {edition.name}/{slot.label}")
    lead, *briefs = (
        _item(pick, edition.tags, title=title_of_update(pick) if pick.update_of else pick.headline)
        for pick in selection.picks
    )
    return Issue(
        name=f"{edition.name}/{slot.label}",
        edition=edition.name,
        title=edition.title,
        publication=publication,
        slot=slot.at,
        cutoff=cutoff,
        number=number,
        lead=lead,
        briefs=tuple(briefs),
        more=selection.overflow if edition.public else 0,  # nobody could read them
        theme=edition.theme,
        on_the_web=tuple(
            _line(out.story, edition.tags) for out in selection.left_out if out.on_the_web and edition.public
        ),
        sections=tuple(dict.fromkeys(map(_term, edition.tags.any_of))) if edition.sections else (),
    )


def _item(pick: Pick, tags: TagRule, *, title: str) -> Item:
    return replace(
        _line(pick.story, tags),
        role=pick.role,
        title=title,
        summary=pick.summary,
        image=pick.story.image,
        image_alt=pick.story.image_alt,
        reading_minutes=reading_minutes(pick.story.own_body),
        also_covered_by=pick.other_sources,
        score=pick.score,
        reasons=pick.reasons,
    )


def _line(story: Story, tags: TagRule) -> Item:
    """Return a story as a headline and where it stands."""
    return Item(
        story_id=story.id,
        role=Role.BRIEF,
        title=story.title,
        summary="",
        url=story.url,
        source=story.source,
        published_at=story.published_at,
        day_only=story.day_only,
        tags=story.tags,
        kicker=_kicker(story, tags),
        language=story.language,
        image="",
        image_alt="",
        reading_minutes=0,
        also_covered_by=(),
        score=0.0,
        reasons=(),
    )


def _kicker(story: Story, tags: TagRule) -> str:
    """Return the first term of the edition that the story meets, as readers see it; empty if there is none."""
    met = next((wanted for wanted in tags.any_of if wanted <= set(story.tags)), frozenset())
    return _term(met)


def _term(tags: Collection[str]) -> str:
    return " & ".join(_shown(tag) for tag in sorted(tags))


def _shown(tag: str) -> str:
    """Return a tag with capitals: known acronyms and words without a vowel throughout, others at the first letter."""
    return " ".join(word.upper() if _acronym(word) else word[:1].upper() + word[1:] for word in tag.split())


def _acronym(word: str) -> bool:
    return word in ACRONYMS or (word.isascii() and word.isalpha() and not set(word) & set("aeiouy"))

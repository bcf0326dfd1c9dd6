"""Selects the stories of an issue and gives every other one the one reason that kept it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.editorial.clusters import clusters
from digest.editorial.order import newest_first
from digest.editorial.ranking import Candidate, candidate, ranked
from digest.editorial.summary import standfirst
from digest.editorial.window import outside, widened
from digest.editorial.words import words
from digest.model.edition import QuietDay
from digest.model.selection import LeftOut, Pick, Role, Selection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from digest.model.edition import Edition
    from digest.model.selection import Carried, Window
    from digest.model.story import Story

FEWEST_WORDS = 4  # title and text together; a story of fewer says nothing

LEAD_SENTENCES, LEAD_LIMIT = 2, 480
BRIEF_SENTENCES, BRIEF_LIMIT = 1, 240


@dataclass(frozen=True, slots=True)
class Judged:
    """The clusters that may stand in an issue, and the stories that may not, with the reason."""

    window: Window
    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]


def select(
    stories: Sequence[Story], *, edition: Edition, window: Window, cutoff: datetime, carried: Sequence[Carried] = ()
) -> Selection:
    """Return the picks for an issue, the lead first, and each other story with the reason it was left out.

    Eligible is a story first seen by the cutoff and published within the window (both inclusive) whose tags the
    edition wants, and that no earlier sent issue of it carried (`carried`), be it in another source's words. An
    edition that widens on a quiet day may look back a further `max_age`, so `stories` should reach back so far; the
    selection names the window used. The same values give the same selection, in whatever order they come.
    """
    return choose(consider(stories, edition=edition, window=window, cutoff=cutoff, carried=carried), edition)


def consider(
    stories: Sequence[Story], *, edition: Edition, window: Window, cutoff: datetime, carried: Sequence[Carried] = ()
) -> Judged:
    """Part the stories into those an issue may carry and those it may not; takes what `select` does."""
    judged = judge(stories, edition=edition, window=window, cutoff=cutoff, carried=carried)
    if _is_quiet(judged, edition) and edition.quiet_day is QuietDay.WIDEN:
        return judge(stories, edition=edition, window=widened(window, edition), cutoff=cutoff, carried=carried)
    return judged


def choose(judged: Judged, edition: Edition) -> Selection:
    """Return the picks of an issue that carries whatever it may."""
    if _is_quiet(judged, edition) and edition.quiet_day is QuietDay.SKIP:
        return _skipped(judged, edition)
    return fill(judged, edition)


def _is_quiet(judged: Judged, edition: Edition) -> bool:
    return len(judged.candidates) < edition.min_stories


def judge(
    stories: Sequence[Story], *, edition: Edition, window: Window, cutoff: datetime, carried: Sequence[Carried]
) -> Judged:
    """Part the stories into candidates, one for each event, and those left out for a reason of their own."""
    before = {one.story.id: one for one in sorted(carried, key=lambda one: one.issue, reverse=True)}
    eligible, left_out = [], []
    for story in stories:
        reason = _refusal(story, edition=edition, window=window, cutoff=cutoff, carried=before)
        if reason:
            left_out.append(LeftOut(story, reason))
        else:
            eligible.append(story)
    candidates = []
    for cluster in clusters([*eligible, *(one.story for one in before.values())]):
        if known := [before[story.id] for story in cluster if story.id in before]:
            reason = f"same event as {_quoted(known[0].story)}, carried by {known[0].issue}"
            left_out += [LeftOut(story, reason) for story in cluster if story.id not in before]
        else:
            candidates.append(candidate(cluster, tags=edition.tags, window=window))
    left_out += [LeftOut(also, f"same event as {_quoted(one.story)}") for one in candidates for also in one.also]
    return Judged(window, tuple(candidates), tuple(left_out))


def _refusal(
    story: Story, *, edition: Edition, window: Window, cutoff: datetime, carried: Mapping[int, Carried]
) -> str:
    """Say why a story cannot stand in the issue, whatever the others are; empty when it can."""
    if story.first_seen_at > cutoff:
        return "first seen after the cutoff"
    if story.id in carried:
        return f"carried by {carried[story.id].issue}"
    if reason := edition.tags.refusal(story.tags) or outside(story, window):
        return reason
    says = words(f"{story.title} {story.summary} {story.own_body[:BRIEF_LIMIT]}")
    return "too short to say anything" if len(says) < FEWEST_WORDS else ""


def fill(judged: Judged, edition: Edition) -> Selection:
    """Give the best candidates their places and the others their rank, however few there are."""
    places, total = edition.briefs + 1, len(judged.candidates)
    order = ranked(judged.candidates, places=places)
    picks = [_pick(one, Role.BRIEF if rank else Role.LEAD) for rank, one in enumerate(order[:places])]
    no_room = [LeftOut(one.story, f"no room: ranked {rank} of {total}") for rank, one in enumerate(order, 1)][places:]
    return Selection(judged.window, tuple(picks), _sorted([*judged.left_out, *no_room]), len(no_room))


def _skipped(judged: Judged, edition: Edition) -> Selection:
    """Leave everything out, for too little has happened."""
    count = len(judged.candidates)
    reason = f"quiet day: {count} {'story' if count == 1 else 'stories'}, fewer than {edition.min_stories}"
    quiet = [LeftOut(one.story, reason) for one in judged.candidates]
    return Selection(judged.window, (), _sorted([*judged.left_out, *quiet]))


def _pick(one: Candidate, role: Role) -> Pick:
    sentences, limit = (LEAD_SENTENCES, LEAD_LIMIT) if role is Role.LEAD else (BRIEF_SENTENCES, BRIEF_LIMIT)
    return Pick(
        story=one.story,
        role=role,
        score=one.score,
        reasons=tuple(part.reason for part in one.parts),
        summary=standfirst(one.story, sentences=sentences, limit=limit),
        also=one.also,
    )


def _sorted(left_out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    return tuple(sorted(left_out, key=lambda one: newest_first(one.story)))


def _quoted(story: Story) -> str:
    return f'"{story.title}"'

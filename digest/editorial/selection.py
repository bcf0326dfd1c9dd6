"""Selects the stories of an issue and gives every other one the one reason that kept it out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from digest.editorial.desk import EMPTY, Desk
from digest.editorial.judging import Judged, judge
from digest.editorial.order import newest_first
from digest.editorial.ranking import PAST, PERHAPS, Candidate, ranked
from digest.editorial.summary import standfirst
from digest.editorial.weighing import Scales
from digest.editorial.window import widened
from digest.model.desk import Verb
from digest.model.edition import QuietDay
from digest.model.selection import LeftOut, Pick, Role, Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.model.edition import Edition
    from digest.model.selection import Carried, Window
    from digest.model.story import Story

__all__ = ["Judged", "choose", "consider", "fill", "judge", "select"]

LEAD_SENTENCES, LEAD_LIMIT = 2, 480
BRIEF_SENTENCES, BRIEF_LIMIT = 1, 240
RANKED = 60  # places that are worked out in turn; those that follow stand by their points
NO_ROOM = "no room"  # how the reason begins for stories that could stand in the issue
TOO_FEW = "quiet day: "  # how the reason begins for stories that are too few to be sent


def select(
    stories: Sequence[Story],
    *,
    edition: Edition,
    window: Window,
    cutoff: datetime,
    carried: Sequence[Carried] = (),
    desk: Desk = EMPTY,
) -> Selection:
    """Return the picks for an issue, the lead first, and each other story with the reason it was left out.

    Eligible is a story first seen by the cutoff and published within the window (both inclusive) whose tags the
    edition wants, and whose event no earlier sent issue of it carried (`carried`), unless it tells what came of it.
    What an editor said stands over all that. An edition that widens on a quiet day may look back a further `max_age`,
    so `stories` should reach back so far; the selection names the window used. The same values give the same selection,
    in whatever order they come.
    """
    judged = consider(stories, edition=edition, window=window, cutoff=cutoff, carried=carried, desk=desk)
    return choose(judged, edition)


def consider(
    stories: Sequence[Story],
    *,
    edition: Edition,
    window: Window,
    cutoff: datetime,
    carried: Sequence[Carried] = (),
    desk: Desk = EMPTY,
) -> Judged:
    """Part the stories into those an issue may carry and those it may not; takes what `select` does."""
    judged = judge(stories, scales=Scales(edition, window, desk), cutoff=cutoff, carried=carried)
    if _is_quiet(judged, edition) and edition.quiet_day is QuietDay.WIDEN:
        wider = Scales(edition, widened(window, edition), desk)
        return judge(stories, scales=wider, cutoff=cutoff, carried=carried)
    return judged


def choose(judged: Judged, edition: Edition) -> Selection:
    """Return the picks of an issue that carries whatever it may."""
    if _is_quiet(judged, edition) and edition.quiet_day is QuietDay.SKIP:
        return _skipped(judged, edition)
    return fill(judged, edition, ranks=True)


def _is_quiet(judged: Judged, edition: Edition) -> bool:
    """Tell whether too little has happened, and no editor thinks otherwise."""
    return len(judged.candidates) < edition.min_stories and not any(one.placed for one in judged.candidates)


def fill(judged: Judged, edition: Edition, *, ranks: bool = False) -> Selection:
    """Give the best candidates their places and the others a reason, however few there are; with their `ranks`."""
    total = len(judged.candidates)
    places = max(edition.briefs + 1, sum(1 for one in judged.candidates if one.placed))
    order, by_rank = _orders(judged, edition, places=places, ranks=ranks)
    picks = [_pick(one, Role.BRIEF if rank else Role.LEAD) for rank, one in enumerate(order[:places])]
    rank_of = {one.story.id: (rank, one) for rank, one in enumerate(by_rank, 1)}
    no_room = [
        LeftOut(one.story, _no_room(*rank_of[one.story.id], total=total, places=places), on_the_web=True)
        for one in order[places:]
    ]
    return Selection(judged.window, tuple(picks), _sorted([*judged.left_out, *no_room]), len(no_room))


def _orders(judged: Judged, edition: Edition, *, places: int, ranks: bool) -> tuple[list[Candidate], list[Candidate]]:
    """Return the candidates as they fill the places, and as they would stand if there were room for more of them.

    The two are the same, but for what is pinned: it has a place before others that stand above it.
    """
    order = partial(ranked, judged.candidates, ranking=edition.ranking, doubles=judged.doubles)
    by_rank = order(places=max(places, RANKED if ranks else 0))
    if ranks and any(one.placed for one in judged.candidates):
        return order(places=places), by_rank
    return by_rank, by_rank


def _no_room(rank: int, one: Candidate, *, total: int, places: int) -> str:
    """Say where a story would stand if there were room, and what put it there, or who has its place."""
    lost = [
        part.reason
        for part in one.parts
        if PAST in part.reason or (part.points < 0 and part.reason.startswith(PERHAPS))
    ]
    why = "; ".join([f"{NO_ROOM}: ranked {rank} of {total}", *lost])
    return f"{why}; a place above went to what is pinned" if rank <= places else why


def _skipped(judged: Judged, edition: Edition) -> Selection:
    """Leave everything out, for too little has happened."""
    count = len(judged.candidates)
    reason = f"{TOO_FEW}{count} {'story' if count == 1 else 'stories'}, fewer than {edition.min_stories}"
    quiet = [LeftOut(one.story, reason) for one in judged.candidates]
    return Selection(judged.window, (), _sorted([*judged.left_out, *quiet]))


def _pick(one: Candidate, role: Role) -> Pick:
    sentences, limit = (LEAD_SENTENCES, LEAD_LIMIT) if role is Role.LEAD else (BRIEF_SENTENCES, BRIEF_LIMIT)
    return Pick(
        story=one.story,
        role=role,
        score=one.score,
        reasons=tuple(part.reason for part in one.parts),
        summary=one.worded(Verb.SUMMARY) or standfirst(one.story, sentences=sentences, limit=limit),
        also=one.also,
        title=one.worded(Verb.TITLE),
        update_of=one.update_of,
    )


def _sorted(left_out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    return tuple(sorted(left_out, key=lambda one: newest_first(one.story)))

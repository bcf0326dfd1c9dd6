"""Works out an issue without sending it: which slot, which stories and why, how it reads, and who would get it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.compose import compose
from digest.editorial import selection as choosing
from digest.editorial import slots, window
from digest.errors import QuietDay, UsageError
from digest.model.edition import Slot
from digest.model.issue import IssueState
from digest.model.tags import TagRule
from digest.pipeline import personal, segmenting
from digest.render.issue import render
from digest.store import history, issues, stories
from digest.store.frozen import frozen_variant
from subscribers.lists import Lists
from subscribers.mailable import audience

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.model.edition import Edition
    from digest.model.issue import Issue, IssueRecord, Marks, Rendering
    from digest.model.selection import Pick, Selection
    from digest.pipeline.newsroom import Newsroom
    from subscribers.model import Audience

FIXED = frozenset(IssueState) - {IssueState.DRAFT, IssueState.QUIET, IssueState.MERGED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An issue as it would be, or, once frozen, as it is. `issue` and `rendering` are None on a quiet day."""

    edition: Edition
    slot: Slot
    cutoff: datetime
    selection: Selection
    record: IssueRecord | None
    issue: Issue | None
    rendering: Rendering | None
    marks: Marks
    audience: Audience

    @property
    def kept(self) -> str:
        """The state of an issue that is fixed already; empty while it may still change."""
        return str(self.record.state) if self.record and self.record.state in FIXED else ""

    @property
    def name(self) -> str:
        """The name of the issue that this is or would be."""
        return f"{self.edition.name}/{self.slot.label}"


def propose(newsroom: Newsroom, edition_name: str, *, at: datetime | None = None, tags: Sequence[str] = ()) -> Proposal:
    """Work out the issue of the latest slot at or before `at` (or now), with the news up to that moment.

    An issue that is fixed already is worked out with the cutoff it had, and comes with the rendering that went out.
    `tags` replace the edition's for this look.
    """
    edition = looked_at(newsroom.edition(edition_name), tags)
    moment = at or newsroom.now()
    slot = slots.latest_slot(edition, at=moment, zone=newsroom.zone)
    record = issues.at_slot(newsroom.db, edition.name, slot.at)
    kept = record is not None and record.state in FIXED and at is None and not tags
    cutoff = record.cutoff if record and kept else moment
    return work_out(newsroom, edition, slot, cutoff=cutoff, record=record, kept=kept)


def propose_issue(newsroom: Newsroom, record: IssueRecord, *, tags: Sequence[str] = ()) -> Proposal:
    """Work out a stored issue with the cutoff it has."""
    edition = looked_at(newsroom.edition(record.edition), tags)
    slot = Slot(record.slot, record.label)
    kept = record.state in FIXED and not tags
    return work_out(newsroom, edition, slot, cutoff=record.cutoff, record=record, kept=kept)


def work_out(
    newsroom: Newsroom,
    edition: Edition,
    slot: Slot,
    *,
    cutoff: datetime,
    record: IssueRecord | None,
    kept: bool = False,
) -> Proposal:
    """Select, compose and render for a slot and a cutoff; the same database gives the same proposal.

    With `kept` the rendering is the one that was frozen.

    Raises:
        UnknownList: the edition names a list that there is not.
        BadSegment: its segment does.
        RenderError: a template of the theme is wrong.
    """
    Lists(newsroom.db).terms(edition.lists)  # one that was renamed or removed is told by name
    selection = select(newsroom, edition, slot, cutoff=cutoff)
    number = record.number if record and record.number else history.next_number(newsroom.db, edition.name)
    issue = (
        compose(
            selection,
            edition=edition,
            publication=newsroom.settings.publication,
            slot=slot,
            cutoff=cutoff,
            number=number,
        )
        if selection.picks
        else None
    )
    fixed = frozen_variant(newsroom.db, record.id) if record and kept else None
    rendering, marks = (
        (fixed.rendering, fixed.marks) if fixed else _rendering(newsroom, issue, f"{edition.name}/{slot.label}")
    )
    return Proposal(
        edition=edition,
        slot=slot,
        cutoff=cutoff,
        selection=selection,
        record=record,
        issue=issue,
        rendering=rendering,
        marks=marks,
        audience=_audience(newsroom, edition),
    )


def select(newsroom: Newsroom, edition: Edition, slot: Slot, *, cutoff: datetime) -> Selection:
    """Choose the stories of a slot from what the database knows."""
    last_cutoff = history.last_cutoff(newsroom.db, edition.name, before=slot.at)
    span = window.news_window(edition, cutoff=cutoff, last_cutoff=last_cutoff)
    widest = window.widened(span, edition)
    return choosing.select(
        stories.in_window(newsroom.db, widest),
        edition=edition,
        window=span,
        cutoff=cutoff,
        carried=history.carried(newsroom.db, edition.name, besides=slot.at, since=widest.start),
    )


def looked_at(edition: Edition, tags: Sequence[str]) -> Edition:
    """Return the edition with other tags, if any are given."""
    if not tags:
        return edition
    try:
        return replace(edition, tags=TagRule.parse(tags))
    except ValueError as error:
        raise UsageError(f"--tag: {error}") from error


def quiet(proposal: Proposal) -> QuietDay:
    """Return the error that says why there is nothing to send."""
    window_start = iso(proposal.selection.window.start)
    return QuietDay(
        f"nothing to send for {proposal.name}: no new story since {window_start} fits; "
        f"see why with: digest plan {proposal.edition.name}"
    )


def document(proposal: Proposal) -> dict[str, Any]:
    """Return the proposal as the contract's `plan` document."""
    picks = [_pick(pick) for pick in proposal.selection.picks]
    rendering = proposal.rendering
    return {
        "issue": proposal.name,
        "edition": proposal.edition.name,
        "state": str(proposal.record.state) if proposal.record else None,
        "number": proposal.issue.number if proposal.issue else None,
        "slot": iso(proposal.slot.at),
        "cutoff": iso(proposal.cutoff),
        "window": {"from": iso(proposal.selection.window.start), "to": iso(proposal.selection.window.end)},
        "subject": rendering.subject if rendering else None,
        "preheader": rendering.preheader if rendering else None,
        "lead": picks[0] if picks else None,
        "briefs": picks[1:],
        "left_out": [
            {"id": out.story.id, "title": out.story.title, "reason": out.reason} for out in proposal.selection.left_out
        ],
        "segment": " ".join(proposal.edition.segment.split()) or None,
        "recipients": {
            "total": proposal.audience.mailable,
            "skipped": [{"reason": reason, "count": n} for reason, n in proposal.audience.skipped.items()],
        },
        "variants": 1 if rendering else 0,
        "size": {
            "html": len(rendering.html.encode()) if rendering else 0,
            "text": len(rendering.text.encode()) if rendering else 0,
        },
        "fit": {"shortened": rendering.shortened, "dropped": rendering.dropped} if rendering else None,
    }


def _audience(newsroom: Newsroom, edition: Edition) -> Audience:
    segment = segmenting.chosen_for(newsroom, edition)
    return audience(newsroom.db, edition.lists, now=newsroom.now(), edition=edition.name, segment=segment)


def _rendering(newsroom: Newsroom, issue: Issue | None, name: str) -> tuple[Rendering | None, Marks]:
    marks = personal.marks(newsroom, name)
    return (render(issue, theme=newsroom.theme(issue.theme), marks=marks) if issue else None), marks


def _pick(pick: Pick) -> dict[str, Any]:
    story = pick.story
    return {
        "id": story.id,
        "title": story.title,
        "url": story.url,
        "source": story.source,
        "published_at": iso(story.published_at),
        "tags": list(story.tags),
        "summary": pick.summary,
        "role": str(pick.role),
        "score": pick.score,
        "reasons": list(pick.reasons),
        "also": [{"id": one.id, "title": one.title, "source": one.source} for one in pick.also],
    }

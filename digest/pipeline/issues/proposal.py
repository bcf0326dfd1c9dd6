"""Works out an issue without sending it: which slot, which stories and why, how it reads, and who would get it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from digest.clock import iso
from digest.compose import compose
from digest.editorial import slots
from digest.editorial.order import newest_first
from digest.editorial.selection import TOO_FEW
from digest.errors import QuietDay, UsageError
from digest.model.delivery import GUARDED, NOTHING_NEW
from digest.model.issue import IssueState
from digest.model.selection import LeftOut, Selection
from digest.model.tags import TagRule
from digest.pipeline.issues import variety as varieties
from digest.pipeline.issues.choosing import select
from digest.pipeline.issues.personal import marks
from digest.pipeline.roster import segmenting
from digest.render.fit import LIMIT
from digest.render.issue import render
from digest.render.personal import reason
from digest.render.tongue import speaking
from digest.render.words import title_of_update
from digest.store.issues import history, issues, variants
from subscribers.lists import Lists
from subscribers.mailable import audience
from subscribers.model import Audience

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.model.edition import Edition, Slot
    from digest.model.issue import Issue, IssueRecord, Marks, Rendering
    from digest.model.variety import VariantPlan
    from digest.pipeline.issues.variety import Variety
    from digest.pipeline.newsroom import Newsroom

FIXED = frozenset(IssueState) - {IssueState.DRAFT, IssueState.QUIET, IssueState.MERGED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An issue as it would be, or, once frozen, as it is. `issue` and `rendering` are None on a quiet day.

    It is the whole issue in the publication's language, or, where `variant` names one, that variant: `selection`,
    `issue` and `rendering` are then the variant's. Briefs that did not fit stand in the selection as left out.
    """

    edition: Edition
    slot: Slot
    cutoff: datetime
    selection: Selection
    record: IssueRecord | None
    number: int
    issue: Issue | None
    rendering: Rendering | None
    marks: Marks
    audience: Audience
    variety: Variety
    recent_subjects: tuple[str, ...]
    variant: str = ""

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

    An issue that is fixed already is worked out with the cutoff it had, and comes with the rendering that went out; an
    edited or approved draft keeps its cutoff. With `at` nothing counts that was sent or said later.
    `tags` replace the edition's for this look.
    """
    edition = with_tags(newsroom.edition(edition_name), tags)
    moment = at or newsroom.now()
    slot = slots.latest_slot(edition, at=moment, zone=newsroom.zone)
    record = issues.at_slot(newsroom.db, edition.name, slot)
    record = record.as_of(at) if record and at else record
    slot = record.own_slot if record else slot
    kept = record is not None and record.state in FIXED and at is None and not tags
    cutoff = record.cutoff if record and (kept or (at is None and keeps_its_cutoff(record, edition))) else moment
    return work_out(newsroom, edition, slot, cutoff=cutoff, record=record, kept=kept, seen_from=at)


def propose_issue(newsroom: Newsroom, record: IssueRecord, *, tags: Sequence[str] = ()) -> Proposal:
    """Work out a stored issue with the cutoff it has."""
    edition = with_tags(newsroom.edition(record.edition), tags)
    kept = record.state in FIXED and not tags
    return work_out(newsroom, edition, record.own_slot, cutoff=record.cutoff, record=record, kept=kept)


def work_out(
    newsroom: Newsroom,
    edition: Edition,
    slot: Slot,
    *,
    cutoff: datetime,
    record: IssueRecord | None,
    kept: bool = False,
    seen_from: datetime | None = None,
) -> Proposal:
    """Select, compose and render for a slot and a cutoff; the same database gives the same proposal.

    With `kept` the rendering is the one that was frozen. Nothing counts that was sent or said after `seen_from`.

    Raises:
        UnknownList: the edition names a list that there is not.
        BadSegment: its segment does.
        RenderError: a template of the theme is wrong.
    """
    Lists(newsroom.db).terms(edition.lists)  # one that was renamed or removed is told by name
    if record and kept:
        seen_from = record.carried_at or record.frozen_at
    selection, chooser = select(newsroom, edition, slot, cutoff=cutoff, seen_from=seen_from)
    number = record.number if record and record.number else history.next_number(newsroom.db, edition.name)
    fixed = record if kept and record and variants.whole(newsroom.db, record.id) else None
    if fixed:
        variety = varieties.frozen(newsroom, fixed, whole=selection, chooser=chooser)
    else:
        variety = varieties.planned(newsroom, edition, whole=selection, chooser=chooser)
    blank = Proposal(
        edition=edition,
        slot=slot,
        cutoff=cutoff,
        selection=selection,
        record=record,
        number=number,
        issue=None,
        rendering=None,
        marks=marks(newsroom, f"{edition.name}/{slot.label}"),
        audience=_audience(newsroom, edition, nothing_new=variety.nothing_new),
        variety=variety,
        recent_subjects=history.recent_subjects(newsroom.db, edition.name, before=slot.at),
    )
    return as_variant(newsroom, blank, variety.plans[0]) if variety.plans else blank


def as_variant(
    newsroom: Newsroom, proposal: Proposal, plan: VariantPlan, *, known: Rendering | None = None
) -> Proposal:
    """Return an issue as the readers of one of its variants get it: as it was frozen, as `known`, or rendered now.

    Raises:
        RenderError: a template of the theme is wrong.
    """
    selection = proposal.variety.selection_of(plan)
    content = _composed(newsroom, proposal, plan, selection) if selection and selection.picks else None
    rendering, marked = known, proposal.marks
    if proposal.variety.frozen:
        assert proposal.record is not None
        fixed = variants.named(newsroom.db, proposal.record.id, plan.name)
        assert fixed is not None
        rendering, marked = fixed.rendering, fixed.marks
    elif content and rendering is None:
        rendering = _rendered(newsroom, content, marked)
    if content and selection and rendering and rendering.dropped:
        selection = without_what_did_not_fit(selection, rendering)
        content = _composed(newsroom, proposal, plan, selection)
    return replace(
        proposal,
        selection=selection or proposal.selection,
        issue=content,
        rendering=rendering,
        marks=marked,
        variant=plan.name,
    )


def _rendered(newsroom: Newsroom, content: Issue, marked: Marks) -> Rendering:
    lists = Lists(newsroom.db).terms(newsroom.edition(content.edition).lists)
    reasons = (reason(terms.title, content.cutoff, publication=content.publication) for terms in lists)
    longest = max(len(escape(one).encode()) for one in reasons)
    return render(content, theme=newsroom.theme(content.theme), marks=marked, longest_reason=longest)


def without_what_did_not_fit(selection: Selection, rendering: Rendering) -> Selection:
    """Return a selection in which the briefs that a rendering had no bytes for are left out, and why."""
    kept = len(selection.picks) - rendering.dropped
    reason = f"did not fit: {rendering.full_size:,} bytes of HTML with all briefs, and at most {LIMIT:,} may be"
    out = tuple(LeftOut(pick.story, reason, on_the_web=True) for pick in selection.picks[kept:])
    left_out = tuple(sorted((*selection.left_out, *out), key=lambda one: newest_first(one.story)))
    return Selection(selection.window, selection.picks[:kept], left_out, selection.overflow + len(out))


def _composed(newsroom: Newsroom, proposal: Proposal, plan: VariantPlan, selection: Selection) -> Issue:
    home = newsroom.settings.publication.language
    content = compose(
        selection,
        edition=proposal.edition,
        publication=newsroom.settings.publication,
        slot=proposal.slot,
        cutoff=proposal.cutoff,
        number=proposal.number,
        title_of_update=lambda pick: title_of_update(pick.headline, pick.story.language or home),
    )
    return speaking(replace(content, recent_subjects=proposal.recent_subjects), plan.language)


def keeps_its_cutoff(record: IssueRecord | None, edition: Edition) -> bool:
    """Tell whether a draft goes out with the news of its own cutoff: an edited one, or one that is to be approved."""
    return record is not None and (record.as_it_stands or (edition.approval and record.state is IssueState.DRAFT))


def with_tags(edition: Edition, tags: Sequence[str]) -> Edition:
    """Return the edition with these tags in place of its own, if any are given."""
    if not tags:
        return edition
    try:
        return replace(edition, tags=TagRule.parse(tags))
    except ValueError as error:
        raise UsageError(f"--tag: {error}") from error


def quiet(proposal: Proposal) -> QuietDay:
    """Return the error that says why there is nothing to send."""
    too_few = (out.reason for out in proposal.selection.left_out if out.reason.startswith(TOO_FEW))
    why = next(too_few, f"no new story since {iso(proposal.selection.window.start)} fits")
    return QuietDay(f"nothing to send for {proposal.name}: {why}; see why with: digest plan {proposal.edition.name}")


def _audience(newsroom: Newsroom, edition: Edition, *, nothing_new: int) -> Audience:
    filters = {"segment": segmenting.chosen_for(newsroom, edition), GUARDED: segmenting.let_through(newsroom)}
    found = audience(newsroom.db, edition.lists, now=newsroom.now(), edition=edition.name, filters=filters)
    if not nothing_new:
        return found
    skipped = dict(sorted({**found.skipped, NOTHING_NEW: nothing_new}.items()))
    return Audience(mailable=max(0, found.mailable - nothing_new), skipped=skipped)

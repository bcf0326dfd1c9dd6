"""Prints the plan of an issue as an editor reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.cli.output import aside, counted, heading, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from digest.model.issue import IssueRecord
    from digest.model.selection import Hint
    from digest.pipeline.issues.proposal import Proposal

MOST_VARIANTS = 12  # that a plan names


def print_plan(
    proposal: Proposal, zone: ZoneInfo, *, anew: bool = False, ahead: str = "", hints: Sequence[Hint] = ()
) -> None:
    """Print a proposal as an editor reads it; `anew` where it may differ from the issue that went out.

    `ahead` is the option that shows the issue to come; `hints` tell which stories are perhaps of one event.
    """
    from digest.pipeline.issues.approval import changed_since_approval
    from digest.pipeline.issues.plan import document

    plan_document = document(proposal)
    subject = proposal.rendering.subject if proposal.rendering else "nothing to send"
    heading(f"{proposal.name}  {subject}")
    if proposal.record and (hands := by_whom(proposal.record, zone)):
        aside(f"{hands}, and changed since" if changed_since_approval(proposal) else hands)
    if proposal.kept:
        aside(f"{'worked out anew' if anew else 'as it was chosen'}; the issue is {proposal.kept}")
    if ahead:
        aside(f"the one to come: digest plan {proposal.edition.name} {ahead}")
    _print_picks(proposal, hints)
    _print_left_out(plan_document["left_out"])
    _print_readers(plan_document["recipients"])
    _print_variants(plan_document)
    size = plan_document["size"]
    if size["html"]:
        say("")
        aside(
            f"HTML {size['html'] / 1000:.0f} kB of 95, text {size['text'] / 1000:.0f} kB{_cost(plan_document['fit'])}"
        )
    local = [time.astimezone(zone) for time in (proposal.selection.window.start, proposal.cutoff)]
    quiet = "; wider than max_age, for the day is quiet" if proposal.selection.window.wider else ""
    aside(f"news from {local[0]:%a %d %b %H:%M} to {local[1]:%a %d %b %H:%M}{quiet}")
    if proposal.edition.ranking.per_tag and not proposal.edition.tags.any_of:
        aside(f"per_tag is of no effect: {proposal.edition.name} names no tags; give it some, or take per_tag away")


def by_whom(record: IssueRecord, zone: ZoneInfo) -> str:
    """Say who edited an issue and who approved it, and when; empty if nobody did."""
    hands = (("edited", record.edited_by, record.edited_at), ("approved", record.approved_by, record.approved_at))
    return "; ".join(f"{what} by {by}, {at.astimezone(zone):%a %d %b %H:%M}" for what, by, at in hands if at)


def _print_picks(proposal: Proposal, hints: Sequence[Hint]) -> None:
    for pick in proposal.selection.picks:
        say(f"\n{pick.role:>5}  {pick.headline}")
        aside(f"       {pick.story.source} · {'; '.join(pick.reasons)}")
        if pick.other_sources:
            aside(f"       also covered by {', '.join(pick.other_sources)}")
        for hint in (hint for hint in hints if hint.story.id == pick.story.id):
            aside(f"       perhaps {_hinted(hint)}: digest stories join {hint.other.id} {hint.story.id}")


def _hinted(hint: Hint) -> str:
    """Say of which event a story perhaps is."""
    goes_on = bool(hint.sent_in) and hint.story.published_at > hint.other.published_at
    where = f", sent in {hint.sent_in}" if hint.sent_in else f" ({hint.other.source})"
    return f'{"goes on with" if goes_on else "one event with"} "{hint.other.title}"{where}'


def _print_left_out(left_out: list[dict[str, Any]]) -> None:
    if left_out:
        say("")
        heading("left out")
    for one in left_out:
        say(f"  {one['title']}")
        aside(f"    {one['reason']}")


def _print_readers(recipients: dict[str, Any]) -> None:
    say("")
    heading(counted(recipients["total"], "recipient"))
    for one in recipients["skipped"]:
        say(f"  {one['count']} not: {one['reason']}")


def _print_variants(plan_document: dict[str, Any]) -> None:
    """Say in which variants the issue goes out, the most read ones by name, if there are several."""
    variants = [one for one in plan_document["by_variant"] if one["recipients"]]
    if len(variants) < 2 and all(one == plan_document["by_variant"][0] for one in variants):
        return
    say("")
    heading(counted(len(variants), "variant"))
    for one in variants[:MOST_VARIANTS]:
        stories = counted(len(one["stories"]), "story", many="stories")
        say(f"  {one['variant']}: {counted(one['recipients'], 'recipient')}, {stories}")
    if len(variants) > MOST_VARIANTS:
        aside(f"  and {len(variants) - MOST_VARIANTS:,} more; all of them with --json")


def _cost(fit: dict[str, int] | None) -> str:
    """Say what it took to make the mail fit, if it did not."""
    if not fit or not fit["full"]:
        return ""
    done = [f"{counted(fit[what], 'brief')} {what}" for what in ("shortened", "dropped") if fit[what]]
    return f"; {fit['full'] / 1000:.0f} kB before: {', '.join(done)}"

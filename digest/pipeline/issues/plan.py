"""Writes the plan of an issue down: which stories and why, what was left out, who gets it, in how many variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.pipeline.issues.approval import changed_since_approval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model.issue import IssueRecord, Rendering
    from digest.model.selection import Hint, Pick
    from digest.model.variety import VariantPlan
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.issues.variety import Variety


def document(proposal: Proposal) -> dict[str, Any]:
    """Return the proposal as the contract's `plan` document."""
    picks = [_pick(pick) for pick in proposal.selection.picks]
    rendering = proposal.rendering
    return {
        "issue": proposal.name,
        "edition": proposal.edition.name,
        "state": str(proposal.record.state) if proposal.record else None,
        "edited": _by(proposal.record, "edited"),
        "approved": _approved(proposal),
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
        "variants": proposal.variety.count,
        "by_variant": [_variant(plan, proposal.variety) for plan in proposal.variety.plans],
        "size": {
            "html": len(rendering.html.encode()) if rendering else 0,
            "text": len(rendering.text.encode()) if rendering else 0,
        },
        "fit": _fit(rendering) if rendering else None,
    }


def perhaps(hints: Sequence[Hint]) -> dict[str, Any]:
    """Return which stories of an issue are perhaps of one event, as `plan` adds it to the document."""
    return {
        "perhaps": [
            {
                "id": hint.story.id,
                "other": {"id": hint.other.id, "title": hint.other.title, "source": hint.other.source},
                "sent_in": hint.sent_in or None,
            }
            for hint in hints
        ]
    }


def _variant(plan: VariantPlan, variety: Variety) -> dict[str, Any]:
    selection = variety.selection_of(plan)
    return {
        "variant": plan.name,
        "language": plan.language,
        "topics": list(plan.topics),
        "recipients": plan.recipients,
        "stories": [pick.story.id for pick in selection.picks] if selection else [],
    }


def _fit(rendering: Rendering) -> dict[str, int]:
    """Say what it took to make the mail fit; `full` is how many bytes of HTML it was before, 0 if it fitted."""
    return {"shortened": rendering.shortened, "dropped": rendering.dropped, "full": rendering.full_size}


def _approved(proposal: Proposal) -> dict[str, Any] | None:
    """Return who approved an issue and when, and whether it says something else by now."""
    approved = _by(proposal.record, "approved")
    return {**approved, "changed": changed_since_approval(proposal)} if approved else None


def _by(record: IssueRecord | None, what: str) -> dict[str, str] | None:
    """Return who edited or approved an issue, and when."""
    at = getattr(record, f"{what}_at", None)
    return {"by": getattr(record, f"{what}_by"), "at": iso(at)} if at else None


def _pick(pick: Pick) -> dict[str, Any]:
    story = pick.story
    return {
        "id": story.id,
        "title": pick.headline,
        "url": story.url,
        "source": story.source,
        "published_at": iso(story.published_at),
        "tags": list(story.tags),
        "summary": pick.summary,
        "role": str(pick.role),
        "score": pick.score,
        "reasons": list(pick.reasons),
        "update_of": pick.update_of or None,
        "also": [{"id": one.id, "title": one.title, "source": one.source} for one in pick.also],
    }

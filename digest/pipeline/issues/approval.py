"""Tells whether an issue still says what was approved."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.model.issue import Issue
    from digest.pipeline.issues.proposal import Proposal


def changed_since_approval(proposal: Proposal) -> bool:
    """Tell whether a draft says something else than when it was approved."""
    record = proposal.record
    return bool(
        record and record.approved_at and not proposal.kept and record.approved_content != fingerprint(proposal)
    )


def fingerprint(proposal: Proposal) -> str:
    """Return what an issue and its variants say, in a few letters: another issue has others."""
    issue = proposal.issue and _as_read(proposal.issue)
    return sha256(repr((issue, proposal.variety.chooser.stories)).encode()).hexdigest()


def _as_read(issue: Issue) -> Issue:
    """Return an issue without what no reader sees of it: why its stories are there, and how they were weighed."""
    lead, *briefs = (replace(item, score=0.0, reasons=()) for item in issue.items)
    on_the_web = tuple(replace(item, score=0.0, reasons=()) for item in issue.on_the_web)
    return replace(issue, lead=lead, briefs=tuple(briefs), on_the_web=on_the_web)

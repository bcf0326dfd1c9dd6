"""Tells whether an issue still says what was approved."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.pipeline.issues.proposal import Proposal


def changed_since_approval(proposal: Proposal) -> bool:
    """Tell whether a draft says something else than when it was approved."""
    record = proposal.record
    return bool(
        record and record.approved_at and not proposal.kept and record.approved_content != fingerprint(proposal)
    )


def fingerprint(proposal: Proposal) -> str:
    """Return what an issue and its variants say, in a few letters: another issue has others."""
    return sha256(repr((proposal.issue, proposal.variety.chooser.stories)).encode()).hexdigest()

"""Fills an issue in for a reader who is nobody in particular, as preview and check show and judge it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from digest.deliver.message import MessageTemplate
from digest.pipeline.issues.carriers import encode_variant
from digest.pipeline.issues.personal import strangers_envelope

if TYPE_CHECKING:
    from digest.model.delivery import Envelope
    from digest.model.issue import Rendering
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom

NEUTRAL_ADDRESS = "reader@example.com"
NEUTRAL_TOKEN = "preview-preview-previe"  # noqa: S105  as long as a real one, and nobody's


def envelope(newsroom: Newsroom, proposal: Proposal) -> Envelope:
    """Return what is the neutral reader's own."""
    return strangers_envelope(
        newsroom,
        proposal.edition,
        proposal.name,
        number=0,
        address=NEUTRAL_ADDRESS,
        token=NEUTRAL_TOKEN,
        key="preview",
        on=proposal.slot.at,
        language=proposal.rendering.language if proposal.rendering else "",
    )


def filled(newsroom: Newsroom, proposal: Proposal, rendering: Rendering) -> tuple[str, str]:
    """Return HTML and text with the neutral reader's words where the marks stand."""
    who, marks = envelope(newsroom, proposal), proposal.marks
    html = rendering.html.replace(marks.token, who.token).replace(marks.reason, escape(who.reason))
    return html, rendering.text.replace(marks.token, who.token).replace(marks.reason, who.reason)


def message(newsroom: Newsroom, proposal: Proposal) -> bytes:
    """Return the whole message for the neutral reader, as it would be sent; the proposal has a rendering."""
    assert proposal.rendering is not None
    variant = encode_variant(newsroom, proposal.name, proposal.rendering, proposal.marks, date=proposal.cutoff)
    return MessageTemplate(variant.message, variant.marks).fill(envelope(newsroom, proposal))

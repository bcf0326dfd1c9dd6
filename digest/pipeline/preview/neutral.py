"""Fills an issue in for a reader who is nobody in particular, as preview and check show and judge it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from digest.deliver.message import MessageTemplate
from digest.pipeline.issues.carriers import encode_variant
from digest.pipeline.issues.personal import strangers_envelope

if TYPE_CHECKING:
    from digest.model.delivery import Envelope
    from digest.model.issue import Marks, Rendering
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom

NEUTRAL_ADDRESS = "reader@example.com"
NEUTRAL_TOKEN = "preview-preview-previe"  # noqa: S105  as long as a real one, and nobody's


class Filled(NamedTuple):
    """A mail as one reader gets it: its parts with that reader's words in them, and the whole message."""

    reader: Envelope
    html: str
    text: str
    message: bytes


def filled(newsroom: Newsroom, proposal: Proposal) -> Filled:
    """Return an issue, which has a rendering, for the neutral reader, as it would be sent."""
    rendering, marks = proposal.rendering, proposal.marks
    assert rendering is not None
    reader = strangers_envelope(
        newsroom,
        proposal,
        number=0,
        address=NEUTRAL_ADDRESS,
        token=NEUTRAL_TOKEN,
        key="preview",
        on=proposal.slot.at,
        language=rendering.language,
    )
    variant = encode_variant(newsroom, proposal.name, rendering, marks, date=proposal.cutoff)
    return fill_in(rendering, variant.message, marks=marks, reader=reader)


def fill_in(rendering: Rendering, message: bytes, *, marks: Marks, reader: Envelope) -> Filled:
    """Return a rendering, and the message it was encoded to, with a reader's words where the marks stand."""
    html = rendering.html.replace(marks.token, reader.token).replace(marks.reason, escape(reader.reason))
    text = rendering.text.replace(marks.token, reader.token).replace(marks.reason, reader.reason)
    return Filled(reader, html, text, MessageTemplate(message, marks).fill(reader))

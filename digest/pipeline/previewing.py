"""Shows an issue before it goes out, as a reader who is nobody in particular would get it."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default as modern
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from digest.deliver.message import MessageTemplate
from digest.editorial.slots import labelled
from digest.errors import UnknownName, UsageError
from digest.pipeline.carriers import variant_of
from digest.pipeline.personal import strangers_envelope
from digest.pipeline.proposal import looked_at, propose, propose_issue, quiet, work_out
from digest.store import issues

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from digest.model.delivery import Envelope
    from digest.model.issue import Rendering
    from digest.pipeline.newsroom import Newsroom
    from digest.pipeline.proposal import Proposal
    from digest.web.preview import PreviewPage

NEUTRAL_ADDRESS = "reader@example.com"
NEUTRAL_TOKEN = "preview-preview-previe"  # noqa: S105  as long as a real one, and nobody's


def look(newsroom: Newsroom, name: str, *, at: datetime | None, tags: Sequence[str]) -> Proposal:
    """Work out what is named: an edition's next issue, a stored issue, or, with no name, the first edition's."""
    name = name or next(iter(newsroom.settings.editions))
    if not at and issues.is_issue_name(name):
        return _named(newsroom, name, tags)
    return propose(newsroom, name.partition("/")[0], at=at, tags=tags)


def write(newsroom: Newsroom, name: str, folder: str, *, at: datetime | None, tags: Sequence[str]) -> list[Path]:
    """Write issue.html, issue.txt and issue.eml as a neutral reader would get them, and return where they are.

    Raises:
        QuietDay: there is no story to show.
    """
    proposal = look(newsroom, name, at=at, tags=tags)
    if proposal.rendering is None:
        raise quiet(proposal)
    html, text = _filled(newsroom, proposal, proposal.rendering)
    contents = {"issue.html": html.encode(), "issue.txt": text.encode(), "issue.eml": _message(newsroom, proposal)}
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for file, content in contents.items():
        (place / file).write_bytes(content)
    return [place / file for file in contents]


def show(
    newsroom: Newsroom,
    name: str,
    *,
    at: datetime | None,
    tags: Sequence[str],
    port: int,
    on_ready: Callable[[str], None],
) -> None:
    """Serve the preview on this machine until Ctrl-C; the issue is worked out anew at each look."""
    from digest.web.preview import preview_app, serve

    look(newsroom, name, at=at, tags=tags)  # a wrong name is told here, not in the browser
    app = preview_app(lambda: page(newsroom, name, at=at, tags=tags), media=newsroom.settings.media)
    serve(app, port=port, on_ready=on_ready)


def page(newsroom: Newsroom, name: str, *, at: datetime | None, tags: Sequence[str]) -> PreviewPage:
    """Return what the preview shows of an issue.

    Raises:
        QuietDay: there is no story to show.
    """
    from digest.web.preview import Chosen, PreviewPage

    proposal = look(newsroom, name, at=at, tags=tags)
    if proposal.rendering is None:
        raise quiet(proposal)
    html, text = _filled(newsroom, proposal, proposal.rendering)
    headers = message_from_bytes(_message(newsroom, proposal), policy=modern)
    return PreviewPage(
        issue=proposal.name,
        subject=proposal.rendering.subject,
        preheader=proposal.rendering.preheader,
        html=html,
        text=text,
        headers=tuple((key, str(value)) for key, value in headers.items()),
        recipients=proposal.audience.mailable,
        picks=tuple(Chosen(pick.story.title, str(pick.role), pick.reasons) for pick in proposal.selection.picks),
        left_out=tuple((out.story.title, out.reason) for out in proposal.selection.left_out),
        publication_url=newsroom.settings.publication.url,
    )


def _named(newsroom: Newsroom, name: str, tags: Sequence[str]) -> Proposal:
    """Work out a stored issue, or the slot of that name if nothing is stored for it."""
    try:
        return propose_issue(newsroom, issues.named(newsroom.db, name), tags=tags)
    except UnknownName:
        edition_name, slash, label = name.partition("/")
        if not slash:
            raise
    edition = looked_at(newsroom.edition(edition_name), tags)
    try:
        slot = labelled(edition, label, zone=newsroom.zone)
    except ValueError as error:
        raise UsageError(f"{name}: {error}") from error
    return work_out(newsroom, edition, slot, cutoff=max(slot.at, newsroom.now()), record=None)


def _neutral(newsroom: Newsroom, proposal: Proposal) -> Envelope:
    return strangers_envelope(
        newsroom,
        proposal.edition,
        proposal.name,
        number=0,
        address=NEUTRAL_ADDRESS,
        token=NEUTRAL_TOKEN,
        key="preview",
        on=proposal.slot.at,
    )


def _filled(newsroom: Newsroom, proposal: Proposal, rendering: Rendering) -> tuple[str, str]:
    """Return HTML and text with the neutral reader's words where the marks stand."""
    who, marks = _neutral(newsroom, proposal), proposal.marks
    html = rendering.html.replace(marks.token, who.token).replace(marks.reason, escape(who.reason))
    return html, rendering.text.replace(marks.token, who.token).replace(marks.reason, who.reason)


def _message(newsroom: Newsroom, proposal: Proposal) -> bytes:
    assert proposal.rendering is not None
    variant = variant_of(newsroom, proposal.name, proposal.rendering, proposal.marks, date=proposal.cutoff)
    return MessageTemplate(variant.message, variant.marks).fill(_neutral(newsroom, proposal))

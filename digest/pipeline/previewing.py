"""Shows an issue before it goes out, as a reader who is nobody in particular would get it."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path
from typing import TYPE_CHECKING

from digest.pipeline import neutral
from digest.pipeline.looking import look
from digest.pipeline.proposal import quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from digest.pipeline.newsroom import Newsroom
    from digest.web.preview import PreviewPage


def write(newsroom: Newsroom, name: str, folder: str, *, at: datetime | None, tags: Sequence[str]) -> list[Path]:
    """Write issue.html, issue.txt and issue.eml as a neutral reader would get them, and return where they are.

    Raises:
        QuietDay: there is no story to show.
    """
    proposal = look(newsroom, name, at=at, tags=tags)
    if proposal.rendering is None:
        raise quiet(proposal)
    html, text = neutral.filled(newsroom, proposal, proposal.rendering)
    contents = {
        "issue.html": html.encode(),
        "issue.txt": text.encode(),
        "issue.eml": neutral.message(newsroom, proposal),
    }
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
    html, text = neutral.filled(newsroom, proposal, proposal.rendering)
    headers = message_from_bytes(neutral.message(newsroom, proposal), policy=modern)
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

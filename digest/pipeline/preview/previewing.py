"""Shows an issue before it goes out, as a reader who is nobody in particular would get it."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import UsageError
from digest.pipeline.issues.named import propose_named
from digest.pipeline.issues.proposal import quiet
from digest.pipeline.preview.neutral import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from digest.pipeline.newsroom import Newsroom

_log = logging.getLogger(__name__)


def write(
    newsroom: Newsroom, name: str, folder: str, *, at: datetime | None, tags: Sequence[str], variant: str = ""
) -> list[Path]:
    """Write issue.html, issue.txt and issue.eml as a neutral reader would get them, and return where they are.

    It is the whole issue, or the `variant` of that name.

    Raises:
        QuietDay: there is no story to show.
        UnknownName: there is no such edition, issue or variant.
    """
    proposal = propose_named(newsroom, name, at=at, tags=tags, variant=variant)
    if proposal.rendering is None:
        raise quiet(proposal)
    mail = filled(newsroom, proposal)
    contents = {"issue.html": mail.html.encode(), "issue.txt": mail.text.encode(), "issue.eml": mail.message}
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for file, content in contents.items():
        (place / file).write_bytes(content)
    return [place / file for file in contents]


def serve(
    newsroom: Newsroom,
    name: str,
    *,
    at: datetime | None,
    tags: Sequence[str],
    port: int,
    on_ready: Callable[[str], None],
) -> None:
    """Serve the editor's desk on this machine until Ctrl-C; the issue is worked out anew whenever something changes.

    Raises:
        UsageError: there is no such edition or issue, or the port cannot be had.
    """
    from digest.pipeline.preview.editors_desk import EditorsDesk
    from digest.web.asked import Subject
    from digest.web.preview import serve_desk

    with closing(EditorsDesk(newsroom, name, at=at, tags=tags)) as desk:
        try:
            desk.look(Subject())
        except UsageError:
            raise  # a wrong name is told here; all else is shown in the browser, until it is mended
        except Exception as error:  # noqa: BLE001
            _log.info("no look yet", exc_info=error)
        serve_desk(desk, port=port, on_ready=on_ready)

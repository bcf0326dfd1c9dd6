"""Fits the transport of the settings to an issue: where its mails go, and the headers all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.deliver.factory import make_transport, worker_count
from digest.deliver.message import encode
from digest.model.links import archive_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from digest.deliver.message import MessageTemplate
    from digest.deliver.transport import Transport
    from digest.model.issue import Marks, Rendering
    from digest.pipeline.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Carrier:
    """Opens transports for one issue, and says how many of them may work side by side."""

    open: Callable[[], Transport]
    connections: int


def carrier(newsroom: Newsroom, issue_name: str, template: MessageTemplate) -> Carrier:
    """Return the carrier of an issue's message."""
    mail = newsroom.settings.mail
    edition, _, label = issue_name.partition("/")
    folder = mail.outbox.path / edition / label.replace(":", "")
    return Carrier(lambda: make_transport(mail, template, folder=folder, environ=newsroom.environ), worker_count(mail))


def encoded(newsroom: Newsroom, edition: str, rendering: Rendering, marks: Marks, *, date: datetime) -> bytes:
    """Encode a rendering as a message once, with the marks standing where a recipient's own words go."""
    publication, mail = newsroom.settings.publication, newsroom.settings.mail
    return encode(
        rendering,
        sender_name=mail.from_name,
        sender_address=mail.from_address,
        reply_to=mail.reply_to,
        date=date,
        list_id=f"{edition}.{urlsplit(publication.url).hostname}",
        base_url=publication.url,
        archive_url=archive_url(publication.url, edition),
        marks=marks,
    )

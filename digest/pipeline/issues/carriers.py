"""Fits the transport of the settings to an issue: where its mails go, and the headers all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.deliver.factory import leads_to, transport_maker, worker_count
from digest.deliver.message import encode
from digest.model.issue import Variant
from digest.model.links import archive_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from digest.deliver.transport import Transport
    from digest.model.issue import Marks, Rendering
    from digest.pipeline.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Carrier:
    """Makes transports for one issue, and says how many of them may work side by side.

    `via` names the transport and where it leads to; another one cannot say what became of a mail this one had. `way` is
    what rates count for: the transport and its server, whatever the issue.
    """

    make: Callable[[], Transport]
    connections: int
    via: str
    way: str


def carrier(
    newsroom: Newsroom, issue_name: str, variant: Variant, *, variant_of: Callable[[int], Variant] | None = None
) -> Carrier:
    """Return the carrier of an issue's messages, which go on bearing the sender they were frozen with.

    That is the sender of `variant`, which all get unless `variant_of` gives others by their ids.
    """
    mail = newsroom.settings.mail
    edition, _, label = issue_name.partition("/")
    folder = mail.outbox.path / edition / label.replace(":", "")
    return Carrier(
        transport_maker(
            mail,
            variant_of or (lambda _: variant),
            sender=variant.sender,
            edition=edition,
            folder=folder,
            environ=newsroom.environ,
        ),
        worker_count(mail),
        via=leads_to(mail, folder=folder),
        way=leads_to(mail, folder=mail.outbox.path),
    )


def encode_variant(
    newsroom: Newsroom, issue_name: str, rendering: Rendering, marks: Marks, *, date: datetime, name: str = ""
) -> Variant:
    """Encode a rendering as a message once, with the marks standing where a recipient's own words go."""
    publication, mail = newsroom.settings.publication, newsroom.settings.mail
    edition, _, label = issue_name.partition("/")
    message = encode(
        rendering,
        sender_name=mail.from_name,
        sender_address=mail.from_address,
        reply_to=mail.reply_to,
        date=date,
        list_id=f"{edition}.{urlsplit(publication.url).hostname}",
        base_url=publication.url,
        archive_url=archive_url(publication.url, edition) if newsroom.edition(edition).public else "",
        marks=marks,
        feedback_id=_feedback_id(edition, label, sender_id=mail.feedback_id) if mail.feedback_id else "",
        unsubscribe_to=mail.unsubscribe_to,
    )
    return Variant(rendering=rendering, message=message, sender=mail.from_address, marks=marks, name=name)


def _feedback_id(edition: str, label: str, *, sender_id: str) -> str:
    """Return the Feedback-ID: issue, edition, kind of mail and sender, from small to large; nothing of the recipient.

    Gmail counts complaints by each of them.
    """
    return f"{label.replace(':', '')}:{edition}:digest:{sender_id}"

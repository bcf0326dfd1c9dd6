"""Makes the transport that the settings name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.deliver.message import MessageTemplate
from digest.deliver.outbox import OutboxTransport
from digest.deliver.sendgrid import SendgridTransport
from digest.deliver.sendgrid_request import category_of
from digest.deliver.sendgrid_wire import base_url
from digest.deliver.smtp import SmtpTransport
from digest.model.settings import TransportName

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from digest.deliver.transport import Template, Transport
    from digest.model.issue import Variant
    from digest.model.settings import DkimSettings, MailSettings


def make_transport(
    mail: MailSettings, variant: Variant, *, edition: str, folder: Path, environ: Mapping[str, str] = os.environ
) -> Transport:
    """Return a transport for one worker; `folder` is where the outbox puts this issue's files.

    Raises:
        TransportError: it cannot be made as configured.
    """
    if mail.transport is TransportName.SENDGRID:
        return SendgridTransport(variant, mail.sendgrid, category=category_of(edition), environ=environ)
    template = _template(variant, mail.dkim)
    if mail.transport is TransportName.SMTP:
        return SmtpTransport(template, mail.smtp, sender=variant.sender, environ=environ)
    return OutboxTransport(template, folder=folder)


def worker_count(mail: MailSettings) -> int:
    """Return how many transports may work side by side."""
    workers = {TransportName.SMTP: mail.smtp.connections, TransportName.SENDGRID: mail.sendgrid.workers}
    return workers.get(mail.transport, 1)


def leads_to(mail: MailSettings, *, folder: Path) -> str:
    """Return the transport's name and where it hands the mail over: a folder or a host."""
    places = {
        TransportName.OUTBOX: str(folder),
        TransportName.SMTP: mail.smtp.host,
        TransportName.SENDGRID: urlsplit(base_url(mail.sendgrid)).netloc,
    }
    return f"{mail.transport} {places[mail.transport]}"


def _template(variant: Variant, dkim: DkimSettings | None) -> Template:
    """Return the message, with a signer of its own if mails are to be signed; the outbox shows what would go out."""
    template = MessageTemplate(variant.message, variant.marks)
    if dkim is None:
        return template
    from digest.deliver.dkim import SignedTemplate, Signer

    return SignedTemplate(template, Signer(dkim))

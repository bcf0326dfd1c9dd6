"""Makes the transport that the settings name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digest.deliver.outbox import OutboxTransport
from digest.deliver.smtp import SmtpTransport
from digest.errors import TransportError
from digest.model.settings import TransportName

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from digest.deliver.message import MessageTemplate
    from digest.deliver.transport import Transport
    from digest.model.settings import MailSettings


def make_transport(
    mail: MailSettings, template: MessageTemplate, *, folder: Path, environ: Mapping[str, str] = os.environ
) -> Transport:
    """Return a transport for one worker; `folder` is where the outbox puts this issue's files.

    Raises:
        TransportError: it cannot be made as configured.
    """
    if mail.transport is TransportName.OUTBOX:
        return OutboxTransport(template, folder=folder)
    if mail.transport is TransportName.SMTP:
        return SmtpTransport(template, mail.smtp, sender=mail.from_address, environ=environ)
    raise TransportError(f"there is no transport {mail.transport}; check [mail] transport")


def worker_count(mail: MailSettings) -> int:
    """Return how many transports may work side by side."""
    return mail.smtp.connections if mail.transport is TransportName.SMTP else 1

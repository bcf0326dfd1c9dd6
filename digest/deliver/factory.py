"""Makes the transports that the settings name."""

from __future__ import annotations

import os
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.deliver.message import VariantTemplates
from digest.deliver.outbox import OutboxTransport
from digest.deliver.sendgrid import SendgridTransport
from digest.deliver.sendgrid_request import RequestTemplate, category_of
from digest.deliver.sendgrid_wire import base_url
from digest.deliver.smtp import SmtpTransport
from digest.model.settings import TransportName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from digest.deliver.transport import Template, Transport
    from digest.model.issue import Variant
    from digest.model.settings import DkimSettings, MailSettings


VARIANTS_AT_HAND = 32  # that are kept ready to be filled in, of however many an issue has


def transport_maker(
    mail: MailSettings,
    variant_of: Callable[[int], Variant],
    *,
    sender: str,
    edition: str,
    folder: Path,
    environ: Mapping[str, str] = os.environ,
) -> Callable[[], Transport]:
    """Return what makes a transport for one worker after the other.

    They share the variants at hand; others are asked of `variant_of`, by id and from any thread. `sender` is the
    address that all of them bear; `folder` is where the outbox puts this issue's files. What is returned raises
    TransportError where no transport can be made as configured.
    """
    if mail.transport is TransportName.SENDGRID:
        category, sandbox = category_of(edition), mail.sendgrid.sandbox

        @lru_cache(maxsize=VARIANTS_AT_HAND)
        def request(variant_id: int) -> RequestTemplate:
            return RequestTemplate(variant_of(variant_id), category=category, sandbox=sandbox)

        return lambda: SendgridTransport(request, mail.sendgrid, sender=sender, environ=environ)

    @cache
    def template() -> Template:
        return _template(variant_of, mail.dkim)

    if mail.transport is TransportName.SMTP:
        return lambda: SmtpTransport(template(), mail.smtp, sender=sender, environ=environ)
    return lambda: OutboxTransport(template(), folder=folder)


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


def _template(variant_of: Callable[[int], Variant], dkim: DkimSettings | None) -> Template:
    """Return the messages, with a signer of its own if mails are to be signed; the outbox shows what would go out."""
    template = VariantTemplates(variant_of, at_hand=VARIANTS_AT_HAND)
    if dkim is None:
        return template
    from digest.deliver.dkim import SignedTemplate, Signer

    return SignedTemplate(template, Signer(dkim))

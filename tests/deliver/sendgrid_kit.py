"""What the tests of the SendGrid transport share: settings, transports for a fake, and mails as a reader gets them."""

from __future__ import annotations

import json
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from itertools import chain
from typing import TYPE_CHECKING

from digest.deliver.sendgrid import SendgridTransport
from digest.deliver.sendgrid_request import RequestTemplate
from digest.model.settings import SendgridSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.drill.sendgrid_fake import SendgridFake
    from digest.model.issue import Variant

VARIABLE = "TEST_SENDGRID_KEY"


def settings(url: str, **changes: object) -> SendgridSettings:
    made: dict[str, object] = {
        "api_key_env": VARIABLE,
        "region": "global",
        "url": url,
        "sandbox": False,
        "batch": 1000,
        "workers": 1,
        "timeout": timedelta(seconds=5),
        "webhook_key": "",
    }
    return SendgridSettings(**(made | changes))  # type: ignore[arg-type]


def transport_to(fake: SendgridFake | str, variant: Variant, **changes: object) -> SendgridTransport:
    """Return a transport that soon loses its patience; `most_bytes` goes to it, the rest changes the settings."""
    url, key = (fake, "SG.some.key") if isinstance(fake, str) else (fake.url, fake.key)
    limits = {"most_bytes": changes.pop("most_bytes")} if "most_bytes" in changes else {}
    made = settings(url, **changes)
    template = RequestTemplate(variant, category="digest-daily", sandbox=made.sandbox)
    return SendgridTransport(
        lambda _: template,
        made,
        sender=variant.sender,
        environ={VARIABLE: key},
        patience=(0.0, 0.01, 0.01),
        **limits,  # type: ignore[arg-type]
    )


def mails_of(body: bytes) -> Iterator[bytes]:
    """Yield the mails that SendGrid would make of a request."""
    from datetime import UTC, datetime

    request = json.loads(body)
    for one in request["personalizations"]:
        mail = EmailMessage(policy=SMTP.clone(max_line_length=998))
        mail["Date"] = format_datetime(datetime.now(UTC))
        mail["Subject"] = request["subject"]
        for header, mailbox in (("From", request["from"]), ("Reply-To", request.get("reply_to")), ("To", one["to"][0])):
            if mailbox:
                mail[header] = formataddr((mailbox.get("name", ""), mailbox["email"]))
        for name, value in chain(request.get("headers", {}).items(), one["headers"].items()):
            mail[name] = value
        plain, html = (filled(content["value"], one["substitutions"]) for content in request["content"])
        mail.set_content(plain)
        mail.add_alternative(html, subtype="html")
        yield bytes(mail)


def filled(text: str, substitutions: dict[str, str]) -> str:
    for key, value in substitutions.items():
        text = text.replace(key, value)
    return text

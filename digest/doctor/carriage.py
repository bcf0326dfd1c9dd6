"""Tries the transport without handing anything over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from digest.deliver.secret import secret
from digest.deliver.sendgrid_wire import Endpoint, NotSent, api_key
from digest.deliver.smtp_session import open_session
from digest.deliver.smtp_wire import Lost
from digest.errors import TransportError
from digest.model.health import good, not_checked, wrong
from digest.model.settings import Security, TransportName
from digest.writing import unwritable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from digest.model.health import Examined
    from digest.model.settings import MailSettings, SendgridSettings, SmtpSettings

CHECK = "transport"
NEEDED_SCOPE = "mail.send"


def check_transport(mail: MailSettings, *, environ: Mapping[str, str], offline: bool) -> Examined:
    """Open the outbox, a session with the mail server, or ask SendGrid what our key may do."""
    if mail.transport is TransportName.OUTBOX:
        return _outbox(mail.outbox.path)
    if offline:
        return not_checked(CHECK, f"{mail.transport}: offline")
    try:
        return _smtp(mail.smtp, environ) if mail.transport is TransportName.SMTP else _sendgrid(mail.sendgrid, environ)
    except TransportError as error:
        words, _, remedy = str(error).rpartition("; ")
        return wrong(CHECK, words or str(error), remedy if words else "see docs/smtp.md")


def _outbox(path: Path) -> Examined:
    place = next(one for one in (path, *path.parents) if one.exists())
    if not place.is_dir():
        return wrong(CHECK, f"outbox: {place} is no folder", "move it away, or set [mail.outbox] path")
    if fault := unwritable([path if place == path else path / "daily"]):
        return wrong(CHECK, f"outbox: {fault.words}", f"{fault.remedy}, or set [mail.outbox] path")
    return good(CHECK, f"outbox: mails become files in {path}, and go nowhere")


def _smtp(smtp: SmtpSettings, environ: Mapping[str, str]) -> Examined:
    where = f"{smtp.host}:{smtp.port}"
    password = ""
    if smtp.username:
        password = secret(
            environ,
            smtp.password_env,
            file=smtp.password_file,
            named_by="[mail.smtp] password_file",
            what=f"the password of {smtp.username}",
        )
    try:
        open_session(smtp, password=password).close()
    except Lost as error:
        return wrong(
            CHECK, f"smtp: {where}: {error}", "check [mail.smtp] host and port, and what firewalls let through"
        )
    steps = ["EHLO", *(["STARTTLS"] if smtp.security is Security.STARTTLS else [])]
    steps += ["TLS"] if smtp.security is Security.TLS else []
    steps += [f"login of {smtp.username}"] if smtp.username else []
    return good(CHECK, f"smtp: {where} takes us: {', '.join(steps)}")


def _sendgrid(settings: SendgridSettings, environ: Mapping[str, str]) -> Examined:
    try:
        answer = Endpoint(settings, api_key(settings, environ), path="").get("scopes")
    except NotSent as error:
        return wrong(CHECK, f"sendgrid: {error}", "check [mail.sendgrid] region, and what firewalls let through")
    if answer.status in (401, 403):
        words = f"sendgrid: the key is turned away ({answer.status})"
        return wrong(CHECK, words, "make a new key with the scope Mail Send, and look whether the account has credits")
    try:
        scopes = json.loads(answer.body)["scopes"]
    except (ValueError, KeyError, TypeError):
        return not_checked(CHECK, f"sendgrid: the answer to what the key may do was not understood ({answer.status})")
    if NEEDED_SCOPE not in scopes:
        return wrong(
            CHECK, f"sendgrid: the key lacks the scope {NEEDED_SCOPE}", "give it Mail Send in SendGrid's settings"
        )
    return good(CHECK, f"sendgrid: the key may send{', in the sandbox alone' if settings.sandbox else ''}")

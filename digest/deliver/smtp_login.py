"""Proves to a mail server who we are (RFC 4954)."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from digest.deliver.smtp_wire import Wire, expect
from digest.errors import SenderFault
from digest.model.settings import Security

if TYPE_CHECKING:
    from digest.deliver.smtp_reply import Reply
    from digest.model.settings import SmtpSettings


def log_in(wire: Wire, settings: SmtpSettings, *, password: str, mechanisms: str) -> None:
    """Log in by PLAIN, else LOGIN; `mechanisms` is what the server offered after AUTH.

    Raises:
        Lost: not now.
        SenderFault: no mechanism in common, no encryption, or the wrong password.
    """
    if settings.security is Security.NONE and not wire.is_local():
        raise SenderFault('the password would go out in the clear; set [mail.smtp] security to "starttls" or "tls"')
    plain = _coded(f"\0{settings.username}\0{password}")
    turns = {
        "PLAIN": (f"AUTH PLAIN {plain}",),
        "LOGIN": ("AUTH LOGIN", _coded(settings.username), _coded(password)),
    }
    offered = [mechanism for mechanism in turns if mechanism in mechanisms.split()]
    if not offered:
        raise SenderFault(
            f"the SMTP server {settings.host} offers no login by PLAIN or LOGIN; check [mail.smtp] security, or take "
            "the username out"
        )
    secrets = (plain, _coded(password), password)
    *opening, last = turns[offered[0]]
    for line in opening:
        _expect(_ask(wire, line, secrets=secrets), 3, what="AUTH")
    _expect(_ask(wire, last, secrets=secrets), 2, what=f"the login of {settings.username}")


def _expect(reply: Reply, kind: int, *, what: str) -> None:
    """Let a reply of this kind pass, and take every "no" as meant for us."""
    if reply.kind == 5:
        raise SenderFault(f"the SMTP server answered {what} with {reply}; check [mail.smtp] username and its password")
    expect(reply, kind, what=what)


def _ask(wire: Wire, line: str, *, secrets: tuple[str, ...]) -> Reply:
    """Say a line and return the reply, without the secrets that a server may have echoed."""
    wire.write(f"{line}\r\n".encode())
    reply = wire.reply()
    said = list(reply.lines)
    for secret in filter(None, secrets):
        said = [text.replace(secret, "***") for text in said]
    return reply._replace(lines=tuple(said))


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode()

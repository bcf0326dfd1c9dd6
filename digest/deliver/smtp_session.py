"""One SMTP session: opens it, proves who we are, and takes a mail through its steps."""

from __future__ import annotations

import re
import socket
import ssl
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from digest.deliver.smtp_login import log_in
from digest.deliver.smtp_wire import END, InDoubt, Lost, Wire, expect
from digest.errors import SenderFault
from digest.model.settings import Security

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.deliver.smtp_reply import Reply
    from digest.deliver.waiting import Steps
    from digest.model.settings import SmtpSettings


class Step(StrEnum):
    """The steps of one mail (RFC 5321, 3.3)."""

    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    MESSAGE = "message"


CONNECT = 30.0  # seconds at most for the connection itself; a server that is there answers that soon

_LEADING_DOT = re.compile(rb"\r\n\.")
_DIALOGUE = ((Step.MAIL, 2), (Step.RCPT, 2), (Step.DATA, 3))  # the commands, and what kind of reply lets us go on


class Verdict(NamedTuple):
    """The reply that decided over a mail, and the step it came at: 2xx at the message, or a 4xx or 5xx anywhere."""

    step: Step
    reply: Reply


class Session:
    """An open session. Once `usable` is false, only closing it is left."""

    def __init__(self, wire: Wire, *, extensions: dict[str, str]) -> None:
        """Take a wire on which the greetings are over; `open_session` makes one."""
        self._wire = wire
        self._pipelining = "PIPELINING" in extensions
        self.takes_utf8 = {"SMTPUTF8", "8BITMIME"} <= extensions.keys()
        self.usable = True

    def is_idle(self) -> bool:
        """Tell whether the server has neither hung up nor said goodbye since the last mail."""
        return self._wire.is_quiet()

    def hand_over(self, message: bytes, *, sender: str, recipient: str) -> Steps[Verdict]:
        """Take one mail through its steps; `message` has CRLF line ends throughout, the last one too, and is `stuffed`.

        Raises:
            Lost: before the end of the message was written.
            InDoubt: after that.
        """
        self.usable = False  # until the mail came to a clean end
        utf8 = " BODY=8BITMIME SMTPUTF8" if not (sender + recipient).isascii() else ""
        refused, replies = yield from self._converse(
            f"MAIL FROM:<{sender}>{utf8}\r\n".encode(), f"RCPT TO:<{recipient}>\r\n".encode(), b"DATA\r\n"
        )
        if refused:
            yield None
            self._back_out(replies)
            return refused
        return (yield from self._write_message(message))

    def close(self) -> None:
        """Say goodbye, if there is somebody to say it to; never waits long and never fails."""
        try:
            if self.usable:
                self._wire.write(b"QUIT\r\n")
        except Lost:
            pass
        finally:
            self._wire.close()

    def _converse(self, *commands: bytes) -> Steps[tuple[Verdict | None, list[Reply]]]:
        """Say MAIL, RCPT and DATA: in one breath where offered (RFC 2920), else one by one until one is refused.

        Returns the first refusal, if there is one, and all replies.
        """
        refused: Verdict | None = None
        replies: list[Reply] = []
        if self._pipelining:
            yield from self._wire.written(b"".join(commands))
        for (step, wanted), command in zip(_DIALOGUE, commands, strict=True):
            if not self._pipelining:
                yield from self._wire.written(command)
            reply = self._wire.at_hand() or (yield from self._wire.heard())
            replies.append(reply)
            if reply.kind == wanted:
                continue
            if reply.kind not in {4, 5}:
                raise Lost(f"it answered {step} with {reply.code}")
            refused = refused or Verdict(step, reply)
            if reply.code == 421 or not self._pipelining:
                break
        return refused, replies

    def _back_out(self, replies: Sequence[Reply]) -> None:
        """Leave the session clean after a refusal, if that can be done; the verdict stands anyway."""
        if any(reply.code == 421 for reply in replies):  # it is about to hang up (RFC 5321, 3.8)
            return
        try:
            if replies[-1].kind == 3:
                if replies[1].kind == 2:
                    return  # a dot would hand over an empty mail
                # It waits for a message to nobody; a lone dot ends that (RFC 2920, 3.1).
                self._wire.write(END)
                self._wire.reply()
            self._wire.write(b"RSET\r\n")
            self.usable = self._wire.reply().kind == 2
        except Lost:
            return

    def _write_message(self, message: bytes) -> Steps[Verdict]:
        if not (yield from self._wire.message_written(message + END)):
            early = yield from self._wire.heard()
            if early.kind in {4, 5}:
                return Verdict(Step.MESSAGE, early)
            raise Lost(f"it answered {early.code} before the message was over")
        try:
            final = yield from self._wire.heard()
        except Lost as lost:
            raise InDoubt(str(lost)) from lost
        if final.kind == 3:
            raise InDoubt(f"it answered {final.code} to a whole message")
        self.usable = final.code != 421
        return Verdict(Step.MESSAGE, final)


def stuffed(message: bytes) -> bytes:
    """Return the message with every line's leading dot doubled (RFC 5321, 4.5.2), ending in CRLF."""
    dotted = _LEADING_DOT.sub(b"\r\n..", message)  # twice as fast as bytes.replace where there is none
    if dotted.startswith(b"."):
        dotted = b"." + dotted
    return dotted if dotted.endswith(b"\r\n") else dotted + b"\r\n"


def open_session(settings: SmtpSettings, *, password: str) -> Session:
    """Connect, greet, encrypt and log in, as the settings say.

    Raises:
        Lost: the server cannot be reached, or not now; trying again may help.
        SenderFault: it will not have us as we are, or we will not have it; a person has to see to that.
        TransportError: it makes no sense.
    """
    patience = settings.timeout.total_seconds()
    try:
        connected = socket.create_connection((settings.host, settings.port), min(CONNECT, patience))
    except OSError as error:
        raise Lost(error.strerror or str(error)) from error
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    wire = Wire(connected, timeout=patience)
    try:
        return Session(wire, extensions=_greet(wire, settings, password=password))
    except BaseException:
        wire.close()
        raise


def _greet(wire: Wire, settings: SmtpSettings, *, password: str) -> dict[str, str]:
    """Bring a fresh connection to where mail may begin; return the server's extensions with their parameters."""
    if settings.security is Security.TLS:
        _encrypt(wire, settings)
    expect(wire.reply(), 2, what="our call")
    extensions = _hello(wire)
    if settings.security is Security.STARTTLS:
        if "STARTTLS" not in extensions:
            raise SenderFault(
                f"the SMTP server {settings.host} offers no STARTTLS; check [mail.smtp] security and port"
            )
        wire.write(b"STARTTLS\r\n")
        expect(wire.reply(), 2, what="STARTTLS")
        _encrypt(wire, settings)
        extensions = _hello(wire)
    if settings.username:
        log_in(wire, settings, password=password, mechanisms=extensions.get("AUTH", ""))
    return extensions


def _encrypt(wire: Wire, settings: SmtpSettings) -> None:
    try:
        wire.secure(ssl.create_default_context(), host=settings.host)
    except ssl.SSLCertVerificationError as error:
        raise SenderFault(
            f"the SMTP server {settings.host}:{settings.port} has no certificate to be trusted: "
            f"{error.verify_message}; check [mail.smtp] host, "
            "or name your own authority's certificate in SSL_CERT_FILE"
        ) from error


def _hello(wire: Wire) -> dict[str, str]:
    wire.write(f"EHLO {_own_name(wire)}\r\n".encode())
    reply = wire.reply()
    expect(reply, 2, what="EHLO")
    words = (line.upper().replace("=", " ", 1).split(maxsplit=1) for line in reply.lines[1:])
    return {offer[0]: " ".join(offer[1:]) for offer in words if offer}


def _own_name(wire: Wire) -> str:
    """Return this machine's full name, else its address (RFC 5321, 4.1.3); nothing that needs the DNS."""
    name = socket.gethostname()
    if "." in name and name.isascii():
        return name
    address = wire.own_address()
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"

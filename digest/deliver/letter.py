"""Encodes a letter: a mail to one reader alone, with the headers of one that a program wrote and no list sent."""

from __future__ import annotations

from email.utils import format_datetime, parseaddr
from hashlib import sha256
from typing import TYPE_CHECKING

from digest.deliver.address import wire_address
from digest.deliver.headers import mailbox_header, raw_header, text_header
from digest.deliver.quoted_printable import encode_around

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.issue import Marks, Rendering


def encode_letter(
    rendering: Rendering, *, sender_name: str, sender_address: str, reply_to: str, date: datetime, marks: Marks
) -> bytes:
    """Return the message with the token's mark standing in it, as `MessageTemplate` and the transports take one.

    A letter answers no mail, so it is `auto-generated` (RFC 3834, 5.1); with Precedence, older programs that answer
    mail while somebody is away keep quiet too. It belongs to no list, so it bears none of a list's headers.

    Raises:
        Unmailable: `sender_address` or `reply_to` is no address.
    """
    reply_name, reply_address = parseaddr(reply_to)
    headers = (
        mailbox_header("From", sender_name, address=wire_address(sender_address)),
        text_header("Subject", rendering.subject),
        raw_header("Date", format_datetime(date)),
        mailbox_header("Reply-To", reply_name, address=wire_address(reply_address)) if reply_to else "",
        raw_header("Auto-Submitted", "auto-generated"),
        raw_header("Precedence", "bulk"),
        raw_header("MIME-Version", "1.0"),
    )
    return "".join(headers).encode() + _alternative(rendering, marks)


def _alternative(rendering: Rendering, marks: Marks) -> bytes:
    """Return the Content-Type header and the two parts; the border is none that quoted-printable text can hold."""
    text, html = (encode_around(part, (marks.token,)) for part in (rendering.text, rendering.html))
    border = b"=_" + sha256(text + html).hexdigest()[:32].encode()
    return (
        b'Content-Type: multipart/alternative;\r\n boundary="%b"\r\n'
        b"\r\n--%b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%b"
        b"\r\n--%b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%b"
        b"\r\n--%b--\r\n" % (border, border, text, border, html, border)
    )

"""Writes what issues and letters have in common: the first headers, and the two parts behind one border."""

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

# "=_" never occurs in quoted-printable text (RFC 2045, 6.7), so no story can forge the border between the parts
BORDER = b"\r\n--=_"


def first_headers(
    rendering: Rendering, *, sender_name: str, sender_address: str, reply_to: str, date: datetime
) -> tuple[str, ...]:
    """Return From, Subject, Date and, if there is one, Reply-To.

    Raises:
        Unmailable: `sender_address` or `reply_to` is no address.
    """
    reply_name, reply_address = parseaddr(reply_to)
    return (
        mailbox_header("From", sender_name, address=wire_address(sender_address)),
        text_header("Subject", rendering.subject),
        raw_header("Date", format_datetime(date)),
        mailbox_header("Reply-To", reply_name, address=wire_address(reply_address)) if reply_to else "",
    )


def alternative(rendering: Rendering, marks: Marks) -> bytes:
    """Return the MIME headers and the two parts, plain text first (RFC 2046, 5.1.4: the best comes last)."""
    bodies = (
        (b"plain", encode_around(rendering.text, (marks.token, marks.reason))),
        (b"html", encode_around(rendering.html, (marks.token, marks.reason))),
    )
    name = sha256(b"".join(body for _, body in bodies)).hexdigest()[:32].encode()
    parts = (
        b"%s%s\r\nContent-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s"
        % (BORDER, name, kind, body)
        for kind, body in bodies
    )
    opening = b'MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="=_%s"\r\n' % name
    return opening + b"".join(parts) + BORDER + name + b"--\r\n"

"""Encodes a letter: a mail to one reader alone, with the headers of one that a program wrote and no list sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.deliver.headers import raw_header
from digest.deliver.multipart import alternative, first_headers

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
    headers = (
        *first_headers(rendering, sender_name=sender_name, sender_address=sender_address, reply_to=reply_to, date=date),
        raw_header("Auto-Submitted", "auto-generated"),
        raw_header("Precedence", "bulk"),
    )
    return "".join(headers).encode() + alternative(rendering, marks)

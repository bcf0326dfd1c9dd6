"""Reads mails by which a reader, or the reader's mail program, unsubscribes (RFC 2369, RFC 8058)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.events.mail_headers import addresses, readable
from digest.events.replies import is_from_machine
from digest.events.returned import unsubscribing

if TYPE_CHECKING:
    from digest.events.mail_parts import Mail

_SUBJECT = re.compile(r"\W{0,3}unsubscribe\W{0,3}", re.IGNORECASE)


def is_unsubscribe(mail: Mail) -> bool:
    """Tell whether a mail asks to be left alone: by the address it was sent to, or by a subject that says just that.

    What a machine wrote in answer is none, wherever it was sent.
    """
    asked = unsubscribing(mail) or _SUBJECT.fullmatch(readable(mail.headers.first("subject")))
    return bool(asked) and not is_from_machine(mail)


def reader(mail: Mail) -> str:
    """Return the address of the person who wrote a mail; may be empty."""
    return next(iter(addresses(mail.headers.first("from"))), "")

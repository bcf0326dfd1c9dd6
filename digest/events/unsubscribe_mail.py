"""Reads mails by which a reader, or the reader's mail program, unsubscribes (RFC 2369, RFC 8058)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.events.mail_headers import addresses, readable
from digest.events.replies import is_answer, is_generated
from digest.events.returned import unsubscribing

if TYPE_CHECKING:
    from digest.events.mail_parts import Mail

_SUBJECT = re.compile(r"\W{0,3}unsubscribe\W{0,3}", re.IGNORECASE)


def is_unsubscribe(mail: Mail) -> bool:
    """Tell whether a mail asks to be left alone: by the address it was sent to, or by a subject that says just that.

    What a machine answered is none, wherever it was sent. One that a reader's mail program wrote at the press of a
    button is one: it goes to that address and has that subject, as the link says.
    """
    if is_answer(mail):
        return False
    to_address = bool(unsubscribing(mail))
    says_so = bool(_SUBJECT.fullmatch(readable(mail.headers.first("subject"))))
    return (to_address or says_so) and ((to_address and says_so) or not is_generated(mail))


def reader(mail: Mail) -> str:
    """Return the address of the person who wrote a mail; may be empty."""
    return next(iter(addresses(mail.headers.first("from"))), "")

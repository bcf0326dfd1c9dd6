"""Reads from the head of a frozen message what SendGrid wants told apart: sender, Reply-To and the list headers."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32
from email.utils import parseaddr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

# What SendGrid is asked to put in word for word; the rest of a head it writes itself, or takes as fields of their own.
CARRIED = (
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Archive",
    "Feedback-ID",
    "Auto-Submitted",
    "Precedence",
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A wire address, and the name shown for it (may be empty)."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a message says before its body; `headers` are those of CARRIED it has, the marks standing in them."""

    sender: Mailbox
    reply_to: Mailbox | None
    headers: Mapping[str, str]


def read_head(message: bytes) -> Head:
    """Return the head of what `deliver.message.encode` wrote: a resumed send must say what was frozen, not settings."""
    head = message_from_bytes(message.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", policy=compat32)
    return Head(
        sender=_mailbox(_line(head, "From")),
        reply_to=_mailbox(_line(head, "Reply-To")) if "Reply-To" in head else None,
        headers={name: _line(head, name) for name in CARRIED if name in head},
    )


def _line(head: Message, name: str) -> str:
    return "".join(str(head[name]).splitlines())


def _mailbox(line: str) -> Mailbox:
    name, address = parseaddr(line)
    # The newer parser of the email package puts a space between two encoded words (RFC 2047, 6.2, forbids it).
    return Mailbox(address, str(make_header(decode_header(name))))

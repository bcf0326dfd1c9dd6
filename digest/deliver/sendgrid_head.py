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

# What SendGrid is asked to put in word for word; the rest of a head it writes itself, or takes as fields of their own.
CARRIED = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Archive", "Feedback-ID", "Precedence")


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
    raw = {name: "".join(str(head[name]).splitlines()) for name in (*CARRIED, "From", "Reply-To") if head[name]}
    return Head(
        sender=_mailbox(raw["From"]),
        reply_to=_mailbox(raw["Reply-To"]) if "Reply-To" in raw else None,
        headers={name: raw[name] for name in CARRIED if name in raw},
    )


def _mailbox(header: str) -> Mailbox:
    """Read one mailbox; some releases of Python's newer parser put a space between two encoded words of a name."""
    name, address = parseaddr(header)
    return Mailbox(address, str(make_header(decode_header(name))))

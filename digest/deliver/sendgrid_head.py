"""Reads from the head of a frozen message what SendGrid wants told apart: sender, Reply-To and the list headers."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.policy import compat32, default
from typing import TYPE_CHECKING, Any

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
    head = message.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    decoded, raw = message_from_bytes(head, policy=default), message_from_bytes(head, policy=compat32)
    return Head(
        sender=_mailbox(decoded["From"]),
        reply_to=_mailbox(decoded["Reply-To"]) if decoded["Reply-To"] else None,
        headers={name: "".join(str(raw[name]).splitlines()) for name in CARRIED if raw[name]},
    )


def _mailbox(header: Any) -> Mailbox:  # noqa: ANN401  typeshed knows no better of a header
    first = header.addresses[0]
    return Mailbox(first.addr_spec, first.display_name)

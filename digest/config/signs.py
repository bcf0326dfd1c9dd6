"""Reads the values of digest.toml by which others know our mail: keys, selectors and sender ids."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode

from digest.config.plain import show, text

_SELECTOR = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*")
_SENDER_ID = re.compile(r"[A-Za-z0-9]{5,15}")


def selector(value: object) -> str:
    """Read a DKIM selector (RFC 6376, 3.1)."""
    name = text(value)
    if not _SELECTOR.fullmatch(name):
        raise ValueError(f"{show(name)} is not a DKIM selector; write letters, digits and hyphens, such as digest")
    return name


def sender_id(value: object) -> str:
    """Read the SenderId of Feedback-ID, which must be the same in every mail and 5 to 15 characters long."""
    name = text(value)
    if not _SENDER_ID.fullmatch(name):
        raise ValueError(f"{show(name)} is not a sender id; write 5 to 15 letters and digits, always the same")
    return name


def public_key(value: object) -> str:
    """Read the key with which SendGrid's event webhook is verified, as its settings page shows it."""
    key = "".join(text(value).split())
    try:
        b64decode(key, validate=True)
    except binascii.Error:
        raise ValueError("this is not a verification key; copy the one SendGrid shows for its event webhook") from None
    return key

"""Turns a reader's address into the one that goes over the wire."""

from __future__ import annotations

import re

import idna

_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9._-]+")
_LOCAL_PART = re.compile(r"[^\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\"(),:;<>@\[\\\]]+")


class Unmailable(ValueError):
    """No mail can be addressed to this; `args[0]` says why, in words fit for a receipt."""


def wire_address(address: str) -> str:
    """Return the address with its domain in A-labels (RFC 5891); a non-ASCII local part stays (RFC 6531).

    >>> wire_address("zoë@münchen.example")
    'zoë@xn--mnchen-3ya.example'

    Raises:
        Unmailable: the address would break out of a header or a command, or its domain cannot be one.
    """
    if _PLAIN.fullmatch(address):
        return address
    local, _, domain = address.rpartition("@")
    if not _LOCAL_PART.fullmatch(local):
        raise Unmailable("the part of the address before the @ cannot be mailed")
    return f"{local}@{wire_domain(domain)}"


def wire_domain(domain: str) -> str:
    """Return the domain in A-labels.

    Raises:
        Unmailable: it is not a domain name.
    """
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError as error:
        raise Unmailable(f"the domain of the address is not one: {error}") from error


def referring(address: str, reference: str) -> str:
    """Return an address that names a mail: mail to it arrives at `address` (RFC 5233) and says what it is about.

    >>> referring("bounces@herald.example", "qk7c")
    'bounces+qk7c@herald.example'
    """
    local, _, domain = address.rpartition("@")
    return f"{local}+{reference}@{domain}"


def needs_utf8(address: str) -> bool:
    """Tell whether a wire address can be mailed only through a server that offers SMTPUTF8 (RFC 6531)."""
    return not address.isascii()

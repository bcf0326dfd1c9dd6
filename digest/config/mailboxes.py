"""Reads the mail addresses of digest.toml."""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.config.plain import show, text

_ROOM = 37  # of the 64 octets of a local part (RFC 5321, 4.5.3.1.1), when "+" and a reference of 26 are put to it


class Mailbox(NamedTuple):
    """A name, maybe empty, and the address it stands before."""

    name: str
    address: str


def address(value: object) -> str:
    """Read an address that mail comes from; an international domain comes back in its ASCII form (RFC 5890)."""
    from subscribers.addresses import ascii_address, parse

    given = ascii_address(parse(text(value)).display)
    if not given.isascii():
        raise ValueError(f"{show(value)} holds letters outside ASCII before the @; few servers take mail from there")
    return given


def varied_address(value: object) -> str:
    """Read an address to which `+` and a mail's reference are put before the @ (RFC 5233)."""
    given = address(value)
    if len(given.rpartition("@")[0]) > _ROOM:
        raise ValueError(f"{show(given)} has more than {_ROOM} letters before the @; each mail's own name follows them")
    return given


def mailbox(value: object) -> Mailbox:
    """Read `The Herald <digest@herald.example>`, or an address by itself; the name may stand in double quotes."""
    given = text(value)
    if not given.endswith(">"):
        return Mailbox("", address(given))
    name, _, inner = given[:-1].rpartition("<")
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1]).strip()
    if "<" in name or ">" in name:
        raise ValueError(f"{show(given)} is not one mailbox; write one such as Herald <digest@herald.example>")
    return Mailbox(name, address(inner))


def guard(value: object) -> str:
    """Read an address, or a whole domain as `@herald.example`, and return the key by which the roster compares them."""
    from subscribers.addresses import parse, parse_domain

    given = text(value)
    return parse_domain(given) if given.startswith("@") else parse(given).key


def domain(value: object) -> str:
    """Read a mail domain, in its ASCII form and small letters."""
    from subscribers.addresses import ascii_address, parse, parse_domain

    given = text(value).lower()
    parse_domain(f"@{given}")
    return ascii_address(parse(f"x@{given}").display).partition("@")[2].lower()

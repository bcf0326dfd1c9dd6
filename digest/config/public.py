"""Reads the values of digest.toml that the public pages are made of: colours, networks, languages and topics."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import TYPE_CHECKING

from digest.config.plain import show, text
from digest.model.colour import READABLE, Colour, contrast

if TYPE_CHECKING:
    from collections.abc import Callable

LIGHT_PAPER, DARK_PAPER = "#ffffff", "#161616"

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def colour_on(paper: str) -> Callable[[object], str]:
    """Return a reader of colours that stand out from a paper: links and buttons are made of them."""

    def read(value: object) -> str:
        digits = colour(value)
        if (ratio := contrast(Colour.of(digits), Colour.of(paper))) < READABLE:
            side = "darker" if paper == LIGHT_PAPER else "lighter"
            raise ValueError(
                f"{show(digits)} can hardly be read on {paper}: its contrast is {ratio:.1f}, and "
                f"{READABLE} is needed; write a {side} one"
            )
        return digits

    return read


def colour(value: object) -> str:
    """Read a colour of six hexadecimal digits."""
    digits = text(value).lower()
    if not _COLOUR.fullmatch(digits):
        raise ValueError(f"{show(digits)} is not a colour; write one such as '#7a2e26'")
    return digits


def network(value: object) -> str:
    """Read an IP address or a network such as `10.0.0.0/8`."""
    name = text(value)
    try:
        return str(ip_network(name)) if "/" in name else str(ip_network(name).network_address)
    except ValueError:
        hint = "write one such as 127.0.0.1 or 10.0.0.0/8"
        raise ValueError(f"{show(name)} is no IP address, nor a network of them; {hint}") from None

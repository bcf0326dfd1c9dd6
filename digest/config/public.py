"""Reads the values of digest.toml that the public pages are made of: colours, networks, languages and topics."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import TYPE_CHECKING

from digest.config.plain import show, text

if TYPE_CHECKING:
    from collections.abc import Callable

LIGHT_PAPER, DARK_PAPER = "#ffffff", "#161616"
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def colour_on(paper: str) -> Callable[[object], str]:
    """Return a reader of colours that stand out from a paper: links and buttons are made of them."""

    def read(value: object) -> str:
        colour = text(value).lower()
        if not _COLOUR.fullmatch(colour):
            raise ValueError(f"{show(colour)} is not a colour; write one such as '#7a2e26'")
        if (ratio := contrast(colour, paper)) < LEAST_CONTRAST:
            side = "darker" if paper == LIGHT_PAPER else "lighter"
            raise ValueError(
                f"{show(colour)} can hardly be read on {paper}: its contrast is {ratio:.1f}, and "
                f"{LEAST_CONTRAST} is needed; write a {side} one"
            )
        return colour

    return read


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours such as `#7a2e26`, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def network(value: object) -> str:
    """Read an IP address or a network such as `10.0.0.0/8`."""
    name = text(value)
    try:
        return str(ip_network(name)) if "/" in name else str(ip_network(name).network_address)
    except ValueError:
        hint = "write one such as 127.0.0.1 or 10.0.0.0/8"
        raise ValueError(f"{show(name)} is no IP address, nor a network of them; {hint}") from None


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

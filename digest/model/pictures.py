"""Knows which pictures every mail program shows."""

from __future__ import annotations

import re

_UNSEEN = re.compile(r"[^?#]*\.(?:webp|avif)(?:[?#]|$)", re.IGNORECASE)


def unseen(address: str) -> bool:
    """Tell whether classic Outlook cannot show the picture at an address, by how the name of its file ends.

    >>> unseen("https://pictures.example/ferry.webp?w=600"), unseen("https://pictures.example/ferry.jpg")
    (True, False)
    """
    return bool(_UNSEEN.match(address))


def best(first: tuple[str, str], *others: tuple[str, str]) -> tuple[str, str]:
    """Return the first picture that every mail program shows, else the first that there is; address and alt text."""
    there = [one for one in (first, *others) if one[0]] or [first]
    return next((one for one in there if not unseen(one[0])), there[0])

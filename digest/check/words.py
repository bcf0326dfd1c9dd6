"""Compares words however their lines are set."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[\s\u200b\u200c\u2060\ufeff]+")


def squeezed(text: str) -> str:
    """Return a text without its white space and what is as wide as nothing.

    >>> squeezed("Ferry crews\\n  agree")
    'Ferrycrewsagree'
    """
    return _SPACE.sub("", text)

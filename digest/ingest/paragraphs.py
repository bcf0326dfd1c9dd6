"""Sanitises markup, and asks no parser where it is safe and tidy as it stands: paragraphs of plain text."""

from __future__ import annotations

import re
from typing import Any

import nh3

# What an HTML parser writes otherwise than it reads it: markup, entities, and the characters that it spells as such.
_TEXT = "[^<>&\r\x00\xa0]*"
_PARAGRAPHS = re.compile(f"{_TEXT}(?:<p>{_TEXT}</p>{_TEXT})*")


def are_plain(markup: str) -> bool:
    """Tell whether markup is text and `<p>` alone, closed and without attributes: a sanitiser would return it as it is.

    >>> are_plain("<p>It rained.</p> <p>It poured.</p>"), are_plain("<p>It rained.<p>It poured.")
    (True, False)
    """
    return _PARAGRAPHS.fullmatch(markup) is not None


def sanitised(markup: str, **rules: Any) -> str:  # noqa: ANN401  those of nh3
    """Return what nh3 makes of markup by its rules, which must keep `<p>`."""
    return markup if are_plain(markup) else nh3.clean(markup, **rules)

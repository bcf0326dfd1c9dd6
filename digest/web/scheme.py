"""Shows a mail as a program with a light or a dark scheme does, whatever scheme the editor's own machine has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.web.asked import Scheme

# Only where a browser reads it: a story that tells of style sheets keeps its words.
_READ = re.compile(
    r"""<style\b[^>]*>.*?</style\s*>|\bmedia\s*=\s*(?:"[^"]*"|'[^']*')|<meta\b[^>]*\bname\s*=\s*["']?color-scheme\b[^>]*>""",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_BEARS = re.compile(
    r"""((?<![\w-])color-scheme\s*:\s*|\bcontent\s*=\s*["']?)(?:light\s+dark|dark\s+light)\b""", re.IGNORECASE
)
_ALWAYS, _NEVER = "(min-width:0)", "(max-width:0)"


def in_scheme(html: str, scheme: Scheme) -> str:
    """Return a mail that looks the same wherever it is shown: as where `scheme` is preferred."""
    return _READ.sub(lambda found: _settled(found[0], scheme), html)


def _settled(styles: str, scheme: Scheme) -> str:
    asked = _ASKS.sub(lambda found: _ALWAYS if found[1].lower() == scheme else _NEVER, styles)
    return _BEARS.sub(rf"\g<1>{scheme}", asked)

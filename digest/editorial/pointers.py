"""Takes out of a text the lines that only name another story, which would tell of what this one does not."""

from __future__ import annotations

import re

_POINTERS = re.compile(
    r"\n[ \t]*(?:(?:read|see) (?:more|also|next)|also read|more on this|related(?: (?:stories|story|articles?))?|"
    r"lesen sie (?:auch|mehr|dazu)|mehr (?:zum thema|dazu)|auch interessant|siehe auch|(?:à )?lire (?:aussi|également)|"
    r"lea también|le[ea]r? más|te puede interesar|(?:leia|veja) (?:também|mais)|leggi anche|lees (?:ook|meer))"
    r"\s?[:|–—»→].*",
    re.IGNORECASE,
)


def without_pointers(text: str) -> str:
    """Return a text without the lines, below its first, that point to another story.

    >>> without_pointers("A ferry sank.\\nRead more: Zoo closes\\nNobody died.")
    'A ferry sank.\\nNobody died.'
    """
    return _POINTERS.sub("", text)

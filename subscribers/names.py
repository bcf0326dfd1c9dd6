"""Cleans the words people give: names of persons, of lists, and topics."""

from __future__ import annotations

import re
import unicodedata

from subscribers.errors import BadValue, quoted

_LONGEST = 500  # characters of a name, a title or a note that are kept
_LIST_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?", re.IGNORECASE | re.ASCII)
# Characters that turn the direction of the text after them and so make one name look like another (UAX #9).
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Return text fit for one line of a mail header or a page: no control characters, white space single, bounded.

    >>> clean("  Ada\\r\\nBcc: all@example.com ")
    'Ada Bcc: all@example.com'
    """
    kept = text
    if not (text.isascii() and text.isprintable()):  # what nearly every name is
        kept = "".join(_one(character) for character in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())[:_LONGEST].rstrip()


def normal_topic(text: str) -> str:
    """Return a topic as it is stored and compared: casefolded, like the tags of stories."""
    return clean(text).casefold()


def list_name(text: str) -> str:
    """Return a list's name, which stands in commands, files and the List-Id header (RFC 2919), or refuse it.

    Raises:
        BadValue: it is not 1 to 63 ASCII letters, digits and `.-_` between them.
    """
    if not _LIST_NAME.fullmatch(text):
        raise BadValue(f"{quoted(text)} cannot name a list; use letters, digits and hyphens, and a title for the rest")
    return text


def _one(character: str) -> str:
    if character in _TURNING or unicodedata.category(character) == "Cs":
        return ""
    return " " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character

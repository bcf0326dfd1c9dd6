"""Cleans the words people give: names of persons, of lists, and topics."""

from __future__ import annotations

import re
import unicodedata

from subscribers.errors import BadValue, quoted

_LONGEST = 500  # characters of a name, a title or a note that are kept
_LIST_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?", re.IGNORECASE | re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?", re.ASCII)
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


def clean_lines(text: str) -> str:
    """Return text of one line or several, each fit as `clean` makes it; all of it is bounded as one is.

    >>> clean_lines(" Met at the fair.\\r\\nCalls  on Mondays. ")
    'Met at the fair.\\nCalls on Mondays.'
    """
    if "\n" not in text and "\r" not in text:
        return clean(text)
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")[:_LONGEST].rstrip()


def normal_topic(text: str) -> str:
    """Return a topic as it is stored and compared: casefolded, like the tags of stories."""
    return clean(text).casefold()


def normal_language(text: str) -> str:
    """Return a language, script and region (BCP 47) in the usual case, or nothing for what is no such tag.

    >>> normal_language("PT_br"), normal_language("zh-hant"), normal_language("Portuguese")
    ('pt-BR', 'zh-Hant', '')
    """
    tag = text.strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        return ""
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) > 3 else part.upper() for part in rest)])


def language_tag(text: str) -> str:
    """Read a language as a person gives it; an empty text is none.

    Raises:
        BadValue: it is no language tag.
    """
    if not text.strip():
        return ""
    if not (tag := normal_language(text)):
        raise BadValue(f"{quoted(text)} is not a language; write its tag, such as en, pt-BR or zh-Hant")
    return tag


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

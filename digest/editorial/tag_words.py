"""Reads the words and phrases of a tag, and cuts texts into the words that these are compared with.

Compared are words in any script: case, width, accents composed or not, vowel points and Arabic's joined prefixes make
no difference. Where a script puts no spaces between words (Chinese, Japanese, Thai), each letter counts as a word, so
that a phrase is found wherever its letters stand.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from digest.editorial.words import PUNCTUATION, UNSPACED, is_unspaced

ANY = "*"  # before or after a word: the rest of it may be anything
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\s{PUNCTUATION}{UNSPACED}]+")
_PATTERN = re.compile(rf"\*?(?:{_TOKEN.pattern})\*?")
_ANY_WITHIN = re.compile(rf"({_TOKEN.pattern})\*+({_TOKEN.pattern})")
_ALIKE = str.maketrans("أإآٱıـ", "ااااi\u0640", "\u0640")
_POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670]|(?<=i)\u0307")
_ARABIC = re.compile("[\u0621-\u064a]{4,}")
_JOINED = (re.compile("[وف]"), re.compile("ل(?=ل)|[بكل]"), re.compile("ا?ل"))  # and; by, like, for; the
_SHORTEST_WORD = 3  # letters without what is joined to it
_SPACE = re.compile(r"[\s\u2010-\u2015-]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One or more words in a row, and what must stand before, between and after them, white space apart."""

    words: tuple[str, ...]
    between: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Phrase:
        """Read a word or phrase such as `Syria`, `"interest rates"`, `Hafen*`, `C++`.

        Raises:
            ValueError: it names no word, or has a `*` inside one.
        """
        told = folded(text.strip().strip('"“”„')).strip()
        found = list(_PATTERN.finditer(told))
        if not found:
            raise ValueError(f"{text!r} names no word to look for")
        if within := _ANY_WITHIN.search(told):
            begun, ended = within.groups()
            raise ValueError(
                f"{text!r}: * stands for the rest of a word, not for its middle; write {begun}* or *{ended}"
            )
        edges = [0, *(edge for match in found for edge in match.span()), len(told)]
        between = tuple(gap(told[edges[i] : edges[i + 1]]) for i in range(0, len(edges), 2))
        return cls(tuple(match[0] for match in found), (*between[:-1], between[-1].rstrip(".,;:!?")))


def folded(text: str) -> str:
    """Return a text as it is compared."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _POINTS.sub("", plain.translate(_ALIKE))


def gap(between: str) -> str:
    """Return what stands between two words, a hyphen being as good as a space."""
    return _SPACE.sub("", between).replace("’", "'")


def tokens(text: str) -> list[re.Match[str]]:
    """Cut a folded text into its words."""
    return list(_TOKEN.finditer(text))


def bare_tokens(text: str) -> set[str]:
    """Return the different words of a folded text, without their places."""
    return set(_TOKEN.findall(text))


@lru_cache(maxsize=100_000)
def forms(word: str) -> tuple[str, ...]:
    """Return the word, and if it is Arabic, also without what may be joined to it: and, by, for, the.

    >>> forms("والرئيس")
    ('والرئيس', 'الرئيس', 'رئيس')
    """
    found = [word]
    if _ARABIC.fullmatch(word):
        for joined in _JOINED:
            match = joined.match(found[-1])
            if match and len(found[-1]) - match.end() >= _SHORTEST_WORD:
                found.append(found[-1][match.end() :])
        if word.startswith(("لل", "ولل", "فلل")):  # which is for, and the, whose first letter falls silent
            found.append("ال" + found[-1])
    return tuple(found)


def parts_a_letter(text: str, end: int) -> bool:
    """Tell whether at `end` a mark follows that belongs to the letter before it."""
    return end < len(text) and is_unspaced(text[end - 1]) and unicodedata.category(text[end]) in ("Mn", "Mc")

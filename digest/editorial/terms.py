"""Takes out of a text what tells one event from another: its terms, their stems, names, people and figures.

A term is a word that says something: a longer one, a number, a pair of characters where no spaces are written.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from digest.editorial.words import UNSPACED, is_unspaced, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MARKS = "\"'“”‘’«»„‚‹›()[]—–-,;:.!?…"
ENDS = ',;:.!?…)]”’»›"'  # no name goes on behind them
WITHIN_NAMES = frozenset(
    ("van", "von", "de", "der", "den", "del", "della", "di", "da", "do", "la", "le", "al", "bin", "of")
)
SHORTEST_TERM = 4  # letters; shorter words say little of an event
STEM = 5  # letters with which forms of one word begin alike, in most languages: "explosion", "exploded"

# A word in capitals after one that ends in a small letter: the name of somebody or something, in most languages.
_NAME = re.compile(r" (?<=[a-zß-ÿ] )([^\W\d_a-zß-ÿ][\w-]+)")  # a space first, for which a machine looks fast
# In German, which gives all nouns capitals: a name after such a word,
_PLACE = re.compile(r"\b(?:in|bei|aus|nahe|nach|von|vor|um|gegen|zwischen) ([A-ZÄÖÜ][\w-]+)")
# and a noun after its article, and after an adjective between them.
_NOUN = re.compile(
    r"\b(?:(?:[Dd](?:er|ie|as|e[nms])|(?:[Kk]?[Ee]in|[SsMmDd]ein|[Ii]hr|[Uu]nser|[Dd]ies|[Jj]ed)(?:e[nmrs]?)?|"
    r"[IiAa](?:m|ns)|[Zz]u[mr]|[Bb]eim|[Vv]om)\s+)(?:[a-zäöüß-]{2,}e[nmrs]?\s+){0,2}([A-ZÄÖÜ][\w-]+)"
)
# "60 000" and "2-1", but not "A7"; a digit first, for which a machine looks fast
_FIGURE = re.compile(r"\d(?<!\w\d)(?:\d{0,2}(?:[ \u00a0\u202f]\d{3}\b)+|\d*)(?:[.,:/–-]\d+)*")
_NUMBER = re.compile(r"[\d.,\s]+")
_SCORE = re.compile(r"\d\s?[:–-]\s?\d")
_UNSPACED = re.compile(f"[{UNSPACED}]")


def terms(told: Sequence[str]) -> frozenset[str]:
    """Return what tells one event from another: the longer words and the numbers; pairs of characters in Chinese."""
    distinct = frozenset(told)
    found = frozenset([word for word in distinct if len(word) >= SHORTEST_TERM or word.isdecimal()])
    joined = "".join(distinct)
    if joined.isascii() or not _UNSPACED.search(joined):
        return found
    return found.union(a + b for a, b in pairwise(told) if is_unspaced(a) and is_unspaced(b))


def stems(terms: Iterable[str]) -> frozenset[str]:
    """Return what terms begin with, which other forms of the same words share."""
    return frozenset([term[:STEM] for term in terms])


def named(text: str) -> list[str]:
    """Return the words of a text that are names, as they are compared; the first of a sentence is never known to be."""
    return words(" ".join(_NAME.findall(text)))


def places(title: str) -> frozenset[str]:
    """Return the words of a German headline that stand for a place or a house, as they are compared."""
    return frozenset(words(" ".join(_PLACE.findall(title))))


def nouns(text: str) -> frozenset[str]:
    """Return the words of a German text that stand behind an article and so are no names, as they are compared."""
    return frozenset(words(" ".join(_NOUN.findall(text))))


def figures(text: str) -> frozenset[str]:
    """Return the figures of a text, each with what stands behind its point, comma or dash."""
    return frozenset(_FIGURE.findall(text))


def has_score(title: str) -> bool:
    """Tell whether a headline tells how a match ended."""
    return _SCORE.search(title) is not None


def full_names(text: str) -> frozenset[tuple[str, str]]:
    """Return the full names in a text, as pairs of the stems of two words in capitals, with small ones between them."""
    found = set()
    for line in text.splitlines():
        last = ""
        for token in line.split():
            if token[0].islower():  # most are
                if last and token not in WITHIN_NAMES:
                    last = ""
                continue
            word = token.strip(MARKS)
            if word[:1].isupper() and len(word) > 1:
                stem = word.casefold()[:STEM]
                if last:
                    found.add((last, stem))
                last = "" if token[-1] in ENDS else stem
            else:
                last = ""
    return frozenset(found)

"""Finds where a story ends and the teasers of other stories begin, which a news site's tools leave behind it.

A teaser is one sentence that opens another story: it stands alone, names people in full, and takes up nothing said
before. A story's own paragraphs lean on those before them. Each paragraph is weighed by that: the higher, the more it
reads like the opening of something new. How much the paragraphs of a story lean is the habit of its writer, so a
break is sought rather than a level: the story ends where the weights after it are best explained as teasers and those
before it as the story's own, both taken as normally distributed, if the logarithm of the odds is high enough.

The weights were fitted on news stories set in one-sentence paragraphs, against the opening sentences of other stories
about kindred subjects, and rounded. Where the method errs it loses true last paragraphs: a summary draws on the
beginning of a long story and does not miss them, and a short one is left whole unless a heading such as "Related"
parts it. The words it knows are European; in other languages it finds headings alone.
"""

from __future__ import annotations

import re
from itertools import accumulate

from digest.ingest.teaser_words import ADDS, CLOSED, HEADING, OPENERS, PRONOUNS, QUOTATION, RULE, SENTENCE_END, TITLES

_ENOUGH = 2.5  # logarithm of the odds for a break
_TEASERS = 0.6  # mean weight of teasers
_OWN = -1.2  # mean weight of a story's own paragraphs before any is seen, and ...
_OWN_COUNT = 3  # ... how many paragraphs seen outweigh that
_VARIANCE = 1.2
_MOST = 10  # teasers in a row; a longer run without a heading is the story itself
_LEAST_SHARE = 0.5  # of the characters, and at least ...
_LEAST_CHARACTERS = 500  # ... this many are the story's own
_LONGEST_TEASER = 320  # characters
_SHORTEST_TEASER = 60

_WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*")
_CAPITALISED = r"[A-ZÀ-Þ](?:[\w-]|[’'](?!s\b))+"
_NAME = re.compile(rf"{_CAPITALISED}(?: (?:(?:al|el|bin|de|da|di|van|von)[ -])?{_CAPITALISED})*")
_INNER_NAME = re.compile(r"(?<=[a-z,;] )[A-ZÀ-Þ]\w{2,}")
_KNOWN_THING = re.compile(r"\b[Tt]he (?!first|last|next|same)([a-z]\w{3,})")


def own_length(title: str, body: str) -> int:
    """Return how many characters at the head of `body` are the story's own: all of them when no teasers follow.

    `body` is plain text whose paragraphs are parted by empty lines.
    """
    paragraphs = body.split("\n\n")
    return len("\n\n".join(paragraphs[: first_teaser(title, paragraphs)]))


def first_teaser(title: str, paragraphs: list[str]) -> int:
    """Return the index of the first paragraph that is not the story's own; their number when all are."""
    count = len(paragraphs)
    weights = _weights(title, paragraphs)
    sums = [0.0, *accumulate(weights)]
    least = max(_least_own(paragraphs), count - _MOST)
    best, found = _ENOUGH, count
    for index in range(count - 2, 1, -1):
        if index < least and not HEADING.fullmatch(paragraphs[index]):
            continue
        own = (sums[index] - weights[0] + _OWN * _OWN_COUNT) / (index - 1 + _OWN_COUNT)
        after = sums[count] - sums[index]
        odds = (_TEASERS - own) / _VARIANCE * (after - (count - index) * (own + _TEASERS) / 2)
        if odds > best:
            best, found = odds, index
    return found


def _least_own(paragraphs: list[str]) -> int:
    """Return how many paragraphs are surely the story's own, as long as no heading says otherwise."""
    enough = max(_LEAST_CHARACTERS, _LEAST_SHARE * sum(map(len, paragraphs)))
    lengths = accumulate(map(len, paragraphs))
    return next((number for number, length in enumerate(lengths, start=1) if length >= enough), len(paragraphs))


def _weights(title: str, paragraphs: list[str]) -> list[float]:
    seen, surnames, weights = _terms(title), set[str](), list[float]()
    for paragraph in paragraphs:
        weights.append(_weight(paragraph, seen, surnames))
        seen |= _terms(paragraph)
        surnames |= {part for name in _names(paragraph) if len(name) > 1 for part in name}
    return weights


def _weight(paragraph: str, seen: set[str], surnames: set[str]) -> float:
    """Weigh one paragraph against the terms and the parts of full names that stand before it."""
    if HEADING.fullmatch(paragraph):
        return 4.0
    if RULE.fullmatch(paragraph):
        return 1.5
    terms = _terms(paragraph)
    weight = 1.4 * len(terms - seen) / max(1, len(terms)) - 0.5
    weight += 0.35 * min(3, sum(_stem(name) not in seen for name in _INNER_NAME.findall(paragraph)))
    weight -= 2.3 * _takes_up(paragraph)
    weight -= 1.4 * _names_in_short(paragraph, surnames)
    weight -= 1.2 * bool(ADDS.search(paragraph))
    weight -= 0.8 * bool(QUOTATION.search(paragraph))
    weight -= 0.8 * any(_stem(thing) in seen for thing in _KNOWN_THING.findall(paragraph))
    weight -= 1.5 * (len(paragraph) < _SHORTEST_TEASER)
    weight -= 2.0 * (len(paragraph) > _LONGEST_TEASER or bool(SENTENCE_END.search(paragraph)))
    return weight if CLOSED.search(paragraph) else min(weight, 0.0)


def _takes_up(paragraph: str) -> bool:
    """Tell whether the paragraph opens with a word that only makes sense after another paragraph."""
    words = [word.casefold() for word in _WORD.findall(paragraph)[:3]]
    return not words or words[0] in OPENERS or not PRONOUNS.isdisjoint(words)


def _names_in_short(paragraph: str, surnames: set[str]) -> bool:
    """Tell whether someone or something named in full before is named by one word now."""
    return any(len(name) == 1 and name[0] in surnames for name in _names(paragraph))


def _names(paragraph: str) -> list[list[str]]:
    """Return the capitalised names, each as its casefolded words, without forms of address."""
    names = ([word.casefold() for word in found.split()] for found in _NAME.findall(paragraph))
    return [[word for word in name if word not in TITLES] for name in names]


def _terms(text: str) -> set[str]:
    """Return the stems of the words that are long or capitalised enough to carry meaning, and the figures."""
    return {_stem(word) for word in _WORD.findall(text) if len(word) > 4 or word[0].isdigit() or word.istitle()}


def _stem(word: str) -> str:
    return word.casefold()[:6]

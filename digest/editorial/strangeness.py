"""Tells two events apart by what each headline says and the other story does not know, whatever else they share.

Two events have names of their own, or stand in one mould and differ in what is cast in it ("Weather for Monday"). Half
a day apart, reports that come again and again tell days and figures of their own. Sooner than that, or where both name
one day, figures are no sign, for sources count the dead of one event in turn.

Of short texts place, day and what is said of every crash make up most, so they leave it in doubt whether two events
are one where no figure is in both: an age, an amount. So do two scores, in texts of any length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.editorial.copied import same_text
from digest.editorial.following import days_of
from digest.editorial.prints import NOUNS_IN_CAPITALS, ONE_DAY, OPENING, apart
from digest.editorial.retelling import names_among
from digest.editorial.terms import nouns, places, terms
from digest.editorial.words import spellings, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.editorial.prints import Print
    from digest.editorial.weights import Weights

STRANGE = 0.35  # of the nouns of a headline, by weight, where all have capitals
FEWEST_FIGURES = 3  # in the opening of a report that lives by them
SHORT = OPENING // 2  # characters at most, some 45 words
SURE = 0.6  # of what each of two short texts opens with, by weight, is told by the other, whatever their figures
NAMES = 3  # words of names in both: more than a place has
_SCORE = re.compile(r"\d{1,3}[–-]\d{1,3}|\d:\d")  # and no time of day


def other_event(one: Print, other: Print) -> bool:
    """Tell whether something sets the events of two stories of one language apart."""
    if apart(one, other) >= ONE_DAY and _told_anew(one, other) and not same_text(one, other):
        return True
    if (cast := _cast_in_one_mould(one.title, other.title)) and _differ(cast, one, other):
        return True
    return _strange(one, other) and _strange(other, one)


def strange_nouns(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether a good part of the nouns of each headline is strange to the other story, where all have capitals."""
    if one.language not in NOUNS_IN_CAPITALS:
        return False
    first, second = _nouns(one, other), _nouns(other, one)
    known = max(weights.share(first, other.known), weights.share(second, one.known))
    return bool(first and second) and 1 - known > STRANGE


def doubtful(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether two stories that are much alike may yet tell two events, for they have no figure in common."""
    scores = all(any(map(_SCORE.fullmatch, each.figures)) for each in (one, other))
    if not scores and max(len(one.text), len(other.text)) > SHORT:
        return False
    figures = _figures(one), _figures(other)
    if not all(figures) or not figures[0].isdisjoint(figures[1] | other.known) or not figures[1].isdisjoint(one.known):
        return False
    if scores or _share_names(one, other):
        return scores
    return weights.open_alike(one, other) < SURE


def _figures(told: Print) -> frozenset[str]:
    """Return the figures of headline and opening, and the small numbers that a headline has in letters."""
    return told.figures.union(*(spellings(word, told.language) for word in told.title if not word.isdecimal()))


def _share_names(one: Print, other: Print) -> bool:
    """Tell whether both open with names of more words than a place has; where nouns have capitals, none are found."""
    if one.language in NOUNS_IN_CAPITALS:
        return False
    return len(names_among(one.opening & other.opening, one, other)) >= NAMES


def _told_anew(one: Print, other: Print) -> bool:
    """Tell whether one source has one mould for both, or each opens with days and figures of its own."""
    one_source = one.story.source == other.story.source and one.story.id != other.story.id
    if one_source and _cast_in_one_mould(one.title, other.title):
        return True
    days = days_of(one.opening), days_of(other.opening)
    if not all(days) or days[0] & days[1]:
        return False
    fewest = min(len(one.figures), len(other.figures))
    return fewest >= FEWEST_FIGURES and len(one.figures & other.figures) * 2 < fewest


def _counted_in_turn(one: Print, other: Print) -> bool:
    """Tell whether two sources may differ in their figures and tell one event: of one day, but for a score."""
    sources = one.story.source != other.story.source
    one_day = apart(one, other) < ONE_DAY or days_of(one.opening) & days_of(other.opening)
    return sources and bool(one_day) and not (one.has_score and other.has_score)


def _differ(cast: Sequence[Sequence[str]], one: Print, other: Print) -> bool:
    """Tell whether what is cast in one mould is strange to either story, and not in figures alone where these may."""
    if not terms(cast[0]) - other.known or not terms(cast[1]) - one.known:
        return False
    strange = set(cast[0]) - other.known | set(cast[1]) - one.known
    return not (all(spellings(word, one.language) for word in strange) and _counted_in_turn(one, other))


def _strange(one: Print, other: Print) -> bool:
    """Tell whether a headline names what the other story does not know."""
    strange = _names(one, other) - other.opening  # of which mostly nothing is left, so that no more need be read
    return bool(strange) and not strange <= other.known


def _names(one: Print, other: Print) -> frozenset[str]:
    """Return the names of a headline, and its numbers unless sources may differ in these.

    Where all nouns have capitals, a name is what is said of a place, or what the text has too; and it never stands
    behind an article.
    """
    found = _nouns(one, other)
    if one.language not in NOUNS_IN_CAPITALS or not found:
        return found
    return found.intersection(places(one.story.title).union(words(one.text))) - nouns(one.text)


def _nouns(one: Print, other: Print) -> frozenset[str]:
    """Return what has a capital in a headline, and its numbers unless sources may differ in these."""
    if any(map(str.isdecimal, one.names)) and _counted_in_turn(one, other):
        return frozenset(name for name in one.names if not name.isdecimal())
    return one.names


def _cast_in_one_mould(one: Sequence[str], other: Sequence[str]) -> tuple[Sequence[str], Sequence[str]] | None:
    """Return in what two headlines differ that begin and end alike for at least half their length, else None."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    if (start + end) * 2 < max(len(one), len(other)):
        return None
    return one[start : len(one) - end], other[start : len(other) - end]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many same words two sequences begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))

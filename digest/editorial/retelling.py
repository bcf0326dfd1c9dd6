"""Tells whether a story takes up an earlier one: it tells that news again, of the same names, before it says more.

Half a day on or more, both open with a name that few of the stories at hand have: a ship, not a town. The later one
tells most of the earlier headline again, or they share so many words as no mere name or office brings along. Sooner
than that, one house tells again most of its own headline, under another that has a name in common, and in new words:
what it keeps of its text is background, and stands below all that it tells of a day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.editorial.following import DAY_OF
from digest.editorial.prints import ONE_DAY, apart

if TYPE_CHECKING:
    from digest.editorial.prints import Print
    from digest.editorial.weights import Weights

WITHIN = timedelta(days=3)
AFTER_ALL = timedelta(days=5)  # where most of the headline is told again; but what comes each week is another event
RARE = 0.45  # of the weight of a name that no other story opens with
TOLD = 0.2  # of what each opens with, by weight, the other opens with in some form
TOLD_BEYOND = 0.25  # sooner than half a day, or after WITHIN
FEWEST_TERMS = 3  # in a headline that proves something
HEADLINE = 0.65  # of it, by weight, the later story opens with
HEADLINE_SOON = 0.55
HEADLINE_KNOWN = 0.35  # is enough where much is shared: what weighs as so many words that no other story opens with,
MUCH = 10
MUCH_BY_HEADLINES = 7  # where a rare name stands in both headlines
SAME_ROWS = 0.15  # of the shorter text's rows, from where on they are background


def takes_up(later: Print, first: Print, weights: Weights) -> bool:
    """Tell whether one story takes up an earlier one of the same language."""
    gap = apart(later, first)
    told = first.headline.difference(DAY_OF) if gap <= AFTER_ALL else frozenset()
    headline = weights.share_by_stems(told, later.stems) if len(told) >= FEWEST_TERMS else 0.0
    if headline < HEADLINE_KNOWN:
        return False
    known = weights.known_by_stems(later.opening, first.stems), weights.known_by_stems(first.opening, later.stems)
    share = min(known[0] / weights.whole(later.opening), known[1] / weights.whole(first.opening))
    if gap < ONE_DAY:
        return headline >= HEADLINE_SOON and share >= TOLD_BEYOND and _told_by_the_house(later, first)
    if share < (TOLD if gap <= WITHIN else TOLD_BEYOND) or not (names := rare_names(later, first, weights)):
        return False
    much = MUCH if names.isdisjoint(first.headline & later.headline) else MUCH_BY_HEADLINES
    return headline >= HEADLINE or (gap <= WITHIN and min(known) >= much * weights.unseen)


def rare_names(one: Print, other: Print, weights: Weights) -> frozenset[str]:
    """Return the names that both stories open with, and few others do."""
    return names_among(weights.rare(one.opening & other.opening, least=RARE), one, other)


def _told_by_the_house(later: Print, first: Print) -> bool:
    """Tell whether one source has both stories, a name in both headlines, and hardly a row of words in both texts."""
    if later.story.source != first.story.source or not names_among(first.headline & later.headline, later, first):
        return False
    return len(later.rows & first.rows) < SAME_ROWS * min(len(later.rows), len(first.rows))


def names_among(terms: frozenset[str], one: Print, other: Print) -> frozenset[str]:
    """Return those of the terms that are names in either story; numbers and days are none."""
    found = frozenset([term for term in terms if not term.isdecimal() and term not in DAY_OF])
    return found & (one.named | other.named) if found else found

"""Tells whether two stories are about one event, with restraint: rather two stories apart than two events in one.

Two stories are about one event when each tells most of what the other opens with, rare words counting most, one of them
knows what the other's headline says, and one tells a good part of the other's whole text in words of its own; or when
their texts share enough words in a row; or when their openings, two days apart at most, share a name and many words, in
whatever forms; or when one goes on with the other: it says of which day and event it tells more, or takes it up. Never
when they are in two languages, nor when something sets their events apart. Of those that fall short of all this it is
told how near they come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial.copied import APART, background, same_text
from digest.editorial.following import WITHIN, follows
from digest.editorial.prints import apart, stems
from digest.editorial.retelling import takes_up
from digest.editorial.strangeness import doubtful, other_event

if TYPE_CHECKING:
    from digest.editorial.prints import Print, Weights

ALIKE = 1.0  # is added to how alike two stories are of which none only goes on with the other
SAME_NEWS = 0.42  # of what each opens with, by weight, is told by the other
SAME_STORY = 0.35  # of all that one of them tells is told by the other, in its own words
SAME_HEADLINE = 0.4  # of one headline is known to the other story
STRANGE_HEADLINE = 0.15  # of the other headline at least
FEWEST_TERMS = 3  # in a headline that proves something
RETOLD = 0.34  # of what each opens with, by weight, the other opens with in some form
RETOLD_STEMS = 8  # at least; what is short shares a third by a place and a day alone
RETOLD_HEADLINES = 0.3, 0.45  # of the headline that is less known, and of the other
NEAR = 0.23  # as RETOLD, where it is left to an editor whether two stories are about one event
NEAR_STEMS = 6
NEAR_HEADLINES = 0.2, 0.3


def likeness(one: Print, other: Print, weights: Weights) -> float:
    """Return how alike two stories are, from 0 to 3; 0 when they are not about the same event."""
    if _other_language(one, other) or other_event(one, other, weights):
        return 0
    told = min(weights.share(one.opening, other.known), weights.share(other.opening, one.known))
    if (
        told >= SAME_NEWS
        and apart(one, other) <= APART
        and _know_headlines(one, other, weights)
        and _same_story(one, other, weights)
        and not doubtful(one, other, weights)
    ):
        return ALIKE + told
    if rows := same_text(one, other):
        return ALIKE + 1 + rows
    if told := retold(one, other, weights):
        return ALIKE + told
    return going_on(one, other, weights)


def going_on(one: Print, other: Print, weights: Weights) -> float:
    """Return how much two stories open alike of which one goes on with the other; 0 where none does."""
    first, later = sorted((one, other), key=lambda each: each.story.published_at)
    if _other_language(one, other):
        return 0
    if not follows(later, first, weights) and (not takes_up(later, first, weights) or doubtful(one, other, weights)):
        return 0
    if other_event(one, other, weights):
        return 0
    return weights.share_by_stems(later.opening, first.stems)


def retold(one: Print, other: Print, weights: Weights) -> float:
    """Return how much of one story the other tells again in whatever forms of its words; 0 when it is too little."""
    if len(one.stems & other.stems) < RETOLD_STEMS or apart(one, other) > WITHIN:
        return 0
    told = weights.open_alike(one, other)
    if told < RETOLD or not _open_with_headlines(one, other, weights, RETOLD_HEADLINES):
        return 0
    if not _share_a_name(one, other) or _other_language(one, other):
        return 0
    if other_event(one, other, weights) or doubtful(one, other, weights):
        return 0
    return told if _same_story(one, other, weights) else 0


def nearness(one: Print, other: Print, weights: Weights) -> float:
    """Return how much two stories open alike that are perhaps about one event, if not surely; 0 for others."""
    if len(one.stems & other.stems) < NEAR_STEMS or apart(one, other) > APART or _other_language(one, other):
        return 0
    told = weights.open_alike(one, other)
    if told < NEAR or not _open_with_headlines(one, other, weights, NEAR_HEADLINES):
        return 0
    return 0 if other_event(one, other, weights) or background(one, other) else told


def _open_with_headlines(one: Print, other: Print, weights: Weights, enough: tuple[float, float]) -> bool:
    """Tell whether each story opens with a good part of the other's headline."""
    known = weights.share_by_stems(one.headline, other.stems), weights.share_by_stems(other.headline, one.stems)
    return all(share >= least for share, least in zip(sorted(known), enough, strict=True))


def _share_a_name(one: Print, other: Print) -> bool:
    """Tell whether both stories know a name of a headline; where a script has no capitals, none is found."""
    shared = (one.names | other.names) & one.known & other.known
    return not all(map(str.isdecimal, shared))


def _same_story(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether one story tells a good part of all that the other does, beside what both took over."""
    rows = background(one, other)
    if not rows:
        return weights.share(one.told, other.known) >= SAME_STORY or weights.share(other.told, one.known) >= SAME_STORY
    own, others = one.headline | one.beside(rows), other.headline | other.beside(rows)
    told = weights.share_by_stems(own, stems(others)), weights.share_by_stems(others, stems(own))
    return max(told) >= SAME_STORY


def _know_headlines(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether one story knows the other's headline, and that other at least something of the first one's."""
    if min(len(one.headline), len(other.headline)) < FEWEST_TERMS:
        return False
    known = sorted((weights.share(one.headline, other.known), weights.share(other.headline, one.known)))
    return known[0] >= STRANGE_HEADLINE and known[1] >= SAME_HEADLINE


def _other_language(one: Print, other: Print) -> bool:
    return bool(one.language and other.language and one.language != other.language)

"""Tells whether two stories are about one event, with restraint: rather two stories apart than two events in one.

Two stories are about one event when their texts share enough words in a row; or when what speaks for it outweighs by
far what speaks against it; or when one goes on with the other: it says of which day and event it tells more, or takes
it up. Never when they are in two languages, nor when something sets their events apart. Of those that fall short of all
this it is told how near they come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial.copied import APART, background, same_text
from digest.editorial.following import follows
from digest.editorial.prints import apart
from digest.editorial.resemblance import begin_alike, resemblance
from digest.editorial.retelling import takes_up
from digest.editorial.strangeness import doubtful, other_event, strange_nouns
from digest.editorial.terms import stems

if TYPE_CHECKING:
    from digest.editorial.prints import Print
    from digest.editorial.weights import Weights

ALIKE = 1.0  # is added to how alike two stories are of which none only goes on with the other
FEWEST_STEMS = 3  # in both openings, of what is looked at
SURE = 4.0  # points of resemblance, from where on two stories tell one event
FEW = 50  # stories at hand, below which it is not known well which words are rare, and more points are wanted
UNKNOWN = 1.6  # more, where none is at hand
STRANGE = 3.5  # more, where all nouns have capitals and each headline has many that are strange to the other story
NEAR = 0.5  # as SURE, where it is left to an editor
FAR = -2.0  # less than this, even what names an earlier event's day tells of another
MOST = 12.0  # points that are told apart
FEWEST_FURTHER = 20  # stems of an opening that follow its first sentences
FURTHER = 0.12  # of what follows in one opening, by weight, is told in the other
FURTHER_COPIED = 0.3  # where the first sentences are copied, as no two newsrooms write on their own:
COPIED = 0.5  # of them, by weight
SAME_STORY = 0.35  # of all that one of them tells is told by the other, in its own words


def likeness(one: Print, other: Print, weights: Weights) -> float:
    """Return how alike two stories are, from 0 to 2; 0 when they are not about the same event."""
    points = _points(one, other, weights)
    if points >= _sure(one, other, weights) and apart(one, other) <= APART and not sets_apart(one, other, weights):
        return ALIKE + min(points, MOST) / MOST
    if points and (rows := same_text(one, other)) and not other_event(one, other):
        return ALIKE + rows
    return going_on(one, other, weights)


def going_on(one: Print, other: Print, weights: Weights) -> float:
    """Return how much two stories open alike of which one goes on with the other; 0 where none does."""
    first, later = sorted((one, other), key=lambda each: each.story.published_at)
    if _other_language(one, other):
        return 0
    if not (
        (takes_up(later, first, weights) and nearness(one, other, weights))
        or (follows(later, first, weights) and resemblance(one, other, weights) >= FAR)
    ):
        return 0
    if other_event(one, other) or strange_nouns(one, other, weights):
        return 0
    return weights.share_by_stems(later.opening, first.stems)


def nearness(one: Print, other: Print, weights: Weights) -> float:
    """Return how many points speak for one event, where they are enough for an editor to look; else 0."""
    points = _points(one, other, weights) if apart(one, other) <= APART else 0
    return 0 if points and sets_apart(one, other, weights) else points


def _sure(one: Print, other: Print, weights: Weights) -> float:
    """Return the points from where on two stories surely tell one event."""
    few = max(0, 1 - len(weights.openings) / FEW)
    return SURE + UNKNOWN * few + STRANGE * strange_nouns(one, other, weights)


def _points(one: Print, other: Print, weights: Weights) -> float:
    """Return how many points speak for one event, where they are enough to look further; else 0."""
    if len(one.stems & other.stems) < FEWEST_STEMS or _other_language(one, other):
        return 0
    first, second = weights.traits(one), weights.traits(other)
    if first.headline.isdisjoint(second.stems) and second.headline.isdisjoint(first.stems):
        return 0
    points = resemblance(one, other, weights, least=NEAR, most=MOST)
    return points if points >= NEAR else 0


def sets_apart(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether two stories of one language tell two events, or may do so, whatever they share."""
    return (
        other_event(one, other)
        or doubtful(one, other, weights)
        or not _same_beside_background(one, other, weights)
        or _only_begin_alike(one, other, weights)
    )


def _same_beside_background(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether one story tells a good part of all that the other does, beside what both took over."""
    rows = background(one, other)
    if not rows:
        return True
    own, others = one.headline | one.beside(rows), other.headline | other.beside(rows)
    told = weights.share_by_stems(own, stems(others)), weights.share_by_stems(others, stems(own))
    return max(told) >= SAME_STORY


def _only_begin_alike(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether two stories begin alike and go on with other things, as a round-up does."""
    first, second = weights.traits(one), weights.traits(other)
    rests = first.stems - first.beginning, second.stems - second.beginning
    if min(map(len, rests)) < FEWEST_FURTHER:
        return False
    whole = weights.stems.whole
    told = max(whole(rests[0] & second.stems) / whole(rests[0]), whole(rests[1] & first.stems) / whole(rests[1]))
    return told < FURTHER or (told < FURTHER_COPIED and begin_alike(one, other, weights) >= COPIED)


def _other_language(one: Print, other: Print) -> bool:
    return bool(one.language and other.language and one.language != other.language)

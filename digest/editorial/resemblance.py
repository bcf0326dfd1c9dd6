"""Weighs what speaks for and against two stories telling one event, however each newsroom words it.

Every sign is a plain number; their weights were fitted to invented news of which the truth is known, so that the sum is
about the logarithm of the odds that both tell one event (benchmarks/fit_resemblance.py makes them anew).
"""

from __future__ import annotations

from datetime import timedelta
from math import inf, sqrt
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from digest.editorial.prints import apart

if TYPE_CHECKING:
    from digest.editorial.prints import Print
    from digest.editorial.traits import Traits
    from digest.editorial.weights import Weights

FOR = 6  # signs, the first, speak for it, but for `common`; the others against
MOST = 3  # of figures or full names that are counted as strange


class Signs(NamedTuple):
    """What speaks for or against one event; what is shared is counted by stems, and rare ones weigh more."""

    shared: float  # weighs as so many words that no other story opens with
    covered: float  # the larger share of one opening that the other has, by weight
    common: float  # the sum of both such shares by mere number
    headline: float  # the smaller share of one headline that the other opens with, by weight
    beginning: float  # how alike headlines and first sentences are: the cosine, by weight
    names: float  # shared names, as `shared`
    strange_figures: float  # figures of one that the other does not have, of which has fewer; at most MOST
    strange_people: float  # full names, likewise
    gap: float  # square root of the days between them
    one_source: float


WEIGHTS = Signs(
    shared=0.27,
    covered=11.75,
    common=-9.15,
    headline=6.49,
    beginning=12.81,
    names=0.87,
    strange_figures=-0.61,
    strange_people=-0.46,
    gap=-1.02,
    one_source=-1.37,
)
CONSTANT = -2.88
DAYS = 3.0  # that two stories may be apart
WORST = -sum(map(mul, WEIGHTS[FOR:], (MOST, MOST, sqrt(DAYS), 1)))  # that can speak against it


def resemblance(one: Print, other: Print, weights: Weights, *, least: float = -inf, most: float = inf) -> float:
    """Return about the logarithm of the odds that two stories of one language tell one event.

    What speaks against it is not looked at where what speaks for it comes to less than the `least` that is asked, or to
    so much that `most` is left whatever speaks against it.
    """
    points = sum(map(mul, WEIGHTS[:FOR], _speaks_for(one, other, weights)), start=CONSTANT)
    if least <= points < most + WORST:
        points = sum(map(mul, WEIGHTS[FOR:], _speaks_against(one, other, weights)), start=points)
    return points


def signs(one: Print, other: Print, weights: Weights) -> Signs:
    """Return what speaks for or against two stories telling one event."""
    return Signs(*_speaks_for(one, other, weights), *_speaks_against(one, other, weights))


def begin_alike(one: Print, other: Print, weights: Weights) -> float:
    """Return how alike two stories begin, headlines included: the cosine of their stems, by weight."""
    first, second = weights.traits(one), weights.traits(other)
    return weights.stems.square(first.beginning & second.beginning) / sqrt(first.square * second.square)


def _speaks_for(one: Print, other: Print, weights: Weights) -> tuple[float, ...]:
    first, second = weights.traits(one), weights.traits(other)
    shared = first.stems & second.stems
    whole, unseen = weights.stems.whole, weights.stems.unseen
    weight = whole(shared)
    headlines = (
        whole(first.headline & second.stems) / first.headline_weight,
        whole(second.headline & first.stems) / second.headline_weight,
    )
    return (
        weight / unseen,
        weight / min(first.weight, second.weight),
        len(shared) / (len(first.stems) or 1) + len(shared) / (len(second.stems) or 1),
        min(headlines),
        begin_alike(one, other, weights),
        whole(shared & (first.named | second.named)) / unseen,
    )


def _speaks_against(one: Print, other: Print, weights: Weights) -> tuple[float, ...]:
    first, second = weights.traits(one), weights.traits(other)
    return (
        min(len(first.amounts - second.amounts), len(second.amounts - first.amounts), MOST),
        min(_strangers(first, second), _strangers(second, first), MOST),
        sqrt(apart(one, other) / timedelta(days=1)),
        one.story.source == other.story.source,
    )


def _strangers(first: Traits, second: Traits) -> int:
    """Return how many full names a story has of which the other knows no part."""
    strange = first.people - second.people
    return sum(map(second.known.isdisjoint, strange)) if strange else 0

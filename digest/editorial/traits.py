"""Takes of a story what is weighed when it is compared with others, once for all of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from digest.editorial.following import DAY_OF
from digest.editorial.prints import BEGINNING, OPENING
from digest.editorial.terms import full_names, stems, terms
from digest.editorial.words import words

if TYPE_CHECKING:
    from digest.editorial.prints import Print
    from digest.editorial.weights import Weights

SMALL = 12  # a number up to this says little by itself


class Traits:
    """What of a story is looked at, and how much it weighs among those at hand."""

    def __init__(self, one: Print, weights: Weights) -> None:
        self._print = one
        self.stems = one.stems
        self.headline = stems(one.headline.difference(DAY_OF))
        self.beginning = stems(one.headline | terms(words(one.text[:BEGINNING])))
        self.weight = weights.stems.whole(self.stems) or 1
        self.headline_weight = weights.stems.whole(self.headline) or 1
        self.square = weights.stems.square(self.beginning) or 1

    @cached_property
    def named(self) -> frozenset[str]:
        """The stems of headline and opening that are names."""
        return stems(name for name in self._print.named if not name.isdecimal() and name not in DAY_OF)

    @cached_property
    def amounts(self) -> frozenset[str]:
        """The figures of headline and opening that say something by themselves."""
        return frozenset(filter(_says_much, map(_plain, self._print.figures)))

    @cached_property
    def people(self) -> frozenset[tuple[str, str]]:
        """The full names in headline and opening, two stems each."""
        return full_names(self._print.beginning(OPENING))

    @cached_property
    def known(self) -> frozenset[str]:
        """The stems of all that the story knows."""
        return stems(self._print.known)


def _plain(figure: str) -> str:
    return "".join(filter(str.isdecimal, figure)) if len(figure) > 3 else figure


def _says_much(figure: str) -> bool:
    return not figure.isdecimal() or int(figure) > SMALL

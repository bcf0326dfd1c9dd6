"""Weighs terms: rare ones say more than common ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, count, repeat
from math import log
from typing import TYPE_CHECKING

from digest.editorial.terms import STEM
from digest.editorial.traits import Traits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.editorial.prints import Print

UNSEEN = 50  # stories that weights reckon with beside those at hand, so that in a few no term seems rare


class Weights:
    """How much each term says: the more, the fewer of the stories at hand open with it.

    `spread` is how many do. `openings` are those of the stories, each term by its place in `spread`, for numbers are
    looked up faster than words.
    """

    def __init__(self, prints: Sequence[Print]) -> None:
        numbers: defaultdict[str, int] = defaultdict(count().__next__)  # as terms are met; so are they counted, too
        self.openings = [list(map(numbers.__getitem__, one.opening)) for one in prints]
        times = Counter(chain.from_iterable(self.openings)).values()
        self.spread = dict(zip(numbers, times, strict=True))
        of = {each: _weight(each, len(self.openings) + UNSEEN) for each in {1, *times}}
        self.unseen = of[1]
        self._of = {term: of[each] for term, each in self.spread.items()}
        self._whole: dict[frozenset[str], int] = {}
        self._prints = prints
        self._stems: Stems | None = None
        self._traits: dict[Print, Traits] = {}

    def traits(self, one: Print) -> Traits:
        """Return what of a story is looked at, which is made once."""
        if one not in self._traits:
            self._traits[one] = Traits(one, self)
        return self._traits[one]

    @property
    def stems(self) -> Stems:
        """The weights of what the terms begin with."""
        if self._stems is None:
            self._stems = Stems(self._prints)
        return self._stems

    def of(self, terms: Iterable[str]) -> Iterator[int]:
        """Return the weight of each term; a whole number, so that sums are the same in whatever order."""
        return map(self._of.get, terms, repeat(self.unseen))

    def whole(self, terms: frozenset[str]) -> int:
        """Return the weight of terms that are asked for again and again."""
        whole = self._whole.get(terms)
        if whole is None:
            whole = self._whole[terms] = sum(self.of(terms))
        return whole

    def is_rare(self, term: str) -> bool:
        """Tell whether a term says at least half of what one says that no other story opens with."""
        return self._of.get(term, self.unseen) * 2 >= self.unseen

    def share(self, found: frozenset[str], known: frozenset[str]) -> float:
        """Return how much of what was found is known, by weight, from 0 to 1; 0 where nothing was found."""
        whole = self.whole(found)
        return sum(self.of(found & known)) / whole if whole else 0.0

    def rare(self, terms: frozenset[str], *, least: float) -> frozenset[str]:
        """Return those terms that say at least such a share of what one says that no other story opens with."""
        enough = least * self.unseen
        return frozenset([term for term, weight in zip(terms, self.of(terms), strict=True) if weight >= enough])

    def known_by_stems(self, found: frozenset[str], stems: frozenset[str]) -> int:
        """Return how much weighs what was found and is known in whatever form."""
        return sum(self.of(term for term in found if term[:STEM] in stems))

    def share_by_stems(self, found: frozenset[str], stems: frozenset[str]) -> float:
        """Return how much of what was found is known in whatever form, by weight, from 0 to 1."""
        whole = self.whole(found)
        return self.known_by_stems(found, stems) / whole if whole else 0.0

    def open_alike(self, one: Print, other: Print) -> float:
        """Return how much of what each story opens with the other opens with in some form, from 0 to 1."""
        return min(self.share_by_stems(one.opening, other.stems), self.share_by_stems(other.opening, one.stems))


class Stems:
    """How much it says that a story opens with words of a stem: the more, the fewer of the stories at hand do."""

    def __init__(self, prints: Sequence[Print]) -> None:
        spread = Counter(chain.from_iterable([one.stems for one in prints]))
        of = {each: _weight(each, len(prints) + UNSEEN) for each in {1, *spread.values()}}
        self.unseen = of[1]
        self._of = {stem: of[each] for stem, each in spread.items()}

    def whole(self, stems: Iterable[str]) -> int:
        """Return how much stems weigh together."""
        return sum(map(self._of.get, stems, repeat(self.unseen)))

    def square(self, stems: Iterable[str]) -> int:
        """Return the sum of the squares of their weights."""
        return sum([weight * weight for weight in map(self._of.get, stems, repeat(self.unseen))])


def _weight(spread: int, count: int) -> int:
    return round(1000 * log(1 + count / spread))

"""Takes of a story what tells whether another is about the same event: its terms, names and rows of words.

A term is a word that says something: a longer one, a number, a pair of characters where no spaces are written. Rare
terms weigh more than common ones. What the whole text says is looked at only when somebody asks, for most stories are
like no other already by how they open.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import chain, count, pairwise, repeat
from math import log
from typing import TYPE_CHECKING

from digest.editorial.pointers import without_pointers
from digest.editorial.words import UNSPACED, is_unspaced, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.model.story import Story

TEXT = 3000  # characters of a story that are compared
OPENING = 600  # of them count as its opening
IN_A_ROW = 4  # words that are taken together
SHORTEST_TERM = 4  # letters; shorter words say little of an event
UNSEEN = 50  # stories that weights reckon with beside those at hand, so that in a few no term seems rare
ONE_DAY = timedelta(hours=12)  # stories less far apart are of one day
STEM = 5  # letters with which forms of one word begin alike, in most languages: "explosion", "exploded"
NOUNS_IN_CAPITALS = {"de", "lb"}  # languages, where a capital says little

# A word in capitals after one that ends in a small letter: the name of somebody or something, in most languages.
_NAME = re.compile(r" (?<=[a-zß-ÿ] )([^\W\d_a-zß-ÿ][\w-]+)")  # a space first, for which a machine looks fast
# "60 000" and "2-1", but not "A7"; a digit first, for which a machine looks fast
_FIGURE = re.compile(r"\d(?<!\w\d)(?:\d{0,2}(?:[ \u00a0\u202f]\d{3}\b)+|\d*)(?:[.,:/–-]\d+)*")
_SCORE = re.compile(r"\d\s?[:–-]\s?\d")
_UNSPACED = re.compile(f"[{UNSPACED}]")


class Print:
    """What of a story is compared; terms are casefolded."""

    __slots__ = (
        "_clauses",
        "_figures",
        "_known",
        "_named",
        "_names",
        "_rows",
        "_stems",
        "_told",
        "headline",
        "language",
        "lead",
        "opening",
        "story",
        "text",
        "title",
    )

    def __init__(self, story: Story) -> None:
        self.story = story
        self.text = without_pointers(story.own_body[:TEXT]) or story.summary
        self.language = story.language.partition("-")[0].casefold()
        self.title = words(story.title)
        self.headline = terms(self.title)
        self.lead = terms(words(self.text[:OPENING]))
        self.opening = self.headline | self.lead
        self._told: frozenset[str] | None = None
        self._known: frozenset[str] | None = None
        self._named: frozenset[str] | None = None
        self._names: frozenset[str] | None = None
        self._rows: frozenset[str] | None = None
        self._clauses: frozenset[str] | None = None
        self._figures: frozenset[str] | None = None
        self._stems: frozenset[str] | None = None

    @property
    def known(self) -> frozenset[str]:
        """Every word and term of title and text."""
        if self._known is None:
            self._read()
        assert self._known is not None
        return self._known

    @property
    def told(self) -> frozenset[str]:
        """Every term of the text, or of the headline where there is no text."""
        if self._told is None:
            self._read()
        assert self._told is not None
        return self._told

    def _read(self) -> None:
        """Read the whole text, of which nothing is kept but what differs."""
        said = words(self.text)
        self._told = terms(said) or self.headline
        self._known = self._told.union(said, self.title, self.headline)

    @property
    def names(self) -> frozenset[str]:
        """The names and numbers in the headline."""
        if self._names is None:
            found = set(words(" ".join(_NAME.findall(f"{self.story.title}\n{self.text}"))))
            self._names = frozenset(word for word in self.title if word in found or word.isdecimal())
        return self._names

    @property
    def named(self) -> frozenset[str]:
        """The terms of headline and opening that are names."""
        if self._named is None:
            found = _NAME.findall(f"{self.story.title}\n{self.text[:OPENING]}")
            self._named = terms(words(" ".join(found))) & self.opening
        return self._named

    @property
    def stems(self) -> frozenset[str]:
        """What the terms of the opening begin with, which other forms of the same words share."""
        if self._stems is None:
            self._stems = stems(self.opening)
        return self._stems

    @property
    def figures(self) -> frozenset[str]:
        """The figures of headline and opening, each with what stands behind its point, comma or dash."""
        if self._figures is None:
            self._figures = frozenset(_FIGURE.findall(f"{self.story.title}\n{self.text[:OPENING]}"))
        return self._figures

    @property
    def has_score(self) -> bool:
        """Whether the headline tells how a match ended."""
        return _SCORE.search(self.story.title) is not None

    @property
    def clauses(self) -> frozenset[str]:
        """What stands between commas and full stops of the text, where it is as long as a row of words."""
        if self._clauses is None:
            said = f"{self.text} ".replace("\n\n", " ").replace(", ", ". ").split(". ")
            self._clauses = frozenset([clause for clause in said if clause.count(" ") >= IN_A_ROW - 1])
        return self._clauses

    @property
    def rows(self) -> frozenset[str]:
        """The words of the text, each with those after it."""
        if self._rows is None:
            self._rows = frozenset(_in_rows(words(self.text)))
        return self._rows

    def beside(self, rows: frozenset[str]) -> frozenset[str]:
        """Return the terms of the text outside of some rows of words."""
        said = words(self.text)
        within = {at + step for at, row in enumerate(_in_rows(said)) if row in rows for step in range(IN_A_ROW)}
        return terms([word for at, word in enumerate(said) if at not in within])


def apart(one: Print, other: Print) -> timedelta:
    """Return how long after another a story was published, whichever was first."""
    return abs(one.story.published_at - other.story.published_at)


def _in_rows(said: Sequence[str]) -> Iterator[str]:
    """Yield each word with those after it."""
    return map(" ".join, zip(*(said[i:] for i in range(IN_A_ROW)), strict=False))


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


class Weights:
    """How much each term says: the more, the fewer of the stories at hand open with it.

    `spread` is how many do. `openings` are those of the stories, each term by its place in `spread`, for numbers are
    looked up faster than words.
    """

    def __init__(self, prints: Iterable[Print]) -> None:
        numbers: defaultdict[str, int] = defaultdict(count().__next__)  # as terms are met; so are they counted, too
        self.openings = [list(map(numbers.__getitem__, one.opening)) for one in prints]
        times = Counter(chain.from_iterable(self.openings)).values()
        self.spread = dict(zip(numbers, times, strict=True))
        of = {each: _weight(each, len(self.openings) + UNSEEN) for each in {1, *times}}
        self.unseen = of[1]
        self._of = {term: of[each] for term, each in self.spread.items()}
        self._whole: dict[frozenset[str], int] = {}

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


def _weight(spread: int, count: int) -> int:
    return round(1000 * log(1 + count / spread))

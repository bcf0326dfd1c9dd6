"""Takes of a story what tells whether another is about the same event: its terms, names and rows of words.

A term is a word that says something: a longer one, a number, a pair of characters where no spaces are written. Rare
terms weigh more than common ones. What the whole text says is looked at only when somebody asks, for most stories are
like no other already by how they open.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.editorial.pointers import without_pointers
from digest.editorial.terms import figures, has_score, named, stems, terms
from digest.editorial.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model.story import Story

TEXT = 3000  # characters of a story that are compared
OPENING = 600  # of them count as its opening
BEGINNING = 200  # of them as its beginning
FIRST_WORDS = 16  # of the text
IN_A_ROW = 4  # words that are taken together
ONE_DAY = timedelta(hours=12)  # stories less far apart are of one day
NOUNS_IN_CAPITALS = {"de", "lb"}  # languages, where a capital says little


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
            found = set(named(f"{self.story.title}\n{self.text}"))
            self._names = frozenset(word for word in self.title if word in found or word.isdecimal())
        return self._names

    @property
    def named(self) -> frozenset[str]:
        """The terms of headline and opening that are names."""
        if self._named is None:
            self._named = terms(named(self.beginning(OPENING))) & self.opening
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
            self._figures = figures(self.beginning(OPENING))
        return self._figures

    @property
    def has_score(self) -> bool:
        """Whether the headline tells how a match ended."""
        return has_score(self.story.title)

    def beginning(self, length: int) -> str:
        """Return the headline and so many characters of the text."""
        return f"{self.story.title}\n{self.text[:length]}"

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

    @property
    def first_rows(self) -> frozenset[str]:
        """The rows of the first words of the text."""
        return frozenset(_in_rows(words(self.text[:BEGINNING])[:FIRST_WORDS]))

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

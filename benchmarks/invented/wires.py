"""Invents as much news as is wanted, in words that are as rare and as common as those of a language are.

Words follow Zipf's law. An event has words of its own, rare ones, which all who tell it use; most events are told by
one source, some by up to four.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from html import escape
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
WORDS = 40_000
COMMON = 300  # of them make sentences and no event
STEEP = 1.4  # exponent of the law
SOURCES = 40
OWN = 24  # words of an event
SENTENCES = 24  # of a story, of 10 to 24 words: some 2,400 characters
OPENING = 4  # of them, which tell most
SPREAD = 6  # hours within which an event is told
TOLD_BY = (1, 1, 1, 1, 1, 1, 1, 1, 2, 4)  # sources


@dataclass(frozen=True, slots=True)
class Wire:
    """One story as a source has it."""

    title: str
    body: str
    url: str
    source: str
    published_at: datetime

    def as_item(self) -> str:
        """Return the story as an item of an RSS feed, its text in HTML."""
        text = "".join(f"<p>{part}</p>" for part in self.body.split("\n\n"))
        return (
            f"<item><title>{self.title}</title><link>{self.url}</link><guid>{self.url}</guid>"
            f"<pubDate>{self.published_at:%a, %d %b %Y %H:%M:%S} GMT</pubDate><category>world</category>"
            f"<description>{escape(text)}</description></item>"
        )


class Inventor:
    """Invents stories; the same seed, the same stories."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        words: dict[str, None] = {}
        while len(words) < WORDS:
            words[self._word()] = None
        self._words = sorted(words, key=len)
        self._rare = self._words[COMMON:]
        self._rarity = list(accumulate(rank**-STEEP for rank in range(1, WORDS + 1)))

    def day(self, count: int, *, start: datetime, hours: float) -> list[Wire]:
        """Return so many stories published within the hours from the start, in no order."""
        return [story for _, story in zip(range(count), self._endless(start, hours), strict=False)]

    def _endless(self, start: datetime, hours: float) -> Iterator[Wire]:
        number = 0
        while True:
            own = self._random.sample(self._rare, OWN)
            at = start + timedelta(hours=self._random.random() * max(0, hours - SPREAD))
            for source in self._random.sample(range(SOURCES), self._random.choice(TOLD_BY)):
                number += 1
                published = at + timedelta(hours=self._random.random() * min(SPREAD, hours))
                yield self._told(own, source, number, published)

    def _told(self, own: Sequence[str], source: int, number: int, at: datetime) -> Wire:
        said = [self._sentence(own, OWN // 3 if place < OPENING else OWN // 4) for place in range(SENTENCES)]
        return Wire(
            title=" ".join([*self._random.sample(own[:6], 5), *self._some(3)]).capitalize(),
            body="\n\n".join(" ".join(said[place : place + 3]) for place in range(0, SENTENCES, 3)),
            url=f"https://wire{source}.example/{at:%Y%m%d}/{number}",
            source=f"Wire {source}",
            published_at=at,
        )

    def _sentence(self, own: Sequence[str], of_event: int) -> str:
        words = self._some(self._random.randint(10, 24) - of_event) + self._random.sample(own, of_event)
        self._random.shuffle(words)
        return f"{' '.join(words).capitalize()}."

    def _some(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._rarity, k=count)

    def _word(self) -> str:
        syllables = self._random.choice((1, 2, 2, 3, 3, 3, 4, 4))
        return "".join(self._random.choice(CONSONANTS) + self._random.choice(VOWELS) for _ in range(syllables))

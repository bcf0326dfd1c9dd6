"""Puts stories about one event together: the same text again, or another source's words for the same news.

Rather two stories apart than two events in one. A pair belongs together when the texts share enough words in a row,
or when each knows what the other's headline says and they open alike; never when each headline names something the
other story does not know, nor when the headlines come from one mould and only what is cast in it differs. A story is
compared only with the first of each cluster, its seed, and only with the few seeds that share its rarest words, so that
the work grows with the number of stories and not with that of pairs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from digest.editorial.order import newest_first
from digest.editorial.words import is_unspaced, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from digest.model.story import Story

TEXT = 3000  # characters of a story that are compared
OPENING = 600  # of them count as its opening
IN_A_ROW = 4  # words that are taken together
SAME_TEXT = 0.6  # of the shorter text's rows of words are in the other
FEWEST_ROWS = 40  # a shorter text proves nothing by them
SAME_HEADLINE = 0.5  # of a headline's words are in the other story
SAME_NEWS = 0.5  # of the shorter opening's words are in the other opening, and so for the whole texts
FEWEST_TERMS = 3  # in a headline that proves something
APART = timedelta(hours=48)  # stories published further apart may be the same text, but are not the same news
RAREST = 24  # words by which a story is looked up
SEEDS = 50  # that are kept under one word, which is common from there on, and that one story is compared with
SHORTEST_TERM = 4  # letters; shorter words say little of an event

# A word in capitals after one that ends in a small letter: the name of somebody or something, in most languages.
_NAME = re.compile(r"(?<=[a-zß-ÿ] )[^\W\d_a-zß-ÿ][\w-]+")


@dataclass(frozen=True, slots=True)
class _Print:
    """What of a story is compared."""

    story: Story
    title: tuple[str, ...]
    headline: frozenset[str]
    names: frozenset[str]
    opening: frozenset[str]
    text: frozenset[str]
    rows: frozenset[tuple[str, ...]]


def clusters(stories: Iterable[Story]) -> list[tuple[Story, ...]]:
    """Return the stories in clusters, in the order of the earliest; most clusters are of one story.

    The same stories give the same clusters, in whatever order they come.
    """
    prints = [_print(story) for story in sorted(stories, key=newest_first, reverse=True)]
    spread = Counter(term for each in prints for term in each.opening)
    found: list[list[_Print]] = []
    by_term: dict[str, list[int]] = defaultdict(list)
    for each in prints:
        rare = _rarest(each.opening, spread)
        number = _nearest(each, {number: found[number][0] for number in _candidates(rare, spread, by_term)})
        if number is not None:
            found[number].append(each)
            continue
        for term in rare:
            if len(by_term[term]) < SEEDS:
                by_term[term].append(len(found))
        found.append([each])
    return [tuple(each.story for each in cluster) for cluster in found]


def _rarest(terms: Iterable[str], spread: Mapping[str, int]) -> list[str]:
    """Return the terms that the fewest stories share, the rarest first."""
    return sorted((term for term in terms if spread[term] > 1), key=lambda term: (spread[term], term))[:RAREST]


def _candidates(rare: Sequence[str], spread: Mapping[str, int], by_term: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the clusters, by number, whose seeds share the most and rarest words; of equal ones the earliest."""
    shared: dict[int, float] = defaultdict(float)
    for term in rare:
        for number in by_term.get(term, ()):
            shared[number] += 1 / spread[term]
    return sorted(sorted(shared, key=lambda number: (-shared[number], number))[:SEEDS])


def _nearest(each: _Print, seeds: Mapping[int, _Print]) -> int | None:
    """Return the number of the cluster a story belongs to by its seed: the most alike, then the earliest."""
    alike = {number: _likeness(each, seed) for number, seed in seeds.items()}
    number = max(alike, key=lambda number: alike[number], default=None)
    return number if number is not None and alike[number] > 0 else None


def _likeness(one: _Print, other: _Print) -> float:
    """Return how alike two stories are, from 0 to 2; 0 when they are not about the same event."""
    if _other_language(one.story, other.story) or _other_event(one, other):
        return 0
    rows, opening = _overlap(one.rows, other.rows), _overlap(one.opening, other.opening)
    same_text = rows >= SAME_TEXT and min(len(one.rows), len(other.rows)) >= FEWEST_ROWS
    same_news = (
        abs(one.story.published_at - other.story.published_at) <= APART
        and min(opening, _overlap(one.text, other.text)) >= SAME_NEWS
        and _knows(one, other)
        and _knows(other, one)
    )
    return rows + opening if same_text or same_news else 0


def _other_event(one: _Print, other: _Print) -> bool:
    """Tell whether each headline says something that the other story does not know and that sets them apart."""
    names, other_names = one.names, other.names
    if cast := _cast_in_one_mould(one.title, other.title):
        names, other_names = names | cast[0], other_names | cast[1]
    return bool(names - other.text) and bool(other_names - one.text)


def _cast_in_one_mould(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return in what two headlines differ that begin and end alike for at least half their length, else None."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    if (start + end) * 2 < max(len(one), len(other)):
        return None
    return _terms(one[start : len(one) - end]), _terms(other[start : len(other) - end])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many same words two sequences begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _knows(one: _Print, other: _Print) -> bool:
    """Tell whether a story speaks of what the other's headline says."""
    terms = other.headline
    return len(terms) >= FEWEST_TERMS and len(terms & one.text) / len(terms) >= SAME_HEADLINE


def _overlap(one: frozenset[object], other: frozenset[object]) -> float:
    """Return the share of the smaller set that is in the other."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0


def _other_language(one: Story, other: Story) -> bool:
    languages = {story.language.partition("-")[0].casefold() for story in (one, other) if story.language}
    return len(languages) > 1


def _print(story: Story) -> _Print:
    text = story.own_body[:TEXT] or story.summary
    told = words(text)
    names = {name.casefold() for name in _NAME.findall(f"{story.title}\n{text}")}
    title = words(story.title)
    return _Print(
        story,
        title=tuple(title),
        headline=_terms(title),
        names=frozenset(word for word in title if word in names or word.isdecimal()),
        opening=_terms([*title, *words(text[:OPENING])]),
        text=_terms([*title, *told]) | frozenset(title) | frozenset(told),
        rows=frozenset(zip(*(told[i:] for i in range(IN_A_ROW)), strict=False)),
    )


def _terms(told: Sequence[str]) -> frozenset[str]:
    """Return what tells one event from another: the longer words and the numbers; pairs of characters in Chinese."""
    pairs = {a + b for a, b in pairwise(told) if is_unspaced(a) and is_unspaced(b)}
    return frozenset(word for word in told if len(word) >= SHORTEST_TERM or word.isdecimal()) | pairs

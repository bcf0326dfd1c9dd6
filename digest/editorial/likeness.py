"""Tells whether two stories are about one event, with restraint: rather two stories apart than two events in one.

Two stories are about one event when each tells most of what the other opens with, rare words counting most, one of them
knows what the other's headline says, and one tells a good part of the other's whole text; or when their texts share
enough words in a row; or when one goes on with the other, two days apart at most: their openings share a name and many
words, in whatever forms, or the later one says of which day and event it tells more. Never when they are in two
languages, nor when each headline names something the other story does not know, nor when the headlines come from one
mould and only what is cast in it differs.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.editorial.following import WITHIN, follows
from digest.editorial.prints import NOUNS_IN_CAPITALS, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.editorial.prints import Print, Weights

SAME_TEXT = 0.6  # of the shorter text's rows of words are in the other
SAME_TEXT_LATER = 0.95  # where days are between them: a weather report of a week before has most of the same words
FEWEST_ROWS = 40  # a shorter text proves nothing by them, but where it is
SAME_ROWS = 8  # or more, all of them the same, under one headline of two sources
SAME_NEWS = 0.42  # of what each opens with, by weight, is told by the other
SAME_STORY = 0.35  # of all that one of them tells is told by the other
SAME_HEADLINE = 0.4  # of one headline is known to the other story
STRANGE_HEADLINE = 0.15  # of the other headline at least
STRANGE_NOUNS = 0.35  # of a headline's, by weight, set two stories apart in such a language
FEWEST_TERMS = 3  # in a headline that proves something
RETOLD = 0.34  # of what each opens with, by weight, the other opens with in some form
RETOLD_STEMS = 8  # at least; what is short shares a third by a place and a day alone
RETOLD_HEADLINES = 0.3, 0.45  # of the headline that is less known, and of the other
ANEW = timedelta(hours=12)  # at least between two of a series
APART = timedelta(hours=72)  # stories published further apart may be the same text, but are not the same news


def likeness(one: Print, other: Print, weights: Weights) -> float:
    """Return how alike two stories are, from 0 to 2; 0 when they are not about the same event."""
    if _other_language(one, other) or _other_event(one, other, weights):
        return 0
    told = min(weights.share(one.opening, other.known), weights.share(other.opening, one.known))
    if (
        told >= SAME_NEWS
        and _apart(one, other) <= APART
        and _know_headlines(one, other, weights)
        and _same_story(one, other, weights)
    ):
        return told
    if rows := _same_rows(one, other):
        return 1 + rows
    return going_on(one, other, weights)


def going_on(one: Print, other: Print, weights: Weights) -> float:
    """Return how much two stories open alike of which one goes on with the other; 0 where none does."""
    if told := _retold(one, other, weights):
        return told
    first, later = sorted((one, other), key=lambda each: each.story.published_at)
    if _other_language(one, other) or not follows(later, first, weights) or _other_event(one, other, weights):
        return 0
    return weights.share_by_stems(later.opening, first.stems)


def _retold(one: Print, other: Print, weights: Weights) -> float:
    """Return how much of one story the other tells again in whatever forms of its words; 0 when it is too little."""
    if len(one.stems & other.stems) < RETOLD_STEMS or _apart(one, other) > WITHIN:
        return 0
    told = min(weights.share_by_stems(one.opening, other.stems), weights.share_by_stems(other.opening, one.stems))
    if told < RETOLD or not _open_with_headlines(one, other, weights) or not _share_a_name(one, other):
        return 0
    if _other_language(one, other) or _other_event(one, other, weights) or not _same_story(one, other, weights):
        return 0
    return told


def _open_with_headlines(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether each story opens with a good part of the other's headline."""
    known = weights.share_by_stems(one.headline, other.stems), weights.share_by_stems(other.headline, one.stems)
    return all(share >= least for share, least in zip(sorted(known), RETOLD_HEADLINES, strict=True))


def _share_a_name(one: Print, other: Print) -> bool:
    """Tell whether both stories know a name of a headline; where a script has no capitals, none is found."""
    shared = (one.names | other.names) & one.known & other.known
    return not all(map(str.isdecimal, shared))


def _same_story(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether one story tells a good part of all that the other does."""
    return weights.share(one.told, other.known) >= SAME_STORY or weights.share(other.told, one.known) >= SAME_STORY


def _same_rows(one: Print, other: Print) -> float:
    """Return how much of the shorter text is in the other word for word; 0 where it is too little."""
    shorter = min(len(one.rows), len(other.rows))
    if shorter < FEWEST_ROWS:
        return float(shorter >= SAME_ROWS and one.rows == other.rows and _reprinted(one, other))
    rows = len(one.rows & other.rows) / shorter
    return rows if rows >= (SAME_TEXT if _apart(one, other) <= APART else SAME_TEXT_LATER) else 0


def _reprinted(one: Print, other: Print) -> bool:
    """Tell whether two sources have one headline; what one tells again under its own is a series, as the weather is."""
    return one.headline == other.headline and one.story.source != other.story.source


def _apart(one: Print, other: Print) -> timedelta:
    return abs(one.story.published_at - other.story.published_at)


def _know_headlines(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether one story knows the other's headline, and that other at least something of the first one's."""
    if min(len(one.headline), len(other.headline)) < FEWEST_TERMS:
        return False
    known = sorted((weights.share(one.headline, other.known), weights.share(other.headline, one.known)))
    return known[0] >= STRANGE_HEADLINE and known[1] >= SAME_HEADLINE


def _other_language(one: Print, other: Print) -> bool:
    return bool(one.language and other.language and one.language != other.language)


def _other_event(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether each headline says something that the other story does not know and that sets them apart."""
    cast = _cast_in_one_mould(one.title, other.title)
    if cast and (_series(one, other) or (cast[0] - other.known and cast[1] - one.known)):
        return True
    return _strange(one, other, weights) and _strange(other, one, weights)


def _series(one: Print, other: Print) -> bool:
    """Tell whether one source tells something anew, as it does each day or week: the weather, the market, a quiz."""
    if one.story.id == other.story.id or one.story.source != other.story.source or _apart(one, other) < ANEW:
        return False
    return not _same_rows(one, other)


def _strange(one: Print, other: Print, weights: Weights) -> bool:
    """Tell whether a headline names what the other story does not know; a good part, where all nouns have capitals."""
    if other.known.issuperset(one.title):
        return False
    if one.language in NOUNS_IN_CAPITALS:
        return bool(one.names) and 1 - weights.share(one.names, other.known) > STRANGE_NOUNS
    return bool(one.names - other.known)


def _cast_in_one_mould(one: Sequence[str], other: Sequence[str]) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return in what two headlines differ that begin and end alike for at least half their length, else None."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    if (start + end) * 2 < max(len(one), len(other)):
        return None
    return terms(one[start : len(one) - end]), terms(other[start : len(other) - end])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many same words two sequences begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))

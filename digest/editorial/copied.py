"""Tells what two stories have word for word: all of a text, or the background that many a story of a day has.

Two newsrooms that tell one event in their own words share few rows of words. Where two stories of a day share many and
yet are not one text, these are of an agency's or a house's background, or of a mould, and prove nothing: what each
tells beside them has to be alike. Later a story may go on with another by its background alone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.editorial.prints import ONE_DAY, apart

if TYPE_CHECKING:
    from digest.editorial.prints import Print

APART = timedelta(hours=72)  # stories published further apart may be the same text, but are not the same news
SAME_TEXT = 0.6  # of the shorter text's rows of words are in the other
SAME_TEXT_LATER = 0.95  # where days are between them: a weather report of a week before has most of the same words
FEWEST_ROWS = 40  # a shorter text proves nothing by them, but where it is
SAME_ROWS = 8  # or more, all of them the same, under one headline of two sources
COPIED_ROWS = 8  # of the first sentences, in the other text: it is copied, and no background
BACKGROUND = 0.1  # of the shorter text's rows, from where on they are background


def same_text(one: Print, other: Print) -> float:
    """Return how much of the shorter text is in the other word for word; 0 where it is too little."""
    shorter = min(len(one.rows), len(other.rows))
    if shorter < FEWEST_ROWS:
        return float(shorter >= SAME_ROWS and one.rows == other.rows and _reprinted(one, other))
    rows = len(one.rows & other.rows) / shorter
    return rows if rows >= (SAME_TEXT if apart(one, other) <= APART else SAME_TEXT_LATER) else 0


def _reprinted(one: Print, other: Print) -> bool:
    """Tell whether two sources have one headline; what one tells again under its own is a series, as the weather is."""
    return one.headline == other.headline and one.story.source != other.story.source


def background(one: Print, other: Print) -> frozenset[str]:
    """Return the rows of words that two stories of a day have in common, where they are many.

    Under one headline they are none: there a house tells a story anew. Nor where one of them begins with such rows:
    there it is the news that was taken over, as an agency's is.
    """
    if apart(one, other) >= ONE_DAY or one.headline == other.headline:
        return frozenset()
    if one.clauses.isdisjoint(other.clauses):  # which is found out in less time
        return frozenset()
    rows = one.rows & other.rows
    if len(rows) < BACKGROUND * min(len(one.rows), len(other.rows)):
        return frozenset()
    return frozenset() if max(len(rows & one.first_rows), len(rows & other.first_rows)) >= COPIED_ROWS else rows

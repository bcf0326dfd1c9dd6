"""Tells whether a story says what came of an event, or only tells again what is known of it.

A story is a development when its headline and its opening say enough that none of the earlier ones knows, the text by
itself too, and its source told the event before, or a day has passed, or it is a later revision of one of them. For
sources tell one event in words of their own, most of them within hours: what another source tells within a day of the
last is taken for that, whatever its words, unless it names the day on which it is published. Under a headline of known
words much of the opening is enough where nobody tells the same again: from a house that told it before, or late. A
story is a development, too, that counts on: headline and opening have a figure that none of the earlier ones knows.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from digest.editorial.following import days_of
from digest.editorial.prints import OPENING, Print
from digest.editorial.weights import Weights
from digest.editorial.words import spellings, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model.story import Story

LATER = timedelta(hours=8)
NEWS = 0.5  # of the headline and of the opening together, each from 0 to 1
NEWS_OF_A_HOUSE = 0.8  # sooner, from a source that told it
NEWS_OF_ANOTHER = 1.1  # within a day, from another source, which names a day that is new
NOTHING_IS_ENOUGH = 9.0
NEXT_DAY = timedelta(hours=24)  # after the last; sooner, another source tells the same in its own words
NEWS_IN_HEADLINE = 0.2
NEWS_IN_OPENING = 0.15
MUCH_IN_OPENING = 0.35  # by a house that told it before, or late enough, whatever its headline says
NOT_AGAIN = timedelta(hours=36)  # after the last; so late nobody tells the same in other words
WORDS_ADDED = 4  # to the opening of a text, by its own source, which has put another headline over it
NEWS_IN_LEAD = 0.1  # of how the text begins: another headline over the same text is no news


class Newest(NamedTuple):
    """The versions of an event that surely tell what came last; and the latest that says more than those before it."""

    surely: tuple[Story, ...] = ()
    likely: Story | None = None


def is_development(story: Story, earlier: Sequence[Story]) -> bool:
    """Tell whether a story says more than the earlier ones, which are about the same event."""
    own = [one for one in earlier if one.id == story.id]
    one, others = Print(story), [Print(other) for other in own or earlier]
    if not own and _after(story, others) <= timedelta():
        return False
    least = NEWS if own else _least(one, others)
    return _news(one, others, revised=bool(own)) >= least or _counts_on(one, others)


def newest(cluster: Sequence[Story]) -> Newest:
    """Find the versions of an event that tell what came of it last; none where nothing came of it yet.

    That is sure of what would be a development if those before it had been sent.
    """
    if len(cluster) == 1:
        return Newest()
    base: list[Print] = []
    found: list[Print] = []
    likely = None
    for one in map(Print, sorted(cluster, key=lambda story: (story.published_at, story.guid))):
        before = [*base, *found]
        after = _after(one.story, before)
        news = _news(one, before) if after else 0
        if after and (news >= _least(one, before) or _counts_on(one, before)):
            base, found = before, [one]
        elif found and _news(one, base) >= NEWS:
            found.append(one)
        else:
            base.append(one)
        likely = one.story if news >= NEWS or found == [one] else likely
    return Newest(tuple(one.story for one in found), likely)


def _after(story: Story, before: Sequence[Print]) -> timedelta:
    """Return how long after the last of those before it a story was published; nothing where there is none."""
    return story.published_at - max((one.story.published_at for one in before), default=story.published_at)


def _least(one: Print, before: Sequence[Print]) -> float:
    """Return how much a story has to say after those before it: NOTHING_IS_ENOUGH where it is but another source's.

    Such a source tells the same in its own words within a day of the last, unless it names the day on which it is
    published, as none did before.
    """
    after = _after(one.story, before)
    if one.story.source not in {other.story.source for other in before} and after < NEXT_DAY:
        today = one.story.published_at.weekday()
        new_day = today in days_of(one.opening) and not any(today in days_of(other.opening) for other in before)
        return NEWS_OF_ANOTHER if new_day and after >= LATER else NOTHING_IS_ENOUGH
    return NEWS if after >= LATER else NEWS_OF_A_HOUSE


def _counts_on(one: Print, before: Sequence[Print]) -> bool:
    """Tell whether headline and opening have a figure that no story before knows, as the dead are counted."""
    figures = [spelled for word in one.title if (spelled := spellings(word, one.language))]
    new = [spelled for spelled in figures if all(spelled.isdisjoint(other.known) for other in before)]
    return bool(new) and not frozenset().union(*new).isdisjoint(words(one.text[:OPENING]))


def _news(one: Print, others: Sequence[Print], *, revised: bool = False) -> float:
    """Return how much a story says that others do not, up to 2; 0 if too little of its headline or opening is new.

    What its source has `revised` says enough by another headline and a few words, whatever else it keeps of its text.
    """
    weights = Weights([one, *others])
    known = frozenset().union(*(other.known for other in others))
    headline = 1 - weights.share(one.headline, known)
    opening = 1 - weights.share(one.opening, known)
    by_house = any(one.story.source == other.story.source for other in others)
    much = opening >= MUCH_IN_OPENING and (by_house or _after(one.story, others) >= NOT_AGAIN)
    if headline < NEWS_IN_HEADLINE and not much:
        return 0
    if revised and len(one.lead - known) >= WORDS_ADDED:
        return 2
    lead = 1 - weights.share(one.lead or one.headline, known)
    if opening < NEWS_IN_OPENING or lead < NEWS_IN_LEAD:
        return 0
    return max(headline + opening, NEWS if much else 0)

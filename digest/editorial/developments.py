"""Tells whether a story says what came of an event, or only tells again what is known of it.

A story is a development when its headline and its opening say enough that none of the earlier ones knows, the text by
itself too, and it was published well after them, or by a house that told it before, or is a later revision of one of
them. What is published sooner has to say twice as much. Under a headline of known words much of the opening is enough
where nobody tells the same again: from a house that told it before, or late. A story is a development, too, that counts
on: headline and opening have a figure that none of the earlier ones knows.

Sources tell one event in words of their own, most of them within a day. So what another source says in that time, no
figure and no day being new, is perhaps but the same: no words tell the two apart.
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
NEWS_SOON = 1.1
NEWS_OF_A_HOUSE = 0.8  # sooner, from a source that told it
NEXT_DAY = timedelta(hours=24)  # after the last; sooner, another source perhaps tells the same in its own words
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
    least = NEWS if own else _least(story, others)
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
        enough = after and (news >= _least(one.story, before) or _counts_on(one, before))
        if enough and not _perhaps_the_same(one, before):
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


def perhaps_the_same(story: Story, earlier: Sequence[Story]) -> bool:
    """Tell whether a development is perhaps but another source's telling of what the earlier stories told."""
    return all(one.id != story.id for one in earlier) and _perhaps_the_same(Print(story), [*map(Print, earlier)])


def _perhaps_the_same(one: Print, before: Sequence[Print]) -> bool:
    if any(one.story.source == other.story.source for other in before) or _after(one.story, before) >= NEXT_DAY:
        return False
    today = one.story.published_at.weekday()
    new_day = today in days_of(one.opening) and not any(today in days_of(other.opening) for other in before)
    return not new_day and not _counts_on(one, before)


def _least(story: Story, before: Sequence[Print]) -> float:
    """Return how much a story has to say: less well after those before it, and from a house that told it."""
    house = any(story.source == one.story.source for one in before)
    return NEWS if _after(story, before) >= LATER else NEWS_OF_A_HOUSE if house else NEWS_SOON


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

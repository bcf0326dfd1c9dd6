"""Tells whether a story says what came of an event, or only tells again what is known of it.

A story is a development when its headline and its opening say enough that none of the earlier ones knows, the text by
itself too, and it was published well after them, or is a later revision of one of them: sources tell one event in their
own words, and most of them within hours. What is published sooner has to say twice as much.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.editorial.prints import Print, Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model.story import Story

LATER = timedelta(hours=8)
NEWS = 0.5  # of the headline and of the opening together, each from 0 to 1
NEWS_SOON = 1.1
NEWS_IN_HEADLINE = 0.2
NEWS_IN_OPENING = 0.15
WORDS_ADDED = 4  # to the opening of a text, by its own source, which has put another headline over it
NEWS_IN_LEAD = 0.1  # of how the text begins: another headline over the same text is no news


def is_development(story: Story, earlier: Sequence[Story]) -> bool:
    """Tell whether a story says more than the earlier ones, which are about the same event."""
    own = [one for one in earlier if one.id == story.id]
    after = story.published_at - max(one.published_at for one in earlier)
    if not own and after <= timedelta():
        return False
    return _says_more(story, own or earlier, news=NEWS if own or after >= LATER else NEWS_SOON, revised=bool(own))


def newest(cluster: Sequence[Story]) -> tuple[Story, ...]:
    """Return the stories of a cluster that tell what came of the event last; none where nothing came of it yet."""
    base: list[Story] = []
    found: list[Story] = []
    for story in sorted(cluster, key=lambda one: (one.published_at, one.guid)):
        if base and is_development(story, [*base, *found]):
            base, found = [*base, *found], [story]
        elif not found:
            base.append(story)
        elif _says_more(story, base):
            found.append(story)
    return tuple(found)


def _says_more(story: Story, earlier: Sequence[Story], *, news: float = NEWS, revised: bool = False) -> bool:
    """Tell whether a story says enough that is new; one `revised` by its source, whatever else it keeps of its text."""
    one, others = Print(story), [Print(other) for other in earlier]
    weights = Weights([one, *others])
    known = frozenset().union(*(other.known for other in others))
    headline = 1 - weights.share(one.headline, known)
    if headline < NEWS_IN_HEADLINE:
        return False
    if revised and len(one.lead - known) >= WORDS_ADDED:
        return True
    opening = 1 - weights.share(one.opening, known)
    lead = 1 - weights.share(one.lead or one.headline, known)
    return opening >= NEWS_IN_OPENING and lead >= NEWS_IN_LEAD and headline + opening >= news

"""Chooses the stories of a slot from what the database knows, or knew at a moment of the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial import selection, window
from digest.editorial.desk import desk_of
from digest.editorial.topics import TopicChooser
from digest.editorial.weighing import Scales
from digest.store.issues import history
from digest.store.stories import desk as desk_words
from digest.store.stories import stories

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.edition import Edition, Slot
    from digest.model.selection import Selection
    from digest.pipeline.newsroom import Newsroom


def select(
    newsroom: Newsroom, edition: Edition, slot: Slot, *, cutoff: datetime, seen_from: datetime | None = None
) -> tuple[Selection, TopicChooser]:
    """Choose the stories of a slot; and let them be chosen for who follows topics.

    What an earlier issue had for some of these alone is new to all others, but not chosen for any topics again. A story
    that stood under one from which it was parted since is still to be told. Nothing counts that was sent or said after
    the moment it is `seen_from`, if there is one.
    """
    last_cutoff = history.last_cutoff(newsroom.db, edition.name, before=slot.at)
    span = window.news_window(edition, cutoff=cutoff, last_cutoff=last_cutoff)
    widest = window.widened(span, edition)
    since = min(widest.start, cutoff - window.REMEMBERED)
    said = desk_words.words(newsroom.db, edition.name, until=seen_from or newsroom.now())
    tied = {one for word in said if word.other_id and word.at >= since for one in (word.story_id, word.other_id)}
    carried = history.carried(newsroom.db, edition.name, besides=slot.at, since=since, tied=tied, until=seen_from)
    sent = history.last_sent(newsroom.db, edition.name, besides=slot.at, until=seen_from)
    desk = desk_of(said, carried=carried, last_sent=sent)
    known = stories.in_window(newsroom.db, widest, besides={*desk.places, *desk.held_before})
    carried = [one for one in carried if one.under is None or not desk.ties.parts(one.story.id, one.under)]
    for_all = [one for one in carried if one.for_all]
    judged = selection.consider(known, edition=edition, window=span, cutoff=cutoff, carried=for_all, desk=desk)
    topical = judged
    if len(for_all) < len(carried):
        scales = Scales(edition, judged.window, desk)
        topical = selection.judge(known, scales=scales, cutoff=cutoff, carried=carried)
    return selection.choose(judged, edition), TopicChooser(topical, edition)

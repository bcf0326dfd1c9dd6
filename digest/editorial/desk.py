"""Tells which of the editor's words stand for an issue, and which are spent because an issue has gone out since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.editorial.ties import NONE, Ties, ties_of
from digest.model.desk import KEPT_OUT, PLACING, SURELY_IN, TYING, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from digest.model.desk import Word
    from digest.model.selection import Carried


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands, by story: the word on its place, and on its wording; and the word that held it from the last issue.

    `last_sent` is when that was sent; `ties` are the words on what tells one event.
    """

    places: Mapping[int, Word] = field(default_factory=dict)
    titles: Mapping[int, Word] = field(default_factory=dict)
    summaries: Mapping[int, Word] = field(default_factory=dict)
    held_before: Mapping[int, Word] = field(default_factory=dict)
    sent: Mapping[int, datetime] = field(default_factory=dict)  # when stories were last carried
    last_sent: datetime | None = None
    ties: Ties = NONE

    def surely_in(self, story_id: int) -> Word | None:
        """Return the word that puts a story in, if one stands."""
        word = self.places.get(story_id)
        return word if word and word.verb in SURELY_IN else None

    def kept_out(self, story_id: int) -> Word | None:
        """Return the word that keeps a story out, if one stands."""
        word = self.places.get(story_id)
        return word if word and word.verb in KEPT_OUT else None

    def why_held(self, story_id: int) -> str:
        """Say who held a story from the last issue, and until when; empty when nobody did."""
        word = self.held_before.get(story_id)
        return f"{word}, until an issue was sent, {self.last_sent:%Y-%m-%d %H:%M} UTC" if word else ""

    def wording(self, story_id: int, *, moved: bool = False) -> tuple[Word, ...]:
        """Return the words on how a story is told; where it has `moved` since it was sent, those said after that."""
        found = (self.titles.get(story_id), self.summaries.get(story_id))
        sent = self.sent.get(story_id) if moved else None
        return tuple(word for word in found if word and (sent is None or word.at > sent))


EMPTY = Desk()


def desk_of(words: Sequence[Word], *, carried: Iterable[Carried], last_sent: Sequence[datetime]) -> Desk:
    """Return what stands of these words, the oldest first.

    A pin is spent when the story was carried after it was said, a hold when any issue was; `last_sent` is when the
    edition's last two issues went out, the later one first.
    """
    latest: dict[int, Word] = {}
    titles: dict[int, Word] = {}
    summaries: dict[int, Word] = {}
    for word in (word for word in words if word.verb not in TYING):
        kind = latest if word.verb in PLACING else titles if word.verb is Verb.TITLE else summaries
        kind[word.story_id] = word
    sent = _sent(carried)
    latest_issue, before = (*last_sent, None, None)[:2]
    places: dict[int, Word] = {}
    held: dict[int, Word] = {}
    for story_id, word in latest.items():
        gone = sent.get(story_id) if word.verb in SURELY_IN else latest_issue if word.verb is Verb.HOLD else None
        if gone is None or word.at > gone:
            places[story_id] = word
        elif word.verb is Verb.HOLD and (before is None or word.at > before):
            held[story_id] = word
    return Desk(places, _said(titles), _said(summaries), held, sent, latest_issue, ties_of(words))


def _sent(carried: Iterable[Carried]) -> dict[int, datetime]:
    """Return when each story was last carried."""
    sent: dict[int, datetime] = {}
    for one in carried:
        if one.at:
            sent[one.story.id] = max(one.at, sent.get(one.story.id, one.at))
    return sent


def _said(words: Mapping[int, Word]) -> dict[int, Word]:
    """Leave out the words that took an earlier one back."""
    return {story_id: word for story_id, word in words.items() if word.text}

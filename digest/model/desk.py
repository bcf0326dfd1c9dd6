"""The editor's word on a story: what was said, for which edition, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Verb(StrEnum):
    """What an editor may say; the latest stands of the first five, of the last two on one pair, and of each other."""

    PIN = "pin"  # surely in
    LEAD = "lead"  # surely in, and the lead
    HOLD = "hold"  # not before the next issue
    DROP = "drop"  # never
    RELEASE = "release"  # the choice is the program's again
    TITLE = "title"  # under this title; the source's own when the text is empty
    SUMMARY = "summary"  # with this summary; the program's own when the text is empty
    JOIN = "join"  # it tells one event with another story
    PART = "part"  # it tells another event


PLACING = frozenset({Verb.PIN, Verb.LEAD, Verb.HOLD, Verb.DROP, Verb.RELEASE})
SURELY_IN = frozenset({Verb.PIN, Verb.LEAD})
KEPT_OUT = frozenset({Verb.HOLD, Verb.DROP})
WORDING = frozenset({Verb.TITLE, Verb.SUMMARY})
TYING = frozenset({Verb.JOIN, Verb.PART})

_DONE = {
    Verb.PIN: "pinned",
    Verb.LEAD: "made the lead",
    Verb.HOLD: "held back",
    Verb.DROP: "dropped",
    Verb.RELEASE: "released",
    Verb.TITLE: "retitled",
    Verb.SUMMARY: "summary written",
    Verb.JOIN: "joined with {}",
    Verb.PART: "parted from {}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One thing that an editor said of a story; `edition` is empty where it holds for all.

    `text` is the title or summary, or the place that a pinned story has in the issue, from 2, if one was said;
    `other_id` is the story that it was joined with or parted from.
    """

    story_id: int
    edition: str
    verb: Verb
    text: str
    by: str
    at: datetime
    other_id: int | None = None
    overtaken: bool = False  # the source changed the story after it was said

    def of(self, story_id: int) -> Word:
        """Return what was said of two stories as said of this one of them."""
        return self if story_id == self.story_id else replace(self, story_id=story_id, other_id=self.story_id)

    def __str__(self) -> str:
        """Say it as `plan` does: "pinned by anna, 2026-11-23 05:12 UTC"."""
        taken_back = self.verb in WORDING and not self.text
        done = f"own {self.verb} given back" if taken_back else _DONE[self.verb].format(self.other_id)
        if self.verb is Verb.PIN and self.text:
            done = f"pinned to place {self.text}"
        since = "; the source has changed the story since" if self.overtaken and self.verb in WORDING else ""
        return f"{done} by {self.by}, {self.at:%Y-%m-%d %H:%M} UTC{since}"

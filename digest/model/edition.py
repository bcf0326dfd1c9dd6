"""An edition: the standing definition of a digest, and the slots its issues belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from digest.model.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from digest.model.tags import TagRule


class QuietDay(StrEnum):
    """What an edition does when fewer than `min_stories` are eligible; with none at all, nothing is ever sent."""

    SKIP = "skip"  # no mail
    SHORT = "short"  # a shorter issue with what there is
    WIDEN = "widen"  # look back twice as far for stories not carried yet; then what there is


class CatchUp(StrEnum):
    """What `run` does with several slots missed."""

    MERGE = "merge"  # send only the latest; the others are recorded as merged into it
    SKIP = "skip"  # send none that was missed; wait for the next slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An edition as configured. `schedule` is a cron expression in the publication's zone, or empty: one slot a day.

    Readers may see and choose an edition that is `public`.

    With `approval` nothing is sent before a person approved it.

    `segment` is an expression that says who of the lists gets it, see subscribers.segments; empty: everybody.
    """

    name: str
    title: str
    tags: TagRule
    lists: tuple[str, ...]
    schedule: str
    deadline: timedelta
    max_age: timedelta
    briefs: int
    min_stories: int
    theme: str  # its name, or the path of a newsroom's own
    quiet_day: QuietDay
    catch_up: CatchUp
    public: bool = True
    segment: str = ""
    ranking: Ranking = field(default_factory=Ranking)
    approval: bool = False
    sections: bool = False  # briefs stand under their tags, in the order of `tags`

    def goes_to(self, lists: Iterable[str]) -> bool:
        """Tell whether it goes to any of these lists, whose names match ignoring case."""
        own = {name.casefold() for name in self.lists}
        return any(name.casefold() in own for name in lists)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """The scheduled moment an issue belongs to (aware, UTC), and the name it gives that issue.

    `label` is the local date (`2026-11-23`), or date and time (`2026-11-23T18:30`) for a later slot of that day.
    """

    at: datetime
    label: str

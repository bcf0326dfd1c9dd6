"""What selection decides: the picks with their reasons, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.story import Story


class Role(StrEnum):
    """The place of a story in an issue."""

    LEAD = "lead"  # opens the issue
    BRIEF = "brief"  # "also in the news"


@dataclass(frozen=True, slots=True)
class Window:
    """The span of publication times (both ends included) from which an issue takes its stories.

    One that is `wider` looks back a further `max_age`, for too little was found without.
    """

    start: datetime
    end: datetime
    wider: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """A story as an earlier sent issue of the edition carried it; `issue` is its name, `at` when it went out.

    One that is not `for_all` was only in variants for readers who follow topics. `under` is the story that was told in
    its stead, where its source was but named as another that covers the event.
    """

    story: Story
    issue: str
    for_all: bool = True
    at: datetime | None = None
    under: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A story chosen, with the other stories about the same event (`also`), its score and why it was chosen.

    `title` is an editor's, empty where the story's own stands. `update_of` names the sent issue that told the event
    before this came of it.
    """

    story: Story
    role: Role
    score: float
    reasons: tuple[str, ...]
    summary: str
    also: tuple[Story, ...] = ()
    title: str = ""
    update_of: str = ""

    @property
    def headline(self) -> str:
        """The title that readers see: an editor's, else the story's own."""
        return self.title or self.story.title

    @property
    def other_sources(self) -> tuple[str, ...]:
        """The names of the other sources of the event, each once, the best version first."""
        sources = dict.fromkeys(story.source for story in self.also)
        return tuple(source for source in sources if source and source != self.story.source)


@dataclass(frozen=True, slots=True)
class Hint:
    """A story of an issue that is perhaps of one event with another: of the same issue, or of the one that it was
    `sent_in`.
    """

    story: Story
    other: Story
    sent_in: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story seen in the window that is not in the issue, and the one reason that decided it.

    One that was good enough, and lacked nothing but room, is told on the web.
    """

    story: Story
    reason: str
    on_the_web: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The stories of an issue: picks in order, the lead first; empty on a quiet day.

    `overflow` counts the stories that were good enough but for the number of briefs; they too stand in `left_out`.
    """

    window: Window
    picks: tuple[Pick, ...]
    left_out: tuple[LeftOut, ...]
    overflow: int = 0

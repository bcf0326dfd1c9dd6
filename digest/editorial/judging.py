"""Judges which stories an issue may carry, one for each event, and why the others may not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.editorial.clusters import clusters
from digest.editorial.developments import Newest, is_development, newest, perhaps_the_same
from digest.editorial.doubles import Doubles
from digest.editorial.service import in_one_mould
from digest.editorial.window import outside, widened
from digest.editorial.words import words
from digest.model.desk import Verb
from digest.model.selection import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from digest.editorial.desk import Desk
    from digest.editorial.ranking import Candidate
    from digest.editorial.weighing import Scales
    from digest.model.selection import Carried, Window
    from digest.model.story import Story

FEWEST_WORDS = 4  # title and text together; a story of fewer says nothing
LOOKED_AT = 240  # characters of a body that are looked at for them


@dataclass(frozen=True, slots=True)
class Judged:
    """The clusters that may stand in an issue, and the stories that may not, with the reason.

    `doubles` knows which of the clusters perhaps tell one event.
    """

    window: Window
    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]
    doubles: Doubles


def judge(stories: Sequence[Story], *, scales: Scales, cutoff: datetime, carried: Sequence[Carried]) -> Judged:
    """Part the stories into candidates, one for each event, and those left out for a reason of their own.

    `carried` holds a story once for each issue that carried it, as it was then.
    """
    daily = in_one_mould(story for story in stories if story.first_seen_at <= cutoff)
    scales = replace(scales, daily=daily)
    bench = _Bench(scales, cutoff, carried, held_before=_held_before(stories, scales.desk))
    eligible = [story for story in stories if bench.admits(story)]
    before = {(one.story.id, one.story.revision): one for one in bench.carried}
    told = {id(one.story): one for one in before.values()}
    for cluster in clusters([*eligible, *(one.story for one in before.values())], scales.desk.ties):
        known = [told[id(story)] for story in cluster if id(story) in told]
        bench.hear([story for story in cluster if id(story) not in told], known)
    doubles = Doubles(bench.candidates, scales.desk.ties, tuple(before.values()))
    return Judged(scales.window, tuple(bench.candidates), tuple(bench.left_out), doubles)


class _Bench:
    """Hears the stories, event by event."""

    def __init__(
        self, scales: Scales, cutoff: datetime, carried: Sequence[Carried], *, held_before: frozenset[int]
    ) -> None:
        self.candidates: list[Candidate] = []
        self.left_out: list[LeftOut] = []
        self.carried = sorted(carried, key=lambda one: (one.issue, one.story.guid), reverse=True)  # the earliest stands
        self._scales, self._desk, self._cutoff = scales, scales.desk, cutoff
        self._held_before = held_before
        self._before: dict[int, list[Carried]] = {}
        for one in reversed(self.carried):
            self._before.setdefault(one.story.id, []).append(one)

    def admits(self, story: Story) -> bool:
        """Tell whether a story may stand in the issue, whatever the others are; leave it out if not."""
        reason = self._refusal(story)
        if reason:
            self._leave_out(story, reason)
        return not reason

    def hear(self, versions: Sequence[Story], known: Sequence[Carried]) -> None:
        """Judge one event: the versions that may stand, and those that sent issues carried."""
        if not versions:
            return
        pinned = [story for story in versions if self._desk.surely_in(story.id)]
        barred = [story for story in versions if self._desk.kept_out(story.id)]
        known = [*known, *(one for story in versions for one in self._before.get(story.id, ()))]
        for story in barred:
            if (word := self._desk.kept_out(story.id)) and (word.verb is not Verb.DROP or self._is_seen(story)):
                self._leave_out(story, str(word))
        free = [story for story in versions if story not in barred]
        if barred and not pinned:
            why = f"same event as {self._quoted(barred[0])}, {self._desk.kept_out(barred[0].id)}"
            self._leave_all_out(free, why)
        elif known:
            self._hear_again(free, known, pinned)
        elif free:
            self._stand(free)

    def _hear_again(self, versions: Sequence[Story], known: Sequence[Carried], pinned: Sequence[Story]) -> None:
        """Judge an event that readers know: what came of it may stand, and what the editor wants."""
        earlier = [one.story for one in known]
        goes_on = [story for story in versions if self._goes_on(story, known)]
        moved = [story for story in versions if story in goes_on or is_development(story, earlier)]
        last = max((again for one in known for again in self._before[one.story.id]), key=lambda one: one.issue)
        if standing := [story for story in versions if story in moved or story in pinned]:
            again = not goes_on and all(perhaps_the_same(story, earlier) for story in moved)
            self._stand(standing, told_in=last.issue, moved=bool(moved), again=last.story.title if again else "")
        why = f"same event as {self._quoted(last.story)}, carried by {last.issue}"
        self._leave_all_out([story for story in versions if story not in standing], why)

    def _goes_on(self, story: Story, known: Sequence[Carried]) -> bool:
        """Tell whether an editor, after readers got to know an event, joined a later story with it."""
        if story.id in self._before or story.published_at <= max(one.story.published_at for one in known):
            return False
        return any(one.at and self._desk.ties.joined_since(one.at, story.id, one.story.id) for one in known)

    def _stand(self, versions: Sequence[Story], *, told_in: str = "", moved: bool = False, again: str = "") -> None:
        """Let the best version stand for all; each further one that the editor wants in stands by itself."""
        for together in self._items(versions):
            one = self._scales.candidate(together, newest=_newest(together), told_in=told_in, moved=moved)
            one = replace(one, perhaps_again=f'"{again}" of {told_in}') if again and moved else one
            self.candidates.append(one)
            self._leave_all_out(one.also, f'same event as "{one.worded(Verb.TITLE) or one.story.title}"')

    def _items(self, versions: Sequence[Story]) -> Iterable[Sequence[Story]]:
        """Part versions by those that the editor wants in, each with what was joined to it; the rest is the first's."""
        wanted = [story for story in versions if self._desk.surely_in(story.id)]
        if len(wanted) < 2:
            return [versions]
        event, first = self._desk.ties.event, wanted[0]
        events = {event(story.id) for story in wanted}
        items: dict[frozenset[int], list[Story]] = {}
        for story in versions:
            own = event(story.id)
            items.setdefault(own if own in events else event(first.id), []).append(story)
        return items.values()

    def _refusal(self, story: Story) -> str:
        """Say why a story cannot stand in the issue, whatever the others are; empty when it can."""
        if story.first_seen_at > self._cutoff:
            return "first seen after the cutoff"
        if self._desk.surely_in(story.id) or self._desk.kept_out(story.id):
            return ""
        if before := self._before.get(story.id):
            return _still_the_same(story, before)
        window = self._scales.window
        if story.id in self._held_before:
            window = replace(window, start=min(window.start, story.published_at))
        if reason := self._scales.edition.tags.refusal(story.tags) or outside(story, window):
            return reason
        return "" if _says_something(story) else "too short to say anything"

    def _is_seen(self, story: Story) -> bool:
        """Tell whether a story is of the time that is looked through, and not known from before for its event alone."""
        return not outside(story, widened(self._scales.window, self._scales.edition))

    def _quoted(self, story: Story) -> str:
        """Return a story's title, which may be an editor's."""
        word = self._desk.titles.get(story.id)
        return f'"{word.text if word else story.title}"'

    def _leave_out(self, story: Story, reason: str) -> None:
        self.left_out.append(LeftOut(story, reason))

    def _leave_all_out(self, stories: Sequence[Story], reason: str) -> None:
        for story in stories:
            said = [*self._desk.ties.joins(story.id), self._desk.surely_in(story.id)]
            self._leave_out(story, "; ".join([reason, *(str(word) for word in said if word)]))


def _held_before(stories: Sequence[Story], desk: Desk) -> frozenset[int]:
    """Return the stories held from the last issue, and those of their events: none of them is too old."""
    if not desk.held_before:
        return frozenset()
    events = [one for one in clusters(stories, desk.ties) if any(story.id in desk.held_before for story in one)]
    return frozenset(story.id for event in events for story in event)


def _still_the_same(story: Story, before: Sequence[Carried]) -> str:
    """Say which issue sent a story already, as it was last sent; empty when it says more now than it did then."""
    latest = max(one.story.revision for one in before)
    if story.revision > latest and is_development(story, [one.story for one in before]):
        return ""
    return f"carried by {next(one.issue for one in before if one.story.revision == latest)}"


def _newest(versions: Sequence[Story]) -> Newest:
    """Find what tells what came last among the versions of each language: what another one says is no news for that."""
    tongues = {story.language: [one for one in versions if one.language == story.language] for story in versions}
    found = [newest(told) for told in tongues.values()]
    return Newest(tuple(story for one in found for story in one.surely), found[0].likely)


def _says_something(story: Story) -> bool:
    """Tell whether there are enough words; the title alone mostly has them."""
    if sum(map(str.isalnum, story.title.split())) >= FEWEST_WORDS or len(words(story.title)) >= FEWEST_WORDS:
        return True
    return len(words(f"{story.title} {story.summary} {story.own_body[:LOOKED_AT]}")) >= FEWEST_WORDS

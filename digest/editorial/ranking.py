"""Orders the stories of an issue by points that can be told in words, with some variety of sources and tags.

What speaks for a story, and how much, is told in digest.model.ranking. The lead is the story with the most points among
those with a picture or a body worth opening with, unless the editor named one. Each brief then loses points for every
story of its source, and of its tag, that stands before it; where a limit is set, stories beyond it stand after all
others, so that a limit orders stories and leaves no place empty. What perhaps tells of the event of a story before it
loses points too. What is pinned has its place whatever its points. A
service, such as a puzzle, leads no issue and stands after the news, unless the editor says where.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.editorial.order import newest_first
from digest.model.desk import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.editorial.doubles import Doubles
    from digest.model.desk import Word
    from digest.model.ranking import Ranking
    from digest.model.story import Story


PAST = "past the limit of"
FURTHER_SOURCES = 4  # of one event that count
PERHAPS = "perhaps"  # how the reason begins for what gives way
PASSED_OVER = "leads, for what has more points has neither a picture nor a full text"


@dataclass(frozen=True, slots=True)
class Part:
    """Points, and the words for them."""

    points: float
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cluster that could stand in the issue: its best version, the others, and what speaks for it.

    `pin` are the points that the editor's word on its place gave it. `update_of` names the sent issue that told the
    event before this came of it; `perhaps_again` what it perhaps only tells again, in words.
    """

    story: Story
    also: tuple[Story, ...]
    tag: str
    parts: tuple[Part, ...]
    worth_opening: bool
    placed: Word | None = None
    pin: float = 0
    wording: tuple[Word, ...] = ()
    update_of: str = ""
    perhaps_again: str = ""
    service: bool = False

    @property
    def score(self) -> float:
        """The points of all parts, rounded, so that they are the same everywhere."""
        return round(sum(part.points for part in self.parts), 3)

    def worded(self, verb: Verb) -> str:
        """Return the editor's title or summary; empty if there is none."""
        return next((word.text for word in self.wording if word.verb is verb), "")


Standing = tuple[bool, int, float, tuple[float, str, str, str, str]]


class _Contender:
    """A candidate with what is asked of it again and again."""

    __slots__ = ("covered", "double", "group", "groups", "newest", "one", "score", "unaided")

    def __init__(self, one: Candidate, covered: Part | None = None) -> None:
        self.double, self.covered = False, covered
        one = replace(one, parts=(*one.parts, covered)) if covered else one
        self.one, self.score, self.newest = one, one.score, newest_first(one.story)
        self.unaided = round(self.score - one.pin, 3)
        self.groups = (("source", one.story.source), ("tag", one.tag))
        self.group = f"{one.story.source}\n{one.tag}"

    def lose(self, loss: Part) -> None:
        """Take points from a contender that doubles another, and those that it has for being told by many."""
        self.one = replace(self.one, parts=(*(part for part in self.one.parts if part != self.covered), loss))
        self.score, self.double = self.one.score, True
        self.unaided = round(self.score - self.one.pin, 3)


class _Variety:
    """What has been placed, and what that costs those that follow."""

    def __init__(self, ranking: Ranking, doubles: Doubles) -> None:
        self._doubles, self._cost_of_double, self._for_source = doubles, ranking.perhaps_told, ranking.sources
        self._costs = {"source": ranking.same_source, "tag": ranking.same_tag}
        self._limits = {"source": ranking.per_source, "tag": ranking.per_tag}
        self._placed: Counter[tuple[str, str]] = Counter()
        self._stories: list[Story] = []

    def covered(self, one: Candidate) -> Part | None:
        """Return what a story gets for the sources that perhaps tell its event too; half as much as for known ones."""
        if not self._cost_of_double or not self._for_source:
            return None
        further = min(self._doubles.further_sources(one.story), FURTHER_SOURCES)
        return Part(self._for_source / 2 * further, f"perhaps told by {further} more") if further else None

    def place(self, contender: _Contender) -> Candidate:
        """Give a contender the next place, and return it with what it lost."""
        placed = self.varied(contender)
        self._placed.update(contender.groups)
        self._stories.append(contender.one.story)
        return placed

    def doubles(self, contender: _Contender) -> bool:
        """Tell whether a contender is only now found to double what was placed; it has then lost points for that."""
        if contender.double or contender.one.placed or not self._cost_of_double:
            return False
        story = contender.one.story
        near = [placed for placed in self._stories if self._doubles.are(story, placed)]
        if above := next((placed for placed in near if not self._doubles.goes_on(story, placed)), None):
            contender.lose(Part(self._cost_of_double, f'{PERHAPS} of one event with "{above.title}" above it'))
        elif later := self._doubles.overtaken_by(story):
            contender.lose(Part(self._cost_of_double, f'{PERHAPS} of one event with "{later.title}", which is newer'))
        elif again := contender.one.perhaps_again or self._told_again(contender.one):
            contender.lose(Part(self._cost_of_double, f"{PERHAPS} tells {again} again"))
        return contender.double

    def _told_again(self, one: Candidate) -> str:
        """Return what was sent that a story perhaps tells again, which is not known to be of that event."""
        told = None if one.update_of else self._doubles.told(one.story)
        return f'"{told.story.title}" of {told.issue}' if told else ""

    def varied(self, contender: _Contender) -> Candidate:
        """Return a contender with what it loses to those placed before it."""
        met = [(kind, name) for kind, name in contender.groups if name and self._placed[kind, name]]
        losses = [self._loss(kind, name) for kind, name in met if self._costs[kind] or self._is_past(kind, name)]
        return replace(contender.one, parts=(*contender.one.parts, *losses)) if losses else contender.one

    def standing(self, contender: _Contender) -> Standing:
        """Return the key that sorts contenders: news first, then within limits, by points, then newest first."""
        points, over = contender.score, 0
        for kind, name in contender.groups:
            if name and (before := self._placed[kind, name]):
                points += self._costs[kind] * before
                over += bool(self._limits[kind]) and before >= self._limits[kind]
        return contender.one.service, over, -round(points, 3), contender.newest

    def _loss(self, kind: str, name: str) -> Part:
        before = self._placed[kind, name]
        said = f"another from {name}" if kind == "source" else f"another with {name}"
        past = f", {PAST} {self._limits[kind]}" if self._is_past(kind, name) else ""
        return Part(self._costs[kind] * before, f"{said}{past}")

    def _is_past(self, kind: str, name: str) -> bool:
        return 0 < self._limits[kind] <= self._placed[kind, name]


def ranked(candidates: Sequence[Candidate], *, places: int, ranking: Ranking, doubles: Doubles) -> list[Candidate]:
    """Return the candidates in order, the lead first, with what variety took from their points.

    `places` are to be filled in the issue; those that find none follow by how they stand after that.
    """
    if not candidates:
        return []
    variety = _Variety(ranking, doubles)
    waiting = sorted((_Contender(one, variety.covered(one)) for one in candidates), key=_unvaried)
    groups = _groups(waiting)
    pinned = sum(1 for one in candidates if one.placed)
    placed: list[Candidate] = []
    while waiting and len(placed) < max(places, len(placed) + pinned):
        only = [one for one in waiting if one.one.placed] if len(placed) + pinned >= places else []
        firsts = only or [group[0] for group in groups.values() if group]
        best = min(firsts, key=variety.standing) if placed else min(only or waiting, key=_leading)
        if variety.doubles(best):
            groups[best.group].sort(key=_unvaried)
            continue
        if not placed:
            _tell_of_those_passed_over(best, only or waiting)
        waiting.remove(best)
        groups[best.group].remove(best)
        pinned -= best.one.placed is not None
        placed.append(variety.place(best))
    waiting.sort(key=variety.standing)
    return _where_the_editor_put_them(placed) + [variety.varied(one) for one in waiting]


def _unvaried(one: _Contender) -> tuple[object, ...]:
    """Return the key that sorts those of one source and tag, whom variety costs the same."""
    return one.one.service, -one.score, one.newest


def _tell_of_those_passed_over(lead: _Contender, contenders: Sequence[_Contender]) -> None:
    """Have the lead say so where one with more points is passed over as not worth opening with."""
    named = lead.one.placed is not None and lead.one.placed.verb is Verb.LEAD
    news = [one.one for one in contenders if one.unaided > lead.unaided and not one.one.service]
    if not named and not all(one.worth_opening for one in news):
        lead.one = replace(lead.one, parts=(*lead.one.parts, Part(0, PASSED_OVER)))


def _groups(contenders: Sequence[_Contender]) -> dict[str, list[_Contender]]:
    """Part contenders by source and tag, in order: variety costs all of a part as much, so its first is its best."""
    groups: dict[str, list[_Contender]] = {}
    for one in contenders:
        groups.setdefault(one.group, []).append(one)
    return groups


def _leading(one: _Contender) -> tuple[object, ...]:
    """Return the key that finds the lead: the last that the editor made it, else the best that can open an issue.

    A pin says that a story is in, and not that it leads: its points do not count here.
    """
    word = one.one.placed
    named = word is not None and word.verb is Verb.LEAD
    return (
        not named,
        -word.at.timestamp() if word and named else 0,
        one.one.service,
        one.double,
        not one.one.worth_opening,
        -one.unaided,
        one.newest,
    )


def _where_the_editor_put_them(placed: list[Candidate]) -> list[Candidate]:
    """Put briefs at the places an editor gave them, the first first; the others keep their order."""
    numbered = [(int(one.placed.text), one) for one in placed[1:] if one.placed and one.placed.text.isdecimal()]
    moved = {id(one) for _, one in numbered}
    order = [one for one in placed if id(one) not in moved]
    for place, one in sorted(numbered, key=lambda pair: pair[0]):
        order.insert(max(1, place - 1), one)
    return order

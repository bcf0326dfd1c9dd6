"""Looks are kept: for a page's frames, and until something changes or the clock has gone on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from digest.web import looks as kept
from digest.web.asked import Subject
from digest.web.looks import KEPT, Looks

if TYPE_CHECKING:
    import pytest


class Desk:
    """Gives the number of the look for a look."""

    def __init__(self) -> None:
        self.now, self.looks = "v1", 0

    def version(self) -> str:
        return self.now

    def look(self, subject: Subject) -> Any:
        self.looks += 1
        return self.looks

    def trouble(self, error: Exception) -> Any:
        return error


def test_the_same_is_looked_at_once_until_something_changes():
    desk = Desk()
    looks = Looks(desk)
    first, again = asyncio.run(looks.at(Subject())), asyncio.run(looks.at(Subject()))
    assert (first, desk.looks) == (again, 1)
    desk.now = "v2"
    other = asyncio.run(looks.at(Subject()))
    assert (other.version, other.look, other.key == first.key) == ("v2", 2, False)


def test_frames_find_the_look_of_their_page_though_it_has_changed_since():
    desk = Desk()
    looks = Looks(desk)
    seen = asyncio.run(looks.at(Subject("a")))
    desk.now = "v2"
    asyncio.run(looks.at(Subject("a")))
    assert looks.kept(seen.key) == 1
    assert looks.kept("nonsense") is None


def test_only_the_latest_are_kept():
    looks = Looks(Desk())
    seen = [asyncio.run(looks.at(Subject(str(number)))) for number in range(KEPT + 1)]
    assert [looks.kept(one.key) is None for one in seen] == [True] + [False] * KEPT


def test_after_a_while_the_same_is_looked_at_anew(monkeypatch: pytest.MonkeyPatch):
    desk = Desk()
    looks, now = Looks(desk), [100.0]
    monkeypatch.setattr(kept, "monotonic", lambda: now[0])
    asyncio.run(looks.at(Subject()))
    now[0] += kept.FRESH + 1
    assert asyncio.run(looks.at(Subject())).look == 2

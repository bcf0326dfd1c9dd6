"""Requests share commits, each is answered once its own is durable, and none suffers for another."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from typing import TYPE_CHECKING

import pytest

from digest.pipeline.returns.returns import AT_ONCE
from digest.web.grouping import MOST_WAITING, Busy, Grouping

if TYPE_CHECKING:
    from collections.abc import Sequence


class Store:
    """Takes things in when it is let to, and remembers its commits."""

    def __init__(self) -> None:
        self.commits: list[list[int]] = []
        self.open = threading.Event()
        self.open.set()
        self.locked = False

    def commit(self, things: Sequence[int]) -> None:
        assert self.open.wait(10)
        if self.locked:
            raise sqlite3.OperationalError("database is locked")
        if -1 in things:
            raise ValueError("poison")
        self.commits.append(list(things))


async def gathered(store: Store, *posts: Sequence[int]) -> list[BaseException | None]:
    """Put them all while the first commit is under way."""
    grouping = Grouping(store.commit)
    store.open.clear()
    tasks = [asyncio.create_task(grouping.put(post)) for post in posts]
    await asyncio.sleep(0.01)
    assert not any(task.done() for task in tasks[:1]), "nobody is answered before the commit"
    store.open.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


def test_what_comes_during_a_commit_goes_into_the_next_all_together() -> None:
    store = Store()
    assert asyncio.run(gathered(store, [1], [2, 3], [4])) == [None, None, None]
    assert sorted(thing for commit in store.commits for thing in commit) == [1, 2, 3, 4]
    assert len(store.commits) < 3


def test_a_post_that_cannot_be_taken_in_harms_no_other() -> None:
    store = Store()
    first, poison, last = asyncio.run(gathered(store, [1], [-1], [2]))
    assert (first, last) == (None, None)
    assert isinstance(poison, ValueError)
    assert sorted(thing for commit in store.commits for thing in commit) == [1, 2]


def test_while_the_database_is_locked_everybody_is_told_to_come_again() -> None:
    store = Store()
    store.locked = True
    assert [type(one) for one in asyncio.run(gathered(store, [1], [2]))] == [Busy, Busy]
    store.locked = False
    assert asyncio.run(gathered(store, [1])) == [None]


def test_a_commit_takes_only_so_much() -> None:
    store = Store()
    asyncio.run(gathered(store, [0], *[[number] * AT_ONCE for number in range(1, 4)]))
    assert max(map(len, store.commits)) <= 2 * AT_ONCE
    assert sum(map(len, store.commits)) == 3 * AT_ONCE + 1


def test_between_commits_the_database_is_left_to_others() -> None:
    """Or a send under way would hardly ever find it free."""
    times: list[tuple[float, float]] = []

    def commit(_: Sequence[int]) -> None:
        begun = time.monotonic()
        time.sleep(0.05)
        times.append((begun, time.monotonic()))

    async def flood() -> None:
        grouping = Grouping(commit)
        await asyncio.gather(*[grouping.put([0] * AT_ONCE) for _ in range(3)])

    asyncio.run(flood())
    (_, first), (second, end), (third, _) = times
    assert min(second - first, third - end) > 0.01


def test_only_so_many_wait() -> None:
    store = Store()
    outcomes = asyncio.run(gathered(store, *[[number] for number in range(MOST_WAITING + 20)]))
    assert sum(isinstance(one, Busy) for one in outcomes) in range(1, 21)
    assert sum(map(len, store.commits)) == sum(one is None for one in outcomes)


def test_whoever_hangs_up_does_not_stop_the_commit() -> None:
    async def hang_up(store: Store) -> None:
        grouping = Grouping(store.commit)
        store.open.clear()
        task = asyncio.create_task(grouping.put([1]))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        store.open.set()
        await grouping.put([2])

    store = Store()
    asyncio.run(hang_up(store))
    assert store.commits == [[1], [2]]

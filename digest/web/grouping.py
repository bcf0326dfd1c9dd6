"""Lets many requests share one commit, each answered only once what it brought is durable."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from digest.errors import StoreError
from digest.pipeline.returns.returns import AT_ONCE, REST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

_PASSING = (sqlite3.OperationalError, StoreError)  # locked, or not there: the same may be tried again

MOST_WAITING = 100  # requests; beyond, the sender had better come later


class Busy(Exception):
    """The database cannot take it now; nothing was taken, and the same may be tried again."""


class Grouping(Generic[T]):
    """Commits what requests bring: what comes while one commit is under way goes into the next, together.

    A commit takes AT_ONCE things, give or take a request, and rests after it, so that others find the database free.
    Used on one event loop; `commit` is called in a thread, once at a time, and takes all it is given or raises.
    """

    def __init__(self, commit: Callable[[Sequence[T]], object]) -> None:
        self._commit = commit
        self._waiting: deque[tuple[Sequence[T], asyncio.Future[None]]] = deque()
        self._working: asyncio.Task[None] | None = None

    async def put(self, things: Sequence[T]) -> None:
        """Return once these are committed.

        Raises:
            Busy: they are not, for a reason that passes.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise Busy("too many requests wait already")
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((things, done))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        await done

    async def _work(self) -> None:
        while self._waiting:
            group, begun = self._next(), monotonic()
            if len(group) == 1 or not await self._together(group):
                for things, done in group:  # each alone, so that one that cannot be taken harms no other
                    await self._alone(things, done)
            await asyncio.sleep((monotonic() - begun) * REST)

    def _next(self) -> list[tuple[Sequence[T], asyncio.Future[None]]]:
        group, size = [], 0
        while self._waiting and size < AT_ONCE:
            group.append(self._waiting.popleft())
            size += len(group[-1][0])
        return group

    async def _together(self, group: Sequence[tuple[Sequence[T], asyncio.Future[None]]]) -> bool:
        try:
            await asyncio.to_thread(self._commit, [thing for things, _ in group for thing in things])
        except Exception as error:  # noqa: BLE001  whatever it is, the next try is for each alone
            if not isinstance(error, _PASSING):
                return False
            outcome: Busy | None = Busy(str(error))
        else:
            outcome = None
        for _, done in group:
            _settle(done, outcome)
        return True

    async def _alone(self, things: Sequence[T], done: asyncio.Future[None]) -> None:
        try:
            await asyncio.to_thread(self._commit, things)
        except _PASSING as error:
            _settle(done, Busy(str(error)))
        except Exception as error:  # noqa: BLE001  it is the request's to answer, and the next one is not to wait for it
            _settle(done, error)
        else:
            _settle(done, None)


def _settle(done: asyncio.Future[None], error: Exception | None) -> None:
    if done.done():  # whoever waited has gone
        return
    if error:
        done.set_exception(error)
    else:
        done.set_result(None)

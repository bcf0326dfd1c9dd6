"""Lets one thread carry on many conversations, each of which says what it waits for; or one, waiting with it."""

from __future__ import annotations

import select
import time
from collections.abc import Generator
from typing import NamedTuple, TypeVar

Result = TypeVar("Result")


class Wait(NamedTuple):
    """Until when (monotonic) a conversation waits for its socket, and what for: select.POLLIN or POLLOUT."""

    socket: int
    events: int
    until: float


# A conversation yields what it waits for; or None before what may take long and cannot be waited for in this way, such
# as opening a connection: it must then be gone on with where that holds up nobody else. It is told that a wait was in
# vain by a TimeoutError thrown into it. What it returns is its result.
Steps = Generator[Wait | None, None, Result]


def alone(steps: Steps[Result]) -> Result:
    """Carry one conversation on to its end, waiting in this thread for whatever it waits for."""
    try:
        wait = next(steps)
        while True:
            wait = next(steps) if wait is None or _came(wait) else steps.throw(TimeoutError())
    except StopIteration as end:
        result: Result = end.value
        return result


def _came(wait: Wait) -> bool:
    poll = select.poll()
    poll.register(wait.socket, wait.events)
    return bool(poll.poll(max(wait.until - time.monotonic(), 0) * 1000))

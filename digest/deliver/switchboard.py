"""Carries on many conversations in one thread, and takes in what other threads come to."""

from __future__ import annotations

import os
import select
import time
import weakref
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Generic

from digest.deliver.waiting import Result, alone

if TYPE_CHECKING:
    from digest.deliver.waiting import Steps

_TICK = 0.2  # seconds within which a wait that was in vain is noticed


class Switchboard(Generic[Result]):
    """Conversations and their results; one thread calls `begin` and `results`, any thread may `post`.

    One thread for all connections, since threads that take turns in one interpreter cost more than the mails they
    carry. What may take long goes to a thread of its own.
    """

    def __init__(self) -> None:
        """Begin with nobody talking."""
        self._results: SimpleQueue[Result] = SimpleQueue()
        self._waiting: dict[int, tuple[Steps[Result], float]] = {}  # by socket: the conversation, and until when
        self._looked_at = time.monotonic()
        self._bell, self._rope = os.pipe()
        for end in (self._bell, self._rope):
            os.set_blocking(end, False)
            weakref.finalize(self, os.close, end)
        self._poll = select.poll()
        self._poll.register(self._bell, select.POLLIN)

    def begin(self, steps: Steps[Result]) -> None:
        """Carry on a conversation, up to where it first waits; what it returns is a result. It must not raise."""
        self._go_on(steps, in_vain=False)

    def post(self, result: Result) -> None:
        """Add a result from another thread."""
        self._results.put(result)
        self._ring()

    def results(self, timeout: float | None) -> list[Result]:
        """Return all results at hand; if there is none, wait up to `timeout` seconds (None: for ever) for the first."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            left = _TICK if deadline is None else deadline - time.monotonic()
            self._listen(0 if not self._results.empty() else left)
            found = self._all()
            if found or (deadline is not None and time.monotonic() >= deadline):
                return found

    def _ring(self) -> None:
        with suppress(BlockingIOError):  # it rings already
            os.write(self._rope, b"!")

    def _all(self) -> list[Result]:
        found: list[Result] = []
        while not self._results.empty():
            found.append(self._results.get_nowait())
        return found

    def _listen(self, seconds: float) -> None:
        """Go on with every conversation whose wait is over; wait for one if there is none."""
        for socket, _ in self._poll.poll(max(0, min(seconds, _TICK)) * 1000):
            if socket == self._bell:
                os.read(self._bell, 4096)
            else:
                self._resume(socket, in_vain=False)
        now = time.monotonic()
        if now - self._looked_at >= _TICK / 2:
            self._looked_at = now
            for socket in [socket for socket, (_, until) in self._waiting.items() if until <= now]:
                self._resume(socket, in_vain=True)

    def _resume(self, socket: int, *, in_vain: bool) -> None:
        self._poll.unregister(socket)
        steps, _ = self._waiting.pop(socket)
        self._go_on(steps, in_vain=in_vain)

    def _go_on(self, steps: Steps[Result], *, in_vain: bool) -> None:
        try:
            wait = steps.throw(TimeoutError()) if in_vain else next(steps)
        except StopIteration as end:
            self._results.put(end.value)
            return
        if wait is None:
            Thread(target=lambda: self.post(alone(steps)), daemon=True).start()
        else:
            self._waiting[wait.socket] = steps, wait.until
            self._poll.register(wait.socket, wait.events)

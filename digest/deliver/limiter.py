"""Says how many mails the configured rate still lets through."""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from digest.model.settings import Rate

_STEPS = 20  # into which the window is cut to learn when an earlier run spent what
_GRAIN = 1000  # a window remembers at most about this many moments, however high the rate


class Limiter:
    """Keeps any stretch of `rate.per` to `rate.count` mails; what earlier runs spent counts too.

    Waits are monotonic time, so a wall clock that stands still or jumps changes nothing.
    """

    def __init__(self, rate: Rate | None, *, spent_within: Callable[[timedelta], int]) -> None:
        """Learn from `spent_within(age)` how many mails were accepted no longer than `age` ago; None is no limit."""
        self._rate = rate
        self._spent: deque[tuple[float, int]] = deque()  # (when it is free again, how many)
        self._total = 0
        if rate:
            self._remember(rate, spent_within)

    def allowance(self) -> int:
        """Return how many mails may be claimed now."""
        if not self._rate:
            return sys.maxsize
        now = time.monotonic()
        while self._spent and self._spent[0][0] <= now:
            self._total -= self._spent.popleft()[1]
        return max(0, self._rate.count - self._total)

    def spend(self, count: int) -> None:
        """Take note that `count` mails go out now."""
        if self._rate and count:
            window = self._rate.per.total_seconds()
            grain = window / _GRAIN
            self._add((time.monotonic() // grain + 1) * grain + window, count)

    def wait(self) -> float:
        """Return the seconds until the next mail may go out; 0 when one may now."""
        if self.allowance():
            return 0.0
        return max(0.0, self._spent[0][0] - time.monotonic())

    def _remember(self, rate: Rate, spent_within: Callable[[timedelta], int]) -> None:
        """Rebuild the window from the ledger, each mail counted as sent at the younger end of its step."""
        now = time.monotonic()
        totals = [spent_within(rate.per * step / _STEPS) for step in range(_STEPS, 0, -1)]
        for step, (upto, younger) in enumerate(zip(totals, [*totals[1:], 0], strict=True), 1):
            if upto > younger:
                self._add(now + rate.per.total_seconds() * step / _STEPS, upto - younger)

    def _add(self, free_at: float, count: int) -> None:
        self._total += count
        if self._spent and self._spent[-1][0] == free_at:
            count += self._spent.pop()[1]
        self._spent.append((free_at, count))

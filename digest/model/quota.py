"""How much of a rate is spent, kept as one moment: the generic cell rate algorithm (ITU-T I.371)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.model.settings import Rate

_ROUNDING = 1 + 1e-6  # moments are floats, and none of their noise may let one mail more through
_LEEWAY = 50  # a 50th of the rate may go in one burst, so that a request carries more than one mail


@dataclass(frozen=True, slots=True)
class Quota:
    """A rate, and the moment from which on all of it is unspent again; moments are seconds since 1970.

    No stretch of `rate.per` sees more than `rate.count` mails, bursts included.
    """

    rate: Rate
    free_at: float = 0.0

    def allowance(self, now: float) -> int:
        """Return how many mails may go now."""
        spare = now + self._leeway - self._from(now)
        return int(spare / self._interval) + 1 if spare >= 0 else 0

    def spend(self, count: int, now: float) -> Quota:
        """Return what is left once `count` mails go now."""
        return replace(self, free_at=self._from(now) + count * self._interval)

    def wait(self, count: int, now: float) -> float:
        """Return the seconds until `count` mails may go, or as many as may at once."""
        burst = min(count, int(self._leeway / self._interval) + 1)
        return max(0.0, self._from(now) + (burst - 1) * self._interval - self._leeway - now)

    @property
    def _interval(self) -> float:
        return (self.rate.per.total_seconds() + self._leeway) / self.rate.count * _ROUNDING

    @property
    def _leeway(self) -> float:
        return self.rate.per.total_seconds() / _LEEWAY

    def _from(self, now: float) -> float:
        """Return where the next mail counts from; a moment too far ahead means that a clock or the rate changed."""
        return self.free_at if now < self.free_at <= now + 2 * self.rate.per.total_seconds() else now

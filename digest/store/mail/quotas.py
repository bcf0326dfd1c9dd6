"""What the configured rates still let through, in one table for all processes and restarts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.model.quota import Quota
from digest.store.rows import Row, rows
from subscribers.database import array

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlite_utils import Database

    from digest.model.settings import Rate

LONGEST_HOLD = 2 * 3600.0  # seconds; what is further ahead was written by a clock that was wrong

QUOTAS = "SELECT scope, free_at, held_until FROM quotas WHERE scope IN (SELECT value FROM json_each(:scopes))"

SPEND = """
INSERT INTO quotas (scope, free_at) VALUES (:scope, :free_at) ON CONFLICT (scope) DO UPDATE SET free_at = :free_at
"""

HOLD = """
INSERT INTO quotas (scope, held_until) VALUES (:scope, :until)
ON CONFLICT (scope) DO UPDATE SET held_until = MAX(held_until, :until)
"""


@dataclass(slots=True)
class Room:
    """What may go at one moment: of everything, and of each lane (a limited domain; the empty one is all others)."""

    now: float
    quotas: dict[str, Quota]  # by lane; the one of everything under "*"
    held: float  # seconds for which nothing may go at all
    taken: set[str] = field(default_factory=set)

    def of(self, lane: str) -> int | None:
        """Return how many mails of a lane may go, None for any number."""
        if self.held:
            return 0
        found = [quota.allowance(self.now) for quota in self._of(lane)]
        return min(found) if found else None

    def take(self, lane: str, count: int) -> None:
        """Spend `count` of a lane's room."""
        for name in ("*", lane):
            if count and name in self.quotas:
                self.quotas[name] = self.quotas[name].spend(count, self.now)
                self.taken.add(name)

    def wait(self, lane: str, count: int) -> float:
        """Return the seconds until `count` mails of a lane may go, or a burst of as many as may go at once."""
        return max([self.held, *(quota.wait(count, self.now) for quota in self._of(lane))])

    def _of(self, lane: str) -> list[Quota]:
        return [self.quotas[name] for name in ("*", lane) if name in self.quotas]


class Quotas:
    """The rates of one way out (`via`), read and spent inside the caller's transactions."""

    def __init__(
        self,
        db: Database,
        *,
        via: str,
        rate: Rate | None,
        domain_rates: Mapping[str, Rate],
        seconds: Callable[[], float],
    ) -> None:
        """Take the rates and a clock (seconds since 1970) that never jumps while this process runs."""
        self._db, self._via, self._seconds = db, via, seconds
        self._rates = dict(domain_rates) | ({"*": rate} if rate else {})
        self._scopes = array(self._scope(name) for name in {*self._rates, "*"})
        self._known: dict[str, Row] | None = None  # what stands in the table, by scope
        self.lanes = (*sorted(domain_rates), "")

    def room(self) -> Room:
        """Return what may go now."""
        now = self._seconds()
        if self._known is None:
            self._known = {one["scope"]: one for one in rows(self._db, QUOTAS, {"scopes": self._scopes})}
        known = self._known
        everything = known.get(self._scope("*"))
        held = everything["held_until"] - now if everything else 0.0
        quotas = {
            name: Quota(rate, known[self._scope(name)]["free_at"] if self._scope(name) in known else 0.0)
            for name, rate in self._rates.items()
        }
        return Room(now, quotas, held if 0.0 < held <= LONGEST_HOLD else 0.0)

    def spend(self, room: Room) -> None:
        """Keep what was taken of the room."""
        for name in room.taken:
            self._db.conn.execute(SPEND, {"scope": self._scope(name), "free_at": room.quotas[name].free_at})
            self.forget()

    def hold(self, seconds: float) -> None:
        """Let nothing go for a while."""
        self._db.conn.execute(HOLD, {"scope": self._scope("*"), "until": self._seconds() + seconds})
        self.forget()

    def forget(self) -> None:
        """Read the table again before the next is let through."""
        self._known = None

    def _scope(self, name: str) -> str:
        return f"{self._via} {name}"

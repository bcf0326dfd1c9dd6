"""When to try a mail again, and when to slow down for everybody."""

from __future__ import annotations

import math
import random
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from digest.model.delivery import DeliveryStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from digest.model.delivery import Receipt

FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=1)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds, where the other side does not say how long
LONGEST_ASKED = 3600.0  # seconds, where it does
PAUSES = 10  # so many in a row, and nothing accepted between them, and the send had better try again later

IN_A_ROW = 5  # mails to one domain put off one after another, and the domain is let rest
FIRST_REST = timedelta(minutes=2)
LONGEST_REST = timedelta(hours=1)
_MAILBOX = "4.2."  # RFC 3463, 3.3: this mailbox's own trouble, and not its domain's


def next_try(attempts: int) -> timedelta:
    """Return how long to wait after that many attempts: doubling, with a fifth of jitter to spread the load."""
    return _doubled(FIRST_RETRY, attempts - 1, LONGEST_RETRY) * random.uniform(0.8, 1.2)


class Brake:
    """Slows the whole send down when the other side asks for it: as long as it says, else longer each time.

    Where it does not say, a pause is twice the last one as long as nothing is accepted between them, else half of it: a
    server that takes one mail and then none for a while is not asked as if it had never said so.
    """

    def __init__(self) -> None:
        self.pulled = 0  # times in a row
        self._guess = 0.0  # seconds of the last pause that was not asked for
        self._until = 0.0

    def pull(self, asked: float) -> float:
        """Return for how many seconds nothing may go; 0 when what asked was under way before the last pause began."""
        now = time.monotonic()
        if now < self._until:
            return 0.0
        if asked:
            pause = min(asked, LONGEST_ASKED) * random.uniform(1.0, 1.1)
        else:
            guess = self._guess * (2.0 if self.pulled else 0.5)
            self._guess = min(LONGEST_PAUSE, max(FIRST_PAUSE, guess))
            pause = self._guess * random.uniform(0.5, 1.0)
        self.pulled += 1
        self._until = now + pause
        return pause

    def remaining(self) -> timedelta:
        """Return how long the pause still lasts, in whole seconds."""
        return timedelta(seconds=max(1, math.ceil(self._until - time.monotonic())))

    def let_go(self) -> None:
        """Take note that the other side takes mail again."""
        self.pulled = 0


class Domains:
    """Notices domains that put off one mail after another, so that the rest of their mail is not thrown at them."""

    def __init__(self) -> None:
        self._put_off: dict[str, int] = {}
        self._rests: dict[str, int] = {}
        self._resting: dict[str, datetime] = {}

    @property
    def watched(self) -> bool:
        """Whether any domain has put off a mail lately."""
        return bool(self._put_off)

    def note(self, domain: str, receipt: Receipt, *, now: datetime) -> None:
        """Take a receipt for a mail to this domain into account."""
        if receipt.status in {DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED}:
            self._put_off.pop(domain, None)
            self._rests.pop(domain, None)
            self._resting.pop(domain, None)
        elif domain not in self.resting(now) and _is_the_domains(receipt):
            self._put_off[domain] = self._put_off.get(domain, 0) + 1
            if self._put_off[domain] >= IN_A_ROW:
                self._let_rest(domain, now=now)

    def resting(self, now: datetime) -> Mapping[str, datetime]:
        """Return the domains that are not to be tried now, and until when."""
        if self._resting:
            self._resting = {domain: until for domain, until in self._resting.items() if until > now}
        return self._resting

    def _let_rest(self, domain: str, *, now: datetime) -> None:
        rests = self._rests[domain] = self._rests.get(domain, 0) + 1
        self._put_off[domain] = IN_A_ROW - 1  # the first to be put off after the rest begins the next one
        self._resting[domain] = now + _doubled(FIRST_REST, rests - 1, LONGEST_REST) * random.uniform(0.8, 1.2)


def _is_the_domains(receipt: Receipt) -> bool:
    put_off = receipt.status is DeliveryStatus.DEFERRED and not receipt.ours and receipt.wait is None
    return put_off and not receipt.code.startswith(_MAILBOX)


def _doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    return min(first * (1 << min(times, 10)), longest)

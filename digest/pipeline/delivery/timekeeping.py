"""Watches the wall clock from one send to the next: what goes out at a wrong time cannot be called back.

A clock that went back would have slots come twice, and one that is ahead sends tomorrow's issue with today's news. Time
during which nobody looked is no jump; so a clock is ahead only by what the machine itself did not live through. A
person can say that it is right all the same. One that is ahead is also believed when the kernel knows it to be in step
with a time server, and once it has gone on steadily for an hour: a machine that was asleep is the usual reason.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.clock import Machine, in_step, iso, machine
from digest.errors import UsageError, WrongClock
from digest.store.upkeep import sightings
from digest.store.upkeep.taking_back import take_back

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from digest.pipeline.newsroom import Newsroom
    from digest.store.upkeep.sightings import Sighting

BACK = timedelta(minutes=10)  # a time server may put a clock right by that much
AHEAD = timedelta(hours=1)
BELIEVED_AFTER = 3600.0  # seconds


def look_at_clock(
    newsroom: Newsroom, *, trusted: bool = False, here: Machine | None = None, is_in_step: Callable[[], bool] = in_step
) -> None:
    """Take the present moment for true and remember it, or refuse it; `here` is the machine's own count.

    Where a person trusts it, what one that was ahead wrote of times to come is taken back.

    Raises:
        WrongClock: it is before a moment that was taken for true, or far after what the machine lived through since.
    """
    now, here = newsroom.now(), here or machine(newsroom.environ)
    last = sightings.sighting(newsroom.db)
    if trusted:
        take_back(newsroom.db, now=now)
    if last is None or trusted:
        sightings.see(newsroom.db, now, here)
        return
    if words := _jump(now, here, last, is_in_step=is_in_step):
        back = last.seen_at > now
        sightings.doubt(newsroom.db, since=here.seconds if back else _doubted_since(here, last))
        raise WrongClock(words, told=last.told)
    sightings.see(newsroom.db, max(now, last.seen_at), here)


def doubt_of_clock(newsroom: Newsroom) -> str:
    """Return why the next run will refuse the present moment, and what to do; empty where it will not."""
    last = sightings.sighting(newsroom.db)
    return _jump(newsroom.now(), machine(newsroom.environ), last, is_in_step=in_step) if last else ""


def past_or_now(newsroom: Newsroom, at: datetime | None) -> datetime:
    """Return the moment meant, which is now if none is given; raises UsageError for one to come."""
    now = newsroom.now()
    if at is not None and at > now:
        raise UsageError(f"--at {iso(at)} is still to come; look ahead with: digest plan")
    return at or now


def _ahead(now: datetime, here: Machine, last: Sighting) -> timedelta:
    """Return how much more time went by on the wall than in the machine's life; nothing where that is not known."""
    if not here.boot or here.boot != last.machine.boot:
        return timedelta()
    return now - last.seen_at - timedelta(seconds=here.seconds - last.machine.seconds)


def _jump(now: datetime, here: Machine, last: Sighting, *, is_in_step: Callable[[], bool]) -> str:
    """Return, in words, how the clock jumped since it was last believed, and the remedy; empty where it did not."""
    if last.seen_at - now > BACK:
        words = f"{iso(last.seen_at)} was seen before: it went back by {_length(last.seen_at - now)}"
    elif (ahead := _ahead(now, here, last)) > AHEAD and not (
        is_in_step() or here.seconds - _doubted_since(here, last) >= BELIEVED_AFTER
    ):
        words = f"it went ahead by {_length(ahead)} since {iso(last.seen_at)}"
    else:
        return ""
    return f"the clock says {iso(now)}, and {words}; set it right, or, if it is right now: digest run --trust-clock"


def _doubted_since(here: Machine, last: Sighting) -> float:
    return last.doubted if 0 < last.doubted <= here.seconds else here.seconds


def _length(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    return " ".join(f"{count} {unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if count)

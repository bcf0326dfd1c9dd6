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
from digest.store import sightings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from digest.pipeline.newsroom import Newsroom
    from digest.store.sightings import Sighting

BACK = timedelta(minutes=10)  # a time server may put a clock right by that much
AHEAD = timedelta(hours=1)
BELIEVED_AFTER = 3600.0  # seconds


def look_at_clock(
    newsroom: Newsroom, *, trusted: bool = False, here: Machine | None = None, is_in_step: Callable[[], bool] = in_step
) -> None:
    """Take the present moment for true and remember it, or refuse it; `here` is the machine's own count.

    Raises:
        WrongClock: it is before a moment that was taken for true, or far after what the machine lived through since.
    """
    now, here = newsroom.now(), here or machine(newsroom.environ)
    last = sightings.sighting(newsroom.db)
    if last is None or trusted:
        sightings.see(newsroom.db, now, here)
        return
    if last.seen_at - now > BACK:
        back = f"{iso(last.seen_at)} was seen before: it went back by {_length(last.seen_at - now)}"
        raise _refused(newsroom, now, back, last=last, since=here.seconds)
    ahead = _ahead(now, here, last)
    if ahead > AHEAD and not is_in_step():
        since = last.doubted if 0 < last.doubted <= here.seconds else here.seconds
        if here.seconds - since < BELIEVED_AFTER:
            words = f"it went ahead by {_length(ahead)} since {iso(last.seen_at)}"
            raise _refused(newsroom, now, words, last=last, since=since)
    sightings.see(newsroom.db, max(now, last.seen_at), here)


def not_to_come(newsroom: Newsroom, at: datetime | None) -> datetime:
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


def _refused(newsroom: Newsroom, now: datetime, words: str, *, last: Sighting, since: float) -> WrongClock:
    sightings.doubt(newsroom.db, since=since)
    return WrongClock(
        f"the clock says {iso(now)}, and {words}; set it right, or, if it is right now: digest run --trust-clock",
        told=last.told,
    )


def _length(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    return " ".join(f"{count} {unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if count)

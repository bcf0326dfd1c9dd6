"""Names the scheduled moments of an edition and finds the one a given time belongs to.

A schedule is a cron expression of five fields, read as wall time in the publication's zone. Where the clocks change,
slots fall as in Debian's cron, with one exception, since a slot's name is its wall time:

- a fixed time that the spring change skips comes at the first minute after it; one that a `*` in the minute or hour
  field gives is left out, for the times around it stand;
- a time that the autumn change brings twice comes once, at its first occurrence, also where a `*` gives it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from cronsim import CronSim, CronSimError

from digest.model.edition import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from digest.model.edition import Edition

EVERY_MIDNIGHT = "0 0 * * *"  # the schedule of an edition that has none
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def check_schedule(expression: str) -> str:
    """Say what is wrong with a cron expression, in one line; empty when it is fine or there is none."""
    if not expression:
        return ""
    if len(expression.split()) != 5:
        return (
            f"{expression!r} is not a cron expression: write minute, hour, day, month and weekday, as in '30 6 * * *'"
        )
    try:
        next(CronSim(expression, datetime(2000, 1, 1)))  # noqa: DTZ001 - a wall time
    except CronSimError as error:
        return f"{expression!r} is not a cron expression: {str(error).lower()}"
    except StopIteration:
        return f"{expression!r} names a day that never comes"
    return ""


def latest_slot(edition: Edition, *, at: datetime, zone: ZoneInfo) -> Slot:
    """Return the latest slot at or before `at` (aware)."""
    slots = _up_to(_schedule(edition), at.astimezone(zone).date(), zone)
    if found := [slot for slot in slots if slot.at <= at]:
        return found[-1]
    raise ValueError(f"{edition.name} has no slot before {at.isoformat()}")


def next_slot(edition: Edition, *, after: datetime, zone: ZoneInfo) -> Slot:
    """Return the first slot later than `after` (aware)."""
    slots = _slots(_schedule(edition), day=after.astimezone(zone).date(), zone=zone)
    return next(slot for slot in slots if slot.at > after)


def slots_between(edition: Edition, *, after: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Slot]:
    """Yield the slots later than `after` and at or before `until` (both aware), in order."""
    slots = _slots(_schedule(edition), day=after.astimezone(zone).date(), zone=zone)
    return takewhile(lambda slot: slot.at <= until, dropwhile(lambda slot: slot.at <= after, slots))


def labelled(edition: Edition, label: str, *, zone: ZoneInfo) -> Slot:
    """Return the slot named `2026-11-23` (the first of that local day) or `2026-11-23T18:30`.

    Raises:
        ValueError: the label is neither, or the edition has no such slot; the message offers the nearest.
    """
    wall, day_alone = _wall(label)
    for slot in takewhile(lambda s: s.label[:10] == label[:10], _slots(_schedule(edition), day=wall.date(), zone=zone)):
        if day_alone or slot.at.astimezone(zone).replace(tzinfo=None) == wall:
            return slot
    asked = (wall + DAY / 2 if day_alone else wall).replace(tzinfo=zone).astimezone(UTC)
    around = (latest_slot(edition, at=asked, zone=zone), next_slot(edition, after=asked, zone=zone))
    nearest = min(around, key=lambda slot: abs(slot.at - asked))
    raise ValueError(f"{edition.name} has no slot {label}; the nearest is {nearest.label}")


def _wall(label: str) -> tuple[datetime, bool]:
    """Read a label as a wall time, and whether it names the day alone."""
    for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M"):
        try:
            wall = datetime.strptime(label, form)  # noqa: DTZ007 - a wall time
        except ValueError:
            continue
        if wall.strftime(form) == label:
            return wall, form == "%Y-%m-%d"
    raise ValueError(f"{label!r} names no slot; write a date as in 2026-11-23, or 2026-11-23T18:30")


def _schedule(edition: Edition) -> str:
    return edition.schedule or EVERY_MIDNIGHT


@lru_cache(maxsize=64)
def _up_to(schedule: str, day: date, zone: ZoneInfo) -> tuple[Slot, ...]:
    """Return the slots up to the end of a local day, at least one of them of a day before; none if there are none.

    Whoever looks at the clock again and again asks for the same day, and to work it out costs more than a question to
    the database.
    """
    # A day of margin keeps every change of the clocks between the match and the day.
    for match in CronSim(schedule, datetime.combine(day - DAY, time()), reverse=True):
        slots = _slots(schedule, day=match.date(), zone=zone)
        found = tuple(takewhile(lambda slot: slot.at.astimezone(zone).date() <= day, slots))
        if found and found[0].at.astimezone(zone).date() < day:
            return found
    return ()


def _slots(schedule: str, *, day: date, zone: ZoneInfo) -> Iterator[Slot]:
    """Yield the slots from the start of a local day on, labelled; without end."""
    latest = None
    for moment in _moments(schedule, day=day - DAY, zone=zone):  # the clocks can move a slot past midnight
        if moment.date() >= day:
            first = latest is None or moment.date() > latest
            yield Slot(moment.astimezone(UTC), f"{moment:%Y-%m-%d}" if first else f"{moment:%Y-%m-%dT%H:%M}")
            latest = moment.date()


def _moments(schedule: str, *, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the moments of a schedule from the start of a local day on, in order and each once."""
    fixed = not any(field.startswith("*") for field in schedule.split()[:2])
    latest = datetime.min.replace(tzinfo=UTC)
    for wall in CronSim(schedule, datetime.combine(day, time()) - SECOND):
        moment = wall.replace(tzinfo=zone)
        if _skipped(moment):
            if not fixed:
                continue
            while _skipped(moment):
                moment += MINUTE
        if moment.astimezone(UTC) > latest:
            latest = moment.astimezone(UTC)
            yield moment


def _skipped(moment: datetime) -> bool:
    """Tell whether a wall time does not exist in its zone, as the clocks jump over it (PEP 495)."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None)

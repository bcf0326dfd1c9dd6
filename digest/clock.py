"""Tells what time it is, and reads the times and durations that people write.

Every moment is aware, in UTC and whole seconds; the wall clock is read here and nowhere else.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from digest.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

NOW_VARIABLE = "DIGEST_NOW"
LONGEST = timedelta(days=3650)

# Far enough from what a datetime can hold that no window or schedule runs over its ends.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)

_TIMEX = 256  # bytes; struct timex has 208, all zero to change nothing
_TIME_ERROR = 5

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_DURATION = re.compile(r"([0-9]{1,9})([smhd])")


def now(environ: Mapping[str, str]) -> datetime:
    """Return the present moment, or the one that $DIGEST_NOW (ISO-8601; UTC where it names no zone) puts in its place.

    Raises:
        UsageError: $DIGEST_NOW is not a time.
    """
    given = environ.get(NOW_VARIABLE, "")
    if not given:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return _moment(given, zone=UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"${NOW_VARIABLE}: {given!r} is not a time; write one such as 2026-11-23T06:30:00Z") from None


class Machine(NamedTuple):
    """The machine's own count of seconds, time asleep included, in the life it is counted in; empty where unknown."""

    boot: str
    seconds: float


def machine(environ: Mapping[str, str]) -> Machine:
    """Return the count; unknown where `$DIGEST_NOW` stands for the clock, and on systems that keep none."""
    try:
        if environ.get(NOW_VARIABLE):
            return Machine("", 0.0)
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return Machine(boot, time.clock_gettime(time.CLOCK_BOOTTIME))
    except (OSError, AttributeError):
        return Machine("", 0.0)


def in_step() -> bool:
    """Tell whether the kernel knows the wall clock to be in step with a time server (adjtimex(2)); False if unknown."""
    import ctypes  # which most commands do without

    try:
        state: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX))
    except (OSError, AttributeError):
        return False
    return 0 <= state < _TIME_ERROR


class Steady:
    """A clock that starts at a moment and goes on with the machine's monotonic time.

    What waits by it waits its time also when the wall clock jumps, or stands still by $DIGEST_NOW.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._start = now(environ).timestamp() if environ.get(NOW_VARIABLE) else time.time()
        self._begun = time.monotonic()

    def seconds(self) -> float:
        """Return the seconds since 1970."""
        return self._start + time.monotonic() - self._begun

    def now(self) -> datetime:
        """Return the present moment, in whole seconds."""
        return datetime.fromtimestamp(int(self.seconds()), UTC)


def parse_time(text: str, *, zone: str) -> datetime:
    """Read a time as a person writes it: ISO-8601 with an offset, else wall time in `zone` (an IANA name).

    A date alone is its midnight. As in RFC 5545, 3.3.5, a wall time that the clocks show twice is the first of the two,
    and one that they skip counts from the offset before the jump: 01:30 in Lisbon's gap of 01:00 to 02:00 is 02:30.

    Raises:
        UsageError: the text is not a time.
    """
    local = ZoneInfo(zone)
    try:
        return _moment(text, zone=local)
    except (ValueError, OverflowError):
        hint = f"2026-11-23, '2026-11-23 06:30' (wall time in {zone}) or 2026-11-23T06:30:00Z"
        raise UsageError(f"{text!r} is not a time; write {hint}") from None


def _moment(text: str, *, zone: tzinfo) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    moment = moment.astimezone(UTC).replace(microsecond=0)
    if not EARLIEST <= moment <= LATEST:
        raise ValueError("no newsroom's time")
    return moment


def parse_duration(text: str) -> timedelta:
    """Read a duration such as `20s`, `90m`, `24h` or `7d`: more than nothing, ten years at most.

    Raises:
        UsageError: the text is not such a duration.
    """
    match = _DURATION.fullmatch(text)
    length = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None
    if length is None or length > LONGEST:
        raise UsageError(f"{text!r} is not a duration such as 20s, 90m, 24h or 7d, up to {LONGEST.days}d")
    if not length:
        raise UsageError(f"{text!r} is no time at all; write more than zero, such as 20s, 90m, 24h or 7d")
    return length


def iso(moment: datetime) -> str:
    """Write a moment as the database and JSON keep it: `2026-11-23T06:30:00Z`.

    Raises:
        ValueError: the moment is naive, so that nobody knows when it is.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} names no zone")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def from_iso(text: str) -> datetime:
    """Read back what `iso` wrote.

    Raises:
        ValueError: the text is anything else.
    """
    moment = datetime.fromisoformat(text)
    if f"{moment.isoformat().removesuffix('+00:00')}Z" != text:
        raise ValueError(f"{text!r} is not a time in the form 2026-11-23T06:30:00Z")
    return moment

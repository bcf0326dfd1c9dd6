"""Says how long to leave a source alone after it failed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)  # so that a daily edition asks every source at least once
LONGEST_OBEYED = timedelta(days=1)  # of what a server may ask for
GONE_WAIT = timedelta(days=7)


def back_off(failures: int, *, now: datetime) -> datetime:
    """Return when to ask again after so many failures in a row (1 or more).

    The wait begins at `FIRST_WAIT`, doubles with each failure and ends at `LONGEST_WAIT`.
    """
    return now + min(FIRST_WAIT * (1 << min(failures - 1, 10)), LONGEST_WAIT)


def retry_after(header: str, *, now: datetime) -> datetime | None:
    """Return the moment that a Retry-After header names (RFC 9110, 10.2.3: seconds, or an HTTP date), else None.

    It is never before `now` and never later than `LONGEST_OBEYED` after it.
    """
    header = header.strip()
    if header.isdecimal():
        return now + min(timedelta(seconds=int(header[:9])), LONGEST_OBEYED)
    try:
        asked = parsedate_to_datetime(header)
    except ValueError:
        return None
    asked = asked if asked.tzinfo else asked.replace(tzinfo=UTC)
    return min(max(asked, now), now + LONGEST_OBEYED)

"""Reads times as exports write them, and leaves alone what could be meant in more than one way."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from subscribers.database import stamp

# ISO 8601 and its near kin: the year first, so that day and month cannot be mistaken for each other. Without an offset
# it is UTC. A fraction may have any number of digits.
_MOMENT = re.compile(
    r"(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?",
    re.IGNORECASE | re.ASCII,
)


def moment_in(text: str) -> datetime | None:
    """Return an aware UTC time, or None for what is none that can be read without a guess.

    >>> moment_in("2023-03-24 10:23:10 UTC"), moment_in("24/03/2023")
    (datetime.datetime(2023, 3, 24, 10, 23, 10, tzinfo=datetime.timezone.utc), None)
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    *numbers, offset = found.groups()
    offset = (offset or "Z").upper()
    zone = "+00:00" if offset in {"Z", "UTC", "GMT"} else f"{offset[:3]}:{offset[-2:]}"
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    try:
        text = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}"
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def past_stamp(text: str, *, now: datetime) -> str | None:
    """Return a time up to `now` as the tables keep it; None for one to come, which is no time of a consent."""
    found = moment_in(text)
    return stamp(found) if found and found <= now else None

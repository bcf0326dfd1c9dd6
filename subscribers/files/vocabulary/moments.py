"""Reads times as exports write them, and leaves alone what could be meant in more than one way."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from subscribers.database import stamp
from subscribers.files.vocabulary.months import year_before

# ISO 8601 and its near kin: the year first, so that day and month cannot be mistaken for each other. Without an offset
# it is UTC. A fraction may have any number of digits.
_MOMENT = re.compile(
    r"(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ,]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?",
    re.IGNORECASE | re.ASCII,
)
_RUN_TOGETHER = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d))?(Z?)", re.IGNORECASE | re.ASCII)
EARLIEST_YEAR = 1900  # what is before it is no time: 0001-01-01 is how many programs write that there is none
_NEARLY_STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| UTC)?", re.ASCII)


def moment_in(text: str) -> datetime | None:
    """Return an aware UTC time, or None for what is none that can be read without a guess.

    >>> moment_in("2023-03-24 10:23:10 UTC"), moment_in("24/03/2023")
    (datetime.datetime(2023, 3, 24, 10, 23, 10, tzinfo=datetime.timezone.utc), None)
    """
    found = _MOMENT.fullmatch(_spelt(text.strip()))
    if found is None:
        return None
    *numbers, half, offset = found.groups()
    offset = (offset or "Z").upper()
    zone = "+00:00" if offset in {"Z", "UTC", "GMT"} else f"{offset[:3]}:{offset[-2:]}"
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    if year < EARLIEST_YEAR or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half in "pP" else 0)
    try:
        text = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}"
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _spelt(text: str) -> str:
    """Return a time that runs together, or names its month, as others are spelt."""
    if found := _RUN_TOGETHER.fullmatch(text):
        year, month, day, hour, minute, second, zone = found.groups()
        return f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second}{zone}" if hour else zone)
    return text if _MOMENT.fullmatch(text) else year_before(text)


def past_stamp(text: str, *, now: str) -> str | None:
    """Return a time up to `now` as the tables keep it; None for one to come, which is no time of a consent.

    `now` is a stamp too: such texts sort as the times do.
    """
    found = plain_stamp(text) or ((moment := moment_in(text)) and stamp(moment))
    return found if found and found <= now else None


def plain_stamp(text: str) -> str | None:
    """Read a time that is all but a stamp as it stands, which most are, in a fifth of the time."""
    if not _NEARLY_STAMP.fullmatch(text) or int(text[:4]) < EARLIEST_YEAR:
        return None
    try:
        datetime.fromisoformat(text[:19])
    except ValueError:
        return None
    return f"{text[:10]}T{text[11:19]}Z"

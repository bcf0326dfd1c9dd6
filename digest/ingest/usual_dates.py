"""Reads the one spelling of a moment that nearly all feeds have."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC_5322 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?([0-3]\d) "
    rf"({'|'.join(_MONTHS)}) ((?:19|20)\d\d) ([0-2]\d):([0-5]\d):([0-5]\d) (?:GMT|([+-])([01]\d)([0-5]\d))",
    re.ASCII,
)


def usual(text: str) -> datetime | None:
    """Return the moment of a text such as "Mon, 23 Nov 2026 06:30:00 GMT" (RFC 5322, 3.3); None for any other.

    In a hundredth of the time that it takes to understand any spelling.
    """
    if not (found := _RFC_5322.fullmatch(text)):
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    zone = timezone(-offset if sign == "-" else offset)
    number = 1 + _MONTHS.index(month)
    try:
        return datetime(int(year), number, int(day), int(hour), int(minute), int(second), tzinfo=zone)
    except ValueError:
        return None

"""Copies the bundled newsroom to a folder, its dates made relative to now."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.clock import iso

if TYPE_CHECKING:
    from collections.abc import Callable

BUNDLED = Path(__file__).with_name("newsroom")

ZONE = ZoneInfo("Europe/Lisbon")

# Such as {{rfc822 -3h}}: what kind of date, and how far from now.
MARK = re.compile(rb"\{\{(\w+) ([+-]\d+)([hdm])\}\}")

UNITS = {"h": "hours", "d": "days", "m": "minutes"}


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


KINDS: dict[str, Callable[[datetime], str]] = {
    "rfc822": format_datetime,
    "iso": iso,
    "day": lambda when: f"{when:%a. %b} {_ordinal(when.day)}, {when:%Y}",
    "longday": lambda when: f"{when.day} {when:%B %Y}",
    "isoday": lambda when: f"{when:%Y-%m-%d}",
}


def unpack(folder: Path, *, now: datetime) -> None:
    """Write the newsroom into a folder that is not there yet, or is empty; all bytes but the dates stay as they are."""
    for source in sorted(BUNDLED.rglob("*")):
        target = folder / source.relative_to(BUNDLED)
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(dated(source.read_bytes(), now=now))


def dated(content: bytes, *, now: datetime) -> bytes:
    """Put real dates in place of the marks, in local time of the newsroom."""

    def date(found: re.Match[bytes]) -> bytes:
        kind, count, unit = (group.decode() for group in found.groups())
        when = (now + timedelta(**{UNITS[unit]: int(count)})).astimezone(ZONE)
        return KINDS[kind](when).encode()

    return MARK.sub(date, content)

"""Holds the clock against others."""

from __future__ import annotations

import http.client
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from digest.model.health import doubtful, good, wrong

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.health import Examined

CLOCK, PAGES = "clock", "pages"
MOST_OFF = 60.0  # seconds; signatures and cutoffs bear that
PATIENCE = 10.0  # seconds


class Seen(NamedTuple):
    """What the public pages answered: the status, or 0 and why there was no answer; and what time it is there."""

    status: int
    why: str
    date: datetime | None


def ask_pages(url: str) -> Seen:
    """Ask the publication's own pages whether they are healthy."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
        try:
            connection.request("GET", f"{parts.path}/healthz")
            answer = connection.getresponse()
            date = answer.getheader("Date")
            return Seen(answer.status, "", parsedate_to_datetime(date) if date else None)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError, UnicodeError) as error:
        return Seen(0, getattr(error, "strerror", None) or str(error) or type(error).__name__, None)


def check_pages(url: str, seen: Seen) -> Examined:
    """Judge whether links in mails lead anywhere."""
    if seen.status == 200:
        return good(PAGES, f"{url} answers")
    words = f"{url}/healthz answers {seen.status}" if seen.status else f"{url} does not answer: {seen.why}"
    return doubtful(PAGES, f"{words}; the links in mails lead there", "set digest serve up: docs/serving.md")


def check_clock(
    now: datetime, *, jump: str, latest: datetime | None, elsewhere: datetime | None, zone: str, stopped: bool
) -> Examined:
    """Judge the machine's clock by its last jump, by the latest time in the database, and by what time it is elsewhere.

    `jump` is why a run refuses it and, after a semicolon, the remedy; empty where it does not.
    """
    if stopped:
        return doubtful(
            CLOCK, f"$DIGEST_NOW says that it is {now:%Y-%m-%d %H:%M:%SZ}", "unset DIGEST_NOW, but for drills"
        )
    if jump:
        return wrong(CLOCK, *jump.split("; ", 1))
    if latest and (latest - now).total_seconds() > MOST_OFF:
        words = f"it is {now:%Y-%m-%d %H:%M}Z here, and the database has seen {latest:%Y-%m-%d %H:%M}Z"
        return wrong(CLOCK, words, "set the clock right, best by NTP; slots are missed or come early until then")
    off = abs((elsewhere - now).total_seconds()) if elsewhere else 0.0
    if off > MOST_OFF:
        return wrong(
            CLOCK, f"it is off by {off:,.0f} seconds", "set the clock right, best by NTP: timedatectl set-ntp true"
        )
    compared = "" if elsewhere else "; nobody to compare it with"
    return good(CLOCK, f"{now.astimezone(ZoneInfo(zone)):%H:%M} in {zone}{compared}")

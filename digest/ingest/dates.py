"""Reads the moment a story was published, however its source spells it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import cache, partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names
from dateutil.parser import parse, parserinfo

from digest.ingest.clean import line
from digest.ingest.usual_dates import usual

if TYPE_CHECKING:
    from collections.abc import Sequence

TOLERANCE = timedelta(minutes=10)  # how far a source's clock may run ahead of ours

_LONGEST = 80  # characters; a longer text is a sentence, not a date line
_LANGUAGES = "de fr es it pt nl da sv nb fi pl cs ru uk el tr hu ro ca bg ar id"
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Words that stand beside a date in a date line: prepositions, ordinal endings, labels, "o'clock".
_FILLERS = (
    "the by : | · • – — ( ) à às al am um den der le el de del di do da d alle kl lúc uhr h г года в р року er ère º ª "
    "feira tues weds thur thurs published posted updated dated date first last"
)
_OFFSETS = (  # hours east of Greenwich
    "UT 0 WET 0 WEST 1 BST 1 CET 1 MEZ 1 CEST 2 MESZ 2 EET 2 EEST 3 MSK 3 SAST 2 IST 5.5 SGT 8 HKT 8 JST 9 KST 9 "
    "AEST 10 AEDT 11 NZST 12 NZDT 13 EST -5 EDT -4 CST -6 CDT -5 MST -7 MDT -6 PST -8 PDT -7"
)
_HOURS_EAST = {name: float(hours) for name, hours in re.findall(r"(\w+) (\S+)", _OFFSETS)}
_REGIONS = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

_YEAR = re.compile(
    r"(?<!\d)(?:1[89]|2[01])\d\d(?!\d)"  # four digits; or two, in an all-numeric date or as RFC 822 had it
    r"|(?<!\d)\d{1,2}([./-])\d{1,2}\1\d\d(?!\d)|(?<!\d)\d{1,2}[ -][^\W\d_]{3,9}\.?[ -]\d\d(?![\d:])"
)
_YEAR_FIRST = re.compile(r"(?<!\d)\d{4}[-/.]\d")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일](?:\s*\(?\w曜?日?\)?(?=\s|$))?")
_NUMERIC = re.compile(  # a day in digits alone and its time, if any; three numbers, for 24/7 and 9/11 are none
    r"(?:\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?\d{4}|\d{4}\s?([./-])\s?\d{1,2}\s?\2\s?\d{1,2})"
    r"(?:(?:T|,?\s)\s*\d{1,2}[.:]\d\d(?::\d\d)?\s?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LEAP_YEARS_APART = 8  # at the most, as 1896 and 1904 were
_HALF_OF_DAY = re.compile(r"(?<=\d)\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d.:/-])(\d{1,2})(?:\s?h\s?|[.:])(\d\d)(?:\s?(?:uhr|h|hrs))?(?![\d.:/-])", re.IGNORECASE)
_HOUR = re.compile(r"(?<![\d.:/-])(\d{1,2})\s?(?:uhr|h)\b", re.IGNORECASE)


class NoDate(ValueError):
    """What is meant as a date is none; the message says which words, and how to write one."""

    def __init__(self, what: str, spelled: str) -> None:
        super().__init__(f"{what}: {spelled[:40]!r} is no date; write 2026-11-23 or 2026-11-23T06:30")


def parse_when(text: str, *, zone: ZoneInfo, languages: Sequence[str] = ()) -> tuple[datetime, bool] | None:
    """Return the UTC moment that `text` spells and whether it names only a day; None when it is not just a date.

    Understood are ISO 8601, RFC 5322 with its obsolete forms, and the date lines of newspapers in English, about
    twenty more languages and `languages` (BCP 47 tags, preferred where two languages differ). A time without a zone
    is wall time in `zone`; a day without a time is its noon there. `3/4/2025` is read day first where it can be.
    """
    spelled = line(text)
    if len(spelled) > _LONGEST:
        return None
    naive = _iso(spelled) or _usual(spelled) or _worded(spelled, tuple(languages))
    if naive is None:
        return None
    moment, day_only = naive
    if day_only:
        moment = datetime.combine(moment.date(), time(12))
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC), day_only
    except OverflowError:
        return None


def believable(when: datetime, *, now: datetime) -> datetime | None:
    """Return `when` if a story can have been published then, else None.

    A moment to come is not believed; one at most `TOLERANCE` ahead is taken as `now`, for clocks differ. Neither is
    one before 1900, nor the zero of Unix time in any zone, which only a broken program writes.
    """
    if when < _EARLIEST or abs(when - _EPOCH) < timedelta(days=1) or when > now + TOLERANCE:
        return None
    return min(when, now)


def published(text: str, *, zone: ZoneInfo, now: datetime) -> tuple[datetime | None, bool]:
    """Return the believable moment that `text` spells, or None, and whether it names only a day.

    Today is not believed before its noon: until then the moment at which a story was first seen tells more, though it
    still is a day without a time.
    """
    found = parse_when(text, zone=zone)
    if found is None:
        return None, False
    when = believable(found[0], now=now)
    return when, found[1] and (when is not None or _same_day(found[0], now, zone=zone))


def stated(key: str, text: str, *, zone: ZoneInfo, now: datetime) -> tuple[datetime | None, bool]:
    """Return what `published` returns for the text that stands under `key`, where a date belongs.

    Raises:
        NoDate: it is none.
    """
    if parse_when(text, zone=zone) is None:
        raise NoDate(key, text)
    return published(text, zone=zone, now=now)


def yearless(text: str, *, zone: ZoneInfo, now: datetime) -> tuple[datetime, bool] | None:
    """Return the latest moment up to today that a month and day spell (`Nov 20`), as `parse_when` does; else None."""
    if len(re.findall(r"\d+", _CLOCK.sub("", text))) != 1:
        return None
    today = now.astimezone(zone).date()
    for year in range(today.year, today.year - _LEAP_YEARS_APART - 1, -1):
        found = parse_when(f"{text} {year}", zone=zone)
        if found and found[0].astimezone(zone).date() <= today:
            return found
    return None


def impossible(text: str, *, zone: ZoneInfo) -> bool:
    """Tell whether a text is a date but for a day or time that there is not: `31/02/2026`, `Feb. 30, 2026`."""
    if parse_when(text, zone=zone):
        return False
    if _NUMERIC.fullmatch(text):
        return True
    named = any(char.isalpha() for char in text) and len(_SHORT_NUMBER.findall(text)) == 1
    return named and parse_when(_SHORT_NUMBER.sub("1", text), zone=zone) is not None


def _same_day(one: datetime, other: datetime, *, zone: ZoneInfo) -> bool:
    near = abs(one - other) < timedelta(days=1)  # what is not may be in a year that has no such moment in the zone
    return near and one.astimezone(zone).date() == other.astimezone(zone).date()


def _iso(text: str) -> tuple[datetime, bool] | None:
    try:
        return datetime.fromisoformat(text), "T" not in text and ":" not in text
    except ValueError:
        return None


def _usual(text: str) -> tuple[datetime, bool] | None:
    return (moment, False) if (moment := usual(text)) else None


def _worded(text: str, languages: tuple[str, ...]) -> tuple[datetime, bool] | None:
    plain = _plain(text)
    if not _YEAR.search(plain):
        return None
    return _parsed(plain, _names(())) or _parsed(plain, _names((*languages, *_LANGUAGES.split())))


def _plain(text: str) -> str:
    """Rewrite what dateutil does not know into what it does."""
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text.replace("’", "'"))
    dated = _EAST_ASIAN.sub(r"\1-\2-\3 ", digits)
    halved = _HALF_OF_DAY.sub(r" \1m", dated)
    return _HOUR.sub(r"\1:00", _CLOCK.sub(r"\1:\2", halved))


def _parsed(text: str, names: _Names) -> tuple[datetime, bool] | None:
    """Parse twice over different defaults: what differs was not in the text."""
    read = partial(parse, text, names, tzinfos=_zone, dayfirst=not _YEAR_FIRST.search(text))
    try:
        first = read(default=datetime(2000, 1, 1))  # noqa: DTZ001
        other = read(default=datetime(2004, 2, 15, 1))  # noqa: DTZ001
    except (ValueError, OverflowError, ArithmeticError):
        return None
    if first.date() != other.date():
        return None
    return first, first.hour != other.hour


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    if name in _REGIONS:
        return ZoneInfo(_REGIONS[name])
    if name in _HOURS_EAST:
        return timezone(timedelta(hours=_HOURS_EAST[name]))
    raise ValueError(f"{name} is no time zone")


class _Names(parserinfo):
    """The words of dates in English and the given languages; where two differ, the earlier language is right."""

    JUMP = [*parserinfo.JUMP, *_FILLERS.split()]  # noqa: RUF012

    def __init__(self, languages: Sequence[str]) -> None:
        super().__init__()
        self._month_numbers: dict[str, int] = {}
        self._weekday_numbers: dict[str, int] = {}
        for language in languages:
            self._learn(language)

    def _learn(self, language: str) -> None:
        try:
            locale = Locale.parse(language, sep="-")
        except (ValueError, UnknownLocaleError):
            return
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    self._month_numbers.setdefault(_words(name)[-1], number)
                for number, name in get_day_names(width, context, locale).items():
                    self._weekday_numbers.setdefault(_words(name)[0], number)

    def month(self, name: str) -> int | None:
        return super().month(name) or self._month_numbers.get(name.casefold())

    def weekday(self, name: str) -> int | None:
        known = super().weekday(name)
        return known if known is not None else self._weekday_numbers.get(name.casefold())

    def convertyear(self, year: int, century_specified: bool = False) -> int:  # noqa: FBT001, FBT002
        """Complete a year of two digits by RFC 5322, 4.3, and not by today's date."""
        if year >= 100 or century_specified:
            return year
        return year + (2000 if year < 50 else 1900)


_names = cache(_Names)


def _words(name: str) -> list[str]:
    return re.split(r"[\s'’-]+", name.casefold().strip(" ."))

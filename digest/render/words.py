"""Speaks a publication's language: its dates, times and numbers, and the fixed words of a mail."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import time
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError, get_global
from babel.dates import format_date, format_skeleton, get_time_format
from babel.lists import format_list

from digest.render.catalogue import SOURCE_LANGUAGE, catalogue, languages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from digest.model.issue import Publication
    from digest.render.catalogue import Catalogue

Direction = Literal["ltr", "rtl"]

_WORLD_ENGLISH = "en_150"  # day before month, 24 hours
_FROM_THE_RIGHT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
_SCRIPTS_FROM_THE_RIGHT = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The fixed words of a mail in one language that count nothing; braces stand for what differs."""

    also_in_the_news: str
    read_the_full_story: str
    read_on: str
    minutes: str
    also_covered_by: str
    number: str
    comma: str
    stop: str
    colon: str
    today_on_the_web: str
    reason: str
    preferences: str
    pause: str
    view_in_browser: str
    unsubscribe: str


@dataclass(frozen=True, slots=True)
class Words:
    """What one publication says, in its language and by its clock."""

    locale: Locale
    direction: Direction
    zone: ZoneInfo
    date_and_time: str  # "{1}, {0}", the time in the place of 0
    phrases: Phrases
    catalogue: Catalogue

    def day(self, at: datetime) -> date:
        """Return the day it is, at that moment, where the publication is."""
        return at.astimezone(self.zone).date()

    def full_date(self, day: date) -> str:
        """Return the day with its weekday: "Monday, 23 November 2026"."""
        return _date(day, "full", self.locale)

    def long_date(self, day: date) -> str:
        """Return the day in words: "3 May 2026"."""
        return _date(day, "long", self.locale)

    def moment(self, at: datetime, *, today: date, day_only: bool = False) -> str:
        """Return the time of `at`, or its day too where that is not `today`; never broken between lines."""
        here = at.astimezone(self.zone)
        clock = "" if day_only else _clock(here.hour, here.minute, self.locale)
        day = here.date()
        if day == today and not day_only:
            return clock
        date = self.long_date(day) if day.year != today.year else _day_and_month(day, self.locale)
        when = date if day_only else self.date_and_time.format(clock, date)
        return when.replace(" ", "\u00a0")

    def more(self, count: int) -> str:
        """Return "Four more stories did not fit:"; the number in letters while the language has some for it."""
        spelled = self.catalogue.text("issue.spelled").strip("-").split()
        form = self.catalogue.counted("issue.more", count)
        return form.format(n=spelled[count - 1] if 0 < count <= len(spelled) else count)

    def and_more(self, count: int) -> str:
        """Return "and 4 more"."""
        return self.catalogue.counted("issue.and_more", count).format(n=count)

    def enumerated(self, names: Sequence[str]) -> str:
        """Return the names as a sentence has them: "Daily and Weekend"."""
        return format_list(list(map(self._apart, names)), locale=self.locale)

    def listed(self, names: Sequence[str], *, most: int) -> str:
        """Return the names with commas, and how many are left out past `most`."""
        shown = self.phrases.comma.join(map(self._apart, names[:most]))
        left = len(names) - most
        return f"{shown} {self.and_more(left)}" if left > 0 else shown

    def _apart(self, name: str) -> str:
        """Return a name set apart where text runs from the right (UAX 9, 2.4.2): else two Latin ones change places."""
        return f"\u2068{name}\u2069" if self.direction == "rtl" else name


def title_of_update(title: str, language: str) -> str:
    """Return "Update: ..." in the headline's own language (BCP 47), in English where there are no words for it."""
    return _said_in(language).text("issue.update").format(title=title)


@cache
def words_of(publication: Publication) -> Words:
    """Return the words of a publication, in English where there is no catalogue of its language."""
    locale = _locale(publication.language, publication.timezone)
    said = _said_in(publication.language)
    phrases = Phrases(**{field.name: said.text(f"issue.{field.name}") for field in fields(Phrases)})
    side: Direction = "rtl" if locale.text_direction == "rtl" else "ltr"
    return Words(
        locale=locale,
        direction=side,
        zone=ZoneInfo(publication.timezone),
        date_and_time=str(locale.datetime_formats["short"]),
        phrases=phrases,
        catalogue=said,
    )


def _said_in(language: str) -> Catalogue:
    """Return the catalogue of a language (BCP 47), or the English one where there is none of it."""
    return catalogue(primary(language) if primary(language) in languages() else SOURCE_LANGUAGE)


@lru_cache(maxsize=1024)
def direction(language: str) -> Direction:
    """Return which way a language (BCP 47) is written, by its script if it names one.

    >>> direction("ar-EG"), direction("az-Arab"), direction("pt")
    ('rtl', 'rtl', 'ltr')
    """
    scripts = [part for part in language.casefold().split("-")[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _SCRIPTS_FROM_THE_RIGHT else "ltr"
    return "rtl" if primary(language) in _FROM_THE_RIGHT else "ltr"


@lru_cache(maxsize=1024)
def same_language(one: str, other: str) -> bool:
    """Tell whether two tags name one language, whatever the region."""
    return primary(one) == primary(other) and direction(one) == direction(other)


def primary(language: str) -> str:
    """Return the language that a tag (BCP 47) names, without region and script."""
    return language.casefold().partition("-")[0]


def _locale(language: str, timezone: str) -> Locale:
    """Return the language as it is written where the publication is: "en" is American in New York, not in Lisbon."""
    tag = language.replace("-", "_")
    territory = get_global("zone_territories").get(timezone)
    regional = f"{tag}_{territory}" if territory and "_" not in tag else ""
    for name in (regional, _WORLD_ENGLISH if tag == "en" else tag, primary(language)):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_WORLD_ENGLISH)


@lru_cache(maxsize=1024)
def _date(day: date, form: Literal["full", "long"], locale: Locale) -> str:
    return _plain_spaces(format_date(day, form, locale))


@lru_cache(maxsize=1024)
def _day_and_month(day: date, locale: Locale) -> str:
    return _plain_spaces(format_skeleton("MMMMd", day, locale=locale))


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, locale: Locale) -> str:
    clock = get_time_format("short", locale=locale).apply(time(hour, minute), locale)
    return _plain_spaces(clock).replace(" ", "\u00a0")


def _plain_spaces(text: str) -> str:
    """Return text without narrow no-break spaces, which some mail programs draw as boxes."""
    return text.replace("\u202f", "\u00a0")

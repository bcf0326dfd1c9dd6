"""Reads the names, days and spans of time that an expression compares with, and writes them in their normal form."""

from __future__ import annotations

import re
from datetime import date, timedelta

from subscribers.errors import BadValue, quoted
from subscribers.names import list_name, normal_topic
from subscribers.segments.tree import Attribute

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SPAN = re.compile(r"([0-9]{1,9})([smhd])", re.ASCII)
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}
_LONGEST = timedelta(days=3650)
_FIRST, _LAST = date(1970, 1, 1), date(8999, 12, 31)  # far from the ends of what a datetime holds
_LANGUAGE_LENGTH, _SCRIPT_LENGTH = 2, 4


def name_of(attribute: Attribute, text: str) -> str:
    """Return the name of a list, a topic or a language as it is compared.

    Raises:
        BadValue: it cannot name one.
    """
    match attribute:
        case Attribute.LIST:
            return list_name(text).lower()
        case Attribute.TOPIC:
            return _topic(text)
        case Attribute.LANGUAGE:
            return _language(text)


def day_of(text: str) -> date:
    """Read a day such as 2026-11-23.

    Raises:
        BadValue: it is none, or out of range.
    """
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not _FIRST <= day <= _LAST:
        raise BadValue(f"{quoted(text)} is not a day; write one such as 2026-11-23")
    return day


def span_of(text: str) -> timedelta:
    """Read a span of time such as `20s`, `90m`, `24h` or `7d`: more than nothing, ten years at most.

    Raises:
        BadValue: it is none.
    """
    match = _SPAN.fullmatch(text)
    span = int(match[1]) * _UNITS[match[2]] if match else timedelta()
    if not timedelta() < span <= _LONGEST:
        raise BadValue(f"{quoted(text)} is not a span of time; write one such as 90m, 24h or 30d, up to 3650d")
    return span


def span_text(span: timedelta) -> str:
    """Write a span in its largest whole unit: 24 hours are "1d"."""
    letter, unit = next((letter, unit) for letter, unit in _UNITS.items() if not span % unit)
    return f"{span // unit}{letter}"


def _topic(text: str) -> str:
    topic = normal_topic(text)
    if not topic:
        raise BadValue("a topic without a name cannot be followed")
    return topic


def _language(text: str) -> str:
    """Return a language tag in its usual case (RFC 5646, 2.1.1)."""
    if not _LANGUAGE.fullmatch(text):
        raise BadValue(f"{quoted(text)} is not a language; write its tag, such as en, pt or pt-BR")
    first, *rest = text.split("-")
    return "-".join([first.lower(), *map(_subtag, rest)])


def _subtag(text: str) -> str:
    if len(text) == _LANGUAGE_LENGTH:
        return text.upper()
    return text.title() if len(text) == _SCRIPT_LENGTH else text.lower()

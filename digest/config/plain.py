"""Reads single values of digest.toml: texts, numbers, choices, lists, durations.

Every reader here takes any TOML value and raises one of WRONG, saying what is wrong and what would be right.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeVar

from digest.clock import parse_duration
from digest.errors import UsageError
from digest.model.settings import Rate
from subscribers.errors import RosterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import timedelta

T = TypeVar("T")

WRONG = (ValueError, UsageError, RosterError)  # what a reader may raise; its message is for the user

_LONGEST_SHOWN = 60
_LARGEST_SHOWN = 10**18
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
MOST_POINTS = 100
_RATE = re.compile(r"([1-9][0-9]{0,8})/([smh])")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def show(value: object) -> str:
    """Return a value as a message names it, on one line and short, in TOML's words where it has any."""
    match value:
        case str():
            return repr(value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…")
        case bool():
            return str(value).lower()
        case dict():
            return "a table"
        case list():
            return "a list"
        case int() if abs(value) > _LARGEST_SHOWN:
            return "a number this large"
    return str(value)


def text(value: object) -> str:
    """Read a text of one line that says something."""
    if not isinstance(value, str):
        raise ValueError(f"{show(value)} is not a text; put it in quotes")
    if any(unicodedata.category(letter) in _UNPRINTABLE for letter in value):
        raise ValueError(f"{show(value)} holds a line break or control character; write it on one line")
    if not value.strip():
        raise ValueError("is empty; a text is needed")
    return value.strip()


def lines(value: object) -> str:
    """Read a text that may run over several lines; they become one, with commas between."""
    if not isinstance(value, str):
        return text(value)
    return text(", ".join(line.strip(" \t,") for line in value.splitlines() if line.strip(" \t,")))


def empty_or(read: Callable[[object], T]) -> Callable[[object], T | str]:
    """Return a reader that also takes the empty text, which says "none"."""
    return lambda value: "" if value == "" else read(value)


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{show(value)} is neither true nor false; write one of them, without quotes")
    return value


def whole(least: int, most: int) -> Callable[[object], int]:
    """Return a reader of whole numbers from `least` to `most`."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"{show(value)} is not a whole number; write one from {least} to {most}, without quotes")
        if not least <= value <= most:
            raise ValueError(f"{show(value)} is out of range; write a number from {least} to {most}")
        return value

    return read


def points(value: object) -> float:
    """Read a number of points, from -100 to 100; fractions and negative ones too."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{show(value)} is not a number; write one such as 1.5 or -0.4, without quotes")
    if not -MOST_POINTS <= value <= MOST_POINTS:
        raise ValueError(f"{show(value)} is out of range; write a number from -{MOST_POINTS} to {MOST_POINTS}")
    return float(value)


def one_of(words: Iterable[T]) -> Callable[[object], T]:
    """Return a reader of the given words; the members of a StrEnum come back as such."""
    known = {str(word): word for word in words}

    def read(value: object) -> T:
        if not isinstance(value, str) or value not in known:
            raise ValueError(f"{show(value)} is not one of {', '.join(known)}")
        return known[value]

    return read


def list_of(read: Callable[[object], T], *, what: str, least: int = 0) -> Callable[[object], tuple[T, ...]]:
    """Return a reader of lists, each member read by `read`; double members count once. `what` says what is in it."""

    def read_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise ValueError(f"{show(value)} is not a list of {what}; put them in square brackets")
        if len(value) < least:
            raise ValueError(f"is an empty list; name at least {least} of {what}")
        found, wrong = [], []
        for member in value:
            try:
                found.append(read(member))
            except WRONG as error:
                wrong.append(str(error))
        if wrong:
            raise ValueError("; ".join(wrong))
        return tuple(dict.fromkeys(found))

    return read_all


def duration(value: object) -> timedelta:
    """Read a duration such as `90m`."""
    if not isinstance(value, str):
        raise ValueError(f"{show(value)} is not a duration; write it with its unit and in quotes, such as '90m'")
    return parse_duration(value)


def at_least(least: str) -> Callable[[object], timedelta]:
    """Return a reader of durations that are no shorter than one."""

    def read(value: object) -> timedelta:
        length = duration(value)
        if length < parse_duration(least):
            raise ValueError(f"{show(value)} is too short; write {least} or more")
        return length

    return read


def rate(value: object) -> Rate:
    """Read a rate such as `600/m`."""
    match = _RATE.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ValueError(f"{show(value)} is not a rate such as 10/s, 600/m or 5000/h")
    return Rate(count=int(match[1]), per=parse_duration(f"1{match[2]}"))


def plain_name(value: object) -> str:
    """Read a name that can stand in paths, addresses and commands."""
    name = text(value)
    if not _NAME.fullmatch(name):
        raise ValueError(f"{show(name)} is not a plain name; write up to 64 of a to z, 0 to 9 and hyphens")
    return name

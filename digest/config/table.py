"""Reads a table of TOML by a layout of its keys and collects every mistake on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from digest.config.plain import WRONG, show
from digest.errors import suggestion

T = TypeVar("T")

REQUIRED: Final = object()
SECRETS: Final = frozenset({"password", "api_key"})
_MISSING: Final = object()
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: what reads its value, and the value that stands for it when it is not given.

    `read` takes any TOML value and raises one of WRONG, saying what is wrong and what would be right.
    A default of None means none; a REQUIRED key has an `example` to offer instead.
    """

    read: Callable[[object], object]
    default: object = REQUIRED
    example: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A table whose keys are names that the user gives: what reads a name, and what stands under each.

    With a `needed` line, which says how to make one, there must be at least one name.
    """

    read_name: Callable[[object], str]
    each: Key | Layout
    needed: str = ""


Layout = Mapping[str, "Key | Named | Layout"]


class Reader:
    """Goes through tables; `problems` then holds one line for each mistake, such as `mail.smtp.port: 0 is ...`."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def table(self, raw: object, layout: Layout, *, at: str = "") -> dict[str, Any]:
        """Return the values of a layout's keys; only without problems are they whole."""
        given = self._given(raw, at=at)
        if given is None:
            return {}
        for key in given:
            if key not in layout:
                self._wrong(_path(at, key), _unknown(key, layout))
        return {key: self._entry(given.get(key, _MISSING), layout[key], at=_path(at, key)) for key in layout}

    def _given(self, raw: object, *, at: str) -> dict[str, Any] | None:
        if raw is _MISSING:
            return {}
        if isinstance(raw, dict):
            return raw
        self._wrong(at, f"{show(raw)} is not a table; write its keys below [{at}]")
        return None

    def _entry(self, raw: object, wanted: Key | Named | Layout, *, at: str) -> object:
        if isinstance(wanted, Key):
            return self._value(raw, wanted, at=at)
        if isinstance(wanted, Named):
            return self._named(raw, wanted, at=at)
        return self.table(raw, wanted, at=at)

    def _value(self, raw: object, key: Key, *, at: str) -> object:
        value = key.default if raw is _MISSING else raw
        if value is REQUIRED:
            self._wrong(at, f"is missing; write one such as {at.rpartition('.')[2]} = {key.example}")
            return None
        return None if value is None else self._read(key.read, value, at=at)

    def _named(self, raw: object, wanted: Named, *, at: str) -> dict[str, Any]:
        given = self._given(raw, at=at)
        if given == {} and wanted.needed:
            self._wrong(at, wanted.needed)
        found: dict[str, Any] = {}
        for given_name, value in (given or {}).items():
            path = _path(at, given_name)
            name = self._read(wanted.read_name, given_name, at=path)
            if name in found:
                self._wrong(path, f"{name!r} is there twice; keep one")
            entry = self._entry(value, wanted.each, at=path)
            if name is not None:
                found[name] = entry
        return found

    def _read(self, read: Callable[[object], T], value: object, *, at: str) -> T | None:
        try:
            return read(value)
        except WRONG as error:
            self._wrong(at, str(error))
            return None

    def _wrong(self, at: str, problem: str) -> None:
        self.problems.append(f"{at}: {problem}")


def _path(at: str, key: str) -> str:
    named = key if _BARE_KEY.fullmatch(key) else show(key)
    return f"{at}.{named}" if at else named


def _unknown(key: str, layout: Layout) -> str:
    if key in SECRETS:
        return f"a secret does not belong in this file; put it in an environment variable and name that in {key}_env"
    return f"unknown key{suggestion(key, layout)}"

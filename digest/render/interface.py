"""Says the fixed words of letters and pages, in the languages that the words of issues are in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from digest.render.words import direction, primary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.render.words import Direction

Part = Literal["letter", "page"]

_FOLDER = Path(__file__).with_name("interface_words")
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Interface:
    """The words of one part in one language (BCP 47): the one asked for, or English where there is none of it."""

    language: str
    phrases: Mapping[str, str]

    @property
    def direction(self) -> Direction:
        """Which way the language is written."""
        return direction(self.language)

    def say(self, phrase: str, **values: str) -> str:
        """Return a phrase with its values in place.

        Where text runs from the right, a value is set apart (UAX 9, 2.4.2), so that a Latin name upsets no order.
        """
        if self.direction == "rtl":
            values = {name: f"\u2068{value}\u2069" for name, value in values.items()}
        return self.phrases[phrase].format(**values)


@cache
def interface(part: Part, language: str) -> Interface:
    """Return the words of a part in a language."""
    file = _FOLDER / f"{primary(language)}.toml"
    if not file.exists():
        return interface(part, _ENGLISH)
    return Interface(language, tomllib.loads(file.read_text("utf-8"))[part])


def spoken(language: str, *, home: str) -> str:
    """Return the language to speak to a reader in: their own if there are words for it, else the publication's."""
    return language if primary(language) in languages() else home


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are words for, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))

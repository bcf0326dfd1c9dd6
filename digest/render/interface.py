"""Says the fixed words of letters and pages, in the languages that the words of issues are in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from digest.render.catalogue import SOURCE_LANGUAGE, catalogue, languages
from digest.render.words import direction, primary

if TYPE_CHECKING:
    from digest.render.catalogue import Catalogue
    from digest.render.words import Direction

Part = Literal["letter", "page"]


@dataclass(frozen=True, slots=True)
class Interface:
    """The words of one part in one language (BCP 47): the one asked for, or English where there is none of it."""

    language: str
    part: Part
    catalogue: Catalogue

    @property
    def direction(self) -> Direction:
        """Which way the language is written."""
        return direction(self.language)

    def say(self, phrase: str, **values: str) -> str:
        """Return a phrase with its values in place; raises KeyError where there is no such phrase or value.

        Where text runs from the right, a value is set apart (UAX 9, 2.4.2), so that a Latin name upsets no order.
        """
        if self.direction == "rtl":
            values = {name: f"\u2068{value}\u2069" for name, value in values.items()}
        return self.catalogue.text(f"{self.part}.{phrase}").format(**values)


@cache
def interface(part: Part, language: str) -> Interface:
    """Return the words of a part in a language."""
    if primary(language) not in languages():
        return interface(part, SOURCE_LANGUAGE)
    return Interface(language, part, catalogue(primary(language)))


def spoken(language: str, *, home: str) -> str:
    """Return the language to speak to a reader in: their own if there are words for it, else the publication's."""
    return language if primary(language) in languages() else home

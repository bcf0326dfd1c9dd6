"""Says where in an expression something stands, and draws it for whoever has to mend it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from subscribers.errors import BadSegment

_SHOWN = 72  # characters of a line that a drawing shows
_BEFORE = 48  # of them at most so many before the place


@dataclass(frozen=True, slots=True)
class Place:
    """A character of an expression, which messages call by its `title`."""

    text: str
    offset: int  # in characters, from 0
    title: str = "segment"

    @property
    def where(self) -> str:
        """The place in words, counted in characters from 1: "column 8", or "line 2, column 8" of several lines."""
        line, column = self._line_and_column()
        return f"line {line + 1}, column {column + 1}" if "\n" in self.text.strip() else f"column {column + 1}"

    @property
    def drawing(self) -> str:
        """The line as a terminal shows it, shortened to what is near, and below it a caret that points at the place."""
        number, column = self._line_and_column()
        line = self.text.split("\n")[number]
        start = max(0, column - _BEFORE) if len(line) > _SHOWN else 0
        before = ("…" if start else "") + _visible(line[start:column])
        after = _visible(line[column : start + _SHOWN]) + ("…" if start + _SHOWN < len(line) else "")
        return f"  {before}{after}\n  {' ' * sum(map(_cells, before))}^"

    def fault(self, problem: str) -> BadSegment:
        """Return the error that something is wrong here."""
        return BadSegment(problem, title=self.title, where=self.where, drawing=self.drawing)

    def _line_and_column(self) -> tuple[int, int]:
        before = self.text[: self.offset]
        return before.count("\n"), self.offset - (before.rfind("\n") + 1)


def _visible(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _cells(character: str) -> int:
    """Return how many cells of a terminal a character takes (UAX #11)."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1

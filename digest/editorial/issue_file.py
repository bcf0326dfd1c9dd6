"""Writes an issue as a small text file that an editor changes and a colleague reviews, and reads the changes back.

    issue daily/2026-11-23
    mark 8f3a1c2b

    lead 12
      title: Ferry sinks off Salmar, 12 dead
      summary: A passenger ferry sank in the Orla estuary.
      # fresh: 2 h old; covered by 3 sources

The mark is of what the file said when it was written. A story's first line is a word and its number. Lines that begin
with # say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

IN = ("lead", "pin", "brief")
OUT = ("hold", "drop", "out")
LETTERS = 8  # of a mark
PLACES = (*IN, *OUT)

HEAD = """\
# Change the word before a story's number, its title or its summary; the order of stories too. Then save.
#   lead   it opens the issue          pin    it is surely in
#   brief  in, as the program chose    out    left out, as the program chose
#   hold   not before the next issue   drop   never
# To bring in any other story, write a line such as: pin 123
# Leave the mark as it is: by it your changes are told from what was said of the stories meanwhile.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One story in the file, on this `line`; `title` and `summary` are None where nothing is said of them."""

    place: str
    story_id: int
    title: str | None = None
    summary: str | None = None
    notes: tuple[str, ...] = ()
    line: int = 0


def written(issue: str, entries: Sequence[Entry]) -> str:
    """Return the file of an issue."""
    stories = ["".join(_block(entry)) for entry in entries]
    mark = sha256("\n".join([issue, *stories]).encode()).hexdigest()[:LETTERS]
    return "\n".join([HEAD, f"issue {issue}\nmark {mark}\n", *stories])


def _block(entry: Entry) -> Iterator[str]:
    yield f"{entry.place} {entry.story_id}\n"
    for name in ("title", "summary"):
        if (text := getattr(entry, name)) is not None:
            yield f"  {name}: {' '.join(text.split())}\n"
    for note in entry.notes:
        yield f"  # {' '.join(note.split())}\n"


class Reading:
    """What a file says: the issue's name, its mark, the stories in order, and every mistake with its line's number."""

    def __init__(self, text: str) -> None:
        self.issue = self.mark = ""
        self.problems: list[tuple[int, str]] = []
        self._found: list[dict[str, object]] = []
        self._lost = False  # whether the lines that follow belong to a story whose first line is wrong
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
            if line.strip() and not line.lstrip().startswith("#"):
                self._read(number, line)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The stories in the order of the file."""
        return tuple(Entry(**found) for found in self._found)  # type: ignore[arg-type]

    def _read(self, number: int, line: str) -> None:
        word, _, rest = line.strip().partition(" ")
        if line[0].isspace():
            self._detail(number, line.strip())
        elif word == "issue" and not self.issue:
            self.issue = rest.strip()
        elif word == "mark" and not self.mark:
            self.mark = rest.strip()
        elif word in PLACES:
            self._story(number, word, rest.strip())
        else:
            self._lose(number, f"{word!r} is none of {', '.join(PLACES)}")

    def _story(self, number: int, place: str, rest: str) -> None:
        if not (rest.isascii() and rest.isdecimal() and len(rest) < 19):
            self._lose(number, f"{rest!r} is not a story's number; write a line such as: {place} 12")
        elif any(found["story_id"] == int(rest) for found in self._found):
            self._lose(number, f"story {rest} is there already; keep one of the two")
        else:
            self._lost = False
            self._found.append({"place": place, "story_id": int(rest), "line": number})

    def _detail(self, number: int, text: str) -> None:
        name, colon, said = text.partition(":")
        if self._lost:
            return
        if not self._found:
            self._wrong(number, "belongs to no story; write a line such as `brief 12` above it")
        elif not colon or name not in ("title", "summary"):
            self._wrong(number, f"{name!r} is neither title: nor summary:; keep each of them on one line")
        else:
            self._found[-1][name] = said.strip()

    def _wrong(self, number: int, problem: str) -> None:
        self.problems.append((number, problem))

    def _lose(self, number: int, problem: str) -> None:
        self._lost = True
        self._wrong(number, problem)

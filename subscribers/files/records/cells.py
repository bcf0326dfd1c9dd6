"""Reads and writes cells that hold more than one thing: tags, and every list with its standing."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from subscribers.database import array, stamp
from subscribers.errors import BadCell, quoted
from subscribers.files.vocabulary.fields import STRICTNESS, Verdict
from subscribers.files.vocabulary.moments import moment_in
from subscribers.model import State
from subscribers.names import clean, normal_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

_JOINING = Verdict.SUBSCRIBED.value
MOST_NAMES = 200  # topics, or editions, that one row may name

_TIME = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"
_STANDING = re.compile(
    rf"([A-Za-z0-9._-]+)(?: ({'|'.join(State)}))?(?:, joined {_TIME})?(?:, confirmed {_TIME})?(?:, left {_TIME})?",
    re.ASCII,
)

_NAMES = re.compile(r"\s*[\w.-]+(?:\s*,\s*[\w.-]+)+\s*", re.ASCII)  # of lists alone, as a form with boxes gives them
_KEYS = frozenset({"list", "state", "joined_at", "confirmed_at", "left_at"})  # of such a standing as an object


class ListStanding(NamedTuple):
    """How a file says that a reader stands with one list; without a state they are to join it. Times are stamps.

    A tuple, since a frozen dataclass takes more than twice as long to make, and files bring them by the million.
    """

    list: str
    state: str | None
    joined_at: str | None
    confirmed_at: str | None
    left_at: str | None

    def beside(self, state: str | None, *times: str | None) -> ListStanding:
        """Return it where a row says this of the reader: the stricter state holds, and times that it has not itself."""
        stricter = max(self.state or _JOINING, state or _JOINING, key=lambda word: STRICTNESS[Verdict(word)])
        own = (self.joined_at, self.confirmed_at, self.left_at)
        return ListStanding(
            self.list, None if stricter == _JOINING else stricter, *(a or b for a, b in zip(own, times, strict=True))
        )


def names_in(cell: str, *, separator: str = "") -> tuple[str, ...]:
    """Return the names of a comma list, each once; one in quotation marks may hold commas.

    >>> names_in('"Lorem, ipsum",Sport, sport')
    ('Lorem, ipsum', 'Sport', 'sport')
    """
    if separator:
        cell = cell.replace(separator, ",")
    if '"' not in cell:
        found = cell.split(",")
    else:
        found = next(csv.reader([cell.replace("\r", " ").replace("\n", " ")], skipinitialspace=True), [])
    return tuple(dict.fromkeys(name for one in found if (name := clean(one))))


def topics_in(cell: str, *, separator: str = "") -> tuple[str, ...]:
    """Return the topics of a comma list as they are compared, each once."""
    return tuple(dict.fromkeys(topic for name in names_in(cell, separator=separator) if (topic := normal_topic(name))))


def editions_in(cell: str) -> str | None:
    """Return the names of editions in a comma list as a JSON array, None where there are none."""
    return named(tuple(name.casefold() for name in names_in(cell)), what="skipped_editions")


def named(names: tuple[str, ...], *, what: str) -> str | None:
    """Return names as a JSON array, None where there are none.

    Raises:
        BadCell: they are more than anybody means; `what` are they?
    """
    if len(names) > MOST_NAMES:
        raise BadCell(f"{len(names)} {what} are too many; name at most {MOST_NAMES}")
    return array(names) if names else None


def pause_in(cell: str) -> str | None:
    """Return until when somebody wants no mail, as a stamp, None where nothing is said.

    Raises:
        BadCell: it is no time.
    """
    if not cell.strip():
        return None
    found = moment_in(cell)
    if found is None:
        raise BadCell(f"paused_until is {quoted(cell)}; write it like 2026-12-24T06:00:00Z")
    return stamp(found)


def names_out(names: Iterable[str]) -> str:
    """Return the comma list that `names_in` reads."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    return line.getvalue()


def standings_in(cell: str) -> tuple[ListStanding, ...]:
    """Return what a cell such as `daily confirmed, joined 2026-11-01T06:30:00Z; weekly` says.

    Raises:
        BadCell: part of it says nothing known, or a list stands there twice.
    """
    if _NAMES.fullmatch(cell):
        cell = cell.replace(",", ";")
    if cell.strip().casefold() == "none":
        return ()
    if ";" not in cell and not cell.isspace():  # as most are, by the million
        return (_standing(cell),) if cell else ()
    found = tuple(_standing(part) for part in cell.split(";") if part.strip())
    if len({one.list.lower() for one in found}) < len(found):
        raise BadCell("lists: one list stands there twice")
    return found


def standing_out(standing: object) -> str:
    """Return the part of a cell that `standings_in` reads, from an object with the same words.

    Raises:
        BadCell: it has other words, or values that are no text.
    """
    if not (isinstance(standing, dict) and standing.keys() <= _KEYS and all(map(_is_text, standing.values()))):
        raise BadCell(f"lists: {str(standing)[:60]!r} is no object of {', '.join(sorted(_KEYS))}, each a text")
    told = [f"{standing.get('list', '')} {standing.get('state') or ''}".rstrip()]
    times = (("joined", "joined_at"), ("confirmed", "confirmed_at"), ("left", "left_at"))
    return ", ".join(told + [f"{word} {standing[key]}" for word, key in times if standing.get(key)])


@lru_cache(maxsize=4096)
def _standing(part: str) -> ListStanding:
    match = _STANDING.fullmatch(part.strip())
    if match is None:
        raise BadCell(f"lists: {clean(part)[:60]!r} does not say how a reader stands with a list")
    name, state, joined, confirmed, left = match.groups()
    try:
        for time in (joined, confirmed, left):
            if time:
                datetime.fromisoformat(time)
    except ValueError:
        raise BadCell(f"lists: {clean(part)[:60]!r} has a time that there is not") from None
    if left and not state:
        raise BadCell(f"lists: {clean(part)[:60]!r} has a time of leaving and no state; write unsubscribed there")
    return ListStanding(name, state, joined, confirmed, left)


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)

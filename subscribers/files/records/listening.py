"""Listens for words on leaving in columns that do not tell how somebody stands, so that none is passed over."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from subscribers.addresses import parted
from subscribers.errors import BadCell, quoted
from subscribers.files.vocabulary.answers import tells
from subscribers.files.vocabulary.fields import Field, map_option
from subscribers.files.vocabulary.garbled import ANOTHER, of_another_encoding
from subscribers.files.vocabulary.headings import heading
from subscribers.files.vocabulary.hints import of_standings
from subscribers.files.vocabulary.leaving import says, spoken
from subscribers.files.vocabulary.remarks import asks_for_none
from subscribers.files.vocabulary.services import OURS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from subscribers.files.records.columns import Columns

    Heard = dict[str, tuple[int, str]]  # by column: in how many rows, and what the first of them says

_BETWEEN_TAGS = re.compile(r"[;,|]|:::")
_SHORT, _LONG, _FEW = 40, 160, 3  # characters of a note, also of several remarks, and words of a tag, at most
# What begins to tell more, as when or by whom, after a word; and what parts remarks.
_MORE = re.compile(
    r"[(\[,;:–—\d]| - |\b(?:from|by|on|via|at|since|am|per|von|zum|le|par|el|por|em|il|x\d+)\b", re.IGNORECASE
)
_BETWEEN_REMARKS = re.compile(r"[()\[\],;!–—\n]| - |\.(?=\s+[^\W\d])")

_NONE_OF = frozenset({"newsletters", "subscriptions"})  # what tells, as a list of nothing, that somebody gets none
# An object or a list of JSON that says it within.
_TELLING_WITHIN = re.compile(
    r"""[{,]\s*"(?:is_?|has_?)?(?:unsubscribed|opted_?out|opt_?out|bounced|complained|suppressed)"\s*:\s*(?:true|1|"[^"])"""
    r"""|[{,]\s*"(?:is_?)?(?:subscribed|opted_?in|opt_?in|newsletters?|emails?|consent|active|enabled|granted)"\s*:\s*(?:false|0\b|"no")"""
    r"""|:\s*"(?:unsubscribed|opted[ _-]?out|bounced|complained)\"""",
    re.IGNORECASE,
)


def listener(columns: Columns, heard: Heard, *, assumed: bool = False) -> Callable[[Sequence[str]], None] | None:
    """Return what listens to the records of a file, and counts in `heard` what comes in although it speaks of leaving.

    It raises a BadCell where a cell says nothing but that somebody left, or may say it in another encoding, where the
    one taken is but `assumed`. None where there is nothing to listen to, as in a file of people who all left.
    """
    if columns.all_left:
        return None
    notes = () if columns.service is OURS else columns.named(Field.NOTE)
    ears = [
        *(
            (place, name, partial(_unread, name=name, of_people=of_standings(name), assumed=assumed))
            for place, name in columns.unknown
        ),
        *((place, name, partial(_note, name=name)) for place, name in notes if place not in columns.told),
    ]

    def listen(cells: Sequence[str]) -> None:
        for name, word in [(name, word) for place, name, ear in ears if (cell := cells[place]) and (word := ear(cell))]:
            rows, first = heard.get(name, (0, word))
            heard[name] = rows + 1, first

    return listen if ears else None


def without_name(address: str, *, all_left: bool) -> str:
    """Return the address of what stands in a mail's header.

    Raises:
        BadCell: the name before it speaks of leaving, and it is not known that they have `all_left`.
    """
    name, bare = parted(address)
    if name and not all_left and (spoken(name) or _is_but_a_word(name)):
        raise BadCell(
            f"{quoted(name)} before the address may say that they are not to be mailed; if it does, put unsubscribed "
            "into a column named status; if it is their name, put it into a column named name"
        )
    return bare


@lru_cache(maxsize=4096)
def _unread(cell: str, *, name: str, of_people: bool, assumed: bool) -> str | None:
    """Refuse a cell that says that somebody is not to be mailed in a column of which nothing is known."""
    if cell == "[]" and heading(name) in _NONE_OF:
        raise BadCell(
            f"{name} names none; take the row out, or, if it does not matter: {map_option(name, Field.IGNORE)}"
        )
    if assumed and of_another_encoding(cell):
        raise BadCell(f"{quoted(cell)} in column {quoted(name)} {ANOTHER}")
    parts = _BETWEEN_TAGS.split(cell)
    objects = cell[:1] in ("{", "[")
    said = None if objects else spoken(cell)
    word = any(map(tells, parts))
    among = not (word or objects) and (
        any(asks_for_none(part) or (len(part.split()) <= _FEW and says(part, of_people=of_people)) for part in parts)
        or _has_remark(cell)
        or (said is not None and _is_but_a_word(cell))
    )
    if not (word or among or (objects and _tells_within(cell))):
        return said
    remedy = (
        f"say what it holds, such as {map_option(name, Field.STATUS)}"
        if len(parts) < 2 and (word or of_people)
        else "if they left, put unsubscribed into a column named status"
    )
    raise BadCell(
        f"column {quoted(name)}, which is not read, says {quoted(cell)}; {remedy}, or, if it does not matter: "
        f"{map_option(name, Field.IGNORE)}"
    )


def _tells_within(cell: str) -> bool:
    return cell[0] in "{[" and bool(_TELLING_WITHIN.search(cell))


def _note(cell: str, *, name: str) -> str | None:
    """Refuse a note of nothing but a word on leaving, maybe with a date; a sentence is a note."""
    if cell and _is_but_a_word(cell):
        raise BadCell(
            f"the note {quoted(cell)} may say that they are not to be mailed; if it does, put unsubscribed into a "
            f"column named status; if these are but notes: {map_option(name, Field.NOTE)}"
        )
    return spoken(cell)


def _is_but_a_word(note: str) -> bool:
    """Tell whether a note is but a word on leaving, maybe with when and by whom, or has a remark of nothing else."""
    word = _MORE.split(note, maxsplit=1)[0] if len(note) <= _SHORT else ""
    return tells(word) or _has_remark(note) or _tells_within(note)


def _has_remark(text: str) -> bool:
    """Tell whether a text, or a remark in it, says but that somebody left; one word may be of anything: gate, left."""
    parts = _BETWEEN_REMARKS.split(text) if len(text) <= _LONG else ()
    return asks_for_none(text) or any(asks_for_none(part) for part in parts if " " in part.strip())

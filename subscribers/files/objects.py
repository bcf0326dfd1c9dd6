"""Reads JSON lines: an object a line, and the cells that say the same; a broken line stops nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from subscribers.files.cells import BadCell, names_out, standing_out
from subscribers.files.encoding import LOST, WHY_LOST
from subscribers.files.fields import Field
from subscribers.files.lines import LONGEST_CELL
from subscribers.files.separated import Broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_OF_NAMES = frozenset({Field.TOPICS, Field.SKIPPED_EDITIONS})


def objects(blocks: Iterable[list[str]]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the object of each line, empty for a blank line, or what is wrong with it."""
    for block in blocks:
        for line in block:
            yield _object(line) if not line.isspace() else {}


def cells_of(found: Mapping[str, Any], fields: Sequence[Field | None]) -> list[str]:
    """Return the values of an object as cells; `fields` says what each holds, None where it is not read.

    Raises:
        BadCell: a value that is read is of a kind that says nothing there.
    """
    return [
        value if type(value) is str and value.isascii() else _cell(key, value, field)
        for (key, value), field in zip(found.items(), fields, strict=True)
    ]


def texts_of(found: Mapping[str, Any]) -> list[str]:
    """Return the values of an object as texts to look at; a list or an object is a text that says nothing known."""
    return [_text(key, value) for key, value in found.items()]


def _object(line: str) -> dict[str, Any] | Broken:
    begins = line[:100].replace(LOST, "\ufffd")
    if len(line) > LONGEST_CELL:
        return Broken(begins, f"the line is longer than {LONGEST_CELL:,} characters")
    try:
        found = _DECODER.decode(line)
    except (ValueError, RecursionError) as error:
        return Broken(begins, f"it is no JSON: {error}")
    return found if isinstance(found, dict) else Broken(begins, "it is JSON, but no object")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once)


def _cell(key: str, value: object, field: Field | None) -> str:
    match value:
        case str() if LOST in value:
            raise BadCell(WHY_LOST)
        case str():
            return value.encode(errors="replace").decode()
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return str(value)
        case {"$date": str(moment), **others} if not others:  # as MongoDB writes a time
            return moment
        case list() if field is Field.LISTS:
            return "; ".join(one if isinstance(one, str) else standing_out(one) for one in value)
        case list() if field in _OF_NAMES:
            return names_out(_name(key, one) for one in value)
        case list() | dict() if field:
            raise BadCell(f"{key} is {'a list' if isinstance(value, list) else 'an object'}; write one value there")
        case list() | dict():  # not read, but for a word within that somebody left
            return json.dumps(value)
        case _:
            return ""


def _text(key: str, value: object) -> str:
    try:
        return _cell(key, value, Field.NOTE)
    except BadCell:
        return "?"


def _name(key: str, value: object) -> str:
    """Return one name of a list, which may be an object that has it among other things."""
    match value:
        case {"name": str(name)} | str(name):
            return _cell(key, name, None)
        case int() | float():
            return str(value)
        case _:
            raise BadCell(f"{key} is a list with something in it that is no name")

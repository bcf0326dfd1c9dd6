"""Reads JSON lines: an object a line, and the cells that say the same; a broken line stops nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from subscribers.errors import BadCell
from subscribers.files.records.cells import names_out, standing_out
from subscribers.files.text.encoding import LOST, WHY_LOST
from subscribers.files.text.lines import LONGEST_CELL
from subscribers.files.text.separated import Broken
from subscribers.files.vocabulary.fields import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_HARMLESS = frozenset({Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.LANGUAGE})
_OF_NAMES = frozenset({Field.TOPICS, Field.SKIPPED_EDITIONS})


def objects(blocks: Iterable[list[str]]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the object of each line, empty for a blank line, or what is wrong with it."""
    for block in blocks:
        for line in block:
            yield _object(line) if not line.isspace() else {}


def cells_of(found: Mapping[str, Any], fields: Sequence[Field | None], *, all_left: bool = False) -> list[str]:
    """Return the values of an object as cells; `fields` says what each holds, None where it is not read.

    Of people who have `all_left` nothing but the address, and which lists they left, need be understood.

    Raises:
        BadCell: a value that is read is of a kind that says nothing there.
    """
    cell = _cell_or_nothing if all_left else _cell
    return [
        value if type(value) is str and value.isascii() else cell(key, value, field)
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
    if not isinstance(found, dict):
        return Broken(begins, "it is JSON, but no object")
    return found if dict not in map(type, found.values()) else _flat(found, begins)


def _flat(found: dict[str, Any], begins: str) -> dict[str, Any] | Broken:
    """Return an object with what stands in objects within it beside these, under names such as `consent.given`."""
    pairs = list(_pairs(found, ""))
    flat = dict(pairs)
    return flat if len(flat) == len(pairs) else Broken(begins, "it is JSON, but names one thing in two ways")


def _pairs(found: Mapping[str, Any], about: str) -> Iterator[tuple[str, Any]]:
    for key, value in found.items():
        yield about + key, value
        if isinstance(value, dict) and not _is_time(value):
            yield from _pairs(value, f"{about}{key}.")


def _is_time(value: Mapping[str, Any]) -> bool:
    """Tell whether an object is a time as MongoDB writes it."""
    return value.keys() == {"$date"} and isinstance(value["$date"], str)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once)


def _cell_or_nothing(key: str, value: object, field: Field | None) -> str:
    try:
        return _cell(key, value, field)
    except BadCell:
        if field in (Field.ADDRESS, Field.LISTS):
            raise
        return ""


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
        case dict() if _is_time(value):
            return str(value["$date"])
        case dict() if field is None or field in _HARMLESS:  # what is within stands beside it
            return ""
        case dict():
            raise BadCell(f"{key} is an object; write one value there")
        case list():
            return _listed(key, value, field)
        case _:
            return ""


def _listed(key: str, value: list[Any], field: Field | None) -> str:
    if value and field in _OF_NAMES:
        return names_out(_name(key, one) for one in value)
    if field is Field.LISTS:
        return "; ".join(one if isinstance(one, str) else standing_out(one) for one in value)
    if field is Field.ADDRESS and len(value) == 1:  # as an object of its own, or not
        texts = value[0].values() if isinstance(value[0], dict) else value
        if len(found := [one for one in texts if isinstance(one, str) and "@" in one]) == 1:
            return _cell(key, found[0], field)
    if value and field:
        raise BadCell(f"{key} is a list; write one value there")
    return json.dumps(value) if value or not field else ""  # not read, but for a word within that somebody left


def _text(key: str, value: object) -> str:
    try:
        return _cell(key, value, None if isinstance(value, dict) else Field.NOTE)
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

"""Reads JSON lines: an object a line; a broken line stops nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from subscribers.files.lines import LONGEST_CELL
from subscribers.files.separated import Broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def objects(blocks: Iterable[list[str]]) -> Iterator[dict[str, Any] | Broken]:
    """Yield the object of each line, empty for a blank line, or what is wrong with it."""
    for block in blocks:
        for line in block:
            yield _object(line) if not line.isspace() else {}


def _object(line: str) -> dict[str, Any] | Broken:
    if len(line) > LONGEST_CELL:
        return Broken(line[:100], f"the line is longer than {LONGEST_CELL:,} characters")
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Broken(line[:100], f"it is no JSON: {error}")
    return found if isinstance(found, dict) else Broken(line[:100], "it is JSON, but no object")

"""Finds out what stands where in a file whose first record is a reader already, and no names of columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subscribers.addresses import parse, parted
from subscribers.errors import BadAddress, BadFile
from subscribers.files.records.columns import recognised
from subscribers.files.vocabulary.fields import Field, map_option
from subscribers.files.vocabulary.service import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from subscribers.files.records.columns import Columns

HEADLESS = Service("addresses without column names", (), {}, open=True)


def headless(
    cells: Sequence[str], *, told: Mapping[str, Field] | None = None, everywhere: bool = True
) -> Columns | None:
    """Return the columns of a file whose first record is a reader already; None where it holds no address.

    The operator names such columns by their numbers, from 1.

    Raises:
        BadFile: it holds several, and the operator says nothing of that.
        BadValue: the operator named a column that is not there.
    """
    numbers = [str(number) for number in range(1, len(cells) + 1)]
    places = [number for number, cell in zip(numbers, cells, strict=True) if _is_address(cell)]
    if not places:
        return None
    told = dict(told or {})
    if Field.ADDRESS not in told.values():
        if len(places) > 1:
            raise BadFile(
                f"the first row holds {len(places)} addresses; write one in a row, or, if they are one reader's, say "
                f"by which they are mailed, such as: {map_option(places[0], Field.ADDRESS)}"
            )
        told = {places[0]: Field.ADDRESS} | told
    found = recognised(numbers, told=told, everywhere=everywhere)
    return replace(found, service=HEADLESS)


def _is_address(cell: str) -> bool:
    try:
        parse(parted(cell)[1])
    except BadAddress:
        return False
    return True

"""Writes readers to a file that holds all that an import can bring back, in the same order every time."""

from __future__ import annotations

import csv
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TextIO

from subscribers.files.records.cells import names_out
from subscribers.files.text.formulas import MAY_BEGIN, defused
from subscribers.files.vocabulary.services import OURS
from subscribers.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database


class Format(StrEnum):
    """How readers are written."""

    CSV = "csv"
    JSONL = "jsonl"


# Of one list, or of all. A suppression of a whole domain is written with each reader it silences, since a file without
# it would let them be mailed elsewhere.
_READERS = """
FROM subscribers
LEFT JOIN suppressions AS own ON own.key = address_key
LEFT JOIN suppressions AS domain ON domain.key = substr(address_key, instr(address_key, '@'))
WHERE :list IS NULL OR id IN (SELECT subscriber_id FROM subscriptions WHERE list_id = :list)
ORDER BY address_key
"""
_SUPPRESSED = "coalesce(own.reason, domain.reason)"
_SUPPRESSED_AT = "CASE WHEN own.key IS NULL THEN domain.at ELSE own.at END"
_SUPPRESSED_BY = "CASE WHEN own.key IS NULL THEN domain.source ELSE own.source END"
_STANDINGS = """
FROM (
    SELECT name AS list, state, joined_at, confirmed_at, left_at
    FROM subscriptions JOIN lists ON lists.id = list_id
    WHERE subscriber_id = subscribers.id AND (:list IS NULL OR list_id = :list) ORDER BY name
)
"""
_TOPICS = "(SELECT json_group_array(topic) FROM topics WHERE subscriber_id = subscribers.id)"
_EDITIONS = "(SELECT json_group_array(edition) FROM skipped_editions WHERE subscriber_id = subscribers.id)"
# Names are parted by a character that none can hold: `clean` lets no control character through.
_AS_CELLS = f"""
SELECT address, name, language,
    (SELECT group_concat(topic, char(31)) FROM topics WHERE subscriber_id = subscribers.id),
    (SELECT group_concat(edition, char(31)) FROM skipped_editions WHERE subscriber_id = subscribers.id),
note, (
    SELECT group_concat(
        list || ' ' || state || ', joined ' || joined_at || coalesce(', confirmed ' || confirmed_at, '')
        || coalesce(', left ' || left_at, ''),
    '; ') {_STANDINGS}
), left_all_at, paused_until, {_SUPPRESSED}, {_SUPPRESSED_AT}, {_SUPPRESSED_BY}
{_READERS}
"""
_AS_OBJECTS = f"""
SELECT json_object(
    'address', address, 'name', name, 'language', language, 'topics', json({_TOPICS}),
    'skipped_editions', json({_EDITIONS}), 'note', note,
    'lists', json((
        SELECT json_group_array(json_object(
            'list', list, 'state', state, 'joined_at', joined_at, 'confirmed_at', confirmed_at, 'left_at', left_at
        )) {_STANDINGS}
    )),
    'left_all_at', left_all_at, 'paused_until', paused_until, 'suppressed', {_SUPPRESSED},
    'suppressed_at', {_SUPPRESSED_AT}, 'suppressed_by', {_SUPPRESSED_BY}
)
{_READERS}
"""
_COUNT = """
SELECT CASE WHEN :list IS NULL THEN (SELECT count(*) FROM subscribers)
ELSE (SELECT count(*) FROM subscriptions WHERE list_id = :list) END
"""
_AT_ONCE = 1000  # readers between two words on how far it is


def export(
    db: Database,
    out: TextIO,
    *,
    form: Format = Format.CSV,
    list_name: str | None = None,
    advance: Callable[[int, int | None], None] = lambda _done, _of: None,
) -> int:
    """Write every reader, or those who are or were on a list and how they stand with it, and return how many.

    In a CSV file no cell is a formula to a spreadsheet; reading the file again takes that back.

    Raises:
        UnknownList: there is no such list.
    """
    values = {"list": Lists(db).terms([list_name])[0].id if list_name else None}
    total = int(db.conn.execute(_COUNT, values).fetchone()[0])
    done = 0
    with db.atomic():  # one view of the database, whatever is written beside it
        for some in _written(db, out, form, values):
            done += some
            advance(done, total)
    return done


def _written(db: Database, out: TextIO, form: Format, values: dict[str, int | None]) -> Iterator[int]:
    """Write readers, some at once, and yield how many each time."""
    if form is Format.JSONL:
        cursor = db.conn.execute(_AS_OBJECTS, values)
        while found := cursor.fetchmany(_AT_ONCE):
            out.writelines([f"{line}\n" for (line,) in found])
            yield len(found)
        return
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(OURS.columns)
    cursor = db.conn.execute(_AS_CELLS, values)
    while found := cursor.fetchmany(_AT_ONCE):
        writer.writerows([_cells(row) for row in found])
        yield len(found)


def _cells(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the cells of a reader, fit for a spreadsheet; nearly always they are so as they stand."""
    address, name, language, topics, editions, note, lists, left_all, paused, suppressed, at, by = row
    if not (
        topics or editions or suppressed or address[0] in MAY_BEGIN or name[:1] in MAY_BEGIN or note[:1] in MAY_BEGIN
    ):
        return row
    told = (address, name, language, _names(topics), _names(editions), note, lists, left_all, paused)
    cells = (*told, suppressed, at, by)
    return tuple([defused(cell or "") for cell in cells])


def _names(parted: str | None) -> str:
    return names_out(parted.split("\x1f")) if parted else ""

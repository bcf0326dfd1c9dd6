"""Keeps the register of imports: which file, when, by whose words, and what came of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from subscribers.database import array, moment, rows
from subscribers.errors import BadValue, quoted
from subscribers.model import Printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.files.intake.outcomes import Judged

_BEGIN = """
INSERT INTO imports (file, format, lists, ask, at, refused) VALUES (:file, :format, :lists, :ask, :at, :refused)
"""
_COUNT = """
UPDATE imports SET added = :added, updated = :updated, unchanged = :unchanged, kept_out = :kept_out WHERE id = :id
"""
_END = "UPDATE imports SET ended_at = :at WHERE id = :id"
_UNDO = "UPDATE imports SET undone_at = :at WHERE id = :id"
# Lists by their names; those that are gone are told no more. Imports of old did not know who left everything.
_BEFORE = """
SELECT import_id, before, (
    SELECT json_group_array(json_object(
        'list', lists.name, 'state', value ->> 'state', 'joined_at', value ->> 'joined_at',
        'confirmed_at', value ->> 'confirmed_at', 'left_at', value ->> 'left_at'
    )) FROM json_each(before, '$.subscriptions') JOIN lists ON lists.id = value ->> 'list_id'
) AS subscriptions
FROM import_changes WHERE subscriber_id = :id ORDER BY import_id
"""
_SUPPRESSED_BEFORE = """
SELECT key AS address, reason, source, at FROM suppressions_behind WHERE key IN (SELECT value FROM json_each(:keys))
"""
_COLUMNS = "id, file, format, lists, ask, at, ended_at, added, updated, unchanged, kept_out, refused, undone_at"
_ALL = f"SELECT {_COLUMNS} FROM imports ORDER BY id DESC"
_ONE = f"SELECT {_COLUMNS} FROM imports WHERE id = :id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Printable):
    """One import. The counts are of rows; `ended_at` is None for one that is under way or was cut off."""

    id: int
    file: str
    format: str
    lists: tuple[str, ...]  # as they were called; empty where the rows said which
    ask: bool  # whoever has not confirmed was to be asked by mail
    at: datetime
    ended_at: datetime | None
    added: int
    updated: int
    unchanged: int
    kept_out: int
    refused: int
    undone_at: datetime | None


def imports(db: Database) -> tuple[Import, ...]:
    """Return every import, the last one first."""
    return tuple(_from_row(row) for row in rows(db, _ALL, {}))


def import_number(text: str) -> int:
    """Read the number of an import as an operator gives it.

    Raises:
        BadValue: no import can have it.
    """
    if not re.fullmatch(r"[0-9]{1,18}", text.strip()):
        raise BadValue(f"imports have numbers, and {quoted(text)} is none; see: digest subscribers imports")
    return int(text)


def import_of(db: Database, number: int) -> Import:
    """Return one import.

    Raises:
        BadValue: there is none of this number.
    """
    found = rows(db, _ONE, {"id": number})
    if not found:
        raise BadValue(f"there was no import {number}; see: digest subscribers imports")
    return _from_row(found[0])


def before_imports(db: Database, subscriber_id: int) -> list[dict[str, Any]]:
    """Return what is kept of a person as they were before imports that changed them and can be taken back."""
    found: list[dict[str, Any]] = []
    for row in rows(db, _BEFORE, {"id": subscriber_id}):
        before = json.loads(row["before"])
        about = {name: before.get(name) for name in ("name", "language", "note", "left_all_at", "topics")}
        about |= {"skipped_editions": before["editions"], "subscriptions": json.loads(row["subscriptions"])}
        found.append({"import_id": row["import_id"], **about})
    return found


def suppressed_before(db: Database, address_keys: Sequence[str]) -> list[dict[str, Any]]:
    """Return what is kept of suppressions of these addresses as they were before an import said more of them."""
    return rows(db, _SUPPRESSED_BEFORE, {"keys": array(address_keys)})


def begin(db: Database, *, file: str, made_by: str, lists: Sequence[str], ask: bool, at: str, refused: int) -> int:
    """Enter an import and return its number; `at` is a stamp."""
    values = {"file": file, "format": made_by, "lists": array(lists), "ask": int(ask), "at": at, "refused": refused}
    return int(db.conn.execute(_BEGIN, values).lastrowid or 0)


def count(db: Database, number: int, judged: Judged, *, kept_out: int) -> None:
    """Keep what an import has come to so far."""
    counts = {"added": judged.added, "updated": judged.updated, "unchanged": judged.unchanged}
    db.conn.execute(_COUNT, {**counts, "kept_out": kept_out, "id": number})


def end(db: Database, number: int, *, at: str) -> None:
    """Say that an import has come to its end."""
    db.conn.execute(_END, {"id": number, "at": at})


def mark_undone(db: Database, number: int, *, at: str) -> None:
    """Say that an import was taken back."""
    db.conn.execute(_UNDO, {"id": number, "at": at})


def _from_row(row: dict[str, Any]) -> Import:
    times = {key: moment(row[key]) if row[key] else None for key in ("at", "ended_at", "undone_at")}
    return Import(**row | times | {"lists": tuple(json.loads(row["lists"])), "ask": bool(row["ask"])})

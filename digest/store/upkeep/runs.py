"""Keeps what each call of `digest run` did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from digest.clock import from_iso, iso
from digest.model.run import RunRecord
from digest.store.rows import rows, when
from subscribers.database import array, immediate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

BEGIN = "INSERT INTO runs (started_at) VALUES (:now) RETURNING id"

END = """
UPDATE runs SET ended_at = :now, exit_code = :exit_code, done = :done, troubles = :troubles WHERE id = :id
"""

# The runs in a row, up to the last that ended, in which a trouble was the same; a run without it ends the row.
STANDING = """
SELECT min(started_at) AS first, max(started_at) AS last FROM runs
WHERE ended_at IS NOT NULL AND id > COALESCE((
    SELECT id FROM runs
    WHERE ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM json_each(troubles) WHERE value = :words)
    ORDER BY id DESC LIMIT 1
), 0)
"""

LATEST = "SELECT * FROM runs ORDER BY id DESC LIMIT :most"


def begin(db: Database, *, now: datetime) -> int:
    """Write down that a run begins, and return its number."""
    with immediate(db):
        return int(db.conn.execute(BEGIN, {"now": iso(now)}).fetchone()[0])


def end(db: Database, run: int, *, exit_code: int, done: Sequence[str], troubles: Sequence[str], now: datetime) -> None:
    """Write down how a run ended."""
    values = {"id": run, "now": iso(now), "exit_code": exit_code, "done": array(done), "troubles": array(troubles)}
    with immediate(db):
        db.conn.execute(END, values)


def standing(db: Database, words: str) -> tuple[datetime, datetime] | None:
    """Return when the first and the last of the latest runs began that all had this trouble; None where it is new."""
    (found,) = rows(db, STANDING, {"words": words})
    return (from_iso(found["first"]), from_iso(found["last"])) if found["first"] else None


def latest(db: Database, *, most: int) -> list[RunRecord]:
    """Return the last runs, the newest first."""
    return [
        RunRecord(
            id=one["id"],
            started_at=from_iso(one["started_at"]),
            ended_at=when(one["ended_at"]),
            exit_code=one["exit_code"],
            done=tuple(json.loads(one["done"])),
            troubles=tuple(json.loads(one["troubles"])),
        )
        for one in rows(db, LATEST, {"most": most})
    ]

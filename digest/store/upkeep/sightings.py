"""Remembers the latest moment that was taken for true, doubts about the clock since, and how late it must be by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.clock import Machine, from_iso, iso
from digest.store.rows import row, value, when
from subscribers.database import immediate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

SIGHTING = "SELECT seen_at, boot, seconds, doubted, told FROM clock"

SEE = """
INSERT INTO clock (id, seen_at, boot, seconds) VALUES (1, :seen_at, :boot, :seconds)
ON CONFLICT (id) DO UPDATE SET seen_at = :seen_at, boot = :boot, seconds = :seconds, doubted = 0, told = 0
"""

# Each is the end of an index or of a short table, but for the last, which is the newest row.
LATEST_TIME = """
SELECT MAX(at) AS at FROM (
    SELECT MAX(first_seen_at) AS at FROM stories
    UNION ALL SELECT MAX(fetched_at) FROM sources
    UNION ALL SELECT MAX(mail_date) FROM issues
    UNION ALL SELECT seen_at FROM (SELECT seen_at FROM events ORDER BY id DESC LIMIT 1)
)
"""

DOUBT = "UPDATE clock SET doubted = :doubted, told = 1"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A moment that was taken for true, and the machine's count then; `doubted` is its count at the first doubt."""

    seen_at: datetime
    machine: Machine
    doubted: float
    told: bool


def sighting(db: Database) -> Sighting | None:
    """Return the latest sighting, if there was any."""
    if (found := row(db, SIGHTING)) is None:
        return None
    machine = Machine(found["boot"], found["seconds"])
    return Sighting(from_iso(found["seen_at"]), machine, found["doubted"], bool(found["told"]))


def see(db: Database, moment: datetime, machine: Machine) -> None:
    """Take a moment for true; nothing is doubted any more."""
    with immediate(db):
        db.conn.execute(SEE, {"seen_at": iso(moment), "boot": machine.boot, "seconds": machine.seconds})


def doubt(db: Database, *, since: float) -> None:
    """Note that the clock is doubted since the machine's count was `since`, and that a person was told."""
    with immediate(db):
        db.conn.execute(DOUBT, {"doubted": since})


def latest_time(db: Database) -> datetime | None:
    """Return the latest moment at which anything came in or was sent."""
    return when(value(db, LATEST_TIME))

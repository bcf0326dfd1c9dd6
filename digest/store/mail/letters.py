"""The letters: whom to write to and why, each claimed, durably, before it is handed over, and settled after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from digest.clock import from_iso, iso
from digest.model.delivery import DeliveryStatus
from digest.model.letter import ASKING, Letter, LetterKind, ListNamed
from digest.store.rows import row, rows, stamp, value, when
from subscribers.database import array

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.delivery import Entry

PUT = """
INSERT INTO letters (subscriber_id, kind, lists, asked_via, origin, created_at)
VALUES (:subscriber, :kind, :lists, :asked_via, :origin, :now)
"""

# What is not on its way yet can still speak of more lists.
WAITING = """
SELECT id, lists FROM letters WHERE subscriber_id = :subscriber AND kind = :kind AND status IN ('pending', 'deferred')
ORDER BY id LIMIT 1
"""

ENLARGE = "UPDATE letters SET lists = :lists WHERE id = :id"

SINCE = """
SELECT created_at FROM letters WHERE subscriber_id = :subscriber AND created_at >= :since AND status <> 'skipped'
ORDER BY id
"""

COLUMNS = """
id, kind, subscriber_id, lists, asked_via, origin, attempts, created_at, via
"""

NEXT = f"""
SELECT {COLUMNS} FROM letters
WHERE status IN ('pending', 'deferred') AND (retry_at IS NULL OR retry_at <= :now) AND id > :after ORDER BY id LIMIT 1
"""

# A question is for those who still have to answer it, a welcome for those who are really there; so whoever has
# confirmed, left, been suppressed or been erased meanwhile gets neither.
READER_TO_ASK = """
SELECT address, name, language, epoch, list, list_title FROM askable
WHERE subscriber_id = :subscriber AND list_id IN (SELECT value FROM json_each(:lists)) ORDER BY list_title, list
"""

READER_TO_WELCOME = READER_TO_ASK.replace("askable", "mailable")

CLAIM = """
UPDATE letters SET status = 'claimed', attempts = attempts + 1, via = :via, changed_at = :now, retry_at = NULL
WHERE id = :id
"""

SET_ASIDE = "UPDATE letters SET status = :status, detail = :detail, changed_at = :now, retry_at = NULL WHERE id = :id"

SETTLE = """
UPDATE letters SET status = :status, code = :code, detail = :detail, changed_at = :now, retry_at = :retry_at
WHERE id = :id AND status = 'claimed'
"""

CLAIMED = f"SELECT {COLUMNS} FROM letters WHERE status = 'claimed' ORDER BY id"

COUNTS = """
SELECT status, COUNT(*) AS n FROM letters WHERE status IN ('pending', 'claimed', 'deferred') GROUP BY status
"""

UNKNOWN = "SELECT COUNT(*) FROM letters WHERE status = 'unknown'"

OLDEST_WAITING = "SELECT MIN(created_at) AS at FROM letters WHERE status IN ('pending', 'claimed', 'deferred')"

OF_SUBSCRIBER = """
SELECT kind, lists, asked_via, origin, created_at, status, attempts, via, code, detail, changed_at, retry_at
FROM letters WHERE subscriber_id = :subscriber ORDER BY id
"""

GONE = "confirmed, left, suppressed or erased before its turn came"
TOO_OLD = "could not be handed over in time"


def put(
    db: Database,
    subscriber_id: int,
    kind: LetterKind,
    *,
    lists: Iterable[int],
    asked_via: str,
    now: datetime,
    origin: str = "",
) -> None:
    """Put a letter about these lists (by id) in line, or let one that waits there speak of them too.

    Runs in the caller's transaction.
    """
    found = row(db, WAITING, {"subscriber": subscriber_id, "kind": kind})
    if found:
        every = array(sorted({*json.loads(found["lists"]), *lists}))
        db.conn.execute(ENLARGE, {"id": found["id"], "lists": every})
        return
    values = {"subscriber": subscriber_id, "kind": kind, "lists": array(sorted(lists)), "now": iso(now)}
    db.conn.execute(PUT, values | {"asked_via": asked_via, "origin": origin})


def written_since(db: Database, subscriber_id: int, *, since: datetime) -> list[datetime]:
    """Return when letters to a subscriber were put in line since then, the oldest first."""
    found = rows(db, SINCE, {"subscriber": subscriber_id, "since": iso(since)})
    return [from_iso(one["created_at"]) for one in found]


def of_subscriber(db: Database, subscriber_id: int) -> list[dict[str, Any]]:
    """Return all that is kept of the letters to a subscriber, the oldest first; lists by id."""
    return [one | {"lists": json.loads(one["lists"])} for one in rows(db, OF_SUBSCRIBER, {"subscriber": subscriber_id})]


def next_in_line(db: Database, *, now: datetime, after: int) -> Letter | None:
    """Return the first letter behind `after` that may be handed over now, and has lists to speak of; None for no more.

    Those without are set aside on the way. Runs in the caller's transaction.
    """
    while found := row(db, NEXT, {"now": iso(now), "after": after}):
        if letter := _letter(db, found):
            return letter
        set_aside(db, found["id"], DeliveryStatus.SKIPPED, detail=GONE, now=now)
        after = found["id"]
    return None


def claim(db: Database, letter_id: int, *, via: str, now: datetime) -> None:
    """Claim a letter for a transport; in the caller's transaction, after which it may be handed over."""
    db.conn.execute(CLAIM, {"id": letter_id, "via": via, "now": iso(now)})


def set_aside(db: Database, letter_id: int, status: DeliveryStatus, *, detail: str, now: datetime) -> None:
    """Say that a letter is not handed over, and why; runs in the caller's transaction."""
    db.conn.execute(SET_ASIDE, {"id": letter_id, "status": status, "detail": detail, "now": iso(now)})


def settle(db: Database, entry: Entry, *, now: datetime) -> bool:
    """Record what became of a claimed letter, and tell whether it is still there: its reader may have been erased.

    Runs in the caller's transaction.
    """
    receipt = entry.receipt
    values = {"id": receipt.delivery_id, "status": receipt.status, "code": receipt.code, "detail": receipt.detail}
    return bool(db.conn.execute(SETTLE, values | {"now": iso(now), "retry_at": stamp(entry.retry_at)}).rowcount)


def claimed(db: Database) -> list[tuple[int, Letter | None, str]]:
    """Return the letters that some run claimed and did not finish: id, letter, and the transport it was for.

    The letter is None where its reader is gone meanwhile.
    """
    return [(found["id"], _letter(db, found), found["via"]) for found in rows(db, CLAIMED)]


def to_do(db: Database) -> dict[str, int]:
    """Return how many letters are not settled, by status."""
    return {found["status"]: found["n"] for found in rows(db, COUNTS)}


def unknown(db: Database) -> int:
    """Return of how many letters nobody knows whether they were handed over."""
    return int(value(db, UNKNOWN))


def waiting_since(db: Database) -> datetime | None:
    """Return since when a letter waits to be handed over."""
    return when(value(db, OLDEST_WAITING))


def _letter(db: Database, found: dict[str, Any]) -> Letter | None:
    kind = LetterKind(found["kind"])
    values = {"subscriber": found["subscriber_id"], "lists": found["lists"]}
    about = rows(db, READER_TO_ASK if kind in ASKING else READER_TO_WELCOME, values)
    if not about:
        return None
    reader = about[0]
    return Letter(
        id=found["id"],
        kind=kind,
        subscriber_id=found["subscriber_id"],
        address=reader["address"],
        name=reader["name"],
        language=reader["language"],
        epoch=reader["epoch"],
        lists=tuple(ListNamed(one["list"], one["list_title"]) for one in about),
        asked_via=found["asked_via"],
        origin=found["origin"],
        attempts=found["attempts"],
        created_at=from_iso(found["created_at"]),
    )

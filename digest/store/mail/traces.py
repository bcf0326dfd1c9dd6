"""Finds what the ledger and the events hold of one person, and takes the person out of it.

The ledger goes on counting: a delivery stays, with its issue, list, status and times, as a mail to nobody we know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.model.delivery import ERASED
from digest.store.rows import rows, value
from subscribers.database import array

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

# Issue by issue, since the ledger is indexed by issue and subscriber together. By address only rows of whoever is on
# the roster no more: an address may have become another subscriber's.
OF_PERSON = """
SELECT d.id, i.edition || '/' || i.label AS issue, d.address, d.address_key, d.name, d.list, d.list_title, d.joined_at,
    d.status, d.attempts, d.via, d.code, d.detail, d.changed_at, d.retry_at
FROM issues AS i CROSS JOIN deliveries AS d ON d.issue_id = i.id AND d.subscriber_id = :person
UNION
SELECT d.id, i.edition || '/' || i.label AS issue, d.address, d.address_key, d.name, d.list, d.list_title, d.joined_at,
    d.status, d.attempts, d.via, d.code, d.detail, d.changed_at, d.retry_at
FROM issues AS i CROSS JOIN json_each(:keys) AS k CROSS JOIN deliveries AS d
    ON d.issue_id = i.id AND d.address_key = k.value
WHERE NOT EXISTS (SELECT 1 FROM subscribers WHERE id = d.subscriber_id)
ORDER BY 1
"""

# There is no index of events by delivery, which would cost each event that comes in; a person is looked up seldom.
EVENTS = """
SELECT id, kind, fault, source, code, detail, at, seen_at, delivery_id FROM events
WHERE id > :after AND (delivery_id IN (SELECT value FROM json_each(:deliveries))
    OR address_key IN (SELECT value FROM json_each(:keys)))
ORDER BY id
"""

LAST_EVENT = "SELECT COALESCE(MAX(id), 0) FROM events"

SOFT_BOUNCES = """
SELECT i.edition || '/' || i.label AS issue FROM soft_bounces AS s JOIN issues AS i ON i.id = s.issue_id
WHERE s.address_key IN (SELECT value FROM json_each(:keys)) ORDER BY s.issue_id
"""

# What is about to be handed over stays claimed: its receipt is still to come, and without its words (see RECORD).
ERASE_DELIVERIES = """
UPDATE deliveries SET address = :erased, address_key = 'erased:' || subscriber_id, name = '', detail = '', lane = '',
    status = CASE WHEN status IN ('pending', 'deferred') THEN 'skipped' ELSE status END, retry_at = NULL,
    changed_at = CASE WHEN status IN ('pending', 'deferred') THEN :now ELSE changed_at END
WHERE id IN (SELECT value FROM json_each(:deliveries))
"""

ERASE_EVENTS = "UPDATE events SET address_key = '', detail = '' WHERE id IN (SELECT value FROM json_each(:events))"

ERASE_SOFT_BOUNCES = "DELETE FROM soft_bounces WHERE address_key IN (SELECT value FROM json_each(:keys))"

CLAIMED = (
    "SELECT COUNT(*) FROM deliveries WHERE status = 'claimed' AND id IN (SELECT value FROM json_each(:deliveries))"
)

# Words of a mail server that somebody else's row, or an issue, keeps. SQLite's lower() knows ASCII alone, as the
# addresses that servers repeat mostly are.
ERASE_MENTIONS = (
    "UPDATE issues SET note = '' WHERE instr(lower(note), :key)",
    "UPDATE deliveries SET detail = '' WHERE instr(lower(detail), :key)",
    "UPDATE events SET detail = '' WHERE instr(lower(detail), :key)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What the ledger, the events and the counts of soft bounces hold of one person: rows as their columns.

    `last_event` is the newest event of all when this was looked up.
    """

    deliveries: tuple[dict[str, Any], ...]
    events: tuple[dict[str, Any], ...]
    soft_bounces: tuple[str, ...]  # the issues
    last_event: int

    def __bool__(self) -> bool:
        return bool(self.deliveries or self.events or self.soft_bounces)


def traces_of(
    db: Database, subscriber_id: int | None, address_keys: Sequence[str], *, after: Traces | None = None
) -> Traces:
    """Return what is held of a person, by number and by every address of theirs.

    A second look `after` a first one, with the same addresses, reads only the events that came in between.
    """
    keys = {"keys": array(address_keys)}
    deliveries = rows(db, OF_PERSON, keys | {"person": subscriber_id})
    last = int(value(db, LAST_EVENT))
    wanted = keys | {"deliveries": array(one["id"] for one in deliveries), "after": after.last_event if after else 0}
    events = (*(after.events if after else ()), *rows(db, EVENTS, wanted))
    return Traces(
        deliveries=tuple(deliveries),
        events=events,
        soft_bounces=tuple(one["issue"] for one in rows(db, SOFT_BOUNCES, keys)),
        last_event=last,
    )


def erase(db: Database, traces: Traces, address_keys: Sequence[str], *, now: datetime) -> None:
    """Take a person out of what was found; runs in the caller's transaction. What was not handed over is skipped."""
    deliveries = array(one["id"] for one in traces.deliveries)
    db.conn.execute(ERASE_DELIVERIES, {"deliveries": deliveries, "erased": ERASED, "now": iso(now)})
    db.conn.execute(ERASE_EVENTS, {"events": array(one["id"] for one in traces.events)})
    db.conn.execute(ERASE_SOFT_BOUNCES, {"keys": array(address_keys)})


def on_their_way(db: Database, traces: Traces) -> int:
    """Return how many of these mails are being handed over, or were when a send was killed."""
    return int(value(db, CLAIMED, {"deliveries": array(one["id"] for one in traces.deliveries)}))


def erase_mentions(db: Database, address_keys: Sequence[str]) -> None:
    """Blank the words of mail servers that repeat an address, wherever they are kept.

    Reads the whole ledger. Runs in the caller's transaction.
    """
    for sql in ERASE_MENTIONS:
        db.conn.executemany(sql, [{"key": key} for key in address_keys])

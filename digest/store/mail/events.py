"""Keeps what came back, each event once, and moves the deliveries that it tells of."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from digest.clock import from_iso, iso
from digest.model.delivery import DeliveryStatus
from digest.model.event import LONGEST_CODE, LONGEST_DETAIL
from digest.store.mail.deliveries import DELIVERY_COLUMNS, delivery_of
from digest.store.mail.ledger import CARRY
from digest.store.rows import row, rows, stamp, value
from digest.store.schema.awry_tables import AWRY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from sqlite_utils import Database

    from digest.model.delivery import Delivery
    from digest.model.event import Event

KNOWN = "SELECT 1 FROM events WHERE key = :key"

REMEMBER = """
INSERT INTO events (key, kind, fault, source, delivery_id, address_key, code, detail, at, seen_at)
VALUES (:key, :kind, :fault, :source, :delivery, :address_key, :code, :detail, :at, :now)
"""

OF_MAIL = f"SELECT {DELIVERY_COLUMNS} FROM deliveries AS d WHERE d.issue_id = :issue AND d.subscriber_id = :subscriber"

# As a Message-ID names an issue: `daily.2026-11-23T1830` for daily/2026-11-23T18:30.
OF_LABEL = f"""
SELECT {DELIVERY_COLUMNS} FROM issues AS i JOIN deliveries AS d ON d.issue_id = i.id AND d.address_key = :address_key
WHERE i.edition = :edition AND replace(i.label, ':', '') = :label
"""

# Issue by issue, since the ledger is indexed by issue and address together; asked for complaints and the like alone.
EVER_RECIPIENT = """
SELECT EXISTS (
    SELECT 1 FROM issues AS i CROSS JOIN deliveries AS d ON d.issue_id = i.id AND d.address_key = :address_key) AS ever
"""

LISTS = "SELECT list_id FROM issue_lists WHERE issue_id = :issue"

# Read and written in one immediate transaction, so that what it moves is still as it was read.
MOVE = """
UPDATE deliveries SET status = :status, code = :code, detail = :detail, changed_at = :changed_at, retry_at = NULL
WHERE id = :id
"""

ANY_OPEN = f"""
SELECT EXISTS (
    SELECT 1 FROM deliveries WHERE issue_id = :issue AND status IN ('unknown', 'expired') AND {AWRY}) AS any
"""

REFUSED = f"""
SELECT {DELIVERY_COLUMNS} FROM deliveries AS d
WHERE d.issue_id = :issue AND d.status = 'refused' AND {AWRY} ORDER BY d.id
"""

COUNT_SOFT = "INSERT INTO soft_bounces (address_key, issue_id) VALUES (:address_key, :issue) ON CONFLICT DO NOTHING"

SOFT_ISSUES = "SELECT COUNT(*) AS n FROM soft_bounces WHERE address_key = :address_key"

# Whatever became of the issues of late, as one address saw it.
TRAIL = """
SELECT i.mail_date, d.status, s.issue_id IS NOT NULL AS soft
FROM issues AS i CROSS JOIN deliveries AS d ON d.issue_id = i.id AND d.address_key = :address_key
LEFT JOIN soft_bounces AS s ON s.address_key = :address_key AND s.issue_id = i.id
WHERE i.mail_date >= :since ORDER BY i.mail_date DESC, i.id DESC
"""

LATEST_SOFT = """
SELECT MAX(i.mail_date) AS latest FROM soft_bounces AS s JOIN issues AS i ON i.id = s.issue_id
WHERE s.address_key = :address_key
"""

# Once it has led to a suppression: whoever lifts that begins a new count.
FORGET_SOFT = "DELETE FROM soft_bounces WHERE address_key = :address_key"


def known(db: Database, event: Event) -> bool:
    """Tell whether the event was taken in before."""
    return db.conn.execute(KNOWN, {"key": _key(event)}).fetchone() is not None


def remember(db: Database, event: Event, *, delivery_id: int | None, address_key: str, now: datetime) -> None:
    """Keep an event that is not known yet; the address only where no delivery is."""
    values = {
        "key": _key(event),
        "kind": event.kind,
        "fault": event.fault or "",
        "source": event.source,
        "delivery": delivery_id,
        "address_key": address_key,
        "code": event.code[:LONGEST_CODE],
        "detail": event.detail[:LONGEST_DETAIL],
        "at": stamp(event.at),
        "now": iso(now),
    }
    db.conn.execute(REMEMBER, values)


def of_mail(db: Database, issue_id: int, subscriber_id: int) -> Delivery | None:
    """Return the delivery of an issue to a subscriber."""
    return _maybe(db, OF_MAIL, {"issue": issue_id, "subscriber": subscriber_id})


def of_label(db: Database, edition: str, label: str, *, address_key: str) -> Delivery | None:
    """Return the delivery of the issue that a Message-ID names, to an address."""
    return _maybe(db, OF_LABEL, {"edition": edition, "label": label, "address_key": address_key})


def ever_recipient(db: Database, address_key: str) -> bool:
    """Tell whether an issue ever had this address among its recipients."""
    return bool(value(db, EVER_RECIPIENT, {"address_key": address_key}))


def lists(db: Database, issue_id: int) -> list[int]:
    """Return the ids of the lists that an issue was sent to."""
    return [one["list_id"] for one in rows(db, LISTS, {"issue": issue_id})]


def move(db: Database, deliveries: Iterable[Delivery], *, now: datetime) -> None:
    """Write how these deliveries stand now; of their issues, something was handed over."""
    moved = list(deliveries)
    db.conn.executemany(
        MOVE,
        [
            {
                "id": one.id,
                "status": one.status,
                "code": one.code,
                "detail": one.detail,
                "changed_at": stamp(one.changed_at),
            }
            for one in moved
        ],
    )
    db.conn.executemany(CARRY, [{"issue": issue, "now": iso(now)} for issue in {one.issue_id for one in moved}])


def any_open(db: Database, issue_id: int) -> bool:
    """Tell whether any delivery of the issue is of unknown fate, or expired: that is what makes an issue partial."""
    return bool(value(db, ANY_OPEN, {"issue": issue_id}))


def refused(db: Database, issue_id: int) -> list[Delivery]:
    """Return the deliveries of the issue that were refused when they were handed over."""
    return [delivery_of(one) for one in rows(db, REFUSED, {"issue": issue_id})]


def count_soft(db: Database, issue_id: int, address_key: str) -> None:
    """Note that the issue came back from this address for a passing reason; an issue counts once."""
    db.conn.execute(COUNT_SOFT, {"address_key": address_key, "issue": issue_id})


def soft_issues(db: Database, address_key: str) -> int:
    """Return how many issues came back from this address for a passing reason."""
    return int(value(db, SOFT_ISSUES, {"address_key": address_key}))


def trail(db: Database, address_key: str, *, within: timedelta) -> list[tuple[datetime, DeliveryStatus, bool]]:
    """Return what became of the issues to an address, the latest first: date, status, whether it bounced softly.

    They reach back from the last that bounced so by as much as `within`.
    """
    if not (latest := value(db, LATEST_SOFT, {"address_key": address_key})):
        return []
    found = rows(db, TRAIL, {"address_key": address_key, "since": iso(from_iso(latest) - within)})
    return [(from_iso(one["mail_date"]), DeliveryStatus(one["status"]), bool(one["soft"])) for one in found]


def forget_soft(db: Database, address_key: str) -> None:
    """Begin the count of an address anew."""
    db.conn.execute(FORGET_SOFT, {"address_key": address_key})


def _key(event: Event) -> bytes:
    words = f"{event.source}\x1f{event.key}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(words, digest_size=16).digest()


def _maybe(db: Database, sql: str, values: dict[str, Any]) -> Delivery | None:
    found = row(db, sql, values)
    return delivery_of(found) if found else None

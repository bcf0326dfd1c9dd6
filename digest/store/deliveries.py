"""The ledger: who is to get an issue, who got it, and what is not known; every step in one durable commit."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.model.delivery import Counts, Delivery, DeliveryStatus, Receipt
from digest.store.rows import Row, row, rows, when
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.issue import IssueRecord

FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=1)

GONE = "no longer subscribed, or suppressed or paused, when its turn came"

# The recipients, once: a subscriber on several of the lists counts for the one joined first.
FREEZE_RECIPIENTS = """
INSERT INTO deliveries (issue_id, variant_id, subscriber_id, address, address_key, name, list, list_title, joined_at,
    epoch)
SELECT :issue, :variant, subscriber_id, address, address_key, name, list, list_title, joined_at, epoch FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY subscriber_id ORDER BY joined_at, list) AS place
    FROM mailable
    WHERE list IN (SELECT list FROM issue_lists WHERE issue_id = :issue)
      AND (paused_until IS NULL OR paused_until <= :now)
) WHERE place = 1 ORDER BY subscriber_id
"""

DELIVERY_COLUMNS = """
d.id, d.issue_id, d.subscriber_id, d.address, d.name, d.list_title, d.joined_at, d.epoch, d.status, d.attempts, d.code,
d.detail, d.changed_at, d.retry_at
"""

# Suppression, subscription and pause are looked up again at the moment of claiming.
NEXT = f"""
SELECT {DELIVERY_COLUMNS}, EXISTS (
    SELECT 1 FROM mailable AS m
    WHERE m.subscriber_id = d.subscriber_id AND m.address_key = d.address_key
      AND m.list IN (SELECT list FROM issue_lists WHERE issue_id = :issue)
      AND (m.paused_until IS NULL OR m.paused_until <= :now)
) AS still_mailable
FROM deliveries AS d WHERE d.issue_id = :issue AND
"""

NEXT_PENDING = NEXT + " d.status = 'pending' ORDER BY d.id LIMIT :want"

NEXT_DEFERRED = NEXT + " d.status = 'deferred' AND d.retry_at <= :now ORDER BY d.retry_at, d.id LIMIT :want"

CLAIM = """
UPDATE deliveries SET status = 'claimed', attempts = attempts + 1, changed_at = :now, retry_at = NULL WHERE id = :id
"""

SKIP = "UPDATE deliveries SET status = 'skipped', detail = :detail, changed_at = :now WHERE id = :id"

# Only what is claimed can get a receipt: what came back meanwhile (a bounce, a complaint) is not undone.
RECORD = """
UPDATE deliveries SET status = :status, code = :code, detail = :detail, changed_at = :now, retry_at = :retry_at
WHERE id = :id AND status = 'claimed'
"""

# From the first mail handed over, the stories of the issue count as used.
CARRY = "UPDATE issues SET carried_at = :now WHERE id = :issue AND carried_at IS NULL"

COUNT_HANDED_OVER = """
INSERT INTO handed_over (second, mails) VALUES (:now, :mails)
ON CONFLICT (second) DO UPDATE SET mails = mails + :mails
"""

HANDED_OVER_SINCE = "SELECT COALESCE(SUM(mails), 0) AS mails FROM handed_over WHERE second >= :moment"

ANY_TO_CLAIM = """
SELECT EXISTS (SELECT 1 FROM deliveries WHERE issue_id = :issue AND status = 'pending')
    OR EXISTS (SELECT 1 FROM deliveries WHERE issue_id = :issue AND status = 'deferred' AND retry_at <= :now) AS any
"""

CLAIMED = f"""
SELECT {DELIVERY_COLUMNS} FROM deliveries AS d WHERE d.issue_id = :issue AND d.status = 'claimed' ORDER BY d.id
"""

ALL = f"SELECT {DELIVERY_COLUMNS} FROM deliveries AS d WHERE d.issue_id = :issue ORDER BY d.id"

COUNTS = "SELECT status, COUNT(*) AS n FROM deliveries WHERE issue_id = :issue GROUP BY status"

EXPIRE = """
UPDATE deliveries SET status = 'expired', changed_at = :now, retry_at = NULL
WHERE issue_id = :issue AND status = 'deferred'
"""

CANCEL = """
UPDATE deliveries SET status = 'cancelled', changed_at = :now, retry_at = NULL
WHERE issue_id = :issue AND status IN ('pending', 'deferred')
"""

RESEND_UNKNOWN = """
UPDATE deliveries SET status = 'pending', changed_at = :now, detail = 'to be handed over again, by an operator''s word'
WHERE issue_id = :issue AND status = 'unknown'
"""

SKIP_UNKNOWN = """
UPDATE deliveries SET status = 'skipped', changed_at = :now,
    detail = 'may have been handed over; left be, by an operator''s word'
WHERE issue_id = :issue AND status = 'unknown'
"""

STATE = "SELECT state FROM issues WHERE id = :issue"


class Ledger:
    """The deliveries of issues in one database; used by one thread, while the edition's lock is held."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._attempts: dict[int, int] = {}

    def freeze_recipients(self, issue_id: int, variant_id: int, *, now: datetime) -> int:
        """Choose the recipients, once; runs in the caller's transaction. Returns how many there are."""
        values = {"issue": issue_id, "variant": variant_id, "now": iso(now)}
        return self._db.conn.execute(FREEZE_RECIPIENTS, values).rowcount

    def turn(self, issue_id: int, *, receipts: Sequence[Receipt], want: int, now: datetime) -> Sequence[Delivery]:
        """Record receipts and claim up to `want` deliveries, in one durable commit.

        Those not to be mailed any more are skipped, and not returned. Fewer than `want` come back only when none is
        left to claim now.
        """
        with immediate(self._db):
            self._record(issue_id, receipts, now=now)
            return self._claim(issue_id, want, now=now)

    def any_to_claim(self, issue_id: int, *, now: datetime) -> bool:
        """Tell whether a turn could claim anything now."""
        found = row(self._db, ANY_TO_CLAIM, {"issue": issue_id, "now": iso(now)})
        return bool(found and found["any"])

    def claimed(self, issue_id: int) -> list[Delivery]:
        """Return the deliveries that a run claimed and did not finish."""
        return [_delivery(found) for found in rows(self._db, CLAIMED, {"issue": issue_id})]

    def every(self, issue_id: int) -> list[Delivery]:
        """Return all deliveries of the issue."""
        return [_delivery(found) for found in rows(self._db, ALL, {"issue": issue_id})]

    def counts(self, issue_id: int) -> Counts:
        """Return how many deliveries of the issue stand where."""
        found = rows(self._db, COUNTS, {"issue": issue_id})
        return Counts({DeliveryStatus(one["status"]): one["n"] for one in found})

    def handed_over_since(self, moment: datetime) -> int:
        """Return how many mails were accepted at that moment or later, over all issues."""
        found = row(self._db, HANDED_OVER_SINCE, {"moment": iso(moment)})
        assert found is not None
        return int(found["mails"])

    def stopped(self, issue_id: int) -> bool:
        """Tell whether a person has paused or cancelled the issue."""
        found = row(self._db, STATE, {"issue": issue_id})
        return found is not None and found["state"] in ("paused", "cancelled")

    def expire(self, record: IssueRecord, *, now: datetime) -> int:
        """Give up what is still deferred past the issue's deadline, and return how many that was."""
        if record.deadline_at is None or now <= record.deadline_at:
            return 0
        with immediate(self._db):
            return self._db.conn.execute(EXPIRE, {"issue": record.id, "now": iso(now)}).rowcount

    def cancel(self, issue_id: int, *, now: datetime) -> int:
        """Call off what was not handed over yet; runs in the caller's transaction. Returns how many that was."""
        return self._db.conn.execute(CANCEL, {"issue": issue_id, "now": iso(now)}).rowcount

    def resolve_unknown(self, issue_id: int, *, resend: bool, now: datetime) -> int:
        """Put mails of unknown fate back in line, or leave them be, and return how many.

        Runs in the caller's transaction.
        """
        sql = RESEND_UNKNOWN if resend else SKIP_UNKNOWN
        return self._db.conn.execute(sql, {"issue": issue_id, "now": iso(now)}).rowcount

    def _record(self, issue_id: int, receipts: Sequence[Receipt], *, now: datetime) -> None:
        if not receipts:
            return
        self._db.conn.executemany(RECORD, [self._row(receipt, now=now) for receipt in receipts])
        handed_over = sum(receipt.status is DeliveryStatus.ACCEPTED for receipt in receipts)
        if handed_over:
            self._db.conn.execute(COUNT_HANDED_OVER, {"now": iso(now), "mails": handed_over})
        if handed_over or any(receipt.status is DeliveryStatus.UNKNOWN for receipt in receipts):
            self._db.conn.execute(CARRY, {"issue": issue_id, "now": iso(now)})

    def _claim(self, issue_id: int, want: int, *, now: datetime) -> list[Delivery]:
        claimed: list[Delivery] = []
        for query in (NEXT_PENDING, NEXT_DEFERRED):
            while len(claimed) < want:
                values = {"issue": issue_id, "want": want - len(claimed), "now": iso(now)}
                found = rows(self._db, query, values)
                if not found:
                    break
                claimed += self._take(found, now=now)
        return claimed

    def _take(self, found: list[Row], *, now: datetime) -> list[Delivery]:
        mailable = [one for one in found if one["still_mailable"]]
        gone = [{"id": one["id"], "now": iso(now), "detail": GONE} for one in found if not one["still_mailable"]]
        self._db.conn.executemany(CLAIM, [{"id": one["id"], "now": iso(now)} for one in mailable])
        self._db.conn.executemany(SKIP, gone)
        self._attempts |= {one["id"]: one["attempts"] + 1 for one in mailable}
        return [_delivery(one) for one in mailable]

    def _row(self, receipt: Receipt, *, now: datetime) -> dict[str, Any]:
        attempts = self._attempts.pop(receipt.delivery_id, 1)
        deferred = receipt.status is DeliveryStatus.DEFERRED
        return {
            "id": receipt.delivery_id,
            "status": receipt.status,
            "code": receipt.code,
            "detail": receipt.detail,
            "now": iso(now),
            "retry_at": iso(now + _patience(attempts)) if deferred else None,
        }


def _patience(attempts: int) -> timedelta:
    """Return how long to wait after that many attempts: doubling, with a fifth of jitter to spread the load."""
    doublings = min(attempts - 1, 10)
    return min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY) * random.uniform(0.8, 1.2)


def _delivery(found: Row) -> Delivery:
    joined_at = when(found["joined_at"])
    assert joined_at is not None
    return Delivery(
        id=found["id"],
        issue_id=found["issue_id"],
        subscriber_id=found["subscriber_id"],
        address=found["address"],
        name=found["name"],
        list_title=found["list_title"],
        joined_at=joined_at,
        epoch=found["epoch"],
        status=DeliveryStatus(found["status"]),
        attempts=found["attempts"],
        code=found["code"],
        detail=found["detail"],
        changed_at=when(found["changed_at"]),
        retry_at=when(found["retry_at"]),
    )

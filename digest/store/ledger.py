"""The ledger as the dispatch loop uses it: claims and receipts, each turn in one durable commit."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.model.delivery import Delivery, DeliveryStatus, Receipt
from digest.store.deliveries import DELIVERY_COLUMNS, delivery_of
from digest.store.rows import Row, row, rows
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

FIRST_RETRY = timedelta(minutes=5)

LONGEST_RETRY = timedelta(hours=1)

GONE = "no longer subscribed, or suppressed or paused, when its turn came"

# Suppression, subscription and pause are looked up again at the moment of claiming.
NEXT = f"""
SELECT {DELIVERY_COLUMNS}, EXISTS (
    SELECT 1 FROM mailable AS m
    WHERE m.subscriber_id = d.subscriber_id AND m.address_key = d.address_key
      AND m.list_id IN (SELECT list_id FROM issue_lists WHERE issue_id = :issue)
      AND (m.paused_until IS NULL OR m.paused_until <= :now)
) AS still_mailable
FROM deliveries AS d WHERE d.issue_id = :issue AND
"""

NEXT_PENDING = NEXT + " d.status = 'pending' ORDER BY d.id LIMIT :want"

NEXT_DEFERRED = NEXT + " d.status = 'deferred' AND d.retry_at <= :now ORDER BY d.retry_at, d.id LIMIT :want"

CLAIM = """
UPDATE deliveries SET status = 'claimed', attempts = attempts + 1, via = :via, changed_at = :now, retry_at = NULL
WHERE id = :id
"""

SKIP = "UPDATE deliveries SET status = 'skipped', detail = :detail, changed_at = :now, retry_at = NULL WHERE id = :id"

# Only what is claimed can get a receipt: what came back meanwhile (a bounce, a complaint) is not undone. What was to be
# tried again of an issue that a person has cancelled meanwhile is cancelled with it.
RECORD = """
UPDATE deliveries SET code = :code, detail = :detail, changed_at = :now, retry_at = :retry_at,
    status = CASE WHEN :status IN ('pending', 'deferred')
        AND (SELECT state FROM issues WHERE id = deliveries.issue_id) = 'cancelled' THEN 'cancelled' ELSE :status END
WHERE id = :id AND status = 'claimed'
"""

# From the first mail handed over, the stories of the issue count as used.
CARRY = "UPDATE issues SET carried_at = :now WHERE id = :issue AND carried_at IS NULL"

COUNT_HANDED_OVER = """
INSERT INTO handed_over (second, mails) VALUES (:now, :mails)
ON CONFLICT (second) DO UPDATE SET mails = mails + :mails
"""

HANDED_OVER_SINCE = "SELECT COALESCE(SUM(mails), 0) AS mails FROM handed_over WHERE second >= :moment"

STATE = "SELECT state FROM issues WHERE id = :issue"


class Ledger:
    """The deliveries of issues in one database; used by one thread, while the edition's lock is held."""

    def __init__(self, db: Database, *, via: str = "") -> None:
        """Take the database, and what claims are made for: a transport and where it leads to."""
        self._db = db
        self._via = via
        self._attempts: dict[int, int] = {}

    def turn(self, issue_id: int, *, receipts: Sequence[Receipt], want: int, now: datetime) -> Sequence[Delivery]:
        """Record receipts and claim up to `want` deliveries, in one durable commit.

        Those not to be mailed any more are skipped, and not returned. Fewer than `want` come back only when none is
        left to claim now.
        """
        with immediate(self._db):
            self._record(issue_id, receipts, now=now)
            return self._claim(issue_id, want, now=now)

    def handed_over_since(self, moment: datetime) -> int:
        """Return how many mails were accepted at that moment or later, over all issues."""
        found = row(self._db, HANDED_OVER_SINCE, {"moment": iso(moment)})
        assert found is not None
        return int(found["mails"])

    def stopped(self, issue_id: int) -> bool:
        """Tell whether a person has paused or cancelled the issue."""
        found = row(self._db, STATE, {"issue": issue_id})
        return found is not None and found["state"] in ("paused", "cancelled")

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
        claims = [{"id": one["id"], "via": self._via, "now": iso(now)} for one in mailable]
        self._db.conn.executemany(CLAIM, claims)
        self._db.conn.executemany(SKIP, gone)
        self._attempts |= {one["id"]: one["attempts"] + 1 for one in mailable}
        return [delivery_of(one) for one in mailable]

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

"""The rows of the ledger, one for each issue and recipient, as they are looked at, and closed by a person."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from digest.clock import from_iso, iso
from digest.model.delivery import Counts, Delivery, DeliveryStatus, Recipient
from digest.store.rows import Row, row, rows, value, when
from digest.store.schema.awry_tables import AWRY
from subscribers.database import array, immediate

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.issue import IssueRecord

ANY_LANE = "SELECT 1 FROM deliveries WHERE issue_id = :issue AND lane > '' LIMIT 1"

# The domains with a rate of their own may have changed since the issue was frozen.
MOVE_LANES = """
UPDATE deliveries SET lane = :lane WHERE issue_id = :issue AND status IN ('pending', 'deferred') AND lane <> :lane
    AND CASE WHEN :lane <> '' THEN substr(address_key, instr(address_key, '@') + 1) = :lane
        ELSE lane NOT IN (SELECT value FROM json_each(:domains)) END
"""

RECIPIENT_FIELDS = (
    "id", "subscriber_id", "address", "name", "list_title", "joined_at", "epoch", "attempts", "variant_id",
)  # fmt: skip
RECIPIENT_COLUMNS = ", ".join(f"d.{name} AS {name}" for name in RECIPIENT_FIELDS)

ANY_TO_CLAIM = f"""
SELECT EXISTS (SELECT 1 FROM deliveries WHERE issue_id = :issue AND status = 'pending')
    OR EXISTS (SELECT 1 FROM deliveries WHERE issue_id = :issue AND status = 'deferred' AND retry_at <= :now
        AND {AWRY}) AS any
"""

# Every row of the issue is looked at: three comparisons take a third of the time of counting what stands where.
PROGRESS = """
SELECT COUNT(*), COUNT(*) FILTER (WHERE status = 'pending' OR status = 'claimed' OR status = 'deferred')
FROM deliveries WHERE issue_id = :issue
"""

CLAIMED = f"""
SELECT {RECIPIENT_COLUMNS}, d.via FROM deliveries AS d WHERE d.issue_id = :issue AND d.status = 'claimed' ORDER BY d.id
"""

_ERASED = "erased"  # why those were skipped of whom no word is kept, see digest.store.mail.traces

DELIVERY_COLUMNS = """
d.id, d.issue_id, d.subscriber_id, d.address, d.list_title, d.status, d.attempts, d.via, d.code, d.detail,
d.changed_at, d.retry_at
"""

ALL = f"SELECT {DELIVERY_COLUMNS} FROM deliveries AS d WHERE d.issue_id = :issue ORDER BY d.id"

# Skipped mails by why they are; there are few reasons. Of an issue that was finished long ago only counts are kept; see
# digest.store.upkeep.pruning.
COUNTS = """
SELECT status, CASE WHEN status = 'skipped' THEN detail ELSE '' END AS why, COUNT(*) AS n, 0 AS folded
FROM deliveries WHERE issue_id = :issue GROUP BY status, why
UNION ALL
SELECT status, why, mails, 1 FROM folded_deliveries WHERE issue_id = :issue
"""

EXPIRE = f"""
UPDATE deliveries SET status = 'expired', changed_at = :now, retry_at = NULL
WHERE issue_id = :issue AND status = 'deferred' AND {AWRY}
"""

# In a cancelled issue there is nothing left to wait for.
CANCEL = """
UPDATE deliveries SET status = 'cancelled', changed_at = :now, retry_at = NULL
WHERE issue_id = :issue AND status IN ('pending', 'deferred')
"""

RESEND_UNKNOWN = f"""
UPDATE deliveries SET status = 'pending', changed_at = :now, detail = 'to be handed over again, by an operator''s word'
WHERE issue_id = :issue AND status = 'unknown' AND {AWRY}
"""

SKIP_UNKNOWN = f"""
UPDATE deliveries SET status = 'skipped', changed_at = :now,
    detail = 'may have been handed over; left be, by an operator''s word'
WHERE issue_id = :issue AND status = 'unknown' AND {AWRY}
"""

# Issue by issue, since the ledger is indexed by issue and subscriber together.
MAKE_LINKS_ANEW = """
UPDATE deliveries SET epoch = :epoch WHERE id IN (
    SELECT d.id FROM issues AS i CROSS JOIN deliveries AS d ON d.issue_id = i.id AND d.subscriber_id = :subscriber
    WHERE d.status IN ('pending', 'deferred', 'unknown')
)
"""


def make_links_anew(db: Database, subscriber_id: int, *, epoch: int) -> None:
    """Let a reader's mails that may yet go bear links of this epoch; in the caller's transaction."""
    db.conn.execute(MAKE_LINKS_ANEW, {"epoch": epoch, "subscriber": subscriber_id})


def sort_into_lanes(db: Database, issue_id: int, limited: Collection[str]) -> None:
    """Let what is still to hand over keep to the lanes of the domains that have a rate of their own now."""
    if not limited and not row(db, ANY_LANE, {"issue": issue_id}):
        return
    with immediate(db):
        for lane in ("", *limited):
            db.conn.execute(MOVE_LANES, {"issue": issue_id, "lane": lane, "domains": array(limited)})


def any_to_claim(db: Database, issue_id: int, *, now: datetime) -> bool:
    """Tell whether a turn could claim anything now."""
    return bool(value(db, ANY_TO_CLAIM, {"issue": issue_id, "now": iso(now)}))


def progress(db: Database, issue_id: int) -> tuple[int, int]:
    """Return how many deliveries of the issue are settled, and how many it has."""
    every, unsettled = db.conn.execute(PROGRESS, {"issue": issue_id}).fetchone()
    return every - unsettled, every


def claimed(db: Database, issue_id: int) -> list[tuple[Recipient, str]]:
    """Return to whom a run had claimed mails that it did not finish, and by which transport each was to go."""
    found = db.conn.execute(CLAIMED, {"issue": issue_id}).fetchall()
    if not found:
        return []
    *columns, ways = zip(*found, strict=True)
    return list(zip(recipients_of(columns), ways, strict=True))


def every(db: Database, issue_id: int) -> list[Delivery]:
    """Return all deliveries of the issue."""
    return [delivery_of(found) for found in rows(db, ALL, {"issue": issue_id})]


def counts(db: Database, issue_id: int) -> Counts:
    """Return how many deliveries of the issue stand where."""
    by_status: Counter[DeliveryStatus] = Counter()
    found = rows(db, COUNTS, {"issue": issue_id})
    skipped: Counter[str] = Counter()
    for one in found:
        by_status[DeliveryStatus(one["status"])] += one["n"]
        if one["status"] == DeliveryStatus.SKIPPED:
            skipped[one["why"] or _ERASED] += one["n"]
    return Counts(by_status, dict(skipped.most_common()), is_folded=any(one["folded"] for one in found))


def expire(db: Database, record: IssueRecord, *, now: datetime) -> int:
    """Give up what is still deferred past the issue's deadline, and return how many that was."""
    if record.deadline_at is None or now <= record.deadline_at:
        return 0
    with immediate(db):
        return db.conn.execute(EXPIRE, {"issue": record.id, "now": iso(now)}).rowcount


def cancel(db: Database, issue_id: int, *, now: datetime) -> int:
    """Call off what was not handed over yet; runs in the caller's transaction. Returns how many that was."""
    return db.conn.execute(CANCEL, {"issue": issue_id, "now": iso(now)}).rowcount


def resolve_unknown(db: Database, issue_id: int, *, resend: bool, now: datetime) -> int:
    """Put mails of unknown fate back in line, or leave them be, and return how many.

    Runs in the caller's transaction.
    """
    sql = RESEND_UNKNOWN if resend else SKIP_UNKNOWN
    return db.conn.execute(sql, {"issue": issue_id, "now": iso(now)}).rowcount


def recipients_of(columns: Sequence[Sequence[Any]]) -> list[Recipient]:
    """Make recipients of RECIPIENT_FIELDS, each given for all of them."""
    ids, subscriber_ids, addresses, names, list_titles, joined_at, epochs, attempts, variant_ids = columns
    joined = map(_joined, joined_at)
    fields = (ids, subscriber_ids, addresses, names, list_titles, joined, epochs, attempts, variant_ids)
    return list(map(Recipient._make, zip(*fields, strict=True)))


_joined = lru_cache(maxsize=8192)(from_iso)  # readers who were imported together joined together


def delivery_of(found: Row) -> Delivery:
    """Make a delivery of a row of DELIVERY_COLUMNS."""
    return Delivery(
        id=found["id"],
        issue_id=found["issue_id"],
        subscriber_id=found["subscriber_id"],
        address=found["address"],
        list_title=found["list_title"],
        status=DeliveryStatus(found["status"]),
        attempts=found["attempts"],
        via=found["via"],
        code=found["code"],
        detail=found["detail"],
        changed_at=when(found["changed_at"]),
        retry_at=when(found["retry_at"]),
    )

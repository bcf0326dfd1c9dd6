"""The ledger as the dispatch loop uses it: claims and receipts, each turn in one durable commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.model.delivery import Delivery, DeliveryStatus, Entry, Turn
from digest.model.issue import IssueState
from digest.store.deliveries import DELIVERY_COLUMNS, delivery_of
from digest.store.rows import Row, row, rows, stamp, when
from subscribers.database import array, immediate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from digest.store.quotas import Quotas, Room

SOON = 60.0  # seconds; for a next try that near a send waits, rather than end and be called again

GONE = "no longer subscribed, or suppressed or paused, when its turn came"
GUARDED = "not in mail.only_to"
RESTING = "the domain put off one mail after another; not tried now"

# Suppression, subscription and pause are looked up again at the moment of claiming.
NEXT = f"""
SELECT {DELIVERY_COLUMNS}, d.address_key, EXISTS (
    SELECT 1 FROM mailable AS m
    WHERE m.subscriber_id = d.subscriber_id AND m.address_key = d.address_key
      AND m.list_id IN (SELECT list_id FROM issue_lists WHERE issue_id = :issue)
      AND (m.paused_until IS NULL OR m.paused_until <= :now)
) AS still_mailable
FROM deliveries AS d WHERE d.issue_id = :issue AND d.lane = :lane AND
"""

NEXT_PENDING = NEXT + " d.status = 'pending' ORDER BY d.id LIMIT :want"

NEXT_DEFERRED = NEXT + " d.status = 'deferred' AND d.retry_at <= :now ORDER BY d.retry_at, d.id LIMIT :want"

# A lane that is at its limit, and whether anything waits in it.
ANY_IN_LANE = """
SELECT EXISTS (SELECT 1 FROM deliveries WHERE issue_id = :issue AND status = 'pending' AND lane = :lane)
    OR EXISTS (SELECT 1 FROM deliveries WHERE issue_id = :issue AND status = 'deferred' AND retry_at <= :now
        AND lane = :lane) AS any
"""

NEXT_TRY = "SELECT MIN(retry_at) AS at FROM deliveries WHERE issue_id = :issue AND status = 'deferred'"

CLAIM = """
UPDATE deliveries SET status = 'claimed', attempts = attempts + 1, via = :via, changed_at = :now, retry_at = NULL
WHERE id = :id
"""

SKIP = "UPDATE deliveries SET status = 'skipped', detail = :detail, changed_at = :now, retry_at = NULL WHERE id = :id"

REST = """
UPDATE deliveries SET status = 'deferred', detail = :detail, changed_at = :now, retry_at = :retry_at WHERE id = :id
"""

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

PAUSE = "UPDATE issues SET state = 'paused', note = :why WHERE id = :issue AND state IN ('frozen', 'sending')"

RELEASE = """
UPDATE deliveries SET status = 'pending', retry_at = NULL, changed_at = :now
WHERE issue_id = :issue AND status = 'deferred' AND id IN (SELECT value FROM json_each(:ids))
"""

STATE = "SELECT state FROM issues WHERE id = :issue"

HANDED_OVER = (DeliveryStatus.ACCEPTED, DeliveryStatus.UNKNOWN)


def anybody(_address: str) -> bool:
    """Let everybody be mailed."""
    return True


class Ledger:
    """The deliveries of issues in one database; used by one thread, while the edition's lock is held."""

    def __init__(self, db: Database, *, quotas: Quotas, via: str, guard: Callable[[str], bool] = anybody) -> None:
        """Take the rates, what claims are made for (a transport and where it leads to), and whom to mail at all."""
        self._db, self._quotas, self._via, self._guard = db, quotas, via, guard

    def turn(
        self,
        issue_id: int,
        *,
        entries: Sequence[Entry],
        want: int,
        now: datetime,
        hold: float = 0.0,
        resting: Mapping[str, datetime],
    ) -> Turn:
        """Record entries and claim up to `want` deliveries, in one durable commit; see digest.deliver.ledger."""
        with immediate(self._db):
            record(self._db, issue_id, entries, now=now)
            if hold:
                self._quotas.hold(hold)
            return self._claim(issue_id, want, now=now, resting=resting) if want else Turn((), 0.0)

    def pause(self, issue_id: int, *, why: str, release: Collection[int], now: datetime) -> None:
        """Pause the issue until a person resumes it, and put these deferred deliveries back in line."""
        with immediate(self._db):
            self._db.conn.execute(PAUSE, {"issue": issue_id, "why": why})
            self._db.conn.execute(RELEASE, {"issue": issue_id, "ids": array(release), "now": iso(now)})

    def stopped(self, issue_id: int) -> bool:
        """Tell whether a person has paused or cancelled the issue."""
        found = row(self._db, STATE, {"issue": issue_id})
        return found is not None and found["state"] in (IssueState.PAUSED, IssueState.CANCELLED)

    def _claim(self, issue_id: int, want: int, *, now: datetime, resting: Mapping[str, datetime]) -> Turn:
        room = self._quotas.room()
        claimed: list[Delivery] = []
        for query in (NEXT_PENDING, NEXT_DEFERRED):
            for lane in self._quotas.lanes:
                values = {"issue": issue_id, "lane": lane, "now": iso(now)}
                while count := _least(want - len(claimed), room.of(lane)):
                    if not (found := rows(self._db, query, values | {"want": count})):
                        break
                    taken = self._take(found, now=now, resting=resting)
                    room.take(lane, len(taken))
                    claimed += taken
                    if len(found) < count:
                        break
        self._quotas.spend(room)
        left = want - len(claimed)
        return Turn(claimed, self._wait(issue_id, left, room=room, now=now) if left else 0.0)

    def _take(self, found: list[Row], *, now: datetime, resting: Mapping[str, datetime]) -> list[Delivery]:
        """Claim those that may be mailed now, and set the others aside by what keeps them back."""
        at = iso(now)
        claims: list[Row] = []
        skips: list[dict[str, str]] = []
        rests: list[dict[str, str | None]] = []
        for one in found:
            if not one["still_mailable"] or not self._guard(one["address"]):
                skips.append({"id": one["id"], "now": at, "detail": GUARDED if one["still_mailable"] else GONE})
            elif resting and (until := resting.get(one["address_key"].rpartition("@")[2])):
                rests.append({"id": one["id"], "now": at, "detail": RESTING, "retry_at": stamp(until)})
            else:
                claims.append(one)
        self._db.conn.executemany(CLAIM, [{"id": one["id"], "via": self._via, "now": at} for one in claims])
        self._db.conn.executemany(SKIP, skips)
        self._db.conn.executemany(REST, rests)
        return [delivery_of(one) for one in claims]

    def _wait(self, issue_id: int, want: int, *, room: Room, now: datetime) -> float | None:
        """Return after how many seconds there may be more to claim, None where there is not, or not soon."""
        waits = [
            room.wait(lane, want)
            for lane in self._quotas.lanes
            if room.of(lane) == 0 and self._any_in(issue_id, lane, now=now)
        ]
        found = row(self._db, NEXT_TRY, {"issue": issue_id})
        if found and (at := when(found["at"])) and 0 < (seconds := (at - now).total_seconds()) <= SOON:
            waits.append(seconds)
        return min(waits, default=None)

    def _any_in(self, issue_id: int, lane: str, *, now: datetime) -> bool:
        found = row(self._db, ANY_IN_LANE, {"issue": issue_id, "lane": lane, "now": iso(now)})
        return bool(found and found["any"])


def record(db: Database, issue_id: int, entries: Sequence[Entry], *, now: datetime) -> None:
    """Record what became of claimed mails; runs in the caller's transaction."""
    if not entries:
        return
    at = iso(now)
    db.conn.executemany(RECORD, [_columns(entry, at=at) for entry in entries])
    if any(entry.receipt.status in HANDED_OVER for entry in entries):
        db.conn.execute(CARRY, {"issue": issue_id, "now": at})


def _columns(entry: Entry, *, at: str) -> dict[str, Any]:
    receipt = entry.receipt
    return {
        "id": receipt.delivery_id,
        "status": receipt.status,
        "code": receipt.code,
        "detail": receipt.detail,
        "now": at,
        "retry_at": stamp(entry.retry_at),
    }


def _least(want: int, room: int | None) -> int:
    return want if room is None else min(want, room)

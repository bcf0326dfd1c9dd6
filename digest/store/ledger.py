"""The ledger as the dispatch loop uses it: claims and receipts, each turn in one durable commit."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.model.delivery import DeliveryStatus, Entry, Recipient, Turn
from digest.model.issue import IssueState
from digest.store.deliveries import RECIPIENT_COLUMNS, recipient_of
from digest.store.rows import row, stamp, when
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
SELECT {RECIPIENT_COLUMNS}, d.address_key, EXISTS (
    SELECT 1 FROM mailable AS m
    WHERE m.subscriber_id = d.subscriber_id AND m.address_key = d.address_key
      AND m.list_id IN (SELECT list_id FROM issue_lists WHERE issue_id = :issue)
      AND (m.paused_until IS NULL OR m.paused_until <= :now)
) AS still_mailable
FROM deliveries AS d WHERE d.lane = :lane AND
"""

# An issue's rows stand side by side, in the order of its subscribers; two of one edition never grow at once, and rows
# of another edition that may stand between them are passed over.
STRETCH = """
SELECT (SELECT id FROM deliveries WHERE issue_id = :issue ORDER BY subscriber_id LIMIT 1) AS first,
    (SELECT id FROM deliveries WHERE issue_id = :issue ORDER BY subscriber_id DESC LIMIT 1) AS last
"""

# By the primary key, from where the last claim ended. (The + keeps SQLite from an index that would have it sort all the
# issue's rows first.)
NEXT_PENDING = f"""{NEXT} +d.issue_id = :issue AND d.status = 'pending' AND d.id >= :first AND d.id <= :last
ORDER BY d.id LIMIT :want
"""

NEXT_DEFERRED = f"""{NEXT} d.issue_id = :issue AND d.status = 'deferred' AND d.retry_at <= :now
ORDER BY d.retry_at, d.id LIMIT :want
"""

# A lane that is at its limit, and whether anything waits in it.
ANY_IN_LANE = """
SELECT EXISTS (
        SELECT 1 FROM deliveries WHERE +issue_id = :issue AND status = 'pending' AND lane = :lane
            AND id >= :first AND id <= :last)
    OR EXISTS (SELECT 1 FROM deliveries WHERE issue_id = :issue AND status = 'deferred' AND retry_at <= :now
        AND lane = :lane) AS any
"""

NEXT_TRY = "SELECT MIN(retry_at) AS at FROM deliveries WHERE issue_id = :issue AND status = 'deferred'"

# Many rows a statement, here and below: half the time of as many statements.
CLAIM = """
UPDATE deliveries SET status = 'claimed', attempts = attempts + 1, via = :via, changed_at = :now, retry_at = NULL
WHERE id IN (SELECT value FROM json_each(:ids))
"""

SET_ASIDE = """
UPDATE deliveries SET status = :status, detail = :detail, changed_at = :now, retry_at = :retry_at
WHERE id IN (SELECT value FROM json_each(:ids))
"""

# Only what is claimed can get a receipt: what came back meanwhile (a bounce, a complaint) is not undone. What was to be
# tried again of an issue that a person has cancelled meanwhile is cancelled with it.
RECORD = """
UPDATE deliveries SET code = :code, detail = :detail, changed_at = :now, retry_at = :retry_at,
    status = CASE WHEN :status IN ('pending', 'deferred')
        AND (SELECT state FROM issues WHERE id = deliveries.issue_id) = 'cancelled' THEN 'cancelled' ELSE :status END
WHERE id IN (SELECT value FROM json_each(:ids)) AND status = 'claimed'
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
        self._first: dict[str, int | None] = {}  # by lane: the row from which on one may be pending; "*": of all lanes
        self._last: int | None = None

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
            if any(entry.receipt.status is DeliveryStatus.PENDING for entry in entries):
                self._first.clear()
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
        claimed: list[Recipient] = []
        for query in (NEXT_PENDING, NEXT_DEFERRED):
            for lane in self._quotas.lanes:
                while count := _least(want - len(claimed), room.of(lane)):
                    values = self._values(issue_id, lane, now=now) | {"want": count}
                    found = self._db.conn.execute(query, values).fetchall()
                    if found and query is NEXT_PENDING:
                        self._first[lane] = found[-1][0] + 1
                    taken = self._take(found, now=now, resting=resting)
                    room.take(lane, len(taken))
                    claimed += taken
                    if len(found) < count:
                        break
        self._quotas.spend(room)
        left = want - len(claimed)
        return Turn(claimed, self._wait(issue_id, left, room=room, now=now) if left else 0.0)

    def _take(
        self, found: Sequence[Sequence[Any]], *, now: datetime, resting: Mapping[str, datetime]
    ) -> list[Recipient]:
        """Claim those that may be mailed now, and set the others aside by what keeps them back."""
        claimed: list[Recipient] = []
        aside: defaultdict[tuple[DeliveryStatus, str, datetime | None], list[int]] = defaultdict(list)
        for *columns, address_key, still_mailable in found:
            recipient = recipient_of(columns)
            if not still_mailable:
                aside[DeliveryStatus.SKIPPED, GONE, None].append(recipient.delivery_id)
            elif not self._guard(recipient.address):
                aside[DeliveryStatus.SKIPPED, GUARDED, None].append(recipient.delivery_id)
            elif resting and (until := resting.get(address_key.rpartition("@")[2])):
                aside[DeliveryStatus.DEFERRED, RESTING, until].append(recipient.delivery_id)
            else:
                claimed.append(recipient)
        at, ids = iso(now), array(recipient.delivery_id for recipient in claimed)
        self._db.conn.execute(CLAIM, {"ids": ids, "via": self._via, "now": at})
        for (status, detail, until), others in aside.items():
            values = {"status": status, "detail": detail, "retry_at": stamp(until)}
            self._db.conn.execute(SET_ASIDE, values | {"ids": array(others), "now": at})
        return claimed

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
        found = row(self._db, ANY_IN_LANE, self._values(issue_id, lane, now=now))
        return bool(found and found["any"])

    def _values(self, issue_id: int, lane: str, *, now: datetime) -> dict[str, Any]:
        if "*" not in self._first:
            stretch = row(self._db, STRETCH, {"issue": issue_id})
            assert stretch is not None
            self._first["*"], self._last = stretch["first"], stretch["last"]
        first = self._first.get(lane, self._first["*"])
        return {"issue": issue_id, "lane": lane, "now": iso(now), "first": first, "last": self._last}


def record(db: Database, issue_id: int, entries: Sequence[Entry], *, now: datetime) -> None:
    """Record what became of claimed mails; runs in the caller's transaction."""
    if not entries:
        return
    at = iso(now)
    alike: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for entry in entries:
        receipt = entry.receipt
        alike[receipt.status, receipt.code, receipt.detail, entry.retry_at].append(receipt.delivery_id)
    for (status, code, detail, retry_at), ids in alike.items():
        columns = {"status": status, "code": code, "detail": detail, "retry_at": stamp(retry_at)}
        db.conn.execute(RECORD, columns | {"ids": array(ids), "now": at})
    if any(status in HANDED_OVER for status, *_ in alike):
        db.conn.execute(CARRY, {"issue": issue_id, "now": at})


def _least(want: int, room: int | None) -> int:
    return want if room is None else min(want, room)

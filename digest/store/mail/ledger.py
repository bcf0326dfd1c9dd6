"""The ledger as the dispatch loop uses it: claims and receipts, each turn in one durable commit."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.model.delivery import GUARDED, DeliveryStatus, Entry, Recipient, Turn
from digest.model.issue import IssueState
from digest.store.commits import Stillness
from digest.store.mail.line import Line
from digest.store.rows import row, stamp
from subscribers.database import array, immediate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sqlite_utils import Database

    from digest.store.mail.line import Found
    from digest.store.mail.quotas import Quotas, Room

SOON = 60.0  # seconds; for a next try that near a send waits, rather than end and be called again

GONE = "no longer subscribed, suppressed, paused, or at another address, when its turn came"
RESTING = "the domain put off one mail after another; not tried now"

# Many rows a statement, here and below: half the time of as many statements. A batch is as a rule a range of rows,
# which SQLite changes as it comes to them; those of a list it has to gather and sort first.
IN_A_ROW = "id BETWEEN :first AND :last"
LISTED = "id IN (SELECT value FROM json_each(:ids))"

CLAIM = """
UPDATE deliveries SET status = 'claimed', attempts = attempts + 1, via = :via, changed_at = :now, retry_at = NULL
WHERE
"""

SET_ASIDE = """
UPDATE deliveries SET status = :status, detail = :detail, changed_at = :now, retry_at = :retry_at
WHERE id IN (SELECT value FROM json_each(:ids))
"""

# Only what is claimed can get a receipt: what came back meanwhile (a bounce, a complaint) is not undone. What was to be
# tried again of an issue that a person has cancelled meanwhile is cancelled with it. The words that a server had for
# somebody who was erased meanwhile may name them, and are not kept: the ledger has no address of theirs.
RECORD = """
UPDATE deliveries SET code = :code, changed_at = :now, retry_at = :retry_at,
    detail = CASE WHEN instr(address_key, '@') THEN :detail ELSE '' END,
    status = CASE WHEN :status IN ('pending', 'deferred')
        AND (SELECT state FROM issues WHERE id = deliveries.issue_id) = 'cancelled' THEN 'cancelled' ELSE :status END
WHERE status = 'claimed' AND
"""

RECORD_ONE = f"{RECORD} id = :id"

# From the first mail handed over, the stories of the issue count as used.
CARRY = "UPDATE issues SET carried_at = :now WHERE id = :issue AND carried_at IS NULL"

PAUSE = "UPDATE issues SET state = 'paused', note = :why WHERE id = :issue AND state IN ('frozen', 'sending')"

RELEASE = """
UPDATE deliveries SET status = 'pending', retry_at = NULL, changed_at = :now
WHERE issue_id = :issue AND status = 'deferred' AND id IN (SELECT value FROM json_each(:ids))
"""

STATE = "SELECT state FROM issues WHERE id = :issue"

# Deliveries by why they are not claimed: what they become, in what words, and until when.
Aside = defaultdict[tuple[DeliveryStatus, str, datetime | None], list[int]]

HANDED_OVER = (DeliveryStatus.ACCEPTED, DeliveryStatus.UNKNOWN)


class Ledger:
    """The deliveries of issues in one database; used by one thread, while the edition's lock is held."""

    def __init__(self, db: Database, *, quotas: Quotas, via: str, guard: Callable[[str], bool] | None = None) -> None:
        """Take the rates, what claims are made for (a transport and where it leads to), and whom to mail if not all."""
        self._db, self._quotas, self._via, self._guard = db, quotas, via, guard
        self._lines: dict[int, Line] = {}
        self._stillness = Stillness(db)

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
            if not self._stillness.lasted():
                self._look_again()
            record(self._db, issue_id, entries, now=now)
            if any(entry.receipt.status is DeliveryStatus.PENDING for entry in entries):
                self._line(issue_id).rewind()
            if hold:
                self._quotas.hold(hold)
            turn = self._claim(issue_id, want, now=now, resting=resting) if want else Turn((), 0.0)
            self._stillness.begin()
            return turn

    def pause(self, issue_id: int, *, why: str, release: Collection[int], now: datetime) -> None:
        """Pause the issue until a person resumes it, and put these deferred deliveries back in line."""
        with immediate(self._db):
            self._db.conn.execute(PAUSE, {"issue": issue_id, "why": why})
            self._db.conn.execute(RELEASE, {"issue": issue_id, "ids": array(release), "now": iso(now)})

    def stopped(self, issue_id: int) -> bool:
        """Tell whether a person has paused or cancelled the issue."""
        found = row(self._db, STATE, {"issue": issue_id})
        return found is not None and found["state"] in (IssueState.PAUSED, IssueState.CANCELLED)

    def _look_again(self) -> None:
        self._quotas.forget()
        for line in self._lines.values():
            line.forget()

    def _claim(self, issue_id: int, want: int, *, now: datetime, resting: Mapping[str, datetime]) -> Turn:
        room, line = self._quotas.room(), self._line(issue_id)
        claimed: list[Recipient] = []
        for next_in in (line.pending, line.due):
            for lane in self._quotas.lanes:
                while (left := want - len(claimed)) and (count := _least(left, room.of(lane))):
                    found = next_in(lane, count, now=now)
                    taken = self._take(found, now=now, resting=resting)
                    room.take(lane, len(taken))
                    claimed += taken
                    if len(found.recipients) < count:
                        break
        self._quotas.spend(room)
        left = want - len(claimed)
        return Turn(claimed, self._wait(line, left, room=room, now=now) if left else 0.0, line.ahead())

    def _take(self, found: Found, *, now: datetime, resting: Mapping[str, datetime]) -> list[Recipient]:
        """Claim those that may be mailed now, and set the others aside by what keeps them back."""
        claimed, aside = found.recipients, Aside()
        if not all(found.mailable) or self._guard or resting:
            claimed, aside = self._parted(found, resting)
        at = iso(now)
        if claimed:
            these, ids = _these([recipient.delivery_id for recipient in claimed])
            self._db.conn.execute(f"{CLAIM} {these}", ids | {"via": self._via, "now": at})
        for (status, detail, until), others in aside.items():
            values = {"status": status, "detail": detail, "retry_at": stamp(until)}
            self._db.conn.execute(SET_ASIDE, values | {"ids": array(others), "now": at})
        return claimed

    def _parted(self, found: Found, resting: Mapping[str, datetime]) -> tuple[list[Recipient], Aside]:
        claimed: list[Recipient] = []
        aside = Aside(list)
        for recipient, address_key, still_mailable in zip(*found, strict=True):
            if not still_mailable:
                aside[DeliveryStatus.SKIPPED, GONE, None].append(recipient.delivery_id)
            elif self._guard and not self._guard(address_key):
                aside[DeliveryStatus.SKIPPED, GUARDED, None].append(recipient.delivery_id)
            elif until := resting.get(address_key.rpartition("@")[2]):
                aside[DeliveryStatus.DEFERRED, RESTING, until].append(recipient.delivery_id)
            else:
                claimed.append(recipient)
        return claimed, aside

    def _wait(self, line: Line, want: int, *, room: Room, now: datetime) -> float | None:
        """Return after how many seconds there may be more to claim, None where there is not, or not soon."""
        waits = [
            room.wait(lane, want) for lane in self._quotas.lanes if room.of(lane) == 0 and line.any_in(lane, now=now)
        ]
        if (at := line.next_try()) and 0 < (seconds := (at - now).total_seconds()) <= SOON:
            waits.append(seconds)
        return min(waits, default=None)

    def _line(self, issue_id: int) -> Line:
        if issue_id not in self._lines:
            self._lines[issue_id] = Line(self._db, issue_id)
        return self._lines[issue_id]


def record(db: Database, issue_id: int, entries: Sequence[Entry], *, now: datetime) -> None:
    """Record what became of claimed mails; runs in the caller's transaction."""
    if not entries:
        return
    at = iso(now)
    alike: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for ids, receipt, retry_at in entries:
        alike[receipt.status, receipt.code, receipt.detail, retry_at] += ids
    alone: list[dict[str, Any]] = []
    for (status, code, detail, retry_at), ids in alike.items():
        columns = {"status": status, "code": code, "detail": detail, "retry_at": stamp(retry_at), "now": at}
        if len(ids) == 1:
            alone.append(columns | {"id": ids[0]})
        else:
            these, listed = _these(ids)
            db.conn.execute(f"{RECORD} {these}", columns | listed)
    if alone:
        db.conn.executemany(RECORD_ONE, alone)
    if any(status in HANDED_OVER for status, *_ in alike):
        db.conn.execute(CARRY, {"issue": issue_id, "now": at})


def _these(ids: Sequence[int]) -> tuple[str, dict[str, Any]]:
    """Return the condition for these rows, which are some and no two the same, and its values."""
    first, last = min(ids), max(ids)
    if last - first + 1 == len(ids):
        return IN_A_ROW, {"first": first, "last": last}
    return LISTED, {"ids": array(ids)}


def _least(want: int, room: int | None) -> int:
    return want if room is None else min(want, room)

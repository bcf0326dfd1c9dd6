"""Who of an issue's recipients is next in line, lane by lane."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.clock import iso
from digest.store.mail.deliveries import RECIPIENT_COLUMNS, RECIPIENT_FIELDS, recipients_of
from digest.store.rows import row, when
from digest.store.schema.awry_tables import AWRY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.delivery import Recipient

FARTHEST = 256  # recipients that are looked at ahead

# Suppression, subscription, pause and the editions turned off are looked up again at the moment of claiming.
NEXT = f"""
SELECT {RECIPIENT_COLUMNS}, d.address_key AS address_key, EXISTS (
    SELECT 1 FROM mailable AS m
    WHERE m.subscriber_id = d.subscriber_id AND m.address_key = d.address_key
      AND m.list_id IN (SELECT list_id FROM issue_lists WHERE issue_id = :issue)
      AND (m.paused_until IS NULL OR m.paused_until <= :now)
      AND NOT EXISTS (SELECT 1 FROM skipped_editions AS s WHERE s.subscriber_id = m.subscriber_id
        AND s.edition = (SELECT edition FROM issues WHERE id = :issue))
) AS still_mailable
FROM deliveries AS d
"""

# As one value, column by column: Python's interpreter would be let go of and asked for at every row, and with workers
# about it is seldom free. The values come in the order of the rows.
_COLUMNS = ", ".join(f"json_group_array({name})" for name in (*RECIPIENT_FIELDS, "address_key", "still_mailable"))

# One variant after the other, by the index that is in that order, from where the last claim ended: whoever hands the
# mails over then needs few of the variants at a time. (A comparison of pairs would not look the row up, but pass by all
# before it; and any other index would have SQLite sort all the issue's rows first.)
_IN_ORDER = f"""
{NEXT} INDEXED BY deliveries_of_variant
WHERE d.issue_id = :issue AND d.lane = :lane AND d.status = 'pending' AND {{place}}
ORDER BY d.variant_id, d.id LIMIT :want
"""

_PENDING = f"SELECT json_array({_COLUMNS}) FROM ({_IN_ORDER})"

PENDING = _PENDING.replace("{place}", "d.variant_id = :variant AND d.id >= :first")

PENDING_OF_NEXT = _PENDING.replace("{place}", "d.variant_id > :variant AND d.variant_id <= :last")

DUE = f"""SELECT json_array({_COLUMNS}) FROM (
{NEXT} WHERE d.issue_id = :issue AND d.lane = :lane AND d.status = 'deferred' AND d.retry_at <= :now AND {AWRY}
ORDER BY d.retry_at, d.id LIMIT :want
)"""

ANY = f"""
SELECT EXISTS (SELECT 1 FROM deliveries WHERE +issue_id = :issue AND status = 'pending' AND lane = :lane
        AND variant_id = :variant AND id >= :first)
    OR EXISTS (SELECT 1 FROM deliveries WHERE +issue_id = :issue AND status = 'pending' AND lane = :lane
        AND variant_id > :variant AND variant_id <= :last)
    OR EXISTS (SELECT 1 FROM deliveries WHERE issue_id = :issue AND status = 'deferred' AND retry_at <= :now
        AND lane = :lane AND {AWRY}) AS any
"""

# An issue's variants were written down in one stroke, so they stand side by side.
SPAN = "SELECT min(id) AS variant, max(id) AS last FROM variants WHERE issue_id = :issue"

NEXT_TRY = f"SELECT MIN(retry_at) AS at FROM deliveries WHERE issue_id = :issue AND status = 'deferred' AND {AWRY}"


class Found(NamedTuple):
    """Those next in line: whom, the address of each as it is compared, and whether each may be mailed now."""

    recipients: list[Recipient]
    address_keys: list[str]
    mailable: list[int]

    def then(self, others: Found) -> Found:
        """Return these and the others behind them."""
        recipients, keys, mailable = others
        return Found(self.recipients + recipients, self.address_keys + keys, self.mailable + mailable)

    def parted(self, count: int) -> tuple[Found, Found]:
        """Return the first `count`, and those behind them."""
        recipients, keys, mailable = self
        return Found(recipients[:count], keys[:count], mailable[:count]), Found(
            recipients[count:], keys[count:], mailable[count:]
        )


class Line:
    """The pending and the deferred of one issue; it remembers where in each lane nobody pending is left before.

    It looks ahead, farther each time that this was of use: most of what a look costs, it costs once. What was seen
    ahead is good for as long as a look would show the same: until it `forget`s, or another second has come.
    """

    def __init__(self, db: Database, issue_id: int) -> None:
        """Stand at the beginning."""
        self._db, self._issue_id = db, issue_id
        self._span = row(db, SPAN, {"issue": issue_id}) or {}
        self._next: dict[str, dict[str, int]] = {}  # by lane: the variant and the row where to go on
        self._ahead: dict[str, Found] = {}  # by lane: who was seen behind that place
        self._seen_at: datetime | None = None
        self._reach = 1

    def pending(self, lane: str, want: int, *, now: datetime) -> Found:
        """Return the next ones, up to `want`, and stand behind them: who of them is not claimed is set aside."""
        if now != self._seen_at:
            self.forget()
            self._seen_at = now
        ahead = self._ahead.pop(lane, None)
        if not ahead or len(ahead.recipients) < want:
            self._reach = min(2 * self._reach, FARTHEST) if ahead else want
            ahead = self._look(lane, max(want, self._reach), now=now)
        found, self._ahead[lane] = ahead.parted(want)
        if found.recipients:
            last = found.recipients[-1]
            self._next[lane] = {"variant": last.variant_id, "first": last.delivery_id + 1}
        return found

    def ahead(self) -> Iterator[Recipient]:
        """Give whom it has seen behind those it returned, as long as it is not asked for more."""
        return chain.from_iterable(found.recipients for found in self._ahead.values())

    def due(self, lane: str, want: int, *, now: datetime) -> Found:
        """Return those whose next try has come, up to `want`."""
        return self._found(DUE, self._values(lane, now=now) | {"want": want})

    def any_in(self, lane: str, *, now: datetime) -> bool:
        """Tell whether anybody of a lane could be claimed now."""
        found = row(self._db, ANY, self._values(lane, now=now))
        return bool(found and found["any"])

    def next_try(self) -> datetime | None:
        """Return when the first of the deferred is due."""
        found = row(self._db, NEXT_TRY, {"issue": self._issue_id})
        return when(found["at"]) if found else None

    def rewind(self) -> None:
        """Stand at the beginning again, since somebody was put back in line."""
        self._next.clear()
        self.forget()

    def forget(self) -> None:
        """Look again, since what was seen ahead may have changed."""
        self._ahead.clear()

    def _look(self, lane: str, want: int, *, now: datetime) -> Found:
        values = self._values(lane, now=now)
        found = self._found(PENDING, values | {"want": want})
        left = want - len(found.recipients)
        return found.then(self._found(PENDING_OF_NEXT, values | {"want": left})) if left else found

    def _found(self, sql: str, values: dict[str, Any]) -> Found:
        *columns, address_keys, mailable = json.loads(self._db.conn.execute(sql, values).fetchone()[0])
        return Found(recipients_of(columns), address_keys, mailable)

    def _values(self, lane: str, *, now: datetime) -> dict[str, Any]:
        values = {"issue": self._issue_id, "lane": lane, "now": iso(now), **self._span}
        return values | self._next.get(lane, {"first": 0})

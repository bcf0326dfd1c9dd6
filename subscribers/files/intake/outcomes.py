"""Counts what was judged of a chunk of arrivals: who comes in, who changes, and who of them is not mailed for it."""

from __future__ import annotations

import operator
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

    from subscribers.files.intake.staging import Chunk, Staging

_COUNT = """
SELECT
    (SELECT count(*) FROM temp.incoming WHERE rowid BETWEEN :first AND :last),
    (SELECT count(*) FROM temp.known),
    (SELECT count(*) FROM temp.changed),
    (SELECT count(DISTINCT ord) FROM temp.asking),
    (
        SELECT count(*) FROM temp.doubles JOIN temp.incoming ON incoming.rowid = first
        WHERE first BETWEEN :first AND :last
    )
"""

# In what state people come in or are moved to; of several lists each state counts. Where no row says anything of its
# own all who are new join alike, and only those who are known need be looked at.
_BECOME = """
SELECT count(DISTINCT CASE state WHEN 'unconfirmed' THEN ord END),
    count(DISTINCT CASE state WHEN 'unsubscribed' THEN ord END)
FROM (
    SELECT ord, state FROM temp.wanted
    WHERE :by_itself AND ord BETWEEN :first AND :last AND ord NOT IN (SELECT ord FROM temp.known)
    UNION ALL SELECT ord, state FROM temp.moves
)
"""
_ANY_WAITS = "SELECT EXISTS (SELECT 1 FROM temp.targets WHERE joining = 'unconfirmed')"
_SUPPRESSED = """
SELECT count(*) FROM temp.incoming WHERE rowid BETWEEN :first AND :last AND suppressed IS NOT NULL
    AND (rowid NOT IN (SELECT ord FROM temp.known) OR rowid IN (SELECT ord FROM temp.changed))
"""
_OF_ITSELF = frozenset({"standing", "left_all_at"})  # columns of arrivals by which a row says how somebody stands


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rows of a chunk come to; those kept out stand aside."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    asked: int = 0  # people who are to be asked for a confirmation
    unconfirmed: int = 0  # of those added or updated, who wait for their own word on a list
    unsubscribed: int = 0  # likewise, who have left one
    suppressed: int = 0  # likewise

    @property
    def not_mailed(self) -> dict[str, int]:
        """How many of those added or updated are not mailed, by why."""
        return {name: getattr(self, name) for name in ("unconfirmed", "unsubscribed", "suppressed")}

    def __add__(self, other: Judged) -> Judged:
        """Return both together."""
        return Judged(*map(operator.add, astuple(self), astuple(other)))


def outcome(db: Database, staging: Staging, chunk: Chunk) -> Judged:
    """Count what the temporary tables hold of a chunk that was judged."""
    arrived, known, changed, asked, doubles = db.conn.execute(_COUNT, chunk).fetchone()
    unconfirmed, unsubscribed = _become(db, staging, chunk, new=arrived - known)
    return Judged(
        added=arrived - known,
        updated=changed,
        unchanged=known - changed + doubles,
        asked=asked,
        unconfirmed=unconfirmed,
        unsubscribed=unsubscribed,
        suppressed=db.conn.execute(_SUPPRESSED, chunk).fetchone()[0] if "suppressed" in staging.fields else 0,
    )


def _become(db: Database, staging: Staging, chunk: Chunk, *, new: int) -> tuple[int, int]:
    """Return how many people of a chunk come to wait for their own word, and how many to have left."""
    by_itself = staging.by_row or bool(_OF_ITSELF & staging.fields)
    waiting, left = db.conn.execute(_BECOME, {**chunk, "by_itself": by_itself}).fetchone()
    if not by_itself and db.conn.execute(_ANY_WAITS).fetchone()[0]:
        waiting += new
    return waiting, left

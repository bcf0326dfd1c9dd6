"""Counts how many readers lists have had, day by day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from subscribers.database import array, rows, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

# A person counts once, from the first of the lists that they confirmed (joined, where nobody knows when they confirmed)
# to the last that they left. Who was erased is in no count, also of days when they were there.
SPANS = """
WITH people AS (
    SELECT subscriber_id, MIN(coalesce(confirmed_at, joined_at)) AS came,
        CASE WHEN SUM(state = 'confirmed') THEN NULL ELSE MAX(left_at) END AS gone
    FROM subscriptions
    WHERE list_id IN (SELECT id FROM lists WHERE name IN (SELECT value FROM json_each(:lists)))
        AND (confirmed_at IS NOT NULL OR state = 'confirmed' OR (state = 'unsubscribed' AND EXISTS (
            SELECT 1 FROM consents
            WHERE consents.subscriber_id = subscriptions.subscriber_id AND action = 'confirmed'
        )))
    GROUP BY subscriber_id
)
SELECT 'came' AS what, came AS at, COUNT(*) AS n FROM people WHERE came >= :since GROUP BY came
UNION ALL SELECT 'left', gone, COUNT(*) FROM people WHERE gone >= :since GROUP BY gone
UNION ALL SELECT 'before', '', COUNT(*) FROM people WHERE came < :since AND (gone IS NULL OR gone >= :since)
"""


def comings_and_goings(
    db: Database, lists: Sequence[str], *, since: datetime
) -> tuple[int, Counter[str], Counter[str]]:
    """Return how many readers there were at `since`, and how many came and left at each later moment (UTC, as text)."""
    before, came, left = 0, Counter[str](), Counter[str]()
    for one in rows(db, SPANS, {"lists": array(lists), "since": stamp(since)}):
        if one["what"] == "before":
            before = one["n"]
        else:
            (came if one["what"] == "came" else left)[one["at"]] += one["n"]
    return before, came, left

"""Hands out whom imports want to be asked for a confirmation, each person once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from subscribers.database import array, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

# Whoever has confirmed, left or been suppressed since is not to be asked any more.
_NEXT = """
SELECT subscriber_id, (
    SELECT json_group_array(asked.list_id)
    FROM to_ask AS asked JOIN subscriptions USING (subscriber_id, list_id)
    WHERE asked.subscriber_id = waiting.subscriber_id AND state = 'unconfirmed' AND NOT EXISTS (
        SELECT 1 FROM suppressions JOIN subscribers ON id = waiting.subscriber_id
        WHERE key IN (address_key, substr(address_key, instr(address_key, '@')))
    )
) AS lists
FROM (SELECT DISTINCT subscriber_id FROM to_ask ORDER BY subscriber_id LIMIT :most) AS waiting
"""
_DONE = "DELETE FROM to_ask WHERE subscriber_id IN (SELECT value FROM json_each(:people))"


def take_to_ask(db: Database, *, most: int) -> dict[int, list[int]] | None:
    """Take out the next people who are to be asked, and the lists that they wait for, all by id; None: there is nobody.

    Runs in the caller's transaction, so that they are gone only once they are seen to. The answer may be empty, where
    none of the next is to be asked any more.
    """
    found = rows(db, _NEXT, {"most": most})
    if not found:
        return None
    db.conn.execute(_DONE, {"people": array(row["subscriber_id"] for row in found)})
    waiting = {row["subscriber_id"]: json.loads(row["lists"]) for row in found}
    return {person: lists for person, lists in waiting.items() if lists}

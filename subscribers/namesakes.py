"""Keeps whoever left a list off the lists that bear its name later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers.departure_tables import NO_DEPARTURE

if TYPE_CHECKING:
    from sqlite_utils import Database

_FORMERLY = """
SELECT lists.name FROM former_names JOIN lists ON lists.id = list_id
WHERE former_names.name = :name AND lists.name <> :name ORDER BY lists.name
"""
# Whoever left a list that is or was called so, removed or renamed since, has left this one: unless they, or an operator
# by their word, confirmed this very list since, by whatever name; what a file says of that does not count. Since a file
# may tell of a departure long past, one that the log has after the confirmation counts too.
_OF_NAME = """
SELECT id FROM removed_lists WHERE name = :name UNION SELECT list_id FROM removed_names WHERE name = :name
"""
_LEAVERS = f"""
SELECT subscriber_id, joined_at, left_at FROM (
    SELECT subscriber_id, min(joined_at) AS joined_at, max(left_at) AS left_at FROM (
        SELECT subscriber_id, joined_at, left_at FROM departures WHERE list_id IN ({_OF_NAME})
        UNION ALL
        SELECT subscriber_id, joined_at, left_at FROM subscriptions
        WHERE list_id IN (SELECT list_id FROM former_names WHERE name = :name AND list_id <> :id)
            AND left_at IS NOT NULL
    ) GROUP BY subscriber_id
) AS leavers
WHERE NOT EXISTS (
    SELECT 1 FROM consents
    WHERE consents.subscriber_id = leavers.subscriber_id AND action = 'confirmed' AND via <> 'import' AND at > left_at
        AND list COLLATE NOCASE IN (
            SELECT name FROM former_names WHERE list_id = :id UNION SELECT name FROM lists WHERE id = :id
        )
        AND NOT EXISTS (
            SELECT 1 FROM consents AS later
            WHERE later.subscriber_id = consents.subscriber_id AND later.id > consents.id
                AND later.action = 'unsubscribed' AND NOT {NO_DEPARTURE}
                AND later.list COLLATE NOCASE IN ('', consents.list)
        )
)
"""
# The log first, while it can be told who is kept off by this. Whoever waits may not have asked themselves.
_LOG_LEAVERS = f"""
INSERT INTO consents (subscriber_id, list, action, at, via, wording, note)
SELECT subscriber_id, :name, 'unsubscribed', :now, 'shell', '', 'left the list of this name before, on ' || left_at
FROM ({_LEAVERS}) AS gone WHERE NOT EXISTS (
    SELECT 1 FROM subscriptions
    WHERE subscriptions.subscriber_id = gone.subscriber_id AND list_id = :id AND state = 'unsubscribed'
)
"""
_KEEP_LEAVERS_OFF = f"""
INSERT INTO subscriptions (subscriber_id, list_id, state, joined_at, left_at)
SELECT subscriber_id, :id, 'unsubscribed', joined_at, left_at FROM ({_LEAVERS}) WHERE true
ON CONFLICT (subscriber_id, list_id) DO UPDATE SET
    state = CASE state WHEN 'confirmed' THEN 'unsubscribed' ELSE state END,
    left_at = excluded.left_at
WHERE state <> 'unsubscribed'
"""


def keep_leavers_off(db: Database, list_id: int, *, name: str, now: str) -> None:
    """Let whoever left a list that had this name have left the list that has it now; in the caller's transaction."""
    for sql in (_LOG_LEAVERS, _KEEP_LEAVERS_OFF):
        db.execute(sql, {"id": list_id, "name": name, "now": now})


def formerly(db: Database, name: str) -> tuple[str, ...]:
    """Return the present names of other lists that once had this name: links in mail sent then mean them too."""
    return tuple(present for (present,) in db.conn.execute(_FORMERLY, {"name": name}).fetchall())

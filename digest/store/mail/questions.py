"""Who waits for the letter that asks for their word, who for a reminder, and of whom nobody knows whether it went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.model.letter import ASKING
from digest.store.mail import letters
from digest.store.rows import rows
from subscribers.database import array
from subscribers.segments.filters import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.segments.filters import Filter

# A letter that went to an address which its reader has given up since. The log has a line for each question handed
# over, so that its order tells where both fell into one second.
TO_FORMER = """letters.status NOT IN ('pending', 'deferred') AND EXISTS (
    SELECT 1 FROM consents AS moved
    WHERE moved.subscriber_id = letters.subscriber_id AND moved.action = 'moved' AND moved.at >= letters.changed_at
        AND (moved.at > letters.changed_at OR letters.kind = 'remind' OR NOT EXISTS (
            SELECT 1 FROM consents AS asked WHERE asked.subscriber_id = letters.subscriber_id
                AND asked.action = 'asked' AND asked.at = letters.changed_at AND asked.id > moved.id)))"""

# By subscriber, so that whoever waits for the word on several lists gets one letter for all.
NEVER_ASKED = f"""
SELECT subscriber_id, json_group_array(list_id) AS lists FROM askable
WHERE {{guard}} AND (:list IS NULL OR list = :list)
    AND (:people IS NULL OR subscriber_id IN (SELECT value FROM json_each(:people))) AND NOT EXISTS (
    SELECT 1 FROM letters, json_each(letters.lists) AS about
    WHERE letters.subscriber_id = askable.subscriber_id AND kind = 'ask' AND about.value = list_id
        AND created_at >= joined_at AND status <> 'skipped' AND NOT ({TO_FORMER}))
GROUP BY subscriber_id ORDER BY subscriber_id
"""

# Asked so long ago, though not so long that they have forgotten about it, and not reminded since they joined.
TO_REMIND = f"""
SELECT subscriber_id, json_group_array(list_id) AS lists FROM askable
WHERE {{guard}} AND (:list IS NULL OR list = :list) AND EXISTS (
    SELECT 1 FROM letters, json_each(letters.lists) AS about
    WHERE letters.subscriber_id = askable.subscriber_id AND kind = 'ask' AND about.value = list_id
        AND status IN ('accepted', 'unknown') AND created_at >= joined_at AND created_at > :since
        AND NOT ({TO_FORMER}))
    AND NOT EXISTS (
    SELECT 1 FROM letters WHERE letters.subscriber_id = askable.subscriber_id
        AND ((kind = 'ask' AND created_at > :before) OR (kind = 'remind' AND created_at >= joined_at))
        AND NOT ({TO_FORMER}))
GROUP BY subscriber_id ORDER BY subscriber_id
"""

# Those who still have to answer, and whose last question may or may not have reached them.
UNKNOWN = """
SELECT askable.subscriber_id AS subscriber_id, json_group_array(DISTINCT list_id) AS lists
FROM letters CROSS JOIN json_each(letters.lists) AS about
CROSS JOIN askable ON askable.subscriber_id = letters.subscriber_id AND list_id = about.value
WHERE {guard} AND status = 'unknown' AND kind IN ('ask', 'remind') AND created_at >= joined_at
    AND (:list IS NULL OR list = :list)
    AND NOT EXISTS (
        SELECT 1 FROM letters AS later WHERE later.subscriber_id = letters.subscriber_id
            AND later.kind IN ('ask', 'remind') AND later.id > letters.id AND later.status <> 'skipped')
GROUP BY askable.subscriber_id ORDER BY address
"""


def never_asked(
    db: Database, *, list_name: str | None, people: Collection[int] | None = None, guard: Filter = EVERYBODY
) -> dict[int, list[int]]:
    """Return who waits for a question that nobody asked: ids of subscribers, and of the lists each is to be asked for.

    Only those of one list, of these people (by id), if given, and whom the `guard` lets be mailed.
    """
    values = {"list": list_name, "people": None if people is None else array(people)}
    return _by_subscriber(db, NEVER_ASKED, values, guard)


def to_remind(
    db: Database, *, list_name: str | None, before: datetime, since: datetime, guard: Filter = EVERYBODY
) -> dict[int, list[int]]:
    """Return who was asked between these moments and did not answer, nor was reminded; as `never_asked` does."""
    return _by_subscriber(db, TO_REMIND, {"list": list_name, "before": iso(before), "since": iso(since)}, guard)


def unknown(db: Database, *, list_name: str | None = None, guard: Filter = EVERYBODY) -> dict[int, list[int]]:
    """Return who still has to answer, and was asked by a letter of which nobody knows whether it went; as
    `never_asked` does.
    """
    return _by_subscriber(db, UNKNOWN, {"list": list_name}, guard)


def last_question(db: Database, subscriber_id: int) -> dict[str, Any] | None:
    """Return what is kept of the last letter that asked a subscriber for their word, None where none did."""
    found = [one for one in letters.of_subscriber(db, subscriber_id) if one["kind"] in ASKING]
    return found[-1] if found else None


def _by_subscriber(db: Database, sql: str, values: dict[str, Any], guard: Filter) -> dict[int, list[int]]:
    found = rows(db, sql.replace("{guard}", guard.on("askable.subscriber_id")), {**values, **guard.values})
    return {one["subscriber_id"]: json.loads(one["lists"]) for one in found}

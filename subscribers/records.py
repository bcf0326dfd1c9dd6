"""Finds subscribers and shows what is kept about them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from subscribers.addresses import parse
from subscribers.consents import consents_of
from subscribers.database import moment, rows
from subscribers.errors import SEE_WHO, UnknownSubscriber
from subscribers.model import Record, State, Subscriber, Subscription

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.segments.filters import Filter

# One row a person, with what hangs on them as JSON, so that a list of any length is read in one pass.
_SUBSCRIBERS = """
SELECT
    id, address, name, language, note, paused_until, created_at, left_all_at,
    (
        SELECT json_group_array(json_object(
            'list', lists.name, 'state', state, 'joined_at', joined_at, 'confirmed_at', confirmed_at, 'left_at', left_at
        ))
        FROM subscriptions JOIN lists ON lists.id = list_id WHERE subscriber_id = subscribers.id
    ) AS subscriptions,
    (SELECT json_group_array(topic) FROM topics WHERE subscriber_id = subscribers.id) AS topics,
    (SELECT json_group_array(edition) FROM skipped_editions WHERE subscriber_id = subscribers.id) AS skipped_editions,
    coalesce(
        (SELECT reason FROM suppressions WHERE key = address_key),
        (SELECT reason FROM suppressions WHERE key = substr(address_key, instr(address_key, '@'))),
        ''
    ) AS suppressed
FROM subscribers
"""
_ONE = f"{_SUBSCRIBERS} WHERE id = :id"
_ALL = f"{_SUBSCRIBERS} WHERE {{segment}} ORDER BY address_key"
_SOME = f"""{_SUBSCRIBERS} WHERE id IN (
    SELECT subscriber_id FROM subscriptions JOIN lists ON lists.id = list_id
    WHERE lists.name = coalesce(:list, lists.name) AND state = coalesce(:state, state)
) AND {{segment}} ORDER BY address_key"""
# Whose address it is; else whose it was.
_FIND = """
SELECT id FROM subscribers WHERE address_key = :key
UNION ALL SELECT subscriber_id FROM former_addresses WHERE address_key = :key
"""
_IS_PRESENT = "SELECT EXISTS (SELECT 1 FROM subscribers WHERE address_key = :key)"


def find(db: Database, address: str, *, otherwise: str = SEE_WHO) -> int:
    """Return the id of the subscriber who has this address or else had it before they moved, ignoring case.

    Where nobody has it, `otherwise` says what else does what was wanted; `{}` in it is the address.

    Raises:
        BadAddress: it is no address.
        UnknownSubscriber: nobody has it.
    """
    found = db.conn.execute(_FIND, {"key": parse(address).key}).fetchone()
    if found is None:
        raise UnknownSubscriber(address, otherwise=otherwise.format(address))
    return int(found[0])


def is_present(db: Database, address_key: str) -> bool:
    """Tell whether somebody has this address now."""
    return bool(db.conn.execute(_IS_PRESENT, {"key": address_key}).fetchone()[0])


def subscriber(db: Database, subscriber_id: int) -> Subscriber:
    """Return one subscriber.

    Raises:
        UnknownSubscriber: there is none of this id.
    """
    return Subscriber(**_stored(db, subscriber_id))


def record(db: Database, subscriber_id: int) -> Record:
    """Return everything kept about one person.

    Raises:
        UnknownSubscriber: there is none of this id.
    """
    return Record(**_stored(db, subscriber_id), consents=consents_of(db, subscriber_id))


def subscribers(db: Database, *, list_name: str | None, state: State | None, segment: Filter) -> Iterator[Subscriber]:
    """Yield those with a subscription to the list, in the state, and in the segment, by address; None does not ask."""
    sql = _ALL if list_name is None and state is None else _SOME
    values = {"list": list_name, "state": state, **segment.values}
    cursor = db.conn.execute(sql.replace("{segment}", segment.on("subscribers.id")), values)
    names = [column[0] for column in cursor.description]
    return (Subscriber(**_fields(dict(zip(names, row, strict=True)))) for row in cursor)


def _stored(db: Database, subscriber_id: int) -> dict[str, Any]:
    found = rows(db, _ONE, {"id": subscriber_id})
    if not found:
        raise UnknownSubscriber(subscriber_id)
    return _fields(found[0])


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    subscriptions = sorted(json.loads(row["subscriptions"]), key=lambda one: one["list"])
    return row | {
        "paused_until": _moment(row["paused_until"]),
        "created_at": moment(row["created_at"]),
        "left_all_at": _moment(row["left_all_at"]),
        "subscriptions": tuple(_subscription(one) for one in subscriptions),
        "topics": tuple(sorted(json.loads(row["topics"]))),
        "skipped_editions": tuple(sorted(json.loads(row["skipped_editions"]))),
    }


def _subscription(values: dict[str, Any]) -> Subscription:
    return Subscription(
        list=values["list"],
        state=State(values["state"]),
        joined_at=moment(values["joined_at"]),
        confirmed_at=_moment(values["confirmed_at"]),
        left_at=_moment(values["left_at"]),
    )


def _moment(text: str | None) -> datetime | None:
    return moment(text) if text else None

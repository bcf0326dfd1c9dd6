"""Lets a reader take back that they left, as if they never had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers.choices import choices
from subscribers.consents import Evidence
from subscribers.database import immediate, stamp
from subscribers.model import Action, State, Via
from subscribers.subscriptions import stay_again

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.choices import Choice

# They had joined long ago, and say that they never meant to leave; so the day they joined stays.
_RESTORE = """
UPDATE subscriptions SET state = 'confirmed', left_at = NULL
WHERE subscriber_id = :subscriber_id AND list_id = :list_id AND state = 'unsubscribed'
"""


def left_since(db: Database, subscriber_id: int, lists: Collection[int], *, since: datetime) -> tuple[Choice, ...]:
    """Return those of these lists (by id) that the person left since then, and had confirmed before."""
    return tuple(
        one
        for one in choices(db, subscriber_id)
        if one.id in lists
        and one.state is State.UNSUBSCRIBED
        and one.confirmed_once
        and one.left_at
        and one.left_at >= since
    )


def come_back(
    db: Database,
    subscriber_id: int,
    lists: Collection[int],
    *,
    since: datetime,
    now: datetime,
    wording: str,
    origin: str = "",
) -> tuple[Choice, ...]:
    """Put a person back on those of these lists that `left_since` names, on their own word, and return them."""
    with immediate(db):
        restored = left_since(db, subscriber_id, lists, since=since)
        if restored:
            stay_again(db, [subscriber_id])
        evidence = Evidence(at=stamp(now), via=Via.WEB, wording=wording, origin=origin)
        for one in restored:
            db.execute(_RESTORE, {"subscriber_id": subscriber_id, "list_id": one.id})
            evidence.log(
                db, [subscriber_id], action=Action.CONFIRMED, list_name=one.name, note="took back that they left"
            )
    return restored

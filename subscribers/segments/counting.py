"""Counts whom a segment chooses, and finds topics in it that nobody follows."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from subscribers.database import stamp
from subscribers.errors import quoted
from subscribers.segments.tree import Attribute, Has, leaves

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.segments.filters import Filter
    from subscribers.segments.tree import Node

# In one pass, since every subscriber has to be asked anyway.
COUNT = """
SELECT count(*), coalesce(sum(EXISTS (
    SELECT 1 FROM mailable
    WHERE mailable.subscriber_id = subscribers.id
        AND (mailable.paused_until IS NULL OR mailable.paused_until <= :now)
)), 0)
FROM subscribers WHERE {segment}
"""

FOLLOWED = "SELECT DISTINCT topic FROM topics"


class Size(NamedTuple):
    """How many subscribers are in a segment, and how many of them some list's mail would reach now."""

    subscribers: int
    mailable: int


def size_of(db: Database, segment: Filter, *, now: datetime) -> Size:
    """Count who is in a segment."""
    sql = COUNT.replace("{segment}", segment.on("subscribers.id"))
    return Size(*db.conn.execute(sql, {"now": stamp(now), **segment.values}).fetchone())


def unfollowed(db: Database, node: Node) -> tuple[str, ...]:
    """Return a line for each topic of a tree that nobody follows: a slip of the pen, or a topic to come."""
    asked = {
        name.text
        for leaf in leaves(node)
        if isinstance(leaf, Has) and leaf.attribute is Attribute.TOPIC
        for name in leaf.names
    }
    if not asked:
        return ()
    followed = [topic for (topic,) in db.conn.execute(FOLLOWED).fetchall()]
    return tuple(_unfollowed(topic, followed) for topic in sorted(asked.difference(followed)))


def _unfollowed(topic: str, followed: list[str]) -> str:
    near = get_close_matches(topic, followed, n=1)
    return f"nobody follows {quoted(topic)}{f': did you mean {quoted(near[0])}?' if near else ''}"

"""Shows a reader every list they may choose from, and where they stand with each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subscribers.database import moment, rows
from subscribers.model import OptIn, State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

# The lists that are public, and those that the person ever joined; by title, as a reader sees them.
_CHOICES = """
SELECT id, name, title, opt_in, private, state, left_at, confirmed_at IS NOT NULL OR EXISTS (
    SELECT 1 FROM consents
    WHERE subscriber_id = :subscriber_id AND action = 'confirmed' AND list IN (
        SELECT lists.name UNION ALL SELECT former_names.name FROM former_names WHERE list_id = lists.id
    )
) AS confirmed_once
FROM lists LEFT JOIN subscriptions ON list_id = lists.id AND subscriber_id = :subscriber_id
WHERE NOT private OR state IS NOT NULL
ORDER BY title, name
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A list as one reader sees it; `state` is None where they never joined it."""

    id: int
    name: str
    title: str
    opt_in: OptIn
    private: bool
    state: State | None = None
    confirmed_once: bool = False  # now or before, be it that nobody knows when
    left_at: datetime | None = None

    @property
    def held(self) -> bool:
        """Whether the reader is on the list, confirmed or not."""
        return self.state in {State.CONFIRMED, State.UNCONFIRMED}


def choices(db: Database, subscriber_id: int = 0) -> tuple[Choice, ...]:
    """Return the public lists, and those that this subscriber joined (0: nobody), by title."""
    return tuple(
        Choice(
            id=row["id"],
            name=row["name"],
            title=row["title"],
            opt_in=OptIn(row["opt_in"]),
            private=bool(row["private"]),
            state=State(row["state"]) if row["state"] else None,
            confirmed_once=bool(row["confirmed_once"]),
            left_at=moment(row["left_at"]) if row["left_at"] else None,
        )
        for row in rows(db, _CHOICES, {"subscriber_id": subscriber_id})
    )

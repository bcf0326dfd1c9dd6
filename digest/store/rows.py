"""Turns values of the model into columns and back, for every store."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from digest.clock import from_iso, iso
from digest.model.story import Story
from subscribers.database import rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlite_utils import Database

__all__ = ["Row", "row", "rows", "stamp", "story_of", "value", "when"]

Row = dict[str, Any]


def row(db: Database, sql: str, values: Mapping[str, Any] | None = None) -> Row | None:
    """Run a query and return its first row, or None."""
    found = rows(db, sql, values)
    return found[0] if found else None


def value(db: Database, sql: str, values: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401  of the column's type
    """Run a query that has one row of one column, always, and return what stands there."""
    ((found,),) = db.conn.execute(sql, values or {}).fetchall()
    return found


def when(text: str | None) -> datetime | None:
    """Read a nullable time column."""
    return from_iso(text) if text else None


def stamp(moment: datetime | None) -> str | None:
    """Write a nullable time column."""
    return iso(moment) if moment else None


def story_of(found: Row) -> Story:
    """Make a story of a row of STORY_COLUMNS."""
    return Story(
        id=found["id"],
        guid=found["guid"],
        title=found["title"],
        url=found["url"],
        source=found["source"],
        published_at=from_iso(found["published_at"]),
        day_only=bool(found["day_only"]),
        first_seen_at=from_iso(found["first_seen_at"]),
        body=found["body"],
        own_length=found["own_length"],
        body_html=found["body_html"],
        summary=found["summary"],
        tags=_tags(found["tags"]),
        language=found["language"],
        image=found["image"],
        image_alt=found["image_alt"],
        author=found["author"],
        revision=found["revision"],
    )


@lru_cache(maxsize=1000)
def _tags(array: str) -> tuple[str, ...]:
    """Read the tags of a story; many have the same."""
    return tuple(json.loads(array))

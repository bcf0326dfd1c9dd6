"""Looks back at the issues an edition has had: what they carried, up to when, and how many there were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import iso
from digest.model.selection import Carried
from digest.store.rows import row, rows, story_of, when
from digest.store.stories import STORY_COLUMNS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

NEXT_NUMBER = "SELECT COALESCE(MAX(number), 0) + 1 AS number FROM issues WHERE edition = :edition"

# The latest issue before this slot of which a reader got something.
LAST_CUTOFF = """
SELECT cutoff FROM issues WHERE edition = :edition AND slot < :slot AND carried_at IS NOT NULL
ORDER BY slot DESC LIMIT 1
"""

# The subject of the latest issue before this slot of which a reader got something.
LAST_SUBJECT = """
SELECT subject FROM issues WHERE edition = :edition AND slot < :slot AND carried_at IS NOT NULL
ORDER BY slot DESC LIMIT 1
"""

# Whatever another issue of the edition has carried, or will when it is resumed, and the window could offer again.
CARRIED = f"""
SELECT {STORY_COLUMNS}, i.edition || '/' || i.label AS issue
FROM issues AS i JOIN issue_stories AS x ON x.issue_id = i.id JOIN stories AS s ON s.id = x.story_id
WHERE i.edition = :edition AND i.slot <> :slot
    AND (i.carried_at IS NOT NULL OR i.state = 'paused')
    AND (i.cutoff >= :since OR s.published_at >= :since OR s.first_seen_at >= :since)
ORDER BY i.slot, s.published_at, s.guid, s.id
"""

# What it had for some of those alone who follow topics.
CARRIED_FOR_SOME = CARRIED.replace("issue_stories", "topic_stories")


def next_number(db: Database, edition: str) -> int:
    """Return the number that the edition's next issue will bear."""
    found = row(db, NEXT_NUMBER, {"edition": edition})
    assert found is not None
    return int(found["number"])


def last_cutoff(db: Database, edition: str, *, before: datetime) -> datetime | None:
    """Return the cutoff of the edition's last sent issue before that slot."""
    found = row(db, LAST_CUTOFF, {"edition": edition, "slot": iso(before)})
    return when(found["cutoff"]) if found else None


def last_subject(db: Database, edition: str, *, before: datetime) -> str:
    """Return the subject of the edition's last sent issue before that slot; empty where there was none."""
    found = row(db, LAST_SUBJECT, {"edition": edition, "slot": iso(before)})
    return str(found["subject"]) if found else ""


def carried(db: Database, edition: str, *, besides: datetime, since: datetime) -> list[Carried]:
    """Return the stories that other issues of the edition, with a cutoff since then, have carried."""
    values = {"edition": edition, "slot": iso(besides), "since": iso(since)}
    return [
        Carried(story_of(one), one["issue"], for_all)
        for sql, for_all in ((CARRIED, True), (CARRIED_FOR_SOME, False))
        for one in rows(db, sql, values)
    ]

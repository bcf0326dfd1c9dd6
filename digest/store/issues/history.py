"""Looks back at the issues an edition has had: what they carried, up to when, and how many there were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import from_iso, iso
from digest.model.selection import Carried
from digest.store.rows import row, rows, stamp, story_of, value, when
from digest.store.stories.revisions import earlier_version
from digest.store.stories.stories import STORY_COLUMNS
from subscribers.database import array

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.story import Story
    from digest.store.rows import Row

NEXT_NUMBER = "SELECT COALESCE(MAX(number), 0) + 1 AS number FROM issues WHERE edition = :edition"

# The latest issue before this slot of which a reader got something.
LAST_CUTOFF = """
SELECT cutoff FROM issues WHERE edition = :edition AND slot < :slot AND carried_at IS NOT NULL
ORDER BY slot DESC LIMIT 1
"""

# The subjects that readers got before this slot, in any variant: whoever follows topics does not get each issue.
RECENT_SUBJECTS = """
SELECT DISTINCT v.subject FROM variants AS v WHERE v.issue_id IN (
    SELECT id FROM issues WHERE edition = :edition AND slot < :slot AND carried_at IS NOT NULL
    ORDER BY slot DESC LIMIT :issues
)
"""
ISSUES_REMEMBERED = 7

# The story of an item that was told, of one that only its source is named of.
UNDER = """
CASE x.role WHEN 'also' THEN (
    SELECT o.story_id FROM issue_stories AS o
    WHERE o.issue_id = x.issue_id AND o.position = x.position AND o.role <> 'also'
) END
"""

# Whatever another issue of the edition has carried, or will when it is resumed, and the window could offer again; with
# the revision that it was if the story was revised after.
CARRIED = f"""
SELECT {STORY_COLUMNS}, i.edition || '/' || i.label AS issue, COALESCE(i.carried_at, i.frozen_at) AS at,
    {UNDER} AS under,
    (SELECT MIN(r.revision) FROM story_revisions AS r WHERE r.story_id = s.id AND r.until > i.cutoff) AS earlier
FROM issues AS i JOIN issue_stories AS x ON x.issue_id = i.id JOIN stories AS s ON s.id = x.story_id
WHERE i.edition = :edition AND i.slot <> :slot
    AND (i.carried_at IS NOT NULL OR i.state = 'paused')
    AND (:until IS NULL OR COALESCE(i.carried_at, i.frozen_at) <= :until)
    AND (i.cutoff >= :since OR s.published_at >= :since OR s.first_seen_at >= :since
        OR s.id IN (SELECT value FROM json_each(:tied)))
ORDER BY i.slot, s.published_at, s.guid, s.id
"""

# What it had for some of those alone who follow topics.
CARRIED_FOR_SOME = CARRIED.replace(UNDER, "NULL").replace("issue_stories", "topic_stories")


REVISION = "SELECT * FROM story_revisions WHERE story_id = :id AND revision = :revision"

LAST_SENT = """
SELECT carried_at AS at FROM issues
WHERE edition = :edition AND slot <> :slot AND carried_at IS NOT NULL AND (:until IS NULL OR carried_at <= :until)
ORDER BY carried_at DESC LIMIT 2
"""

# The sent issues that carried a story, whatever its place in them.
ISSUES_WITH = """
SELECT i.edition || '/' || i.label AS name FROM issue_stories AS x JOIN issues AS i ON i.id = x.issue_id
WHERE x.story_id = :story AND i.carried_at IS NOT NULL AND :edition IN ('', i.edition) ORDER BY i.carried_at, i.id
"""


def issues_with(db: Database, story_id: int, *, edition: str = "") -> list[str]:
    """Return the names of the sent issues that carried a story, the earliest first."""
    return [found["name"] for found in rows(db, ISSUES_WITH, {"story": story_id, "edition": edition})]


def next_number(db: Database, edition: str) -> int:
    """Return the number that the edition's next issue will bear."""
    return int(value(db, NEXT_NUMBER, {"edition": edition}))


def last_cutoff(db: Database, edition: str, *, before: datetime) -> datetime | None:
    """Return the cutoff of the edition's last sent issue before that slot."""
    found = row(db, LAST_CUTOFF, {"edition": edition, "slot": iso(before)})
    return when(found["cutoff"]) if found else None


def recent_subjects(db: Database, edition: str, *, before: datetime) -> tuple[str, ...]:
    """Return the subjects of the edition's last seven sent issues before that slot, all variants', by their letters."""
    values = {"edition": edition, "slot": iso(before), "issues": ISSUES_REMEMBERED}
    return tuple(sorted({str(found["subject"]) for found in rows(db, RECENT_SUBJECTS, values)}))


def last_sent(db: Database, edition: str, *, besides: datetime, until: datetime | None = None) -> list[datetime]:
    """Return when the edition's last two issues went out, the later one first, but for that of a slot.

    `until` leaves out the issues that went out later.
    """
    values = {"edition": edition, "slot": iso(besides), "until": stamp(until)}
    return [from_iso(found["at"]) for found in rows(db, LAST_SENT, values)]


def carried(
    db: Database,
    edition: str,
    *,
    besides: datetime,
    since: datetime,
    tied: Iterable[int] = (),
    until: datetime | None = None,
) -> list[Carried]:
    """Return the stories that other issues of the edition, with a cutoff since then, have carried, as they were.

    `tied` are the ids of stories that are wanted whenever they were; `until` leaves out the issues that went out later.
    """
    values = {"edition": edition, "slot": iso(besides), "since": iso(since), "tied": array(tied), "until": stamp(until)}
    return [
        Carried(_as_carried(db, one), one["issue"], for_all, when(one["at"]), one["under"])
        for sql, for_all in ((CARRIED, True), (CARRIED_FOR_SOME, False))
        for one in rows(db, sql, values)
    ]


def _as_carried(db: Database, found: Row) -> Story:
    story = story_of(found)
    if found["earlier"] is None:
        return story
    revision = row(db, REVISION, {"id": story.id, "revision": found["earlier"]})
    assert revision is not None
    return earlier_version(story, revision)

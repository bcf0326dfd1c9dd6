"""Counts what issues and sources did over some time."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from digest.clock import from_iso, iso
from digest.model.delivery import Counts, DeliveryStatus
from digest.model.figures import UNSENT, IssueFigures, SourceFigures, UnsentSlot
from digest.model.issue import IssueState
from digest.store.rows import rows, when
from subscribers.database import array

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

ISSUES = """
SELECT id, edition, edition || '/' || label AS name, subject, mail_date FROM issues
WHERE mail_date >= :since AND mail_date <= :until AND carried_at IS NOT NULL
    AND edition IN (SELECT value FROM json_each(:editions))
ORDER BY mail_date, id
"""

UNSENT_SLOTS = """
SELECT edition || '/' || label AS name, slot, state FROM issues
WHERE slot >= :since AND slot <= :until AND carried_at IS NULL
    AND state IN (SELECT value FROM json_each(:states))
    AND edition IN (SELECT value FROM json_each(:editions))
ORDER BY slot, id
"""

COUNTS = """
SELECT issue_id, status, COUNT(*) AS n FROM deliveries
WHERE issue_id IN (SELECT value FROM json_each(:issues)) GROUP BY issue_id, status
UNION ALL
SELECT issue_id, status, mails FROM folded_deliveries WHERE issue_id IN (SELECT value FROM json_each(:issues))
"""

SOURCES = """
SELECT s.name, s.failures, s.error, s.fetched_at, (
    SELECT COUNT(*) FROM story_origins AS o JOIN stories AS t ON t.id = o.story_id
    WHERE o.source_id = s.id AND t.first_seen_at BETWEEN :since AND :until
) AS stories
FROM sources AS s ORDER BY stories DESC, s.name
"""

# When mails of one issue were settled; what was reported later stands at the time of the report.
MINUTES = """
SELECT substr(changed_at, 1, 16) AS minute, COUNT(*) AS n FROM deliveries
WHERE issue_id = :issue AND changed_at IS NOT NULL AND attempts > 0 GROUP BY minute ORDER BY minute
"""


def issue_figures(
    db: Database, editions: Iterable[str], *, since: datetime, until: datetime
) -> tuple[IssueFigures, ...]:
    """Return the issues that went out in that time, the oldest first."""
    values = {"since": iso(since), "until": iso(until), "editions": array(editions)}
    found = rows(db, ISSUES, values)
    counts: defaultdict[int, Counter[DeliveryStatus]] = defaultdict(Counter)
    for one in rows(db, COUNTS, {"issues": array(issue["id"] for issue in found)}):
        counts[one["issue_id"]][DeliveryStatus(one["status"])] += one["n"]
    return tuple(
        IssueFigures(one["name"], one["edition"], one["subject"], from_iso(one["mail_date"]), Counts(counts[one["id"]]))
        for one in found
    )


def unsent_slots(db: Database, editions: Iterable[str], *, since: datetime, until: datetime) -> tuple[UnsentSlot, ...]:
    """Return the slots of that time that brought nobody a mail, the oldest first."""
    values = {"since": iso(since), "until": iso(until), "editions": array(editions), "states": array(UNSENT)}
    found = rows(db, UNSENT_SLOTS, values)
    return tuple(UnsentSlot(one["name"], from_iso(one["slot"]), IssueState(one["state"])) for one in found)


def source_figures(db: Database, *, since: datetime, until: datetime) -> tuple[SourceFigures, ...]:
    """Return how each source did, the one with the most stories first."""
    return tuple(
        SourceFigures(one["name"], one["stories"], one["failures"], one["error"], when(one["fetched_at"]))
        for one in rows(db, SOURCES, {"since": iso(since), "until": iso(until)})
    )


def minutes_of(db: Database, issue_id: int) -> list[tuple[datetime, int]]:
    """Return how many mails of an issue were settled in each minute that had any."""
    return [(from_iso(f"{one['minute']}:00Z"), one["n"]) for one in rows(db, MINUTES, {"issue": issue_id})]

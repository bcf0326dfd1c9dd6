"""Looks the database through: pages, references, the schema against this program's, and sums that must come out."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlite_utils import Database

from digest.store.rows import rows, value

MOST_TOLD = 20  # findings of a kind; a damaged file can have thousands
MOST_SHOWN = 3  # of SQLite's own words on a damaged file, which help nobody but to know that it is so

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"

SCHEMA = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"

# What no constraint of a table can hold, in words for whoever reads the finding.
MUST_BE_NONE = {
    "deliveries without an issue": "SELECT COUNT(*) FROM deliveries WHERE issue_id NOT IN (SELECT id FROM issues)",
    "deliveries without what was rendered for them": (
        "SELECT COUNT(*) FROM deliveries WHERE variant_id NOT IN (SELECT id FROM variants)"
    ),
    "deliveries whose issue was never frozen": (
        "SELECT COUNT(*) FROM deliveries WHERE issue_id IN (SELECT id FROM issues WHERE frozen_at IS NULL)"
    ),
    "deliveries unsettled in an issue that is sent": """
        SELECT COUNT(*) FROM issues AS i JOIN deliveries AS d ON d.issue_id = i.id
        WHERE i.state IN ('sent', 'partial') AND d.status IN ('pending', 'claimed', 'deferred')
    """,
    "issues that went out without a story": """
        SELECT COUNT(*) FROM issues WHERE carried_at IS NOT NULL AND state <> 'cancelled'
            AND id NOT IN (SELECT issue_id FROM issue_stories)
    """,
    "issues under way without lists": """
        SELECT COUNT(*) FROM issues WHERE state IN ('frozen', 'sending', 'paused')
            AND id NOT IN (SELECT issue_id FROM issue_lists)
    """,
    "stories that the search does not know": """
        SELECT (SELECT COUNT(*) FROM stories) - (SELECT COUNT(*) FROM stories_fts_docsize)
    """,
    "subscriptions of nobody": (
        "SELECT COUNT(*) FROM subscriptions WHERE subscriber_id NOT IN (SELECT id FROM subscribers)"
    ),
}


def damage(db: Database) -> list[str]:
    """Return what is broken in the file itself: pages, indexes, constraints, references."""
    try:
        return _pages(db, "integrity_check") or [
            f"{one['table']}: a row refers to a row of {one['parent']} that is not there"
            for one in rows(db, f"SELECT * FROM pragma_foreign_key_check LIMIT {MOST_TOLD}")
        ]
    except sqlite3.DatabaseError as error:  # too broken to be looked through
        return [str(error)]


def rough_damage(db: Database) -> list[str]:
    """Return what is broken in the pages of the file; several times as fast as `damage`."""
    try:
        return _pages(db, "quick_check")
    except sqlite3.DatabaseError as error:
        return [str(error)]


def _pages(db: Database, check: str) -> list[str]:
    """Return the first of what SQLite finds in the file's pages, and how much more it finds."""
    answers = (str(answer) for (answer,) in db.conn.execute(f"PRAGMA {check}({MOST_TOLD})"))
    found = [line for answer in answers for line in answer.splitlines() if line != "ok" and not line.startswith("***")]
    more = len(found) - MOST_SHOWN
    return [*found[:MOST_SHOWN], f"and {more} more, or still more than that"] if more > 0 else found


def strays(db: Database, expected: Database) -> list[str]:
    """Return how the schema differs from `expected`, a database that this program has just made."""
    here, there = _schema(db), _schema(expected)
    missing = [f"the {kind} {name} is missing" for kind, name in sorted(there.keys() - here.keys())]
    foreign = [f"the {kind} {name} is not of this program" for kind, name in sorted(here.keys() - there.keys())]
    changed = [
        f"the {kind} {name} is not as this program made it"
        for kind, name in sorted(here.keys() & there.keys())
        if here[kind, name] != there[kind, name]
    ]
    return missing + changed + foreign


def wrong_sums(db: Database) -> list[str]:
    """Return which sums do not come out; reads the whole ledger."""
    found = [(words, int(value(db, sql))) for words, sql in MUST_BE_NONE.items()]
    return [f"{count:,} {words}" for words, count in found if count]


def row_counts(db: Database) -> dict[str, int]:
    """Return how many rows each table has."""
    names = [one["name"] for one in rows(db, TABLES)]
    return {name: int(value(db, f'SELECT COUNT(*) FROM "{name}"')) for name in names}


def blank() -> closing[Database]:
    """Return an empty database in memory, to be closed by the block that it is made for."""
    return closing(Database(memory=True, execute_plugins=False))


def _schema(db: Database) -> dict[tuple[str, str], str]:
    return {(one["type"], one["name"]): " ".join(str(one["sql"]).split()) for one in rows(db, SCHEMA)}

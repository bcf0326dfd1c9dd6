"""Makes and changes the tables of this package, step by step; a step that was released is never altered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from digest.store.issues import sent_before
from digest.store.schema import (
    activity_tables,
    archive_tables,
    awry_tables,
    clock_tables,
    desk_tables,
    event_tables,
    file_tables,
    issue_tables,
    keeping_tables,
    ledger_tables,
    letter_tables,
    origin_tables,
    pace_tables,
    run_tables,
    story_tables,
    tie_tables,
    variant_tables,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

migrations = Migrations("digest")


@migrations()
def m001_first_schema(db: Database) -> None:
    """Stories and their tags, sources, issues with their variants, and the ledger."""
    _run(db, (*story_tables.STATEMENTS, *issue_tables.STATEMENTS))


@migrations()
def m002_pace(db: Database) -> None:
    """Quotas that outlive a run, lanes for domains with a rate of their own, and why an issue is paused."""
    _run(db, pace_tables.STATEMENTS)


@migrations()
def m003_events(db: Database) -> None:
    """What comes back, and the indexes that find what it may settle."""
    _run(db, event_tables.STATEMENTS)


@migrations()
def m004_activity(db: Database) -> None:
    """The indexes by which segments ask what became of a reader's mails."""
    _run(db, activity_tables.STATEMENTS)


@migrations()
def m005_letters(db: Database) -> None:
    """Mails to single readers, claimed and settled like those of issues."""
    _run(db, letter_tables.STATEMENTS)


@migrations()
def m006_keeping(db: Database) -> None:
    """Where the database is at home, and the counts of what was pruned."""
    _run(db, keeping_tables.STATEMENTS)


@migrations()
def m007_clock(db: Database) -> None:
    """The latest moment that was taken for true."""
    _run(db, clock_tables.STATEMENTS)


@migrations()
def m008_variants(db: Database) -> None:
    """Several variants an issue, and the stories that only some of them have."""
    _run(db, variant_tables.STATEMENTS)


@migrations()
def m009_desk(db: Database) -> None:
    """What editors say of stories, what stories said before they were revised, and who approved an issue."""
    _run(db, desk_tables.STATEMENTS)


@migrations()
def m010_runs(db: Database) -> None:
    """What each call of `digest run` did."""
    _run(db, run_tables.STATEMENTS)


@migrations()
def m011_archive(db: Database) -> None:
    """What issues say, for everybody to read and search."""
    _run(db, archive_tables.STATEMENTS)
    sent_before.take_in(db)


@migrations()
def m012_ledger(db: Database) -> None:
    """A ledger that costs a third to write."""
    _run(db, ledger_tables.STATEMENTS)


@migrations()
def m013_awry(db: Database) -> None:
    """Two indexes in place of four, each of which claims and receipts had to look at."""
    _run(db, awry_tables.STATEMENTS)


@migrations()
def m014_origins(db: Database) -> None:
    """Which source brought a story first."""
    _run(db, origin_tables.STATEMENTS)


@migrations()
def m015_issue_files(db: Database) -> None:
    """What the issue files said that were written for editors."""
    _run(db, file_tables.STATEMENTS)


@migrations()
def m016_ties(db: Database) -> None:
    """Which stories tell one event, and which tell two, by an editor's word."""
    _run(db, tie_tables.STATEMENTS)


def _run(db: Database, statements: Iterable[str]) -> None:
    for statement in statements:
        db.conn.execute(statement)

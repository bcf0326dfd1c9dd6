"""Makes and changes the tables of this package, step by step; a step that was released is never altered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from digest.store import issue_tables, story_tables

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("digest")


@migrations()
def m001_first_schema(db: Database) -> None:
    """Stories and their tags, sources, issues with their variants, and the ledger."""
    for statement in (*story_tables.STATEMENTS, *issue_tables.STATEMENTS):
        db.conn.execute(statement)

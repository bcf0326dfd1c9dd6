"""Keeps the issue files that were written for editors, until the issue has gone out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.store.rows import row
from subscribers.database import immediate

if TYPE_CHECKING:
    from sqlite_utils import Database

# The same file written again is of the later moment: it says the same, so no word in between was lost on its reader.
KEEP = """
INSERT INTO issue_files (issue_id, mark, text, words) VALUES (:issue, :mark, :text, :words)
ON CONFLICT (issue_id, mark) DO UPDATE SET words = :words
"""

# Nobody edits an issue that has gone out, so its files would only lie about.
FORGET = """
DELETE FROM issue_files
WHERE issue_id IN (SELECT id FROM issues WHERE state NOT IN ('draft', 'quiet', 'merged'))
"""

KEPT = "SELECT text, words FROM issue_files WHERE issue_id = :issue AND mark = :mark"


def keep(db: Database, issue_id: int, mark: str, *, text: str, words: int) -> None:
    """Keep a file as it was written when `words` was the number of the desk's last word."""
    with immediate(db):
        db.conn.execute(FORGET)
        db.conn.execute(KEEP, {"issue": issue_id, "mark": mark, "text": text, "words": words})


def kept(db: Database, issue_id: int, mark: str) -> tuple[str, int] | None:
    """Return what an issue's file of that mark said, and the number of the desk's last word then; None if unknown."""
    found = row(db, KEPT, {"issue": issue_id, "mark": mark})
    return (found["text"], found["words"]) if found else None

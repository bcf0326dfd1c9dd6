"""Keeps who edited a draft and who approved it; an approval is of what the draft said then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import iso
from subscribers.database import immediate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

EDITED = "UPDATE issues SET edited_at = :now, edited_by = :by WHERE id = :id AND state = 'draft'"

APPROVED = """
UPDATE issues SET approved_at = :now, approved_by = :by, approved_content = :content, note = ''
WHERE id = :id AND state = 'draft'
"""

# A draft that is composed anew is another one.
ANEW = """
UPDATE issues SET edited_at = NULL, edited_by = '', approved_at = NULL, approved_by = '', approved_content = ''
WHERE id = :id AND state = 'draft'
"""


def edited(db: Database, issue_id: int, *, by: str, now: datetime) -> bool:
    """Note who edited a draft, and tell whether it still was one."""
    with immediate(db):
        return bool(db.conn.execute(EDITED, {"id": issue_id, "by": by, "now": iso(now)}).rowcount)


def approved(db: Database, issue_id: int, *, content: str, by: str, now: datetime) -> bool:
    """Note who approved a draft that said this, and tell whether it still was one."""
    with immediate(db):
        values = {"id": issue_id, "by": by, "content": content, "now": iso(now)}
        return bool(db.conn.execute(APPROVED, values).rowcount)


def anew(db: Database, issue_id: int) -> None:
    """Forget who edited and who approved what stood here before."""
    with immediate(db):
        db.conn.execute(ANEW, {"id": issue_id})

"""Keeps what goes out, fixed before the first mail, so that a resumed send is the same issue byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import iso
from digest.model.issue import Marks, Rendering
from digest.store.rows import row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.issue import IssueRecord

FREEZE = """
UPDATE issues SET state = 'frozen', subject = :subject, mail_date = :mail_date, frozen_at = :now
WHERE id = :id AND state = 'draft'
"""

PUT_LIST = "INSERT INTO issue_lists (issue_id, list) VALUES (:issue, :list)"

PUT_VARIANT = """
INSERT INTO variants (issue_id, key, subject, preheader, html, text, message, token_mark, reason_mark)
VALUES (:issue, :key, :subject, :preheader, :html, :text, :message, :token_mark, :reason_mark) RETURNING id
"""

VARIANT = "SELECT * FROM variants WHERE issue_id = :issue ORDER BY id LIMIT 1"


def freeze(
    db: Database,
    record: IssueRecord,
    rendering: Rendering,
    *,
    message: bytes,
    marks: Marks,
    lists: Sequence[str],
    mail_date: datetime,
    now: datetime,
) -> int:
    """Fix what goes out and to which lists; runs in the caller's transaction. Returns the id of the variant."""
    db.conn.execute(
        FREEZE, {"id": record.id, "subject": rendering.subject, "mail_date": iso(mail_date), "now": iso(now)}
    )
    db.conn.executemany(PUT_LIST, [{"issue": record.id, "list": name} for name in lists])
    variant = {
        "issue": record.id,
        "key": rendering.language,
        "subject": rendering.subject,
        "preheader": rendering.preheader,
        "html": rendering.html,
        "text": rendering.text,
        "message": message,
        "token_mark": marks.token,
        "reason_mark": marks.reason,
    }
    return int(db.conn.execute(PUT_VARIANT, variant).fetchone()[0])


def variant(db: Database, issue_id: int) -> tuple[Rendering, bytes, Marks] | None:
    """Return what was frozen for the issue: the rendering, the encoded message and its marks."""
    found = row(db, VARIANT, {"issue": issue_id})
    if found is None:
        return None
    rendering = Rendering(
        subject=found["subject"],
        preheader=found["preheader"],
        html=found["html"],
        text=found["text"],
        language=found["key"],
    )
    return rendering, found["message"], Marks(found["token_mark"], found["reason_mark"])

"""Keeps what goes out, fixed before the first mail, so that a resumed send is the same issue byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import iso
from digest.errors import StoreError
from digest.model.issue import Marks, Rendering, Variant
from digest.store.rows import row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.issue import IssueRecord

FREEZE = """
UPDATE issues SET state = 'frozen', subject = :subject, mail_date = :now, frozen_at = :now,
    deadline_at = NULL
WHERE id = :id AND state = 'draft' AND carried_at IS NULL
"""

# A merged issue that is reopened had been frozen before; nobody got anything of it.
FORGET_EARLIER = (
    "DELETE FROM deliveries WHERE issue_id = :id",
    "DELETE FROM folded_deliveries WHERE issue_id = :id",
    "DELETE FROM variants WHERE issue_id = :id",
    "DELETE FROM issue_lists WHERE issue_id = :id",
)

PUT_LIST = "INSERT INTO issue_lists (issue_id, list_id) VALUES (:issue, :list)"

PUT_VARIANT = """
INSERT INTO variants (issue_id, key, subject, preheader, html, text, message, sender, token_mark, reason_mark)
VALUES (:issue, :key, :subject, :preheader, :html, :text, :message, :sender, :token_mark, :reason_mark) RETURNING id
"""

VARIANT = "SELECT * FROM variants WHERE issue_id = :issue ORDER BY id LIMIT 1"


def freeze(db: Database, record: IssueRecord, variant: Variant, *, lists: Sequence[int], now: datetime) -> int:
    """Fix what goes out and to which lists (by id); runs in the caller's transaction. Returns the variant's id.

    Raises:
        StoreError: the issue is no draft any more, because somebody cancelled it meanwhile.
    """
    values = {"id": record.id, "subject": variant.rendering.subject, "now": iso(now)}
    if not db.conn.execute(FREEZE, values).rowcount:
        raise StoreError(f"{record.name} was changed by somebody else; look at it with: digest status {record.name}")
    for forget in FORGET_EARLIER:
        db.conn.execute(forget, {"id": record.id})
    db.conn.executemany(PUT_LIST, [{"issue": record.id, "list": list_id} for list_id in lists])
    columns = {
        "issue": record.id,
        "key": variant.rendering.language,
        "subject": variant.rendering.subject,
        "preheader": variant.rendering.preheader,
        "html": variant.rendering.html,
        "text": variant.rendering.text,
        "message": variant.message,
        "sender": variant.sender,
        "token_mark": variant.marks.token,
        "reason_mark": variant.marks.reason,
    }
    return int(db.conn.execute(PUT_VARIANT, columns).fetchone()[0])


def frozen_variant(db: Database, issue_id: int) -> Variant | None:
    """Return what was fixed for the issue, or None before that."""
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
    marks = Marks(found["token_mark"], found["reason_mark"])
    return Variant(rendering=rendering, message=found["message"], sender=found["sender"], marks=marks)

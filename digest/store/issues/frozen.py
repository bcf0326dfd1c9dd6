"""Fixes an issue before the first mail, so that a resumed send is the same issue byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import iso
from digest.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.issue import IssueRecord

FREEZE = """
UPDATE issues SET state = 'frozen', subject = :subject, mail_date = :now, frozen_at = :now,
    deadline_at = NULL
WHERE id = :id AND state = 'draft' AND carried_at IS NULL
"""

# Drafts of slots before it never went out; their news is in this one, or waits for the next.
MERGE_EARLIER_DRAFTS = """
UPDATE issues SET state = 'merged', number = NULL
WHERE edition = :edition AND slot < :slot AND state = 'draft' AND NOT extra
"""

# A merged issue that is reopened had been frozen before; nobody got anything of it.
FORGET_EARLIER = (
    "DELETE FROM deliveries WHERE issue_id = :id",
    "DELETE FROM folded_deliveries WHERE issue_id = :id",
    "DELETE FROM variants WHERE issue_id = :id",
    "DELETE FROM issue_lists WHERE issue_id = :id",
    "DELETE FROM topic_stories WHERE issue_id = :id",
)

PUT_LIST = "INSERT INTO issue_lists (issue_id, list_id) VALUES (:issue, :list)"

PUT_TOPIC_STORY = "INSERT INTO topic_stories (issue_id, story_id) VALUES (:issue, :story)"


def freeze(db: Database, record: IssueRecord, *, subject: str, lists: Iterable[int], now: datetime) -> None:
    """Fix an issue, and to which lists (by id) it goes; its variants and recipients follow, in the same transaction.

    Raises:
        StoreError: the issue is no draft any more, because somebody cancelled it meanwhile.
    """
    if not db.conn.execute(FREEZE, {"id": record.id, "subject": subject, "now": iso(now)}).rowcount:
        raise StoreError(f"{record.name} was changed by somebody else; look at it with: digest status {record.name}")
    db.conn.execute(MERGE_EARLIER_DRAFTS, {"edition": record.edition, "slot": iso(record.slot)})
    for forget in FORGET_EARLIER:
        db.conn.execute(forget, {"id": record.id})
    db.conn.executemany(PUT_LIST, [{"issue": record.id, "list": list_id} for list_id in lists])


def note_topic_stories(db: Database, record: IssueRecord, stories: Iterable[int]) -> None:
    """Keep which stories (by id) only variants for who follows topics have; runs in the caller's transaction."""
    db.conn.executemany(PUT_TOPIC_STORY, [{"issue": record.id, "story": story} for story in stories])

"""Takes out of the database what has been kept long enough, in short commits, so that a send is not kept waiting.

A process killed in the middle leaves it whole: each commit takes rows out and puts in what is to remain of them.
"""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.store.rows import rows, value
from subscribers.database import array, immediate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlite_utils import Database

AT_ONCE = 5_000  # rows a commit
STRETCH = 20_000  # ids looked at in a commit that seldom finds much
REST = 0.3  # of the time a commit took: for others, before the next

# Finished issues whose rows are all settled. The last one stays: the numbers of deliveries go on from its.
FOLDABLE = """
SELECT i.id FROM issues AS i
WHERE i.state IN ('sent', 'partial', 'cancelled', 'merged') AND COALESCE(i.finished_at, i.mail_date) < :before
    AND EXISTS (SELECT 1 FROM deliveries WHERE issue_id = i.id)
    AND i.id <> (SELECT issue_id FROM deliveries ORDER BY id DESC LIMIT 1)
    AND NOT EXISTS (SELECT 1 FROM deliveries WHERE issue_id = i.id AND status IN ('pending', 'claimed', 'deferred'))
ORDER BY i.slot
"""

SOME_DELIVERIES = "SELECT id FROM deliveries WHERE issue_id = :issue LIMIT :most"

# Skipped ones with why they were.
FOLD = """
INSERT INTO folded_deliveries (issue_id, status, why, mails)
SELECT issue_id, status, CASE WHEN status = 'skipped' THEN detail ELSE '' END AS reason, COUNT(*)
FROM deliveries WHERE id IN (SELECT value FROM json_each(:ids)) GROUP BY issue_id, status, reason
ON CONFLICT (issue_id, status, why) DO UPDATE SET mails = mails + excluded.mails
"""

FORGET_DELIVERIES = "DELETE FROM deliveries WHERE id IN (SELECT value FROM json_each(:ids))"

# Nothing of the issue will be handed over any more, and nobody's own copy is shown. What the whole issue was rendered
# to stays, and what it says stays for the archive.
FORGET_MESSAGE = "UPDATE variants SET message = x'' WHERE issue_id = :issue AND length(message) > 0"

FORGET_COPIES = """
UPDATE variants SET packed = NULL, html = '', text = ''
WHERE issue_id = :issue AND id <> (SELECT MIN(id) FROM variants WHERE issue_id = :issue)
"""

FORGET_SOFT_BOUNCES = "DELETE FROM soft_bounces WHERE issue_id = :issue"

COUNT_DELIVERIES = "SELECT COUNT(*) AS n FROM deliveries WHERE issue_id IN (SELECT value FROM json_each(:ids))"

# The newest that was delivered stays: it says that deliveries are reported here at all (see store.mail.activity).
EVENTS = """
events WHERE id > :after AND id <= :upto AND seen_at < :before AND id <> :kept
"""

LAST_DELIVERED = "SELECT COALESCE(MAX(id), 0) AS id FROM events WHERE kind = 'delivered'"

# Whoever still waits for the word on a list is known by the letter to have been asked: they would be asked again.
LETTERS = """
letters WHERE id > :after AND id <= :upto AND created_at < :before
    AND status NOT IN ('pending', 'claimed', 'deferred')
    AND NOT EXISTS (SELECT 1 FROM askable WHERE subscriber_id = letters.subscriber_id)
"""

RUNS = "runs WHERE id > :after AND id <= :upto AND started_at < :before"

# A story that no issue refers to. One without a date of its own has the time it was first seen at: taken out, it would
# come in as news when its source shows it again.
STORIES = """
stories WHERE id > :after AND id <= :upto AND published_at < :before AND first_seen_at < :before
    AND published_at <> first_seen_at AND id NOT IN ({referred})
"""

# Of the others remains what they are known by, and their titles; readers' copies and the archive have the rest.
TEXTS = """
stories WHERE id > :after AND id <= :upto AND published_at < :before AND first_seen_at < :before
    AND (body <> '' OR body_html <> '')
"""

BLANK_TEXTS = f"UPDATE stories SET body = '', body_html = '' WHERE id IN (SELECT id FROM {TEXTS})"

# The tables whose rows keep a story here, by what the schema says.
REFERRING = """
SELECT t.name AS name, f."from" AS key FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS f
WHERE t.type = 'table' AND f."table" = 'stories' AND f.on_delete <> 'CASCADE'
"""


def fold_deliveries(db: Database, *, before: datetime, dry: bool = False) -> tuple[int, int]:
    """Fold the ledger of issues that were finished before then into counts; returns how many issues and deliveries."""
    found = [one["id"] for one in rows(db, FOLDABLE, {"before": iso(before)})]
    if dry:
        return len(found), int(value(db, COUNT_DELIVERIES, {"ids": array(found)}))
    return len(found), sum(_fold(db, issue_id) for issue_id in found)


def forget_events(db: Database, *, before: datetime, dry: bool = False) -> int:
    """Forget events that came in before then; returns how many."""
    kept = value(db, LAST_DELIVERED)
    return _each_stretch(db, "events", f"DELETE FROM {EVENTS}", EVENTS, before, dry=dry, kept=kept)


def forget_letters(db: Database, *, before: datetime, dry: bool = False) -> int:
    """Forget settled letters from before then, but of those who still have to answer; returns how many."""
    return _each_stretch(db, "letters", f"DELETE FROM {LETTERS}", LETTERS, before, dry=dry)


def forget_runs(db: Database, *, before: datetime, dry: bool = False) -> int:
    """Forget runs that began before then; returns how many."""
    return _each_stretch(db, "runs", f"DELETE FROM {RUNS}", RUNS, before, dry=dry)


def forget_stories(db: Database, *, before: datetime, dry: bool = False) -> tuple[int, int]:
    """Forget stories from before then that no issue carried, and the texts of the others; returns how many of each."""
    referred = " UNION ALL ".join(f'SELECT {one["key"]} FROM "{one["name"]}"' for one in rows(db, REFERRING))
    where = STORIES.replace("{referred}", referred)
    forgotten = _each_stretch(db, "stories", f"DELETE FROM {where}", where, before, dry=dry)
    return forgotten, _each_stretch(db, "stories", BLANK_TEXTS, TEXTS, before, dry=dry) - (forgotten if dry else 0)


def _fold(db: Database, issue_id: int) -> int:
    """Fold one issue's ledger; another process that does the same takes other rows."""
    count = 0
    for _ in _turns():
        with immediate(db):
            some = {"issue": issue_id, "most": AT_ONCE}
            ids = array(one["id"] for one in rows(db, SOME_DELIVERIES, some))
            db.conn.execute(FOLD, {"ids": ids})
            done = db.conn.execute(FORGET_DELIVERIES, {"ids": ids}).rowcount
            if done < AT_ONCE:
                db.conn.execute(FORGET_MESSAGE, {"issue": issue_id})
                db.conn.execute(FORGET_COPIES, {"issue": issue_id})
                db.conn.execute(FORGET_SOFT_BOUNCES, {"issue": issue_id})
        count += done
        if done < AT_ONCE:
            break
    return count


def _each_stretch(db: Database, table: str, act: str, where: str, before: datetime, *, dry: bool, **more: int) -> int:
    """Act on the rows of a table, a stretch of ids a commit; returns how many. `dry` counts alone."""
    first, last = db.conn.execute(f'SELECT COALESCE(MIN(id), 1), COALESCE(MAX(id), 0) FROM "{table}"').fetchone()
    count = 0
    for after, _ in zip(range(first - 1, last, STRETCH), _turns(), strict=False):
        values: dict[str, Any] = {"after": after, "upto": after + STRETCH, "before": iso(before), **more}
        if dry:
            count += value(db, f"SELECT COUNT(*) FROM {where}", values)
        else:
            with immediate(db):
                count += db.conn.execute(act, values).rowcount
    return count


def _turns() -> Iterator[None]:
    """Yield again and again, with a rest after each turn."""
    while True:
        begun = monotonic()
        yield
        sleep((monotonic() - begun) * REST)

"""Takes back what an import did, and nothing that was done since."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from subscribers.database import immediate, rows, stamp
from subscribers.departure_tables import LIST_REMOVED
from subscribers.files.intake.import_tables import AS_THEY_STAND
from subscribers.files.intake.imports import import_of, mark_undone
from subscribers.files.intake.suppressing import let_go

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.files.intake.imports import Import

CHUNK = 5000  # people a transaction

_DROPS = ("DROP TABLE IF EXISTS temp.stayed", "DROP TABLE IF EXISTS temp.brought")
_CREATES = (
    "CREATE TEMP TABLE stayed (person INTEGER PRIMARY KEY, address TEXT, reason TEXT)",
    "CREATE TEMP TABLE brought (person INTEGER PRIMARY KEY, last_line INTEGER, before TEXT)",
)
_LISTED = "SELECT address, reason FROM temp.stayed ORDER BY person LIMIT :most"
_COUNTED = "SELECT count(*) FROM temp.stayed"

_SPANS = "SELECT first, last FROM import_spans WHERE import_id = :import ORDER BY first"
_CHANGES = """
SELECT min(subscriber_id) AS first, max(subscriber_id) AS last FROM (
    SELECT subscriber_id FROM import_changes
    WHERE import_id = :import AND subscriber_id > :after ORDER BY subscriber_id LIMIT :most
)
"""
_BROUGHT = """
INSERT INTO temp.brought (person, last_line) SELECT id, 0 FROM subscribers WHERE id BETWEEN :first AND :last
"""
_CHANGED = """
INSERT INTO temp.brought (person, last_line, before)
SELECT subscriber_id, last_line, before FROM import_changes
WHERE import_id = :import AND subscriber_id BETWEEN :first AND :last
"""
# Something was done since if the log has a line of it, but for being asked, which is nothing that they did; or if
# another hand was the last to change what is known of them: see import_tables. That a list was removed is not of their
# doing.
_STAY = f"""
INSERT INTO temp.stayed (person, address, reason)
SELECT person, address, reason FROM (
    SELECT person, address, coalesce((
        SELECT action || ' by ' || via || ' on ' || substr(at, 1, 10) FROM consents
        WHERE subscriber_id = person AND id > last_line AND via <> 'import' AND action <> 'asked' AND note <> :removed
        ORDER BY id DESC LIMIT 1
    ), CASE
        WHEN import_id = :import THEN NULL
        WHEN import_id IS NULL THEN coalesce((
            SELECT 'another file says too that they left ' || coalesce(nullif(list, ''), 'everything') FROM consents
            WHERE subscriber_id = person AND id > last_line AND action = 'unsubscribed'
                AND instr(note, 'import ' || :import || ',') <> 1
            ORDER BY id DESC LIMIT 1
        ), 'changed by hand since')
        ELSE 'import ' || import_id || coalesce((
            SELECT ' says too that they left ' || coalesce(nullif(list, ''), 'everything')
            FROM consents CROSS JOIN import_changes AS theirs
                ON theirs.import_id = subscribers.import_id AND theirs.subscriber_id = person
            WHERE consents.subscriber_id = person AND action = 'unsubscribed'
                AND instr(consents.note, 'import ' || subscribers.import_id || ',') = 1
                AND json_remove(theirs.before, '$.import_id') = json_remove({AS_THEY_STAND}, '$.import_id')
            ORDER BY consents.id DESC LIMIT 1
        ), ' changed them since') || '; take that back first'
    END) AS reason
    FROM temp.brought CROSS JOIN subscribers ON subscribers.id = person
) WHERE reason IS NOT NULL
"""
_SPARE = "DELETE FROM temp.brought WHERE person IN (SELECT person FROM temp.stayed)"
_REMOVE = "DELETE FROM subscribers WHERE id IN (SELECT person FROM temp.brought)"
# What was changed is told in the log before it is changed back.
_LOG = """
INSERT INTO consents (subscriber_id, list, action, at, via, origin, wording, note)
SELECT person, list, CASE was WHEN 'confirmed' THEN was WHEN 'unconfirmed' THEN 'joined' ELSE 'unsubscribed' END,
    :now, 'import', '', '', :note || CASE WHEN was IS NULL THEN '; was not on the list before' ELSE '; as before' END
FROM (
    SELECT person, name AS list, state, (
        SELECT json_extract(value, '$.state') FROM json_each(before, '$.subscriptions')
        WHERE json_extract(value, '$.list_id') = list_id
    ) AS was
    FROM temp.brought CROSS JOIN subscriptions ON subscriber_id = person JOIN lists ON lists.id = list_id
) WHERE was IS NOT state
"""
_LOG_STAYING = """
INSERT INTO consents (subscriber_id, list, action, at, via, origin, wording, note)
SELECT person, '', 'resumed', :now, 'import', '', '', :note || '; had not left every list before'
FROM temp.brought CROSS JOIN subscribers ON id = person
WHERE left_all_at IS NOT NULL AND json_type(before, '$.left_all_at') = 'null'
"""
# Imports of old did not know who left everything, and changed nothing of it.
_RESTORE_ABOUT = """
UPDATE subscribers SET
    name = json_extract(before, '$.name'),
    language = json_extract(before, '$.language'),
    note = json_extract(before, '$.note'),
    left_all_at = CASE WHEN json_type(before, '$.left_all_at') IS NULL THEN left_all_at
        ELSE json_extract(before, '$.left_all_at') END,
    import_id = json_extract(before, '$.import_id')
FROM temp.brought WHERE id = person
"""
_RESTORE_SUBSCRIPTIONS = """
INSERT INTO subscriptions (subscriber_id, list_id, state, joined_at, confirmed_at, left_at)
SELECT person, json_extract(value, '$.list_id'), json_extract(value, '$.state'), json_extract(value, '$.joined_at'),
    json_extract(value, '$.confirmed_at'), json_extract(value, '$.left_at')
FROM temp.brought, json_each(before, '$.subscriptions')
WHERE json_extract(value, '$.list_id') IN (SELECT id FROM lists)
"""
_RESTORE = (
    _LOG,
    _LOG_STAYING,
    "DELETE FROM subscriptions WHERE subscriber_id IN (SELECT person FROM temp.brought)",
    _RESTORE_SUBSCRIPTIONS,
    "DELETE FROM topics WHERE subscriber_id IN (SELECT person FROM temp.brought)",
    "INSERT INTO topics (subscriber_id, topic) SELECT person, value FROM temp.brought, json_each(before, '$.topics')",
    "DELETE FROM skipped_editions WHERE subscriber_id IN (SELECT person FROM temp.brought)",
    """
    INSERT INTO skipped_editions (subscriber_id, edition)
    SELECT person, value FROM temp.brought, json_each(before, '$.editions')
    """,
    _RESTORE_ABOUT,  # last: the triggers take what stands above for a change by hand
    """
    DELETE FROM import_changes
    WHERE import_id = :import AND subscriber_id IN (SELECT person FROM temp.brought)
    """,
)
_ASK_NOBODY = "DELETE FROM to_ask WHERE import_id = :import"


@dataclass(frozen=True, slots=True)
class Stayed:
    """Somebody whom an import brought or changed, and who was left as they are, since something was done since."""

    address: str
    reason: str

    def as_dict(self) -> dict[str, str]:
        """Return it as JSON has it."""
        return {"address": self.address, "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What taking an import back did: whom it removed, restored, or let be mailed again, and how many stayed.

    `before` is the import as it stood; taken back before, it may yet have left somebody whom only a later import kept.
    """

    before: Import
    removed: int
    restored: int
    lifted: int
    stayed: int
    db: Database

    def those_who_stayed(self, *, most: int = -1) -> Iterator[Stayed]:
        """Yield them, all or so many at most, for as long as the taking back is open; take them all, or close it."""
        for address, reason in self.db.conn.execute(_LISTED, {"most": most}):
            yield Stayed(address, reason)


@contextmanager
def taking_back(db: Database, number: int, *, now: datetime) -> Iterator[Undone]:
    """Take back an import and yield what that did; again, it does nothing more.

    Whoever it added goes, with all that was kept about them; whoever it changed is as before, and the log tells so;
    whom it suppressed is not any more. Whoever did something since, or had something done to them by hand or by a later
    import, stays as they are. Five thousand people are one transaction.

    Raises:
        BadValue: there was no such import.
    """
    before = import_of(db, number)
    for sql in (*_DROPS, *_CREATES):
        db.conn.execute(sql)
    try:
        yield _take_back(db, before, now=stamp(now))
    finally:
        for sql in _DROPS:
            db.conn.execute(sql)


def _take_back(db: Database, before: Import, *, now: str) -> Undone:
    values = {
        "import": before.id,
        "now": now,
        "note": f"import {before.id} was taken back",
        "removed": LIST_REMOVED,
    }
    removed = sum(_remove(db, span | values) for span in rows(db, _SPANS, values))
    restored = _restore_all(db, values)
    with immediate(db):
        lifted = let_go(db, before.id)
        db.conn.execute(_ASK_NOBODY, values)
        if before.undone_at is None:
            mark_undone(db, before.id, at=now)
    stayed = db.conn.execute(_COUNTED).fetchone()[0]
    return Undone(before=before, removed=removed, restored=restored, lifted=lifted, stayed=stayed, db=db)


def _remove(db: Database, span: dict[str, Any]) -> int:
    """Remove those of a range whom nobody touched since, and return how many that were."""
    removed = 0
    for first in range(span["first"], span["last"] + 1, CHUNK):
        chunk = span | {"first": first, "last": min(first + CHUNK - 1, span["last"])}
        with immediate(db):
            _spare(db, _BROUGHT, chunk)
            removed += db.conn.execute(_REMOVE).rowcount
    return removed


def _restore_all(db: Database, values: dict[str, Any]) -> int:
    restored = after = 0
    while (chunk := rows(db, _CHANGES, values | {"after": after, "most": CHUNK})[0])["last"] is not None:
        with immediate(db):
            restored += _spare(db, _CHANGED, chunk | values)
            for sql in _RESTORE:
                db.conn.execute(sql, values)
        after = chunk["last"]
    return restored


def _spare(db: Database, brought: str, chunk: dict[str, Any]) -> int:
    """Gather the people of a chunk, leave out those of whom something was done since, and return how many are left."""
    db.conn.execute("DELETE FROM temp.brought")
    gathered = db.conn.execute(brought, chunk).rowcount
    db.conn.execute(_STAY, chunk)
    return gathered - db.conn.execute(_SPARE).rowcount

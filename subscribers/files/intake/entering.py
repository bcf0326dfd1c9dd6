"""Carries out what was judged of a chunk of arrivals, and keeps what it takes to undo it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subscribers.files.intake.import_tables import AS_THEY_STAND
from subscribers.files.intake.suppressing import suppress
from subscribers.subscriptions import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlite_utils import Database

    from subscribers.files.intake.staging import Chunk

# Numbers are given here rather than by SQLite: an arrival's own number, moved past the last one given. So no statement
# need look a new person up. AUTOINCREMENT's counter follows the numbers given, so none is ever given twice.
_LAST_ID = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'subscribers'), 0)"
_NEW = "rowid BETWEEN :first AND :last AND (:all_new OR rowid NOT IN (SELECT ord FROM temp.known))"
_NEW_WANTED = "wanted.ord BETWEEN :first AND :last AND (:all_new OR wanted.ord NOT IN (SELECT ord FROM temp.known))"
_ALL_NEW = "SELECT NOT EXISTS (SELECT 1 FROM temp.known)"

_BEFORE = f"""
INSERT INTO import_changes (import_id, subscriber_id, before, last_line)
SELECT :import, id, {AS_THEY_STAND},
    coalesce((SELECT max(consents.id) FROM consents WHERE subscriber_id = subscribers.id), 0)
FROM (SELECT person FROM temp.changed UNION SELECT person FROM temp.leaving_again WHERE NOT settled)
CROSS JOIN subscribers ON subscribers.id = person
"""
# Whoever brings topics is marked once they are written: the triggers take them for a later change.
_ENTER = f"""
INSERT INTO subscribers (
    id, address, address_key, name, language, note, paused_until, left_all_at, created_at, import_id
)
SELECT :base + rowid, coalesce(address, key), key, coalesce(name, ''), coalesce(language, ''), coalesce(note, ''),
    paused_until, left_all_at, :now, CASE WHEN coalesce(topics, editions) IS NULL THEN :import END
FROM temp.incoming WHERE {_NEW}
"""
_ENTERED = "SELECT min(id), max(id) FROM subscribers WHERE id BETWEEN :base + :first AND :base + :last"
_WIDEN = "UPDATE import_spans SET last = :last WHERE import_id = :import AND last = :first - 1"
_SPAN = "INSERT INTO import_spans (import_id, first, last) VALUES (:import, :first, :last)"
_MEANT = f"""
SELECT rowid AS ord, :base + rowid AS person FROM temp.incoming WHERE {_NEW}
UNION ALL SELECT ord, person FROM temp.changed
"""
_FOLLOW = f"""
INSERT OR IGNORE INTO topics (subscriber_id, topic)
SELECT person, value FROM ({_MEANT}) CROSS JOIN temp.incoming ON incoming.rowid = ord, json_each(incoming.topics)
"""
_SKIP = f"""
INSERT OR IGNORE INTO skipped_editions (subscriber_id, edition)
SELECT person, value FROM ({_MEANT}) CROSS JOIN temp.incoming ON incoming.rowid = ord, json_each(incoming.editions)
"""
_MARK = """
UPDATE subscribers SET import_id = :import WHERE import_id IS NULL AND id BETWEEN :base + :first AND :base + :last
"""
_AMEND = """
UPDATE subscribers SET
    name = coalesce(incoming.name, subscribers.name),
    language = coalesce(incoming.language, subscribers.language),
    note = coalesce(incoming.note, subscribers.note),
    left_all_at = coalesce(subscribers.left_all_at, incoming.left_all_at),
    import_id = :import
FROM temp.changed CROSS JOIN temp.incoming ON incoming.rowid = changed.ord
WHERE subscribers.id = changed.person
"""

NO_TIME = "when they confirmed is not known"

# A time that the file does not give is the nearest one that it gives, else now; but when somebody confirmed is then not
# known. On a list of single opt-in nobody confirms anything: there the day of joining stands for it.
_TIMES = """
    coalesce(joined_at, confirmed_at, left_at, :now),
    CASE state
        WHEN 'confirmed' THEN CASE action WHEN 'joined' THEN coalesce(joined_at, :now) ELSE confirmed_at END
        WHEN 'unsubscribed' THEN confirmed_at
    END,
    CASE state WHEN 'unsubscribed' THEN coalesce(left_at, :now) WHEN 'unconfirmed' THEN left_at END
"""
_JOIN = f"""
INSERT INTO subscriptions (subscriber_id, list_id, state, joined_at, confirmed_at, left_at)
SELECT :base + ord, list_id, state, {_TIMES} FROM temp.wanted WHERE {_NEW_WANTED}
"""
# Whoever was on the list already joined it when they did.
_MOVE = f"""
INSERT INTO subscriptions (subscriber_id, list_id, state, joined_at, confirmed_at, left_at)
SELECT person, list_id, state, {_TIMES} FROM temp.moves WHERE true
ON CONFLICT (subscriber_id, list_id) DO UPDATE SET
    state = excluded.state,
    confirmed_at = coalesce(excluded.confirmed_at, confirmed_at),
    left_at = excluded.left_at
"""
_REMARK = "coalesce('; ' || remark, '')"
# One line for each list: what the file says, when and from where it says that it came to be, and which file it was.
_LINE = f"""
    action,
    CASE action
        WHEN 'unsubscribed' THEN coalesce(placed.left_at, :now)
        WHEN 'confirmed' THEN coalesce(placed.confirmed_at, :now)
        ELSE coalesce(placed.joined_at, :now)
    END,
    'import',
    CASE action
        WHEN 'unsubscribed' THEN ''
        WHEN 'confirmed' THEN coalesce(confirmed_from, joined_from, '')
        ELSE coalesce(joined_from, '')
    END,
    '',
    :note || CASE action WHEN 'joined' THEN {_REMARK} ELSE
        coalesce('; joined ' || placed.joined_at || coalesce(' from ' || joined_from, ''), '')
        || CASE WHEN action = 'confirmed' AND placed.confirmed_at IS NULL THEN '; {NO_TIME}' ELSE '' END || {_REMARK}
    END
"""
_LOG = f"""
INSERT INTO consents (subscriber_id, list, action, at, via, origin, wording, note)
SELECT :base + wanted.ord, list, {_LINE.replace("placed.", "wanted.")}
FROM temp.wanted CROSS JOIN temp.incoming ON incoming.rowid = wanted.ord WHERE {_NEW_WANTED}
"""
_LOG_MOVES = f"""
INSERT INTO consents (subscriber_id, list, action, at, via, origin, wording, note)
SELECT person, list, {_LINE.replace("placed.", "moves.")}
FROM temp.moves CROSS JOIN temp.incoming ON incoming.rowid = moves.ord
"""
_LOG_LEAVING_AGAIN = """
INSERT INTO consents (subscriber_id, list, action, at, via, origin, wording, note)
SELECT person, list, 'unsubscribed', coalesce(again.left_at, :now), 'import', '', '',
    :note || coalesce('; ' || remark, '')
FROM temp.leaving_again AS again CROSS JOIN temp.incoming ON incoming.rowid = again.ord
"""
# What two files say is not taken back with one of them; what three do is not taken back, and not noted any more.
_CLAIM = """
UPDATE subscribers SET import_id = CASE WHEN settled THEN NULL ELSE :import END
FROM (SELECT person, max(settled) AS settled FROM temp.leaving_again GROUP BY person) AS again WHERE id = again.person
"""
_LOG_PAUSES = f"""
INSERT INTO consents (subscriber_id, list, action, at, via, origin, wording, note)
SELECT :base + rowid, '', 'paused', :now, 'import', '', '', :note || '; until ' || paused_until
FROM temp.incoming WHERE {_NEW} AND paused_until IS NOT NULL
"""
# Whoever had left everything already is told of by `leaving_again`.
_LOG_LEFT_ALL = f"""
INSERT INTO consents (subscriber_id, list, action, at, via, origin, wording, note)
SELECT meant.person, '', 'unsubscribed', incoming.left_all_at, 'import', '', '',
    :note || '; {EVERYTHING}' || coalesce('; ' || remark, '')
FROM ({_MEANT}) AS meant CROSS JOIN temp.incoming ON incoming.rowid = meant.ord
LEFT JOIN temp.known ON known.ord = meant.ord
WHERE incoming.left_all_at IS NOT NULL AND known.left_all_at IS NULL
"""
_ASK = """
INSERT OR IGNORE INTO to_ask (subscriber_id, list_id, import_id)
SELECT coalesce(person, :base + asking.ord), list_id, :import
FROM temp.asking LEFT JOIN temp.known ON known.ord = asking.ord
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What an import writes with every row: its number, the moment, and words for the log and for suppressions."""

    number: int
    now: str
    note: str
    source: str


def enter(db: Database, entry: Entry, chunk: Chunk, *, fields: Collection[str]) -> None:
    """Write what was judged of a chunk, in the transaction in which it was judged; `fields` are those the file has."""
    last_id = db.conn.execute(_LAST_ID).fetchone()[0]
    values = {
        **chunk,
        "all_new": db.conn.execute(_ALL_NEW).fetchone()[0],
        "base": last_id - chunk["first"] + 1,
        "import": entry.number,
        "now": entry.now,
        "note": entry.note,
        "source": entry.source,
    }
    for sql in (_BEFORE, _ENTER, *_extras(fields), _AMEND, _JOIN, _MOVE, _LOG, _LOG_MOVES, _LOG_LEAVING_AGAIN, _CLAIM):
        db.conn.execute(sql, values)
    if "suppressed" in fields:
        suppress(db, values)
    db.conn.execute(_ASK, values)
    _remember_span(db, values)


def _extras(fields: Collection[str]) -> list[str]:
    """Return the statements for what few files have."""
    wanted = [sql for field, sql in (("topics", _FOLLOW), ("editions", _SKIP)) if field in fields]
    logged = [sql for field, sql in (("paused_until", _LOG_PAUSES), ("left_all_at", _LOG_LEFT_ALL)) if field in fields]
    return [*wanted, *([_MARK] if wanted else []), *logged]


def _remember_span(db: Database, values: Mapping[str, object]) -> None:
    first, last = db.conn.execute(_ENTERED, values).fetchone()
    if first is not None:
        span = {"import": values["import"], "first": first, "last": last}
        if not db.conn.execute(_WIDEN, span).rowcount:
            db.conn.execute(_SPAN, span)

"""Judges a chunk of sorted arrivals against what is known: who is new, who would change and how, who is kept out.

It writes temporary tables alone. What it finds is what a dry run reports, and all that an import then carries out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers.files.intake.keeping_out import keep_out, tell_barred
from subscribers.files.intake.outcomes import outcome
from subscribers.files.intake.suppressing import NEWS
from subscribers.model import Action, OptIn, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from subscribers.files.intake.outcomes import Judged
    from subscribers.files.intake.staging import Chunk, Staging
    from subscribers.lists import ListTerms

# Which lists are meant; in what state somebody joins each who is just subscribed, by the file's word; and as what the
# log tells of it, since joining a list of single opt-in confirms nothing.
_TABLES = {
    "targets": "list_id INTEGER PRIMARY KEY, list TEXT, joining TEXT, joining_as TEXT",
    "known": "ord INTEGER PRIMARY KEY, person INTEGER, left_all_at TEXT",
    "barred": "ord INTEGER, list_id INTEGER, why TEXT, PRIMARY KEY (ord, list_id)",
    "moves": """
        ord INTEGER, person INTEGER, list_id INTEGER, list TEXT, state TEXT, action TEXT,
        joined_at TEXT, confirmed_at TEXT, left_at TEXT, PRIMARY KEY (ord, list_id)
    """,
    "changed": "ord INTEGER PRIMARY KEY, person INTEGER",
    "leaving_again": "ord INTEGER, person INTEGER, list TEXT, left_at TEXT, settled INTEGER",
    "asking": "ord INTEGER, list_id INTEGER",
}
_OF_A_CHUNK = ("known", "barred", "moves", "changed", "leaving_again", "asking")
_TARGET = "INSERT INTO temp.targets (list_id, list, joining, joining_as) VALUES (?, ?, ?, ?)"

# What a row says of a list, in whatever column; who left everything left that too, or waits for their own word.
_SAID = "CASE WHEN incoming.left_all_at IS NULL OR {said} = 'unconfirmed' THEN {said} ELSE 'unsubscribed' END"
_STANDING, _STATE = _SAID.format(said="standing"), _SAID.format(said="standings.state")
_LEFT_AT = "CASE {said} WHEN 'unsubscribed' THEN coalesce({left_at}, incoming.left_all_at) ELSE {left_at} END"

# What each arrival wants of each list: of those that the operator named, or of those that its own row names. CROSS JOIN
# keeps SQLite to this order, which asks for a range of arrivals first.
_WANTED = f"""
CREATE TEMP VIEW wanted AS
SELECT
    incoming.rowid AS ord, targets.list_id AS list_id, targets.list AS list,
    CASE coalesce({_STANDING}, 'subscribed') WHEN 'subscribed' THEN joining ELSE {_STANDING} END AS state,
    CASE coalesce({_STANDING}, 'subscribed')
        WHEN 'subscribed' THEN joining_as WHEN 'unconfirmed' THEN 'joined' ELSE {_STANDING}
    END AS action,
    incoming.joined_at AS joined_at, incoming.confirmed_at AS confirmed_at,
    {_LEFT_AT.format(said=_STANDING, left_at="incoming.left_at")} AS left_at
FROM temp.incoming CROSS JOIN temp.targets
"""
_WANTED_BY_ROW = f"""
CREATE TEMP VIEW wanted AS
SELECT
    incoming.rowid AS ord, targets.list_id AS list_id, targets.list AS list,
    coalesce({_STATE}, joining) AS state,
    CASE {_STATE} WHEN 'unconfirmed' THEN 'joined' ELSE coalesce({_STATE}, joining_as) END AS action,
    standings.joined_at AS joined_at, standings.confirmed_at AS confirmed_at,
    {_LEFT_AT.format(said=_STATE, left_at="standings.left_at")} AS left_at
FROM temp.incoming
CROSS JOIN temp.standings ON standings.seq = incoming.seq
CROSS JOIN temp.targets ON targets.list_id = standings.list_id
"""

_KEYS = "SELECT key, rowid FROM temp.incoming WHERE rowid BETWEEN :first AND :last"
_KNOW = """
INSERT INTO temp.known (ord, person, left_all_at)
SELECT incoming.rowid, subscribers.id, subscribers.left_all_at
FROM temp.incoming CROSS JOIN subscribers ON subscribers.address_key = incoming.key
WHERE incoming.rowid BETWEEN :first AND :last
"""
# Whoever waits for their own word goes on waiting where a file says nothing of their standing.
_MOVE = """
INSERT INTO temp.moves (ord, person, list_id, list, state, action, joined_at, confirmed_at, left_at)
SELECT known.ord, known.person, wanted.list_id, wanted.list, wanted.state, wanted.action,
    wanted.joined_at, wanted.confirmed_at, wanted.left_at
FROM temp.known
CROSS JOIN temp.incoming ON incoming.rowid = known.ord
CROSS JOIN temp.wanted ON wanted.ord = known.ord
LEFT JOIN subscriptions ON subscriptions.subscriber_id = known.person AND subscriptions.list_id = wanted.list_id
WHERE NOT EXISTS (SELECT 1 FROM temp.barred WHERE barred.ord = known.ord AND barred.list_id = wanted.list_id)
    AND (
        subscriptions.state IS NULL
        OR (wanted.state = 'confirmed' AND subscriptions.state = 'unconfirmed'
            AND (wanted.action = 'confirmed' OR incoming.standing IS NOT NULL))
        OR (wanted.state = 'unsubscribed' AND subscriptions.state <> 'unsubscribed')
    )
"""
# Whoever left everything is taken off the lists as well that their row does not name, or calls confirmed.
_MOVE_OFF = """
INSERT OR IGNORE INTO temp.moves (ord, person, list_id, list, state, action, left_at)
SELECT known.ord, known.person, lists.id, lists.name, 'unsubscribed', 'unsubscribed', incoming.left_all_at
FROM temp.known
CROSS JOIN temp.incoming ON incoming.rowid = known.ord
CROSS JOIN subscriptions ON subscriptions.subscriber_id = known.person
CROSS JOIN lists ON lists.id = subscriptions.list_id
WHERE incoming.left_all_at IS NOT NULL AND (subscriptions.state = 'confirmed' OR (
    subscriptions.state = 'unconfirmed' AND known.left_all_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM temp.wanted
        WHERE wanted.ord = known.ord AND wanted.list_id = lists.id AND wanted.state = 'unconfirmed'
    )
))
"""
_CHANGE = f"""
INSERT INTO temp.changed (ord, person)
SELECT known.ord, known.person
FROM temp.known
CROSS JOIN temp.incoming ON incoming.rowid = known.ord
CROSS JOIN subscribers ON subscribers.id = known.person
WHERE incoming.name <> subscribers.name OR incoming.language <> subscribers.language
    OR incoming.note <> subscribers.note
    OR (incoming.left_all_at IS NOT NULL AND known.left_all_at IS NULL)
    OR EXISTS (SELECT 1 FROM temp.moves WHERE moves.ord = known.ord)
    OR EXISTS (
        SELECT 1 FROM json_each(incoming.topics)
        WHERE value NOT IN (SELECT topic FROM topics WHERE subscriber_id = known.person)
    )
    OR EXISTS (
        SELECT 1 FROM json_each(incoming.editions)
        WHERE value NOT IN (SELECT edition FROM skipped_editions WHERE subscriber_id = known.person)
    )
    OR ({NEWS})
"""
# Who is said to have left a list that they have left already. They may have done so by an earlier file's word alone:
# that can be taken back, and this one is to stand. With the third file it is settled.
_LEAVE_AGAIN = """
INSERT INTO temp.leaving_again (ord, person, list, left_at, settled)
SELECT known.ord, known.person, wanted.list, wanted.left_at, (
    SELECT count(*) FROM consents
    WHERE subscriber_id = known.person AND consents.list = wanted.list AND consents.action = 'unsubscribed'
        AND via = 'import'
) > 1
FROM temp.known
CROSS JOIN temp.wanted ON wanted.ord = known.ord
CROSS JOIN subscriptions ON subscriptions.subscriber_id = known.person AND subscriptions.list_id = wanted.list_id
CROSS JOIN subscribers ON subscribers.id = known.person
WHERE wanted.state = 'unsubscribed' AND subscriptions.state = 'unsubscribed' AND subscribers.import_id IS NOT NULL
"""
_LEAVE_ALL_AGAIN = """
INSERT INTO temp.leaving_again (ord, person, list, left_at, settled)
SELECT known.ord, known.person, '', incoming.left_all_at, (
    SELECT count(*) FROM consents
    WHERE subscriber_id = known.person AND list = '' AND action = 'unsubscribed' AND via = 'import'
) > 1
FROM temp.known
CROSS JOIN temp.incoming ON incoming.rowid = known.ord
CROSS JOIN subscribers ON subscribers.id = known.person
WHERE incoming.left_all_at IS NOT NULL AND known.left_all_at IS NOT NULL AND subscribers.import_id IS NOT NULL
"""
# Who will wait for a confirmation, and was not asked for it yet at their present address: an import before this one may
# have brought them.
_ASK = """
INSERT INTO temp.asking (ord, list_id)
SELECT wanted.ord, wanted.list_id
FROM temp.wanted
CROSS JOIN temp.incoming ON incoming.rowid = wanted.ord
LEFT JOIN temp.known ON known.ord = wanted.ord
LEFT JOIN temp.moves ON moves.ord = wanted.ord AND moves.list_id = wanted.list_id
LEFT JOIN subscriptions ON subscriptions.subscriber_id = known.person AND subscriptions.list_id = wanted.list_id
WHERE wanted.ord BETWEEN :first AND :last AND wanted.state <> 'unsubscribed' AND incoming.suppressed IS NULL
    AND incoming.left_all_at IS NULL AND coalesce(moves.state, subscriptions.state, wanted.state) = 'unconfirmed'
    AND NOT EXISTS (
        SELECT 1 FROM consents
        WHERE consents.subscriber_id = known.person AND consents.list = wanted.list AND action = 'asked'
            AND consents.id > coalesce((
                SELECT max(moved.id) FROM consents AS moved
                WHERE moved.subscriber_id = known.person AND moved.action = 'moved'
            ), 0)
    )
"""


def prepare(db: Database, targets: Iterable[ListTerms], *, confirmed: bool, by_row: bool) -> None:
    """Make the tables that chunks are judged in.

    `targets` are the lists that are meant; `confirmed` says that whoever joins consented elsewhere, and `by_row` that
    each row names those of the lists that it means.
    """
    drop(db)
    for name, columns in _TABLES.items():
        db.conn.execute(f"CREATE TEMP TABLE {name} ({columns})")
    db.conn.execute(_WANTED_BY_ROW if by_row else _WANTED)
    joining_as = Action.CONFIRMED if confirmed else Action.JOINED
    for one in targets:
        at_once = confirmed or one.opt_in is OptIn.SINGLE
        state = State.CONFIRMED if at_once else State.UNCONFIRMED
        db.conn.execute(_TARGET, (one.id, one.name, state, joining_as))


def drop(db: Database) -> None:
    """Take those tables away."""
    db.conn.execute("DROP VIEW IF EXISTS temp.wanted")
    for name in _TABLES:
        db.conn.execute(f"DROP TABLE IF EXISTS temp.{name}")


def judge(db: Database, staging: Staging, chunk: Chunk, *, ask: bool) -> Judged:
    """Judge a chunk, in one transaction with whatever is then done about it; what it finds lasts until the next.

    With `ask`, whoever will wait for a confirmation is to be asked for it.
    """
    for table in _OF_A_CHUNK:
        db.conn.execute(f"DELETE FROM temp.{table}")
    db.conn.execute(_KNOW, chunk)
    keep_out(db, staging, chunk)
    for sql in (_MOVE, _MOVE_OFF, _CHANGE, _LEAVE_AGAIN, _LEAVE_ALL_AGAIN):
        db.conn.execute(sql)
    tell_barred(db, staging)
    if ask:
        db.conn.execute(_ASK, chunk)
    return outcome(db, staging, chunk)

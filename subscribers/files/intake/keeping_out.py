"""Keeps out whom a file must not bring back: the erased, the suppressed, and those who left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers.database import array, rows
from subscribers.erasure import KEPT_OUT as ERASED
from subscribers.erasure import erased_among
from subscribers.files.intake.staging import KEPT_OUT
from subscribers.subscriptions import why_kept_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlite_utils import Database

    from subscribers.files.intake.staging import Chunk, Staging

_KEYS = "SELECT key FROM temp.incoming WHERE rowid BETWEEN :first AND :last"
_OF_KEYS = """
SELECT rowid, key FROM temp.incoming
WHERE rowid BETWEEN :first AND :last AND key IN (SELECT value FROM json_each(:keys))
"""
_ANY_SUPPRESSED = "SELECT EXISTS (SELECT 1 FROM suppressions)"
# Whoever does not want mail, or cannot be mailed, by the row's own word is not kept out: it only says so once more.
_SUPPRESSED = """
SELECT incoming.rowid AS ord, (
    SELECT 'suppressed (' || reason || ')' FROM suppressions
    WHERE suppressions.key IN (incoming.key, substr(incoming.key, instr(incoming.key, '@'))) ORDER BY kind LIMIT 1
) AS why
FROM temp.incoming
WHERE incoming.rowid BETWEEN :first AND :last AND incoming.suppressed IS NULL AND why IS NOT NULL
    AND incoming.left_all_at IS NULL
    AND EXISTS (SELECT 1 FROM temp.wanted WHERE wanted.ord = incoming.rowid AND wanted.state <> 'unsubscribed')
"""
# Whoever left has not come back before they confirm, whatever state somebody brought them into since.
_LEFT = """
SELECT known.ord AS ord, wanted.list_id AS list_id, coalesce(subscriptions.left_at, known.left_all_at) AS left_at,
    CASE WHEN subscriptions.state IS NOT NULL THEN wanted.list ELSE '' END AS list
FROM temp.known
CROSS JOIN temp.wanted ON wanted.ord = known.ord
LEFT JOIN subscriptions ON subscriptions.subscriber_id = known.person AND subscriptions.list_id = wanted.list_id
WHERE wanted.state <> 'unsubscribed' AND (
    subscriptions.state = 'unsubscribed'
    OR (subscriptions.state = 'unconfirmed' AND subscriptions.left_at IS NOT NULL)
    OR (subscriptions.state IS NOT 'confirmed' AND known.left_all_at IS NOT NULL)
)
"""
_BAR = "INSERT INTO temp.barred (ord, list_id, why) VALUES (:ord, :list_id, :why)"
# Joined rather than asked for by IN, for which SQLite would go through all arrivals, chunk after chunk.
_BARRED = "FROM temp.barred CROSS JOIN temp.incoming ON incoming.rowid = ord"
# Those who left every list that they are to join. Where they can have another one, the row comes in as far as that, and
# where it says that they are not to be mailed, as far as that.
_LEFT_ALL = f"""
SELECT ord, group_concat(why, '; ') AS why {_BARRED}
WHERE coalesce(suppressed, left_all_at) IS NULL AND NOT EXISTS (
    SELECT 1 FROM temp.wanted WHERE wanted.ord = barred.ord
    AND wanted.list_id NOT IN (SELECT list_id FROM temp.barred AS other WHERE other.ord = barred.ord)
)
GROUP BY ord
"""
_LEFT_SOME = f"""
SELECT ord, group_concat(why, '; ') AS why {_BARRED} WHERE coalesce(suppressed, left_all_at) IS NULL GROUP BY ord
"""
_UNCHANGED = "SELECT ord FROM temp.barred WHERE ord NOT IN (SELECT ord FROM temp.changed)"
_AS_GIVEN = """
SELECT file, row, coalesce(given, address, key) AS address, rowid AS ord FROM temp.incoming
WHERE rowid IN (SELECT value FROM json_each(:ords))
UNION ALL
SELECT file, row, spelt, first FROM temp.doubles WHERE first IN (SELECT value FROM json_each(:ords))
"""
_TURN_AWAY = "DELETE FROM temp.incoming WHERE rowid IN (SELECT value FROM json_each(:ords))"
_UNKNOW = "DELETE FROM temp.known WHERE ord IN (SELECT value FROM json_each(:ords))"


def keep_out(db: Database, staging: Staging, chunk: Chunk) -> None:
    """Set aside all of a chunk who are kept out altogether, and note the lists that others are kept out of.

    Whoever is set aside is no arrival any more; what is barred stands in the table of that name.
    """
    if erased := erased_among(db, _keys(db, chunk)):
        found = db.conn.execute(_OF_KEYS, {"keys": array(erased), **chunk}).fetchall()
        _turn_away(db, staging, {ord_: ERASED.format(key) for ord_, key in found})
    if db.conn.execute(_ANY_SUPPRESSED).fetchone()[0]:
        _turn_away(db, staging, _reasons(db, _SUPPRESSED, chunk))
    left = rows(db, _LEFT, {})
    db.conn.executemany(_BAR, [row | {"why": why_kept_out(row["list"], row["left_at"])} for row in left])
    if left:
        _turn_away(db, staging, _reasons(db, _LEFT_ALL))


def tell_barred(db: Database, staging: Staging) -> None:
    """Set aside the rows of a chunk that were kept out of some lists; what they change elsewhere stays."""
    reasons = _reasons(db, _LEFT_SOME)
    if reasons:
        _set_aside(db, staging, reasons)
        unchanged = [ord_ for (ord_,) in db.conn.execute(_UNCHANGED).fetchall()]
        _remove(db, [ord_ for ord_ in unchanged if ord_ in reasons])


def _keys(db: Database, chunk: Chunk) -> Iterator[str]:
    """Yield the addresses of a chunk, looked up only when the first is asked for."""
    for (key,) in db.conn.execute(_KEYS, chunk).fetchall():
        yield key


def _reasons(db: Database, sql: str, values: Mapping[str, object] | None = None) -> dict[int, str]:
    return {row["ord"]: row["why"] for row in rows(db, sql, values or {})}


def _turn_away(db: Database, staging: Staging, reasons: Mapping[int, str]) -> None:
    if reasons:
        _set_aside(db, staging, reasons)
        _remove(db, reasons)


def _set_aside(db: Database, staging: Staging, reasons: Mapping[int, str]) -> None:
    """Set aside every row that named these people."""
    found = rows(db, _AS_GIVEN, {"ords": array(reasons)})
    staging.set_aside([(row["file"], row["row"], row["address"], reasons[row["ord"]]) for row in found], kind=KEPT_OUT)


def _remove(db: Database, ords: Iterable[int]) -> None:
    for sql in (_TURN_AWAY, _UNKNOW):
        db.conn.execute(sql, {"ords": array(ords)})

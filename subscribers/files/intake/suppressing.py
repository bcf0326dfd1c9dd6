"""Suppresses whom a file says to, and takes that back: what was said before by others then stands again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers.model import MAILBOX

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

# Whether a row suppresses its address, or says what goes before the reason that stands: what is about a person goes
# before what is about their mailbox or its domain.
NEWS = f"""
incoming.suppressed IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM suppressions
    WHERE suppressions.key IN (incoming.key, substr(incoming.key, instr(incoming.key, '@')))
        AND (suppressions.reason NOT IN {MAILBOX} OR incoming.suppressed IN {MAILBOX})
)
"""
_SAID = "suppressed AS reason, coalesce(suppressed_by, :source) AS source, coalesce(suppressed_at, :now) AS at"
_PREVAILING = f"""
SELECT incoming.key, {_SAID} FROM temp.incoming CROSS JOIN suppressions ON suppressions.key = incoming.key
WHERE incoming.rowid BETWEEN :first AND :last AND {NEWS}
"""
# What imports alone said is among their claims already.
_SET_BEHIND = """
INSERT OR IGNORE INTO suppressions_behind (key, reason, source, at)
SELECT key, reason, source, at FROM suppressions
WHERE key = ? AND NOT EXISTS (SELECT 1 FROM import_suppressions WHERE import_suppressions.key = suppressions.key)
"""
_PREVAIL = "UPDATE suppressions SET reason = ?, source = ?, at = ? WHERE key = ?"
_SUPPRESS = f"""
INSERT INTO suppressions (key, kind, reason, source, at)
SELECT key, 'address', reason, source, at FROM (
    SELECT key, {_SAID} FROM temp.incoming WHERE rowid BETWEEN :first AND :last AND {NEWS}
)
RETURNING key, reason, source, at
"""
_CLAIM = "INSERT INTO import_suppressions (key, import_id, reason, source, at) VALUES (?, ?, ?, ?, ?)"
# What earlier imports alone said, this one says too.
_CLAIM_TOO = """
INSERT OR IGNORE INTO import_suppressions (key, import_id, reason, source, at)
SELECT incoming.key, :import, suppressed, coalesce(suppressed_by, :source), coalesce(suppressed_at, :now)
FROM temp.incoming CROSS JOIN import_suppressions AS claimed ON claimed.key = incoming.key
WHERE incoming.rowid BETWEEN :first AND :last AND suppressed IS NOT NULL
"""

_THEIRS = "(SELECT key FROM import_suppressions WHERE import_id = :import)"
_OTHERS = "SELECT 1 FROM import_suppressions AS other WHERE other.key = {key} AND other.import_id <> :import"
_BEHIND = "SELECT 1 FROM suppressions_behind AS behind WHERE behind.key = suppressions.key"
# What else was said, the strongest first.
_FALL_BACK = f"""
UPDATE suppressions SET (reason, source, at) = (
    SELECT reason, source, at FROM (
        SELECT reason, source, at, import_id FROM import_suppressions AS other
        WHERE other.key = suppressions.key AND other.import_id <> :import
        UNION ALL
        SELECT reason, source, at, 0 FROM suppressions_behind AS behind WHERE behind.key = suppressions.key
    ) ORDER BY reason IN {MAILBOX}, import_id LIMIT 1
)
WHERE key IN {_THEIRS} AND (EXISTS ({_OTHERS.format(key="suppressions.key")}) OR EXISTS ({_BEHIND}))
"""
_LIFT = f"""
DELETE FROM suppressions
WHERE key IN {_THEIRS} AND NOT EXISTS ({_OTHERS.format(key="suppressions.key")}) AND NOT EXISTS ({_BEHIND})
"""
# What stood behind is at the front again, and rests on no import.
_CLAIM_NOTHING = (
    f"""
    DELETE FROM import_suppressions WHERE key IN (
        SELECT key FROM suppressions_behind AS behind WHERE key IN {_THEIRS}
            AND NOT EXISTS ({_OTHERS.format(key="behind.key")} AND other.reason NOT IN {MAILBOX})
    )
    """,
    "DELETE FROM import_suppressions WHERE import_id = :import",
    "DELETE FROM suppressions_behind WHERE key NOT IN (SELECT key FROM import_suppressions)",
)


def suppress(db: Database, values: Mapping[str, object]) -> None:
    """Write down whom the arrivals of a chunk suppress; `values` are those of `enter`, in whose transaction it runs."""
    prevailing = db.conn.execute(_PREVAILING, values).fetchall()
    db.conn.executemany(_SET_BEHIND, [(key,) for key, *_ in prevailing])
    db.conn.executemany(_PREVAIL, [(*said, key) for key, *said in prevailing])
    new = db.conn.execute(_SUPPRESS, values).fetchall()
    claims = [(key, values["import"], *said) for key, *said in (*prevailing, *new)]
    db.conn.executemany(_CLAIM, claims)
    db.conn.execute(_CLAIM_TOO, values)


def let_go(db: Database, number: int) -> int:
    """Take back whom an import suppressed, in the caller's transaction; return how many are not suppressed any more."""
    values = {"import": number}
    db.conn.execute(_FALL_BACK, values)
    lifted = db.conn.execute(_LIFT, values).rowcount
    for sql in _CLAIM_NOTHING:
        db.conn.execute(sql, values)
    return lifted

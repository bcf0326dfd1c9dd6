"""Gives readers the keys that tell apart what the first versions took for one: straße@ and strasse@."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers.addresses import folded, parse
from subscribers.errors import BadAddress
from subscribers.former import told_in

if TYPE_CHECKING:
    from sqlite_utils import Database

_NOT_ASCII = "SELECT id, address, address_key FROM subscribers WHERE address GLOB '*[^ -~]*'"
_RESPELL = "UPDATE subscribers SET address_key = :new WHERE id = :id"
# What suppressed the one may have been meant for either.
_SUPPRESS_TOO = (
    """
    INSERT OR IGNORE INTO suppressions (key, kind, reason, source, at)
    SELECT :new, kind, reason, source, at FROM suppressions WHERE key = :old
    """,
    """
    INSERT OR IGNORE INTO import_suppressions (key, import_id, reason, source, at)
    SELECT :new, import_id, reason, source, at FROM import_suppressions WHERE key = :old
    """,
)
_MOVES = "SELECT subscriber_id, note FROM consents WHERE action = 'moved' AND note GLOB '*[^ -~]*'"
_RESPELL_FORMER = """
UPDATE OR IGNORE former_addresses SET address_key = :new WHERE address_key = :old AND subscriber_id = :id
"""


def respell(db: Database) -> None:
    """Write keys anew where an address is not all ASCII; in the caller's transaction."""
    for number, address, old in db.conn.execute(_NOT_ASCII).fetchall():
        try:
            new = parse(address).key
        except BadAddress:
            continue
        if new != old:
            values = {"id": number, "old": old, "new": new}
            for sql in (_RESPELL, *_SUPPRESS_TOO):
                db.conn.execute(sql, values)
    for number, note in db.conn.execute(_MOVES).fetchall():
        new = told_in(note)
        db.conn.execute(_RESPELL_FORMER, {"id": number, "old": folded(new), "new": new})

"""Knows whose address was whose before they moved: it goes on meaning them, until somebody confirms that it is theirs.

So neither a file nor a command makes a second reader of somebody under an address that they have given up, and whoever
left under the new one has left. A person who comes by themselves with such an address may be its next owner: they are
taken in and asked, and with their confirmation, or an operator's word that they consented, the address is theirs alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers.addresses import parse
from subscribers.database import array, rows
from subscribers.errors import BadAddress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

CREATE_FORMER_ADDRESSES = """
CREATE TABLE former_addresses (
    address_key TEXT PRIMARY KEY,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE
) STRICT, WITHOUT ROWID
"""
INDEX_FORMER_ADDRESSES = "CREATE INDEX former_addresses_of_subscriber ON former_addresses (subscriber_id)"

_REMEMBER = "INSERT OR REPLACE INTO former_addresses (address_key, subscriber_id) VALUES (:key, :id)"
_LET_GO = "DELETE FROM former_addresses WHERE address_key IN (SELECT value FROM json_each(:keys))"
_MEANT = """
SELECT former_addresses.address_key AS former, subscribers.address_key AS present
FROM former_addresses JOIN subscribers ON id = subscriber_id
WHERE former_addresses.address_key IN (SELECT value FROM json_each(:keys))
"""
_MOVES = "SELECT subscriber_id, note FROM consents WHERE action = 'moved' ORDER BY id"
_COUNT_MOVES = "SELECT count(*) FROM consents WHERE subscriber_id = :id AND action = 'moved'"
_ON_ROSTER = "SELECT 1 FROM subscribers WHERE address_key = :key"

_EPOCHS = 16  # bits that the epoch itself is left

WAS = "was "  # how the consent log begins to tell of a move


def remember(db: Database, address_key: str, subscriber_id: int) -> None:
    """Let an address that a person gave up mean them; in the caller's transaction."""
    db.conn.execute(_REMEMBER, {"key": address_key, "id": subscriber_id})


def let_go(db: Database, address_keys: Iterable[str]) -> None:
    """Let these addresses be nobody's former ones: they are somebody's now; in the caller's transaction."""
    db.conn.execute(_LET_GO, {"keys": array(address_keys)})


def present(db: Database, address_keys: Iterable[str]) -> dict[str, str]:
    """Return the present addresses of whoever had any of these before they moved, as keys, by the former ones."""
    found = rows(db, _MEANT, {"keys": array(address_keys)})
    return {row["former"]: row["present"] for row in found}


def recall(db: Database) -> None:
    """Remember what the log tells of moves; an address that is another reader's by now means them."""
    for subscriber_id, note in db.conn.execute(_MOVES).fetchall():
        key = told_in(note)
        if key and not db.conn.execute(_ON_ROSTER, {"key": key}).fetchone():
            remember(db, key, subscriber_id)


def epoch_of_questions(db: Database, subscriber_id: int, *, epoch: int) -> int:
    """Return what a person's confirmation links are minted with in the place of their epoch.

    Each move changes it, so that a link mailed to an address since given up confirms nothing and shows nothing.
    """
    moves = int(db.conn.execute(_COUNT_MOVES, {"id": subscriber_id}).fetchone()[0])
    return (epoch + (moves << _EPOCHS)) & 0xFFFFFFFF


def told_in(note: str) -> str:
    """Return the key of the address that a line of the consent log says somebody had; empty where it names none."""
    try:
        return parse(note.removeprefix(WAS)).key
    except BadAddress:
        return ""

"""Erases a person from the roster, so that nothing is left of them but the keyed hash that keeps imports out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers import signups
from subscribers.addresses import parse
from subscribers.database import array
from subscribers.erasure import erased_among, mark_erased
from subscribers.errors import BadAddress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

# Whatever hangs on a person by a reference goes with their row.
_ERASE = "DELETE FROM subscribers WHERE id = :id"
_OWN_SUPPRESSIONS = """
DELETE FROM suppressions WHERE kind = 'address' AND key IN (SELECT value FROM json_each(:keys))
"""
_ADDRESS = "SELECT address_key FROM subscribers WHERE id = :id"
_MOVES = "SELECT note FROM consents WHERE subscriber_id = :id AND action = 'moved' ORDER BY id"
_MOVED = """
SELECT subscribers.address, consents.note FROM consents JOIN subscribers ON subscribers.id = subscriber_id
WHERE action = 'moved'
"""
_SUPPRESSED = "SELECT 1 FROM suppressions WHERE kind = 'address' AND key = :key"
_TAKEN = "SELECT address_key FROM subscribers WHERE address_key IN (SELECT value FROM json_each(:keys))"

_WAS = "was "  # how the consent log begins to tell of a move


def addresses_of(db: Database, subscriber_id: int) -> tuple[str, ...]:
    """Return the keys of every address that a person has or had on the roster, the present one first."""
    found = [key for (key,) in db.conn.execute(_ADDRESS, {"id": subscriber_id}).fetchall()]
    found += [_former(note) for (note,) in db.conn.execute(_MOVES, {"id": subscriber_id}).fetchall()]
    return tuple(dict.fromkeys(key for key in found if key))


def present_address(db: Database, address_key: str) -> str | None:
    """Return the address of whoever had this one before they moved, None where nobody did; reads every such line."""
    for address, note in db.conn.execute(_MOVED).fetchall():
        if _former(note) == address_key:
            return str(address)
    return None


def is_remembered(db: Database, address_key: str) -> bool:
    """Tell whether an address that is nobody's on the roster is suppressed by itself, or was erased."""
    suppressed = db.conn.execute(_SUPPRESSED, {"key": address_key}).fetchone() is not None
    return suppressed or bool(erased_among(db, [address_key]))


def erase_from_roster(
    db: Database, subscriber_id: int | None, address_keys: Iterable[str], *, source: str, now: str
) -> int:
    """Erase a person, if there is one, and their addresses' own suppressions and requests; in the caller's transaction.

    Each address is marked as erased (see subscribers.erasure) but for one that is another subscriber's by now. A
    domain that is suppressed stays so. Returns how many suppressions were erased.
    """
    keys = tuple(address_keys)
    if subscriber_id is not None:
        db.conn.execute(_ERASE, {"id": subscriber_id})
    signups.drop(db, keys)
    suppressions = db.conn.execute(_OWN_SUPPRESSIONS, {"keys": array(keys)}).rowcount
    taken = {key for (key,) in db.conn.execute(_TAKEN, {"keys": array(keys)}).fetchall()}
    for key in keys:
        if key not in taken:
            mark_erased(db, key, source=source, now=now)
    return suppressions


def _former(note: str) -> str:
    """Return the key of the address that a line of the consent log says somebody had; empty where it names none."""
    try:
        return parse(note.removeprefix(_WAS)).key
    except BadAddress:
        return ""

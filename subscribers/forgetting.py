"""Erases a person from the roster, so that nothing is left of them but the keyed hash that keeps imports out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers import former, signups
from subscribers.database import array
from subscribers.erasure import erased_among, mark_erased

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

# Whatever hangs on a person by a reference goes with their row.
_ERASE = "DELETE FROM subscribers WHERE id = :id"
_OWN_SUPPRESSIONS = """
DELETE FROM suppressions WHERE kind = 'address' AND key IN (SELECT value FROM json_each(:keys))
"""
_ADDRESS = "SELECT address_key FROM subscribers WHERE id = :id"
_PRESENT = "SELECT address FROM subscribers WHERE address_key = :key"
_MOVES = "SELECT note FROM consents WHERE subscriber_id = :id AND action = 'moved' ORDER BY id"
_SUPPRESSED = "SELECT 1 FROM suppressions WHERE kind = 'address' AND key = :key"
# Whose address it is now, if they have confirmed that: else it is still a former one, see subscribers.former.
_TAKEN = """
SELECT address_key FROM subscribers
WHERE address_key IN (SELECT value FROM json_each(:keys)) AND id <> :id
    AND address_key NOT IN (SELECT address_key FROM former_addresses WHERE subscriber_id = :id)
"""


def addresses_of(db: Database, subscriber_id: int) -> tuple[str, ...]:
    """Return the keys of every address that a person has or had on the roster, the present one first.

    One that is another subscriber's by now is not among them.
    """
    found = [key for (key,) in db.conn.execute(_ADDRESS, {"id": subscriber_id}).fetchall()]
    found += [former.told_in(note) for (note,) in db.conn.execute(_MOVES, {"id": subscriber_id}).fetchall()]
    taken = {key for (key,) in db.conn.execute(_TAKEN, {"keys": array(found), "id": subscriber_id}).fetchall()}
    return tuple(dict.fromkeys(key for key in found if key and key not in taken))


def present_address(db: Database, address_key: str) -> str | None:
    """Return the address of whoever had this one before they moved, None where nobody did."""
    found = db.conn.execute(_PRESENT, {"key": former.present(db, [address_key]).get(address_key)}).fetchone()
    return found and str(found[0])


def is_remembered(db: Database, address_key: str) -> bool:
    """Tell whether an address that is nobody's on the roster is suppressed by itself, or was erased."""
    suppressed = db.conn.execute(_SUPPRESSED, {"key": address_key}).fetchone() is not None
    return suppressed or bool(erased_among(db, [address_key]))


def erase_from_roster(
    db: Database, subscriber_id: int | None, address_keys: Iterable[str], *, source: str, now: str
) -> int:
    """Erase a person, if there is one, and their addresses' own suppressions and requests; in the caller's transaction.

    Each address is marked as erased, see subscribers.erasure. A domain that is suppressed stays so. Returns how many
    suppressions were erased.
    """
    keys = tuple(address_keys)
    if subscriber_id is not None:
        db.conn.execute(_ERASE, {"id": subscriber_id})
    signups.drop(db, keys)
    suppressions = db.conn.execute(_OWN_SUPPRESSIONS, {"keys": array(keys)}).rowcount
    for key in keys:
        mark_erased(db, key, source=source, now=now)
    return suppressions

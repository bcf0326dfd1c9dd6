"""Remembers whom it has erased without keeping who it was: a keyed hash of the address, so that no file revives it.

The mark of an erased address is a row of `suppressions` of kind 'erased'. What it does:

* A file or an operator's command (`Via.SHELL`, `Via.IMPORT`) takes nobody in whose address is marked, not even with a
  consent, and writes nothing of them down. An operator whom the person asked to be let in again removes the mark first.
* A person who comes by themselves (`Via.WEB`, `Via.MAIL`) is taken in unconfirmed, whatever the list's opt-in, and
  asked; the mark goes with their confirmation. So nobody else can bring them back.
* A mark of the first versions may be that of straße@ where it reads strasse@: it keeps out both.
* The view `mailable` need not know of marks, since nobody confirmed ever has one.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING

from subscribers.addresses import folded
from subscribers.database import array
from subscribers.keys import secret
from subscribers.model import Kind, Via

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

KEPT_OUT = "erased; if they asked to be let in again, say first: digest suppressions remove {}"  # their address
OWN_ACCORD = frozenset({Via.WEB, Via.MAIL})  # the ways that a person goes, not somebody for them

_LABEL = "erased addresses"

# A look at the partial index alone: an import of a million rows hashes none of them where nobody was ever erased.
_ANY = "SELECT EXISTS (SELECT 1 FROM suppressions WHERE kind = 'erased')"
_AMONG = """
SELECT key FROM suppressions WHERE kind = 'erased' AND key IN (SELECT value FROM json_each(:keys))
"""
_MARK = """
INSERT INTO suppressions (key, kind, reason, source, at) VALUES (:key, :kind, 'erased', :source, :now)
ON CONFLICT (key) DO NOTHING
"""
_LIFT = "DELETE FROM suppressions WHERE kind = 'erased' AND key IN (SELECT value FROM json_each(:keys))"


def erased_keys(db: Database, address_key: str) -> tuple[str, ...]:
    """Return under what an erased address may stand in `suppressions`, each 32 characters of 0 to 9 and a to f.

    They are keyed BLAKE2b hashes (RFC 7693), with a secret of their own that outlives new signing keys: without the
    database nobody can try addresses against them. The first is the one that a mark is made with.
    """
    return _hashed(secret(db, _LABEL), address_key)


def erased_among(db: Database, address_keys: Iterable[str]) -> frozenset[str]:
    """Return which of these addresses were erased; made for thousands at once."""
    if not db.conn.execute(_ANY).fetchone()[0]:
        return frozenset()
    key = secret(db, _LABEL)
    by_hash: defaultdict[str, list[str]] = defaultdict(list)
    for address_key in address_keys:
        for hashed in _hashed(key, address_key):
            by_hash[hashed].append(address_key)
    found = db.conn.execute(_AMONG, {"keys": array(by_hash)}).fetchall()
    return frozenset(address_key for (hashed,) in found for address_key in by_hash[hashed])


def to_let_in(db: Database, address_key: str) -> str:
    """Say how an operator lets somebody in who is not there, `{}` being their address; a mark goes first."""
    if erased_among(db, [address_key]):
        return f"whoever has the address was {KEPT_OUT}"
    return "to add them as confirmed: digest subscribers add {} --confirmed"


def mark_erased(db: Database, address_key: str, *, source: str, now: str) -> None:
    """Remember an address as erased; runs in the caller's transaction, `now` as `stamp` writes it."""
    values = {"key": erased_keys(db, address_key)[0], "kind": Kind.ERASED, "source": source, "now": now}
    db.conn.execute(_MARK, values)


def lift_erased(db: Database, address_key: str) -> bool:
    """Forget that an address was erased, and tell whether it was; runs in the caller's transaction."""
    if not db.conn.execute(_ANY).fetchone()[0]:
        return False
    return db.conn.execute(_LIFT, {"keys": array(erased_keys(db, address_key))}).rowcount > 0


def _hashed(key: bytes, address_key: str) -> tuple[str, ...]:
    forms = (address_key,) if address_key.isascii() else dict.fromkeys((address_key, folded(address_key)))
    return tuple(blake2b(form.encode(), digest_size=16, key=key).hexdigest() for form in forms)

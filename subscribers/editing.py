"""Changes what is known of a person; their consents, subscriptions and mailed links stay with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers import former
from subscribers.addresses import Address, parse
from subscribers.erasure import OWN_ACCORD, erased_among, lift_erased
from subscribers.errors import AlreadyThere, ErasedAddress
from subscribers.model import Action
from subscribers.names import clean, clean_lines, language_tag
from subscribers.records import subscriber
from subscribers.suppressions import take_along

if TYPE_CHECKING:
    from sqlite_utils import Database

    from subscribers.consents import Evidence

_EDIT = """
UPDATE subscribers SET address = :address, address_key = :key, name = :name, language = :language, note = :note
WHERE id = :id
"""
_TAKEN = "SELECT address FROM subscribers WHERE address_key = :key AND id <> :id"


def edit(
    db: Database,
    subscriber_id: int,
    *,
    evidence: Evidence,
    new_address: str | None,
    name: str | None,
    language: str | None,
    note: str | None,
) -> bool:
    """Change what is given, inside an open transaction, and tell whether that changed any; an empty text clears.

    A suppression that is about the person goes with them to a new address; one that is about the mailbox does not.

    Raises:
        BadAddress, AlreadyThere, ErasedAddress: the new address is none, another subscriber's, or was erased.
        BadValue: the language is no tag.
    """
    before = subscriber(db, subscriber_id)
    moved = parse(before.address if new_address is None else new_address)
    values = {
        "address": moved.display,
        "name": before.name if name is None else clean(name),
        "language": before.language if language is None else language_tag(language),
        "note": before.note if note is None else clean_lines(note),
    }
    moves = moved.key != parse(before.address).key
    if moves:
        _let_in(db, moved, subscriber_id, evidence=evidence)
    db.execute(_EDIT, values | {"id": before.id, "key": moved.key})
    if moves:
        former.remember(db, parse(before.address).key, before.id)
        take_along(db, before=parse(before.address).key, after=moved.key)
        evidence.log(db, [before.id], action=Action.MOVED, note=f"{former.WAS}{before.address}")
    return any(getattr(before, field) != value for field, value in values.items())


def _let_in(db: Database, address: Address, subscriber_id: int, *, evidence: Evidence) -> None:
    taken = db.conn.execute(_TAKEN, {"key": address.key, "id": subscriber_id}).fetchone()
    if taken:
        raise AlreadyThere(f"{taken[0]} is another subscriber's address; unsubscribe one of the two")
    former.let_go(db, [address.key])
    if evidence.via in OWN_ACCORD:
        lift_erased(db, address.key)
    elif erased_among(db, [address.key]):
        raise ErasedAddress(address.display)

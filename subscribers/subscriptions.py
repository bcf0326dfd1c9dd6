"""Decides how a subscription's state may change, and changes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subscribers import former
from subscribers.changes import Standing
from subscribers.database import array, rows
from subscribers.erasure import OWN_ACCORD, erased_among, lift_erased
from subscribers.errors import ErasedAddress, NotSubscribed
from subscribers.lists import Lists
from subscribers.model import Action, OptIn, State, Via

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from subscribers.consents import Evidence

# Whoever comes back after leaving has joined anew; whoever confirms joined when they first asked. That they left is
# kept until they confirm: anybody may ask for them. (Without a WHERE, SQLite would read ON as part of a join.)
_JOIN = """
INSERT INTO subscriptions (subscriber_id, list_id, state, joined_at, confirmed_at)
SELECT value, :list_id, :state, :now, CASE :state WHEN 'confirmed' THEN :now END FROM json_each(:people) WHERE true
ON CONFLICT (subscriber_id, list_id) DO UPDATE SET
    state = excluded.state,
    joined_at = CASE state WHEN 'unsubscribed' THEN excluded.joined_at ELSE joined_at END,
    confirmed_at = excluded.confirmed_at,
    left_at = CASE excluded.state WHEN 'confirmed' THEN NULL ELSE left_at END
"""
_LEAVE = """
UPDATE subscriptions SET state = 'unsubscribed', left_at = :now
WHERE subscriber_id = :subscriber_id AND list_id = :list_id
"""
_LEAVE_ALL = "UPDATE subscribers SET left_all_at = :now WHERE id = :id AND left_all_at IS NULL"
_LAST_LINE = (
    "SELECT action, via, note FROM consents WHERE subscriber_id = :id AND list = :list ORDER BY id DESC LIMIT 1"
)
_STAY_AGAIN = """
UPDATE subscribers SET left_all_at = NULL
WHERE left_all_at IS NOT NULL AND id IN (SELECT value FROM json_each(:people))
"""
_OF_SUBSCRIBER = """
SELECT list_id, lists.name AS name, state, left_at FROM subscriptions JOIN lists ON lists.id = list_id
WHERE subscriber_id = :subscriber_id ORDER BY lists.name
"""
_WHO = "SELECT address, address_key, left_all_at FROM subscribers WHERE id = :id"
# A mail that is out there may name a list as it was called then.
_LISTS_MEANT = """
SELECT id FROM lists WHERE name IN (SELECT value FROM json_each(:names))
UNION
SELECT list_id FROM former_names WHERE name IN (SELECT value FROM json_each(:names))
"""

EVERYTHING = "every list, also those to come"

Moved = tuple[tuple[Standing, ...], bool]  # how each subscription stands now, and whether any changed


@dataclass(frozen=True, slots=True)
class Held:
    """A subscription as it stands; `left_at` is when it ended, in the database's form."""

    list_id: int
    name: str
    state: State
    left_at: str | None


def after_joining(state: State | None, *, opt_in: OptIn, confirmed: bool, via: Via, away: bool) -> State | None:
    """Return the state of a subscription in `state` (None: never subscribed) once its subscriber is added to the list.

    `away` says that the person left, the list or everything, and has not confirmed since; or that they were erased.
    None means that they are kept out: a file never brings them back, and an operator only with a consent given since
    (`confirmed`). If they come of their own accord they are asked, whatever the list's opt-in and however often: until
    they confirm, it may be somebody else who asks.
    """
    if state is State.CONFIRMED:
        return state
    if away:
        if confirmed:
            return None if via is Via.IMPORT else State.CONFIRMED
        return State.UNCONFIRMED if via in OWN_ACCORD else None
    return State.CONFIRMED if confirmed or opt_in is OptIn.SINGLE else State.UNCONFIRMED


def why_kept_out(name: str, left_at: str | None) -> str:
    """Say that the person left the list, or everything where it has no name, and what would bring them back."""
    when = f" on {left_at[:10]}" if left_at else ""
    return f"left {name or 'every list'}{when}; only a consent given since brings them back"


def held(db: Database, subscriber_id: int) -> tuple[Held, ...]:
    """Return a person's subscriptions, by the lists' names."""
    found = rows(db, _OF_SUBSCRIBER, {"subscriber_id": subscriber_id})
    return tuple(Held(row["list_id"], row["name"], State(row["state"]), row["left_at"]) for row in found)


def meant(db: Database, subscriber_id: int, list_name: str | None) -> tuple[Held, ...]:
    """Return which of a person's subscriptions are meant: the one to the list, or all.

    Raises:
        UnknownList: there is no such list.
        NotSubscribed: the person never joined it.
    """
    theirs = held(db, subscriber_id)
    if list_name is None:
        return theirs
    (terms,) = Lists(db).terms([list_name])
    chosen = tuple(one for one in theirs if one.list_id == terms.id)
    if not chosen:
        raise NotSubscribed(db.conn.execute(_WHO, {"id": subscriber_id}).fetchone()[0], terms.name)
    return chosen


def lists_meant(db: Database, names: Sequence[str]) -> frozenset[int]:
    """Return the ids of the lists that these names mean or once meant; a name that means none is passed over."""
    return frozenset(number for (number,) in db.conn.execute(_LISTS_MEANT, {"names": array(names)}).fetchall())


def join(db: Database, people: Iterable[int], *, list_id: int, state: State, now: str) -> None:
    """Put subscribers on a list in this state, whatever their state was."""
    db.execute(_JOIN, {"people": array(people), "list_id": list_id, "state": state, "now": now})


def stay_again(db: Database, people: Iterable[int]) -> None:
    """Let it be over that these people left everything, since they confirmed something; in the caller's transaction."""
    db.execute(_STAY_AGAIN, {"people": array(people)})


def confirm(db: Database, subscriber_id: int, *, chosen: Iterable[Held], evidence: Evidence, note: str) -> Moved:
    """Confirm those chosen that wait for it; one that ended stays ended. Who was erased once has then come back.

    Only a person's own word confirms what they left, or everything, and somebody asked for since; so with the erased.

    Raises:
        ErasedAddress: the person was erased, and it is not they who confirm.
    """
    standings = []
    changed = False
    address, key, left_all_at = db.conn.execute(_WHO, {"id": subscriber_id}).fetchone()
    own_word = evidence.via in OWN_ACCORD
    if not own_word and erased_among(db, [key]):
        raise ErasedAddress(address)
    for one in chosen:
        left_at = one.left_at or (left_all_at if one.state is not State.CONFIRMED else None)
        if one.state is State.UNSUBSCRIBED or (left_at and not own_word):
            whence = one.name if one.left_at else ""
            standings.append(Standing(one.name, one.state, why_kept_out(whence, left_at)))
            continue
        standings.append(Standing(one.name, State.CONFIRMED))
        if one.state is State.UNCONFIRMED:
            changed = True
            join(db, [subscriber_id], list_id=one.list_id, state=State.CONFIRMED, now=evidence.at)
            evidence.log(db, [subscriber_id], action=Action.CONFIRMED, list_name=one.name, note=note)
    if changed:
        stay_again(db, [subscriber_id])
        lift_erased(db, key)
        former.let_go(db, [key])
    return tuple(standings), changed


def leave(
    db: Database, subscriber_id: int, *, chosen: Iterable[Held], evidence: Evidence, everything: bool = False
) -> Moved:
    """End those chosen that have not ended; with `everything`, no list yet to come is to take the person in either.

    The log tells of it also where all had ended: that may be by a file's word, which can be taken back. But it does not
    grow by somebody who says the same again and again.
    """
    standings = []
    changed = False
    for one in chosen:
        standings.append(Standing(one.name, State.UNSUBSCRIBED))
        if one.state is not State.UNSUBSCRIBED:
            changed = True
            db.execute(_LEAVE, {"subscriber_id": subscriber_id, "list_id": one.list_id, "now": evidence.at})
        elif everything or _said_last(db, subscriber_id, evidence, list_name=one.name):
            continue
        evidence.log(db, [subscriber_id], action=Action.UNSUBSCRIBED, list_name=one.name)
    if everything:
        newly = db.execute(_LEAVE_ALL, {"id": subscriber_id, "now": evidence.at}).rowcount > 0
        changed |= newly
        if newly or not _said_last(db, subscriber_id, evidence, note=EVERYTHING):
            evidence.log(db, [subscriber_id], action=Action.UNSUBSCRIBED, note=EVERYTHING)
    return tuple(standings), changed


def _said_last(db: Database, subscriber_id: int, evidence: Evidence, *, list_name: str = "", note: str = "") -> bool:
    """Tell whether the latest line about a list says that they left, in the same way; what files say always counts."""
    last = db.execute(_LAST_LINE, {"id": subscriber_id, "list": list_name}).fetchone()
    return evidence.via is not Via.IMPORT and last == (Action.UNSUBSCRIBED, evidence.via, note)

"""Takes people in, one or thousands at a time, by the same rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from subscribers import former
from subscribers.addresses import parse
from subscribers.changes import Change, Newcomer, Outcome, Standing
from subscribers.database import array, rows
from subscribers.erasure import OWN_ACCORD, erased_among, lift_erased
from subscribers.model import Action, OptIn, State, Via
from subscribers.names import clean, clean_lines, normal_language, normal_topic
from subscribers.subscriptions import after_joining, join, stay_again, why_kept_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from subscribers.addresses import Address
    from subscribers.consents import Evidence
    from subscribers.lists import ListTerms

_KNOWN = """
SELECT id, address, address_key, name, language, note, left_all_at FROM subscribers
WHERE address_key IN (SELECT value FROM json_each(:keys))
"""
_STATES = """
SELECT subscriber_id, list_id, state, left_at FROM subscriptions
WHERE subscriber_id IN (SELECT value FROM json_each(:people)) AND list_id IN (SELECT value FROM json_each(:lists))
"""
_READERS = """
SELECT DISTINCT subscriber_id FROM subscriptions
WHERE subscriber_id IN (SELECT value FROM json_each(:people)) AND state = 'confirmed'
"""
_TOPICS = "SELECT subscriber_id, topic FROM topics WHERE subscriber_id IN (SELECT value FROM json_each(:people))"
_SUPPRESSED = "SELECT key, reason FROM suppressions WHERE key IN (SELECT value FROM json_each(:keys))"
# Numbers are given here rather than by SQLite, so that one executemany serves each table. AUTOINCREMENT's own counter
# follows the numbers given, so none is ever given twice.
_LAST_ID = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'subscribers'), 0)"
_ENTER = """
INSERT INTO subscribers (id, address, address_key, name, language, note, created_at)
VALUES (:id, :address, :address_key, :name, :language, :note, :now)
"""
_AMEND = "UPDATE subscribers SET name = :name, language = :language, note = :note WHERE id = :id"
_FOLLOW = "INSERT INTO topics (subscriber_id, topic) VALUES (:subscriber_id, :topic)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms people are taken in: which lists they join, on whose word, under which circumstances."""

    lists: tuple[ListTerms, ...]
    confirmed: bool  # a consent was given elsewhere
    evidence: Evidence


@dataclass(slots=True)
class _Person:
    """What is known of somebody, kept in step with what will be written."""

    id: int
    address: str
    about: dict[str, str]  # name, language, note
    left_all_at: str | None = None
    states: dict[int, tuple[State, str | None]] = field(
        default_factory=dict
    )  # by list: where it stands, when they left
    topics: set[str] = field(default_factory=set)

    def left(self, list_id: int) -> bool:
        """Whether they left the list, or everything, and have not confirmed since."""
        state, left_at = self.states.get(list_id, (None, None))
        return state is State.UNSUBSCRIBED or bool(left_at or self.left_all_at)


def take_in(db: Database, people: Sequence[tuple[Address, Newcomer]], *, terms: Terms) -> list[Change]:
    """Take people in, inside an open transaction, and return what became of each, in order.

    Somebody who comes twice is one subscriber. A suppressed person is taken in all the same, and stays unmailed; one
    who was erased is not, but for their own word, see subscribers.erasure.
    """
    intake = _Intake(db, people, terms=terms)
    changes = [intake.take(address, newcomer) for address, newcomer in people]
    intake.write()
    return changes


class _Intake:
    """Judges newcomers against what is stored, and gathers what is to be written."""

    def __init__(self, db: Database, people: Sequence[tuple[Address, Newcomer]], *, terms: Terms) -> None:
        self._db, self._terms = db, terms
        self._own_accord = terms.evidence.via in OWN_ACCORD
        self._consented = terms.confirmed and terms.evidence.via is not Via.IMPORT
        self._keys = {address.key for address, _ in people}
        self._former = {} if self._consented else former.present(db, self._keys)
        self._moved = {} if self._own_accord else self._former
        keys = self._keys | set(self._moved.values())
        self._known = _known(db, keys, terms=terms)
        self._suppressed = _suppressed(db, keys | {key[key.index("@") :] for key in keys})
        self._erased = erased_among(db, self._keys)
        self._readers = _readers(db, self._known.values()) if self._own_accord else frozenset()
        self._last_id: int = db.conn.execute(_LAST_ID).fetchone()[0]
        self._entered: list[dict[str, object]] = []
        self._amended: list[dict[str, object]] = []
        self._followed: list[dict[str, object]] = []
        self._back: list[int] = []  # of those who had left everything, who confirm again
        self._joined: defaultdict[tuple[ListTerms, State, str], list[int]] = defaultdict(list)

    def take(self, address: Address, newcomer: Newcomer) -> Change:
        about = {
            "name": clean(newcomer.name),
            "language": normal_language(newcomer.language),
            "note": clean_lines(newcomer.note),
        }
        erased = address.key in self._erased
        if erased and not self._own_accord:
            return Change(address=address.display, outcome=Outcome.UNCHANGED, erased=True)
        person = self._known.get(self._moved.get(address.key, address.key))
        if person is None:
            outcome, changed = Outcome.ADDED, False
            person = self._enter(address, about)
        else:
            outcome, changed = Outcome.UNCHANGED, self._amend(person, about)
        changed |= self._follow(person, newcomer.topics)
        suppressed = self._suppressed_by(parse(person.address))
        to_ask = erased or (self._own_accord and bool(suppressed or address.key in self._former or self._asks(person)))
        joined, standings = self._join(person, about["note"], to_ask=to_ask)
        changed |= joined
        return Change(
            address=person.address,
            outcome=Outcome.UPDATED if changed and outcome is Outcome.UNCHANGED else outcome,
            lists=standings,
            suppressed=suppressed,
            former=address.display if address.key in self._moved else "",
        )

    def _asks(self, person: _Person) -> bool:
        """Tell whether a form is to be confirmed as a whole: one list of it is, or they are a reader already.

        Whoever fills it in may be somebody else, and the letter that asks speaks of every list or of none.
        """
        waits = any(
            one.opt_in is OptIn.DOUBLE and person.states.get(one.id, (None, None))[0] is not State.CONFIRMED
            for one in self._terms.lists
        )
        return waits or person.id in self._readers

    def write(self) -> None:
        self._db.conn.executemany(_ENTER, self._entered)
        self._db.conn.executemany(_AMEND, self._amended)
        self._db.conn.executemany(_FOLLOW, self._followed)
        evidence = self._terms.evidence
        action = Action.CONFIRMED if self._terms.confirmed else Action.JOINED
        for (one, state, note), people in self._joined.items():
            join(self._db, people, list_id=one.id, state=state, now=evidence.at)
            evidence.log(self._db, people, action=action, list_name=one.name, note=note)
        stay_again(self._db, self._back)
        if self._consented:
            former.let_go(self._db, self._keys)
            for key in self._erased if self._own_accord else ():
                lift_erased(self._db, key)

    def _suppressed_by(self, address: Address) -> str:
        return self._suppressed.get(address.key) or self._suppressed.get(address.domain, "")

    def _enter(self, address: Address, about: dict[str, str]) -> _Person:
        self._last_id += 1
        values = {"id": self._last_id, "address": address.display, "address_key": address.key}
        self._entered.append({**values, **about, "now": self._terms.evidence.at})
        person = self._known[address.key] = _Person(self._last_id, address.display, about)
        return person

    def _amend(self, person: _Person, about: dict[str, str]) -> bool:
        amended = person.about | {key: text for key, text in about.items() if text}
        if amended == person.about:
            return False
        person.about = amended
        self._amended.append({**amended, "id": person.id})
        return True

    def _follow(self, person: _Person, topics: Sequence[str]) -> bool:
        new = {normal_topic(topic) for topic in topics} - person.topics - {""} if topics else ()
        person.topics.update(new)
        self._followed.extend({"subscriber_id": person.id, "topic": topic} for topic in new)
        return bool(new)

    def _join(self, person: _Person, note: str, *, to_ask: bool) -> tuple[bool, tuple[Standing, ...]]:
        """Let a person join the lists, and return whether that changes any, and how they then stand with each."""
        changed = False
        standings: list[Standing] = []
        confirmed, via = self._terms.confirmed, self._terms.evidence.via
        for one in self._terms.lists:
            before, left_at = person.states.get(one.id, (None, None))
            away = to_ask or person.left(one.id)
            after = after_joining(before, opt_in=one.opt_in, confirmed=confirmed, via=via, away=away)
            if after is not None and after is not before:
                changed = True
                person.states[one.id] = (after, None if after is State.CONFIRMED else left_at)
                self._joined[one, after, note].append(person.id)
            standings.append(_standing(one.name, before, after, left_at, person.left_all_at))
        if person.left_all_at and any(standing.state is State.CONFIRMED for standing in standings):
            person.left_all_at = None
            self._back.append(person.id)
        return changed, tuple(standings)


@lru_cache(maxsize=1000)
def _standing(
    name: str, before: State | None, after: State | None, left_at: str | None, left_all_at: str | None
) -> Standing:
    """Show where somebody stands with a list they were to join; no state after it means that they are kept out."""
    if after is not None:
        return Standing(name, after)
    whence = name if before is not None else ""
    return Standing(name, before or State.UNSUBSCRIBED, why_kept_out(whence, left_at or left_all_at))


def _readers(db: Database, people: Iterable[_Person]) -> frozenset[int]:
    """Return which of these people are confirmed on any list, by number."""
    found = db.conn.execute(_READERS, {"people": array(one.id for one in people)})
    return frozenset(number for (number,) in found)


def _known(db: Database, keys: set[str], *, terms: Terms) -> dict[str, _Person]:
    known: dict[str, _Person] = {}
    by_id: dict[int, _Person] = {}
    for row in rows(db, _KNOWN, {"keys": array(keys)}):
        about = {key: row[key] for key in ("name", "language", "note")}
        known[row["address_key"]] = by_id[row["id"]] = _Person(row["id"], row["address"], about, row["left_all_at"])
    people = array(by_id)
    for row in rows(db, _STATES, {"people": people, "lists": array(one.id for one in terms.lists)}):
        by_id[row["subscriber_id"]].states[row["list_id"]] = (State(row["state"]), row["left_at"])
    for row in rows(db, _TOPICS, {"people": people}):
        by_id[row["subscriber_id"]].topics.add(row["topic"])
    return known


def _suppressed(db: Database, keys: set[str]) -> dict[str, str]:
    return {row["key"]: row["reason"] for row in rows(db, _SUPPRESSED, {"keys": array(keys)})}

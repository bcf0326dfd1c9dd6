"""The roster: adds, shows, changes and takes off the people who receive mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subscribers.addresses import parse
from subscribers.bulk import take_in_many
from subscribers.changes import Change, Newcomer, Outcome, Standing, Tally
from subscribers.consents import Evidence
from subscribers.database import immediate, stamp
from subscribers.editing import edit
from subscribers.erasure import to_let_in
from subscribers.joining import Terms, take_in
from subscribers.lists import Lists
from subscribers.model import Record, State, Subscriber, Via
from subscribers.names import clean_lines
from subscribers.preferences import Preferences, preferences_of, set_pause, set_preferences
from subscribers.records import find, record, subscriber, subscribers
from subscribers.segments.filters import EVERYBODY
from subscribers.subscriptions import confirm, held, leave, lists_meant, meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.segments.filters import Filter
    from subscribers.subscriptions import Held

_EPOCH = "SELECT epoch FROM subscribers WHERE id = :id"
_ROTATE = "UPDATE subscribers SET epoch = epoch + 1 WHERE id = :id"


@dataclass(frozen=True, slots=True)
class Roster:
    """The subscribers of one database; addresses and list names match ignoring case.

    Each change is one transaction, is written to the consent log where it concerns consent, and returns what it did.
    Everywhere BadAddress is raised for what is no address, UnknownSubscriber for an address that nobody has, and
    UnknownList for a list that is not there.
    """

    db: Database

    def add(
        self,
        address: str,
        *,
        now: datetime,
        name: str = "",
        language: str = "",
        lists: Sequence[str] = (),
        topics: Sequence[str] = (),
        confirmed: bool = False,
        note: str = "",
        via: Via = Via.SHELL,
        wording: str = "",
        origin: str = "",
    ) -> Change:
        """Take in one person, or add to what is known of them; an empty value changes nothing.

        They join each of `lists`: confirmed where it is single opt-in or a consent was given elsewhere (`confirmed`,
        with `note` telling of it), else unconfirmed. Whoever had left a list is kept out of it, see `after_joining`;
        whoever is suppressed stays unmailed; whoever was erased is not taken in, see subscribers.erasure. The change
        says so. `origin` is the network address of the person's own request, for the consent log.
        """
        newcomer = Newcomer(address=address, name=name, language=language, note=note, topics=tuple(topics))
        evidence = Evidence(at=stamp(now), via=via, wording=wording, origin=origin)
        with immediate(self.db):
            terms = self._terms(lists, confirmed=confirmed, evidence=evidence)
            return take_in(self.db, [(parse(address), newcomer)], terms=terms)[0]

    def add_many(
        self,
        newcomers: Iterable[Newcomer],
        *,
        now: datetime,
        lists: Sequence[str] = (),
        confirmed: bool = False,
        via: Via = Via.IMPORT,
        wording: str = "",
    ) -> Tally:
        """Take in many people by the rules of `add`, a thousand to a transaction; bad rows are set aside."""
        terms = self._terms(lists, confirmed=confirmed, evidence=Evidence(at=stamp(now), via=via, wording=wording))
        return take_in_many(self.db, newcomers, terms=terms)

    def show(self, address: str) -> Record:
        """Return everything kept about one person."""
        return record(self.db, find(self.db, address))

    def list(
        self, *, list_name: str | None = None, state: State | None = None, segment: Filter = EVERYBODY
    ) -> Iterator[Subscriber]:
        """Yield subscribers by address: all, or those with a subscription to the list, in the state, in the segment.

        Rows are read as they are asked for; take them all, or close the iterator, before the next change.
        """
        if list_name is not None:
            Lists(self.db).terms([list_name])
        return subscribers(self.db, list_name=list_name, state=state, segment=segment)

    def edit(
        self,
        address: str,
        *,
        now: datetime,
        new_address: str | None = None,
        name: str | None = None,
        language: str | None = None,
        note: str | None = None,
        via: Via = Via.SHELL,
        origin: str = "",
    ) -> Change:
        """Change what is given; an empty text clears. Consents, subscriptions and mailed links move with the person.

        Raises:
            AlreadyThere, ErasedAddress: the new address is another subscriber's, or was erased.
            BadValue: the language is no tag.
        """
        with immediate(self.db):
            person = find(self.db, address)
            evidence = Evidence(at=stamp(now), via=via, origin=origin)
            changed = edit(
                self.db, person, evidence=evidence, new_address=new_address, name=name, language=language, note=note
            )
            return self._change(person, changed=changed)

    def confirm(
        self,
        address: str,
        list_name: str | None = None,
        *,
        now: datetime,
        via: Via = Via.SHELL,
        wording: str = "",
        note: str = "",
        origin: str = "",
    ) -> Change:
        """Confirm the subscription to one list, or all that wait for it; see subscriptions.confirm for who may.

        Raises:
            ErasedAddress: the person was erased, and it is not they who confirm.
            NotSubscribed: the person never joined the list.
        """
        with immediate(self.db):
            person = find(self.db, address, otherwise=to_let_in(self.db, parse(address).key))
            chosen = meant(self.db, person, list_name)
            evidence = Evidence(at=stamp(now), via=via, wording=wording, origin=origin)
            standings, changed = confirm(self.db, person, chosen=chosen, evidence=evidence, note=clean_lines(note))
            return self._change(person, changed=changed, lists=standings)

    def unsubscribe(
        self,
        address: str,
        list_name: str | None = None,
        *,
        now: datetime,
        via: Via = Via.SHELL,
        origin: str = "",
    ) -> Change:
        """Take a person off one list, or let them leave everything, see `unsubscribe_all`.

        Raises:
            NotSubscribed: the person never joined the list.
        """
        with immediate(self.db):
            person = find(
                self.db, address, otherwise="to keep mail from them: digest suppressions add {} --reason unsubscribed"
            )
            evidence = Evidence(at=stamp(now), via=via, origin=origin)
            return self._leave(person, meant(self.db, person, list_name), evidence, everything=list_name is None)

    def unsubscribe_all(self, subscriber_id: int, *, now: datetime, via: Via = Via.WEB, origin: str = "") -> Change:
        """Let a person leave everything: each of their lists, and those to come until they confirm one again.

        Raises:
            UnknownSubscriber: the person has been erased.
        """
        with immediate(self.db):
            theirs = held(self.db, subscriber(self.db, subscriber_id).id)
            evidence = Evidence(at=stamp(now), via=via, origin=origin)
            return self._leave(subscriber_id, theirs, evidence, everything=True)

    def unsubscribe_lists(
        self, subscriber_id: int, lists: Sequence[str], *, now: datetime, via: Via = Via.WEB, origin: str = ""
    ) -> Change:
        """Take a person off the lists that led to a mail, named as they were when it was sent.

        A list since renamed is still meant; one that is gone, or was never joined, is passed over, since a reader who
        wants out is not to be answered with an error.

        Raises:
            UnknownSubscriber: the person has been erased.
        """
        with immediate(self.db):
            led_here = lists_meant(self.db, lists)
            chosen = [one for one in held(self.db, subscriber_id) if one.list_id in led_here]
            return self._leave(subscriber_id, chosen, Evidence(at=stamp(now), via=via, origin=origin))

    def pause(self, address: str, until: datetime | None, *, now: datetime, via: Via = Via.SHELL) -> Change:
        """Send a person nothing before `until`, on any list; None ends the pause.

        Raises:
            BadValue: the moment has passed.
        """
        with immediate(self.db):
            before = subscriber(self.db, find(self.db, address))
            evidence = Evidence(at=stamp(now), via=via)
            changed = set_pause(self.db, before.id, until, before=before.paused_until, evidence=evidence, now=now)
            return self._change(before.id, changed=changed)

    def preferences(self, subscriber_id: int) -> Preferences:
        """Return what a person asked for; see preferences_of."""
        return preferences_of(self.db, subscriber_id)

    def prefer(
        self, subscriber_id: int, wanted: Preferences, *, now: datetime, via: Via = Via.WEB, origin: str = ""
    ) -> Change:
        """Let a person's preferences be these, all of them; see set_preferences."""
        with immediate(self.db):
            evidence = Evidence(at=stamp(now), via=via, origin=origin)
            changed = set_preferences(self.db, subscriber_id, wanted, evidence=evidence, now=now)
            return self._change(subscriber_id, changed=changed)

    def epoch(self, subscriber_id: int) -> int | None:
        """Return the epoch that a person's link tokens are minted with, None for nobody's: `TokenMint` asks for it."""
        found = self.db.conn.execute(_EPOCH, {"id": subscriber_id}).fetchone()
        return found and int(found[0])

    def rotate_links(self, address: str) -> int:
        """Revoke every link mailed to a person so far, and return their new epoch."""
        with immediate(self.db):
            person = find(self.db, address)
            self.db.execute(_ROTATE, {"id": person})
            return self.epoch(person) or 0

    def _terms(self, lists: Sequence[str], *, confirmed: bool, evidence: Evidence) -> Terms:
        return Terms(lists=Lists(self.db).terms(lists), confirmed=confirmed, evidence=evidence)

    def _leave(self, person: int, chosen: Iterable[Held], evidence: Evidence, *, everything: bool = False) -> Change:
        standings, changed = leave(self.db, person, chosen=chosen, evidence=evidence, everything=everything)
        return self._change(person, changed=changed, lists=standings)

    def _change(self, subscriber_id: int, *, changed: bool, lists: tuple[Standing, ...] = ()) -> Change:
        after = subscriber(self.db, subscriber_id)
        outcome = Outcome.UPDATED if changed else Outcome.UNCHANGED
        return Change(address=after.address, outcome=outcome, lists=lists, suppressed=after.suppressed)

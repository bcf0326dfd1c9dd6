"""Hands letters over: each claimed, durably, before, and settled after, so that none goes twice and none is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

from digest.clock import Steady
from digest.deliver.breaker import BREAKER, Breaker
from digest.deliver.guard import allowed
from digest.deliver.patience import next_try
from digest.model.delivery import GUARDED, DeliveryStatus, Entry, Receipt
from digest.model.letter import ASKING, LetterKind
from digest.store.lock import letters_lock
from digest.store.mail import letters
from digest.store.mail.quotas import Quotas
from digest.store.upkeep import home
from subscribers.addresses import parse
from subscribers.consents import Evidence
from subscribers.database import immediate, stamp
from subscribers.model import Action, Via

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.errors import TransportError
    from digest.model.delivery import Envelope
    from digest.model.letter import Letter
    from digest.pipeline.issues.carriers import Carrier
    from digest.pipeline.letters.stationery import Sort, Stationery
    from digest.pipeline.newsroom import Newsroom

LONGEST_WAIT = 60.0  # seconds that a run waits until the rates let a letter through; after that, a later run sends it
SLOWER = 30.0  # seconds for which nothing goes when the other side asks for less, and does not say how much less

_MAILED = {  # as the consent log tells of it
    LetterKind.ASK: "the question was mailed",
    LetterKind.REMIND: "a reminder of the question was mailed",
}
_HANDED_OVER = frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.UNKNOWN})


def correspond(newsroom: Newsroom, *, stop: Event | None = None) -> Counter[DeliveryStatus]:
    """Hand over every letter that is due, and return what became of them.

    What is deferred, or beyond the rates, is for a later call. Once `stop` is set nothing more is claimed.

    Raises:
        Locked: another process hands letters over; it takes these along.
        Held: the database is a copy, or was restored; the letters wait.
        TransportError: they cannot be handed over, for a reason that is no reader's.
    """
    if not letters.to_do(newsroom.db):
        return Counter()
    home.must_be_home(newsroom.db, newsroom.settings.database)
    with letters_lock(newsroom.settings.database):
        home.count_turn(newsroom.db, newsroom.settings.database)
        desk = _Desk(newsroom, stop or Event())
        desk.recall()
        try:
            while (sort := desk.next_sort()) and not desk.stopped:
                desk.hand_over(sort)
        finally:
            home.count_turn(newsroom.db, newsroom.settings.database)
    return desk.tally


@dataclass(slots=True)
class _Desk:
    """One run's work; the lock of the letters is held."""

    newsroom: Newsroom
    stop: Event
    tally: Counter[DeliveryStatus] = field(default_factory=Counter)
    held: bool = False  # the other side asked to slow down, or the rates are spent for a while
    _stationery: Stationery = field(init=False)
    _done: set[Sort] = field(default_factory=set)
    _in_hand: dict[int, Letter] = field(default_factory=dict)
    _breaker: Breaker = field(default_factory=lambda: Breaker(most_cut_off=BREAKER))

    def __post_init__(self) -> None:
        from digest.pipeline.letters.stationery import (
            Stationery,  # with all that renders, which nobody needs without a letter
        )

        self._stationery = Stationery(self.newsroom)

    @property
    def stopped(self) -> bool:
        """Whether nothing more is to be claimed."""
        return self.held or self.stop.is_set()

    def recall(self) -> None:
        """Ask the transport what became of the letters that a run claimed which died; only the same one can tell."""
        for letter_id, letter, via in letters.claimed(self.newsroom.db):
            receipt = Receipt(letter_id, DeliveryStatus.UNKNOWN, detail=f"claimed for {via} by a run that ended")
            if letter:
                self._in_hand[letter_id] = letter
                carried_by = self._stationery.carrier(self._stationery.sort(letter))
                if via == carried_by.via:
                    receipt = carried_by.make().recall(self._stationery.envelope(letter))
            self._settle(receipt)

    def next_sort(self) -> Sort | None:
        """Return the sort of the first letter in line whose sort had no turn yet."""
        after = 0
        while letter := self._next(after):
            if (sort := self._stationery.sort(letter)) not in self._done:
                return sort
            after = letter.id
        return None

    def hand_over(self, sort: Sort) -> None:
        """Hand over all letters of a sort."""
        self._done.add(sort)
        carried_by = self._stationery.carrier(sort)
        with carried_by.make() as transport:
            for receipt in transport.send(self._claims(sort, carried_by)):
                self._settle(receipt)
                if fault := self._fault(receipt, carried_by):
                    raise fault

    def _claims(self, sort: Sort, carried_by: Carrier) -> Iterator[Envelope]:
        """Claim letters of a sort one by one, as the transport is ready for the next."""
        after = 0
        while not self.stopped and (letter := self._next(after)):
            after = letter.id
            if self._stationery.sort(letter) == sort and self._may_go(letter, carried_by):
                self._in_hand[letter.id] = letter
                yield self._stationery.envelope(letter)

    def _next(self, after: int) -> Letter | None:
        with immediate(self.newsroom.db):
            return letters.next_in_line(self.newsroom.db, now=self.newsroom.now(), after=after)

    def _may_go(self, letter: Letter, carried_by: Carrier) -> bool:
        """Claim a letter if nothing keeps it back; else set it aside, or leave it in line for want of room."""
        quotas, now = self._quotas(carried_by), self.newsroom.now()
        if letter.created_at < now - self.newsroom.settings.pages.confirm_within:
            return self._set_aside(letter, DeliveryStatus.EXPIRED, letters.TOO_OLD)
        if not allowed(parse(letter.address).key, self.newsroom.settings.mail.only_to):
            return self._set_aside(letter, DeliveryStatus.SKIPPED, GUARDED)
        lane = letter.address.rpartition("@")[2].lower()
        lane = lane if lane in quotas.lanes else ""
        while (wait := self._claim(letter, quotas, lane=lane, via=carried_by.via)) and wait <= LONGEST_WAIT:
            if self.stop.wait(wait):
                return False
        self.held = self.held or (wait > 0 and not lane)
        return not wait

    def _claim(self, letter: Letter, quotas: Quotas, *, lane: str, via: str) -> float:
        """Claim a letter if the rates let it through; return 0, or the seconds until they do."""
        with immediate(self.newsroom.db):
            room = quotas.room()
            if room.of(lane) == 0:
                return max(room.wait(lane, 1), 0.01)
            room.take(lane, 1)
            quotas.spend(room)
            letters.claim(self.newsroom.db, letter.id, via=via, now=self.newsroom.now())
        return 0.0

    def _set_aside(self, letter: Letter, status: DeliveryStatus, detail: str) -> bool:
        with immediate(self.newsroom.db):
            letters.set_aside(self.newsroom.db, letter.id, status, detail=detail, now=self.newsroom.now())
        self.tally[status] += 1
        return False

    def _settle(self, receipt: Receipt) -> None:
        """Record what became of a letter, and with a question that went out the proof of it."""
        letter, now = self._in_hand.pop(receipt.delivery_id, None), self.newsroom.now()
        with immediate(self.newsroom.db):
            there = letters.settle(
                self.newsroom.db, Entry([receipt.delivery_id], receipt, self._retry_at(receipt, letter, now)), now=now
            )
            if there and letter and letter.kind in ASKING and receipt.status in _HANDED_OVER:
                evidence = Evidence(at=stamp(now), via=Via(letter.asked_via), origin=letter.origin)
                for one in letter.lists:
                    person, note = letter.subscriber_id, _MAILED[letter.kind]
                    evidence.log(self.newsroom.db, [person], action=Action.ASKED, list_name=one.name, note=note)
        self.tally[receipt.status] += 1

    def _retry_at(self, receipt: Receipt, letter: Letter | None, now: datetime) -> datetime | None:
        if receipt.status is not DeliveryStatus.DEFERRED:
            return None
        return now + next_try(letter.attempts + 1 if letter else 1)

    def _fault(self, receipt: Receipt, carried_by: Carrier) -> TransportError | None:
        """Return why to stop after a receipt, if so; slow down where the other side asks for it."""
        if receipt.wait is not None:
            self.held = True
            with immediate(self.newsroom.db):
                self._quotas(carried_by).hold(receipt.wait or SLOWER)
        return self._breaker.trips([receipt])

    def _quotas(self, carried_by: Carrier) -> Quotas:
        mail = self.newsroom.settings.mail
        seconds = Steady(self.newsroom.environ).seconds
        return Quotas(
            self.newsroom.db, via=carried_by.way, rate=mail.rate, domain_rates=mail.domain_rates, seconds=seconds
        )

"""The dispatch loop: claims deliveries as workers become ready, and records every receipt."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from digest.deliver.breaker import BREAKER, Breaker
from digest.deliver.crew import Crew
from digest.deliver.governor import Governor
from digest.errors import SenderFault, TransportError
from digest.model.delivery import DeliveryStatus, Entry, Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from threading import Event

    from digest.deliver.ledger import Ledger
    from digest.deliver.transport import Transport
    from digest.deliver.worker import Notice, Worker
    from digest.model.delivery import Envelope, Recipient, Turn

_TICK = 0.2  # seconds within which a stop is noticed
_MOMENT = 0.001  # seconds that a receipt may wait for others; some commits long
_LITTLE = 50  # mails
_ASK_LEDGER = 1.0  # seconds between questions whether a person stopped the issue
_BACK_IN_LINE = frozenset({DeliveryStatus.PENDING, DeliveryStatus.DEFERRED})


class Outcome(StrEnum):
    """How a dispatch ended that did not fail."""

    DONE = "done"  # nothing is left to claim now; deferred and unknown deliveries may remain
    STOPPED = "stopped"  # by the stop event, or by a person through the ledger


def dispatch(
    issue_id: int,
    *,
    ledger: Ledger,
    open_transport: Callable[[], Transport],
    envelopes: Callable[[Sequence[Recipient]], Sequence[Envelope]],
    workers: int,
    clock: Callable[[], datetime],
    stop: Event,
    on_progress: Callable[[int], None] | None = None,
) -> Outcome:
    """Hand over what is claimable of an issue; every receipt is recorded before this returns or raises.

    The ledger, `envelopes` and `on_progress` (given how many receipts were just recorded) are used in the caller's
    thread alone; each of up to `workers` workers owns a transport. Claimed and without a receipt are never more than
    `workers` batches, however this process ends. Once `stop` is set nothing more is claimed, and mails in hand are
    finished. `clock` must go on while this waits. What a transport, the ledger or a callable raises comes out again.

    Raises:
        SenderFault: the issue is paused until a person has seen to it: the transport said so, or `BREAKER` receipts in
            a row were ours, or mails were cut off in a row (more than `BREAKER`, and than two for each worker) some of
            which are `unknown`. (One restart of a server costs one for each worker.) Nobody is blamed for it.
        TransportError: no worker is left that could go on; mails were cut off in a row, none of them `unknown`; or the
            other side asked to slow down again and again.
    """
    desk = _Desk(
        issue_id=issue_id,
        ledger=ledger,
        crew=Crew(open_transport, size=workers),
        envelopes=envelopes,
        clock=clock,
        stop=stop,
        on_progress=on_progress or (lambda _: None),
        breaker=Breaker(most_cut_off=max(BREAKER, 2 * workers)),
    )
    try:
        outcome = desk.work()
    finally:
        desk.close()
    if isinstance(desk.fault, SenderFault):
        ledger.pause(issue_id, why=str(desk.fault), release=desk.breaker.blamed, now=clock())
    if desk.fault:
        raise desk.fault
    return outcome


@dataclass(slots=True, kw_only=True)
class _Desk:
    """The caller's side of a dispatch: the only place that touches the ledger."""

    issue_id: int
    ledger: Ledger
    crew: Crew
    envelopes: Callable[[Sequence[Recipient]], Sequence[Envelope]]
    clock: Callable[[], datetime]
    stop: Event
    on_progress: Callable[[int], None]
    breaker: Breaker
    governor: Governor = field(default_factory=Governor)
    entries: list[Entry] = field(default_factory=list)  # not recorded yet
    hold: float = 0.0  # seconds that nothing may go, not recorded yet
    ready: dict[Worker, int] = field(default_factory=dict)  # workers that wait, and how many mails each takes
    in_hand: dict[Worker, Sequence[Recipient]] = field(default_factory=dict)  # workers with a batch
    made: dict[Recipient, Envelope] = field(default_factory=dict)  # ahead of the claim
    dry: bool = False  # the ledger had nothing more to claim
    not_before: float = 0.0  # monotonic; until then the ledger lets nothing through
    called_off: bool = False  # the ledger said so
    asked_at: float = -_ASK_LEDGER
    loss: BaseException | None = None  # what ended the worker that ended last
    fault: BaseException | None = None  # what stops everybody

    def work(self) -> Outcome:
        """Claim, hand out and record until nothing is left or nothing more may be claimed."""
        self.crew.hire()
        while not (outcome := self._outcome()):
            self._gather(self._patience())
            self._gather_more()
            self._turn(0 if self._halted() else self._wanted())
        return outcome

    def close(self) -> None:
        """Send everybody home as they finish, and record what they bring."""
        while self.crew.present:
            for worker in self.ready:
                worker.give(())
            self.ready.clear()
            with suppress(Exception):  # the ledger gets its last chance below, when nobody is at work any more
                self._turn(0)
            self._gather(None)
        self._turn(0)

    def _outcome(self) -> Outcome | None:
        if self.dry and not self.in_hand:
            return Outcome.STOPPED if self.ledger.stopped(self.issue_id) else Outcome.DONE
        if not self.crew.present:
            self.fault = self.fault or self.loss
        return Outcome.STOPPED if self._halted() else None

    def _halted(self) -> bool:
        now = time.monotonic()
        if now - self.asked_at >= _ASK_LEDGER:
            self.asked_at = now
            self.called_off = self.ledger.stopped(self.issue_id)
        return bool(self.fault) or self.called_off or self.stop.is_set()

    def _wanted(self) -> int:
        return 0 if self.dry or time.monotonic() < self.not_before else sum(self.ready.values())

    def _patience(self) -> float:
        """Return how long to wait for a notice: until the ledger lets more through, but a stop must not wait long."""
        if self.entries:
            return 0.0
        if not self.ready or self.dry:
            return _TICK
        return min(_TICK, max(0.0, self.not_before - time.monotonic()))

    def _gather(self, timeout: float | None) -> None:
        for notice in self.crew.notices(timeout):
            if notice.receipts:
                self._judge(notice, self.in_hand.pop(notice.worker))
            if notice.ready_for:
                self.ready[notice.worker] = notice.ready_for
            if isinstance(notice.error, TransportError) and not isinstance(notice.error, SenderFault):
                self.loss = notice.error
            elif notice.error:
                self.fault = self.fault or notice.error

    def _gather_more(self) -> None:
        """Wait a moment for others who are about to finish, so that one commit serves half of them.

        The other half is the server's work while the commit waits for the disk.
        """
        deadline = time.monotonic() + _MOMENT
        while self._is_little() and len(self.ready) < len(self.in_hand):
            left = deadline - time.monotonic()
            if left <= 0:
                return
            self._gather(left)

    def _is_little(self) -> bool:
        """Tell whether what there is to record takes no longer than the commit itself."""
        return 0 < sum([len(entry.delivery_ids) for entry in self.entries]) < _LITTLE

    def _judge(self, notice: Notice, recipients: Sequence[Recipient]) -> None:
        """Decide what to record of a batch; where all of it went well, as a rule, no mail is looked at by itself."""
        receipts = notice.receipts
        if notice.all_alike and receipts[0].status is DeliveryStatus.ACCEPTED and self.governor.is_calm():
            self.entries.append(Entry([recipient.delivery_id for recipient in recipients], receipts[0]))
            if self.breaker.is_calm():
                return
            receipts = receipts[:1]
        else:
            self._judge_each(receipts, recipients)
        reason = self.breaker.trips(receipts) or self.governor.gives_up(receipts[-1])
        self.fault = self.fault or reason

    def _judge_each(self, receipts: Sequence[Receipt], recipients: Sequence[Recipient]) -> None:
        now = self.clock()
        for receipt, recipient in zip(receipts, recipients, strict=True):
            entry, hold = self.governor.entry(receipt, recipient, now=now)
            self.entries.append(entry)
            self.hold = max(self.hold, hold)
            self.dry = self.dry and receipt.status not in _BACK_IN_LINE

    def _turn(self, want: int) -> None:
        """Record what is at hand and claim `want` more, in one commit; hand the claimed out."""
        if not (self.entries or self.hold or want):
            return
        entries, now = tuple(self.entries), self.clock()
        turn = self.ledger.turn(
            self.issue_id, entries=entries, want=want, now=now, hold=self.hold, resting=self.governor.resting(now)
        )
        self.entries.clear()
        self.hold = 0.0
        if want:
            self.dry = turn.wait is None
            self.not_before = time.monotonic() + (turn.wait or 0.0)
        if turn.claimed:
            self._hand_out(turn)
        if entries:
            self.on_progress(sum(len(entry.delivery_ids) for entry in entries))

    def _hand_out(self, turn: Turn) -> None:
        claimed = turn.claimed
        try:
            envelopes = self._envelopes_of(turn)
        except BaseException as error:  # noqa: BLE001  what was claimed goes back first; then it is raised again
            self.fault = self.fault or error
            ids = [recipient.delivery_id for recipient in claimed]
            self.entries.append(Entry(ids, Receipt(ids[0], DeliveryStatus.PENDING, detail="no envelope was made")))
            return
        start = 0
        for worker, room in tuple(self.ready.items()):
            end = start + room
            if batch := claimed[start:end]:
                del self.ready[worker]
                self.in_hand[worker] = batch
                worker.give(envelopes[start:end])
                start = end
        if not self.ready and not self.dry:
            self.crew.hire()

    def _envelopes_of(self, turn: Turn) -> Sequence[Envelope]:
        """Make those of whoever is likely to come next along with them: it takes hardly longer than making a few."""
        if any(recipient not in self.made for recipient in turn.claimed):
            if not (ahead := tuple(turn.ahead)):
                return self.envelopes(turn.claimed)
            both = (*turn.claimed, *ahead)
            self.made = dict(zip(both, self.envelopes(both), strict=True))
        return [self.made[recipient] for recipient in turn.claimed]

"""The dispatch loop: claims deliveries as workers become ready, and records every receipt."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from digest.deliver.crew import Crew
from digest.deliver.guard import allowed
from digest.deliver.limiter import Limiter
from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus, Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime
    from threading import Event

    from digest.deliver.crew import Worker
    from digest.deliver.ledger import Ledger
    from digest.deliver.transport import Transport
    from digest.model.delivery import Delivery, Envelope
    from digest.model.settings import Rate

BREAKER = 5  # this many receipts in a row that blame no recipient stop the dispatch, before it harms a reputation
_TICK = 0.2  # seconds within which a stop is noticed
_ASK_LEDGER = 1.0  # seconds between questions whether a person stopped the issue
_LOST = "4.4.2"  # RFC 3463, 3.5: the connection was there, and broke within the mail


class Outcome(StrEnum):
    """How a dispatch ended that did not fail."""

    DONE = "done"  # nothing is left to claim now; deferred and unknown deliveries may remain
    STOPPED = "stopped"  # by the stop event, or by a person through the ledger


def dispatch(
    issue_id: int,
    *,
    ledger: Ledger,
    open_transport: Callable[[], Transport],
    envelope: Callable[[Delivery], Envelope],
    workers: int,
    clock: Callable[[], datetime],
    stop: Event,
    rate: Rate | None = None,
    only_to: Collection[str] = (),
    on_progress: Callable[[Sequence[Receipt]], None] | None = None,
) -> Outcome:
    """Hand over what is claimable of an issue; every receipt is recorded before this returns or raises.

    The ledger, `envelope` and `on_progress` (given the receipts just recorded) are used in the caller's thread alone;
    each of up to `workers` threads owns a transport. Claimed and without a receipt are never more than `workers`
    batches, however this process ends. Once `stop` is set nothing more is claimed, and mails in hand are finished. Who
    is not in `only_to` gets a `skipped` receipt. What a transport, the ledger or a callable raises comes out again.

    Raises:
        TransportError: no worker is left that could go on; or `BREAKER` receipts in a row blamed no recipient; or more
            than `BREAKER`, and more than two for each worker, were in a row `unknown` or deferred because the
            connection broke, with none accepted or refused between them. (One restart of a server costs one for each.)
    """
    desk = _Desk(
        issue_id=issue_id,
        ledger=ledger,
        crew=Crew(open_transport, size=workers),
        limiter=Limiter(rate, spent_within=lambda age: ledger.handed_over_since(clock() - age)),
        envelope=envelope,
        clock=clock,
        stop=stop,
        only_to=only_to,
        on_progress=on_progress or (lambda _: None),
        breaker=_Breaker(most_cut_off=max(BREAKER, 2 * workers)),
    )
    try:
        outcome = desk.work()
    finally:
        desk.close()
    if desk.fault:
        raise desk.fault
    return outcome


@dataclass(slots=True, kw_only=True)
class _Breaker:
    """Tells when so many mails in a row came to nothing that the server, not a recipient, must be the reason."""

    most_cut_off: int
    blamed: int = 0  # receipts in a row that are ours
    cut_off: list[Receipt] = field(default_factory=list)  # in a row, over a connection that broke

    def trips(self, receipt: Receipt) -> TransportError | None:
        """Return why to stop after this receipt, if so."""
        self.blamed = self.blamed + 1 if receipt.ours else 0
        if receipt.status in {DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED}:
            self.cut_off.clear()
        elif receipt.status is DeliveryStatus.UNKNOWN or receipt.code == _LOST:
            self.cut_off.append(receipt)
        if self.blamed >= BREAKER:
            return TransportError(
                f"stopped: {self.blamed} mails in a row were turned away through no recipient's fault, the last with "
                f"{receipt.code} {receipt.detail}; see to that, then send again"
            )
        if len(self.cut_off) > self.most_cut_off:
            unknown = sum(one.status is DeliveryStatus.UNKNOWN for one in self.cut_off)
            return TransportError(
                f"stopped: {len(self.cut_off)} mails in a row were cut off, {unknown} of which may or may not have "
                f"been handed over: {self.cut_off[-1].detail}; see to the mail server, then send again"
            )
        return None


@dataclass(slots=True, kw_only=True)
class _Desk:
    """The caller's side of a dispatch: the only place that touches the ledger."""

    issue_id: int
    ledger: Ledger
    crew: Crew
    limiter: Limiter
    envelope: Callable[[Delivery], Envelope]
    clock: Callable[[], datetime]
    stop: Event
    only_to: Collection[str]
    on_progress: Callable[[Sequence[Receipt]], None]
    breaker: _Breaker
    receipts: list[Receipt] = field(default_factory=list)  # not recorded yet
    ready: dict[Worker, int] = field(default_factory=dict)  # workers that wait, and how many envelopes each takes
    in_hand: int = 0  # workers with a batch
    dry: bool = False  # the ledger had nothing more to claim
    called_off: bool = False  # the ledger said so
    asked_at: float = -_ASK_LEDGER
    loss: BaseException | None = None  # what ended the worker that ended last
    fault: BaseException | None = None  # what stops everybody

    def work(self) -> Outcome:
        """Claim, hand out and record until nothing is left or nothing more may be claimed."""
        self.crew.hire()
        while not (outcome := self._outcome()):
            self._gather(self._patience())
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
        return 0 if self.dry else min(sum(self.ready.values()), self.limiter.allowance())

    def _patience(self) -> float:
        """Return how long to wait for a notice: until the rate lets more through, but a stop must not wait long."""
        if self.receipts:
            return 0.0
        return min(_TICK, self.limiter.wait()) if self.ready and not self.dry else _TICK

    def _gather(self, timeout: float | None) -> None:
        for notice in self.crew.notices(timeout):
            if notice.receipts:
                self.in_hand -= 1
                self.receipts.extend(notice.receipts)
                self._judge(notice.receipts)
            if notice.ready_for:
                self.ready[notice.worker] = notice.ready_for
            if isinstance(notice.error, TransportError):
                self.loss = notice.error
            elif notice.error:
                self.fault = self.fault or notice.error

    def _judge(self, receipts: Sequence[Receipt]) -> None:
        for receipt in receipts:
            reason = self.breaker.trips(receipt)
            self.fault = self.fault or reason
            if receipt.status is DeliveryStatus.PENDING:
                self.dry = False

    def _turn(self, want: int) -> None:
        """Record what is at hand and claim `want` more, in one commit; hand the claimed out."""
        if not (self.receipts or want):
            return
        receipts = tuple(self.receipts)
        claimed = self.ledger.turn(self.issue_id, receipts=receipts, want=want, now=self.clock())
        self.receipts.clear()
        if want:
            self.dry = len(claimed) < want
            self._hand_out(claimed)
        if receipts:
            self.on_progress(receipts)

    def _hand_out(self, claimed: Sequence[Delivery]) -> None:
        mailable = [delivery for delivery in claimed if allowed(delivery.address, self.only_to)]
        guarded = {delivery.id for delivery in claimed} - {delivery.id for delivery in mailable}
        self.receipts.extend(Receipt(id_, DeliveryStatus.SKIPPED, detail="not in mail.only_to") for id_ in guarded)
        try:
            envelopes = [self.envelope(delivery) for delivery in mailable]
        except BaseException:
            self.receipts.extend(Receipt(delivery.id, DeliveryStatus.PENDING) for delivery in mailable)
            raise
        self.limiter.spend(len(envelopes))
        start = 0
        for worker, room in tuple(self.ready.items()):
            if batch := envelopes[start : start + room]:
                del self.ready[worker]
                self.in_hand += 1
                worker.give(batch)
                start += room
        if not self.ready and not self.dry:
            self.crew.hire()

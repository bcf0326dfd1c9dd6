"""The threads that hand mails over: each owns one transport, works on what it is given and gives notice."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus, Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from digest.deliver.transport import Transport
    from digest.model.delivery import Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a worker has to say: the receipts of its batch, if it had one, and how many envelopes it is ready for now.

    `ended` says it is the worker's last word; `error` is then what ended it, if it was not sent home.
    """

    worker: Worker
    receipts: Sequence[Receipt] = ()
    ready_for: int = 0
    ended: bool = False
    error: BaseException | None = None


class Worker:
    """One thread with one transport; it has never more in hand than the batch it was last given."""

    def __init__(self, open_transport: Callable[[], Transport], *, notices: SimpleQueue[Notice]) -> None:
        """Start the thread; it gives notice once its transport is ready."""
        self._open_transport = open_transport
        self._notices = notices
        self._inbox: SimpleQueue[Sequence[Envelope]] = SimpleQueue()
        Thread(target=self._work, daemon=True).start()

    def give(self, envelopes: Sequence[Envelope]) -> None:
        """Hand it a batch; an empty one sends it home."""
        self._inbox.put(envelopes)

    def _work(self) -> None:
        error: BaseException | None = None
        try:
            with self._open_transport() as transport:
                self._notices.put(Notice(worker=self, ready_for=transport.batch))
                while not error and (batch := self._inbox.get()):
                    receipts, error = hand_over(transport, batch)
                    ready_for = 0 if error else transport.batch
                    self._notices.put(Notice(worker=self, receipts=receipts, ready_for=ready_for))
        except BaseException as unexpected:  # noqa: BLE001  the dispatcher raises it again
            error = unexpected
        self._notices.put(Notice(worker=self, ended=True, error=error))


class Crew:
    """Up to `size` workers, hired one by one; the dispatcher asks it for their notices."""

    def __init__(self, open_transport: Callable[[], Transport], *, size: int) -> None:
        """Hire nobody yet."""
        self._open_transport = open_transport
        self._vacancies = size
        self._notices: SimpleQueue[Notice] = SimpleQueue()
        self.present = 0

    def hire(self) -> None:
        """Start one more worker, if there is a vacancy; who ended is not replaced."""
        if self._vacancies:
            self._vacancies -= 1
            self.present += 1
            Worker(self._open_transport, notices=self._notices)

    def notices(self, timeout: float | None) -> list[Notice]:
        """Return all notices at hand; if there is none, wait up to `timeout` seconds (None: for ever) for the first."""
        notices: list[Notice] = []
        with suppress(Empty):
            notices.append(self._notices.get(timeout=timeout))
            while True:
                notices.append(self._notices.get_nowait())
        self.present -= sum(notice.ended for notice in notices)
        return notices


def hand_over(transport: Transport, batch: Sequence[Envelope]) -> tuple[list[Receipt], BaseException | None]:
    """Send a batch; return a receipt for every envelope whatever happens, and the error that ends the worker, if any.

    What the transport pulled and gave no receipt for is `unknown`; what it never pulled is `pending`.
    """
    pulled = 0

    def envelopes() -> Iterator[Envelope]:
        nonlocal pulled
        for envelope in batch:
            pulled += 1
            yield envelope

    receipts: list[Receipt] = []
    error: BaseException | None = None
    try:
        for receipt in transport.send(envelopes()):
            receipts.append(receipt)  # noqa: PERF402  one by one: those before an error must not be lost
    except BaseException as unexpected:  # noqa: BLE001  receipts come first; the dispatcher raises it again
        error = unexpected
    for index in range(len(receipts), len(batch)):
        status = DeliveryStatus.UNKNOWN if index < pulled else DeliveryStatus.PENDING
        receipts.append(Receipt(batch[index].delivery_id, status, detail=f"{transport.name} gave no receipt"))
        error = error or TransportError(
            f"transport {transport.name} gave no receipt for a mail; this is a defect of it"
        )
    if not error and any(receipt.status is DeliveryStatus.PENDING and receipt.wait is None for receipt in receipts):
        # or the same mail would be claimed again and again
        error = TransportError(f"transport {transport.name} handed nothing over: {receipts[-1].detail}")
    return receipts, error

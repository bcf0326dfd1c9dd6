"""Those who hand mails over: each has one transport, works on what it is given and gives notice."""

from __future__ import annotations

from contextlib import ExitStack
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from digest.deliver.transport import Transport
from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus, Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from digest.deliver.switchboard import Switchboard
    from digest.deliver.waiting import Steps
    from digest.model.delivery import Envelope


class Worker(Protocol):
    """Whoever hands mails over; it has never more in hand than the batch it was last given."""

    def give(self, batch: Sequence[Envelope]) -> None:
        """Hand it a batch; an empty one sends it home."""


class Notice(NamedTuple):
    """What a worker has to say: the receipts of its batch, if it had one, and how many mails it is ready for now.

    `all_alike` says that the receipts differ in nothing but whom they are for. `ended` says it is the worker's last
    word; `error` is then what ended it, if it was not sent home.
    """

    worker: Worker
    receipts: Sequence[Receipt] = ()
    all_alike: bool = False
    ready_for: int = 0
    ended: bool = False
    error: BaseException | None = None


@runtime_checkable
class Stepwise(Transport, Protocol):
    """A transport that can also take a mail through steps, so that many of them share a thread."""

    def steps(self, envelope: Envelope) -> Steps[tuple[Receipt, TransportError | None]]:
        """Hand one mail over; return its receipt, and the error that ends the worker, if any."""


class ThreadWorker:
    """One thread with one transport; it makes room for a Talker once it has opened a transport that allows for one."""

    def __init__(self, open_transport: Callable[[], Transport], *, switchboard: Switchboard[Notice]) -> None:
        """Start the thread; it gives notice once its transport is ready."""
        self._open_transport = open_transport
        self._switchboard = switchboard
        self._inbox: SimpleQueue[Sequence[Envelope]] = SimpleQueue()
        Thread(target=self._work, daemon=True).start()

    def give(self, batch: Sequence[Envelope]) -> None:
        """Hand it a batch; an empty one sends it home."""
        self._inbox.put(batch)

    def _work(self) -> None:
        tell = self._switchboard.post
        error: BaseException | None = None
        last: Sequence[Receipt] = ()  # they go with the error, or what is pending would be given to others meanwhile
        try:
            with ExitStack() as opened:
                transport = opened.enter_context(self._open_transport())
                if isinstance(transport, Stepwise):
                    talker = Talker(transport, opened.pop_all(), switchboard=self._switchboard)
                    tell(Notice(talker, ready_for=transport.batch))
                    return
                tell(Notice(self, ready_for=transport.batch))
                while not error and (batch := self._inbox.get()):
                    receipts, error = hand_over(transport, batch)
                    if error:
                        last = receipts
                    else:
                        tell(Notice(self, receipts, all_alike=are_alike(receipts), ready_for=transport.batch))
        except BaseException as unexpected:  # noqa: BLE001  the dispatcher raises it again
            error = error or unexpected
        tell(Notice(self, last, ended=True, error=error))


class Talker:
    """A worker without a thread: the dispatcher's own takes its mails through their steps, with those of all others."""

    def __init__(self, transport: Stepwise, opened: ExitStack, *, switchboard: Switchboard[Notice]) -> None:
        """Take an open transport, and what closes it."""
        self._transport = transport
        self._opened = opened
        self._switchboard = switchboard

    def give(self, batch: Sequence[Envelope]) -> None:
        """Hand it a batch; an empty one sends it home."""
        self._switchboard.begin(self._hand_over(batch) if batch else self._leave(None))

    def _hand_over(self, batch: Sequence[Envelope]) -> Steps[Notice]:
        receipts: list[Receipt] = []
        error: BaseException | None = None
        pulled = 0
        try:
            for pulled, envelope in enumerate(batch, 1):  # noqa: B007  also needed after an error
                receipt, error = yield from self._transport.steps(envelope)
                receipts.append(receipt)
                if error:
                    break
        except GeneratorExit:
            raise
        except BaseException as unexpected:  # noqa: BLE001  receipts come first; the dispatcher raises it again
            error = unexpected
        error = settle(self._transport.name, batch, receipts, pulled=pulled, error=error)
        if error:
            return (yield from self._leave(error, receipts))
        return Notice(self, receipts, all_alike=are_alike(receipts), ready_for=self._transport.batch)

    def _leave(self, error: BaseException | None, receipts: Sequence[Receipt] = ()) -> Steps[Notice]:
        yield None
        try:
            self._opened.close()
        except BaseException as unexpected:  # noqa: BLE001  as above
            error = error or unexpected
        return Notice(self, receipts, ended=True, error=error)


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
    return receipts, settle(transport.name, batch, receipts, pulled=pulled, error=error)


def settle(
    name: str, batch: Sequence[Envelope], receipts: list[Receipt], *, pulled: int, error: BaseException | None
) -> BaseException | None:
    """Add the receipts that the transport did not give; return the error that ends the worker, if any."""
    for index in range(len(receipts), len(batch)):
        status = DeliveryStatus.UNKNOWN if index < pulled else DeliveryStatus.PENDING
        receipts.append(Receipt(batch[index].delivery_id, status, detail=f"{name} gave no receipt"))
        error = error or TransportError(f"transport {name} gave no receipt for a mail; this is a defect of it")
    if not error and any(receipt.status is DeliveryStatus.PENDING and receipt.wait is None for receipt in receipts):
        # or the same mail would be claimed again and again
        return TransportError(f"transport {name} handed nothing over: {receipts[-1].detail}")
    return error


def are_alike(receipts: Sequence[Receipt]) -> bool:
    """Tell whether receipts say the same, whomever they are for."""
    if len(receipts) == 1:
        return True
    first = receipts[0][1:]
    return all([receipt[1:] == first for receipt in receipts])  # noqa: C419  a generator takes twice as long

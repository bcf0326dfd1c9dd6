import pytest

from digest.deliver.crew import Crew
from digest.deliver.worker import hand_over
from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus, Receipt
from tests.contracts.transport_contract import envelopes


class Scripted:
    """A transport that does as the generator function says."""

    name, batch = "scripted", 4

    def __init__(self, send):
        self.send = send
        self.left = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.left = True


def accepted(envelope):
    return Receipt(envelope.delivery_id, DeliveryStatus.ACCEPTED)


def statuses(receipts):
    return [(receipt.delivery_id, receipt.status.value) for receipt in receipts]


def test_all_receipts_of_a_batch_come_back_in_order():
    receipts, error = hand_over(Scripted(lambda given: map(accepted, given)), envelopes(3))
    assert statuses(receipts) == [(1, "accepted"), (2, "accepted"), (3, "accepted")]
    assert error is None


@pytest.mark.parametrize("kind", [RuntimeError, TransportError, SystemExit])
def test_what_was_pulled_when_it_failed_is_unknown_and_the_rest_certainly_not_handed_over(kind):
    def send(given):
        yield accepted(next(given))
        next(given)
        raise kind("broke")

    receipts, error = hand_over(Scripted(send), envelopes(4))
    assert statuses(receipts) == [(1, "accepted"), (2, "unknown"), (3, "pending"), (4, "pending")]
    assert isinstance(error, kind)


def test_a_transport_that_forgets_a_receipt_is_not_believed():
    receipts, error = hand_over(Scripted(lambda given: [accepted(next(given)), next(given)][:1]), envelopes(3))
    assert statuses(receipts) == [(1, "accepted"), (2, "unknown"), (3, "pending")]
    assert isinstance(error, TransportError)


def test_pending_without_an_error_ends_the_worker_all_the_same():
    pending = Receipt(1, DeliveryStatus.PENDING, detail="not today")
    _, error = hand_over(Scripted(lambda given: [pending for _ in given]), envelopes(1))
    assert isinstance(error, TransportError)
    assert "not today" in str(error)


def test_a_worker_gives_notice_that_it_is_ready_then_of_its_receipts_then_of_its_end_and_leaves_its_transport():
    transport = Scripted(lambda given: map(accepted, given))
    crew = Crew(lambda: transport, size=1)
    crew.hire()
    (ready,) = crew.notices(5)
    assert ready.ready_for == 4
    ready.worker.give(envelopes(2))
    (done,) = crew.notices(5)
    assert (len(done.receipts), done.ready_for) == (2, 4)
    done.worker.give(())
    (end,) = crew.notices(5)
    assert (end.ended, end.error) == (True, None)
    assert transport.left
    assert crew.present == 0


def test_nobody_is_hired_beyond_the_vacancies():
    crew = Crew(lambda: Scripted(None), size=2)
    for _ in range(5):
        crew.hire()
    assert crew.present == 2
    for _ in range(2):
        for notice in crew.notices(5):
            notice.worker.give(())


def test_a_transport_that_cannot_be_opened_ends_its_worker():
    def broken():
        raise TransportError("no")

    crew = Crew(broken, size=1)
    crew.hire()
    (notice,) = crew.notices(5)
    assert (notice.ended, str(notice.error), crew.present) == (True, "no", 0)
    assert crew.notices(0) == []

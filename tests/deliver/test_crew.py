from digest.deliver.crew import Crew
from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus, Receipt
from tests.deliver.memory_ledger import MemoryLedger, envelopes_for


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


def test_a_worker_gives_notice_that_it_is_ready_then_of_its_receipts_then_of_its_end_and_leaves_its_transport():
    transport, ledger = Scripted(lambda given: map(accepted, given)), MemoryLedger(2)
    crew = Crew(lambda: transport, size=1)
    crew.hire()
    (ready,) = crew.notices(5)
    assert ready.ready_for == 4
    ready.worker.give(envelopes_for([ledger.delivery(1), ledger.delivery(2)]))
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

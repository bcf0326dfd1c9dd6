from contextlib import ExitStack

import pytest

from digest.deliver.switchboard import Switchboard
from digest.deliver.worker import Talker, are_alike, hand_over
from digest.errors import SenderFault, TransportError
from digest.model.delivery import DeliveryStatus, Receipt
from tests.deliver.memory_ledger import MemoryLedger, envelopes_for


class Scripted:
    """A transport that does as the generator function says."""

    name, batch = "scripted", 4

    def __init__(self, send):
        self.send = send


def accepted(envelope):
    return Receipt(envelope.delivery_id, DeliveryStatus.ACCEPTED)


def recipients(count):
    ledger = MemoryLedger(count)
    return [ledger.delivery(number) for number in range(1, count + 1)]


def statuses(receipts):
    return [(receipt.delivery_id, receipt.status.value) for receipt in receipts]


def test_all_receipts_of_a_batch_come_back_in_order():
    receipts, error = hand_over(Scripted(lambda given: map(accepted, given)), envelopes_for(recipients(3)))
    assert statuses(receipts) == [(1, "accepted"), (2, "accepted"), (3, "accepted")]
    assert error is None


@pytest.mark.parametrize("kind", [RuntimeError, TransportError, SystemExit])
def test_what_was_pulled_when_it_failed_is_unknown_and_the_rest_certainly_not_handed_over(kind):
    def send(given):
        yield accepted(next(given))
        next(given)
        raise kind("broke")

    receipts, error = hand_over(Scripted(send), envelopes_for(recipients(4)))
    assert statuses(receipts) == [(1, "accepted"), (2, "unknown"), (3, "pending"), (4, "pending")]
    assert isinstance(error, kind)


def test_a_transport_that_forgets_a_receipt_is_not_believed():
    forgetful = Scripted(lambda given: [accepted(next(given)), next(given)][:1])
    receipts, error = hand_over(forgetful, envelopes_for(recipients(3)))
    assert statuses(receipts) == [(1, "accepted"), (2, "unknown"), (3, "pending")]
    assert isinstance(error, TransportError)


def test_pending_without_an_error_ends_the_worker_all_the_same():
    pending = Receipt(1, DeliveryStatus.PENDING, detail="not today")
    _, error = hand_over(Scripted(lambda given: [pending for _ in given]), envelopes_for(recipients(1)))
    assert isinstance(error, TransportError)
    assert "not today" in str(error)


def test_pending_until_a_while_has_passed_ends_nobody():
    pending = Receipt(1, DeliveryStatus.PENDING, wait=30.0)
    receipts, error = hand_over(Scripted(lambda given: [pending for _ in given]), envelopes_for(recipients(1)))
    assert (receipts, error) == ([pending], None)


class Steps:
    """A transport whose mails take the steps that the generator function takes; knows whether it was left."""

    name, batch = "steps", 4

    def __init__(self, steps):
        self.steps = steps
        self.left = False

    def leave(self):
        self.left = True


def talk(steps, count):
    """What a talker has to say of a batch, and whether its transport was left."""
    board, transport, opened = Switchboard(), Steps(steps), ExitStack()
    opened.callback(transport.leave)
    Talker(transport, opened, switchboard=board).give(envelopes_for(recipients(count)))
    (notice,) = board.results(5)
    return notice, transport.left


def test_a_talker_takes_one_mail_after_another_through_its_steps():
    def steps(envelope):
        yield None
        return accepted(envelope), None

    notice, left = talk(steps, 3)
    assert statuses(notice.receipts) == [(1, "accepted"), (2, "accepted"), (3, "accepted")]
    assert (notice.ready_for, notice.ended, notice.error, left) == (4, False, None, False)


@pytest.mark.parametrize("kind", [RuntimeError, KeyboardInterrupt])
def test_a_talker_does_not_know_of_a_mail_whose_steps_broke_and_ends(kind):
    def steps(envelope):
        yield None
        if envelope.delivery_id == 2:
            raise kind("broke")
        return accepted(envelope), None

    notice, left = talk(steps, 3)
    assert statuses(notice.receipts) == [(1, "accepted"), (2, "unknown"), (3, "pending")]
    assert (notice.ready_for, notice.ended, left) == (0, True, True)
    assert isinstance(notice.error, kind)


def test_a_talker_whose_session_is_at_fault_brings_its_receipts_and_ends():
    fault = SenderFault("log in first")

    def steps(envelope):
        yield None
        return Receipt(envelope.delivery_id, DeliveryStatus.PENDING), fault

    notice, left = talk(steps, 2)
    assert statuses(notice.receipts) == [(1, "pending"), (2, "pending")]
    assert (notice.ended, notice.error, left) == (True, fault, True)


def test_a_talker_sent_home_leaves_its_transport_and_says_no_more():
    notice, left = talk(None, 0)
    assert (notice.receipts, notice.ended, notice.error, left) == ((), True, None, True)


def test_receipts_are_alike_when_they_differ_in_nothing_but_whom_they_are_for():
    taken = [Receipt(number, DeliveryStatus.ACCEPTED, detail="id-1") for number in range(3)]
    assert are_alike(taken)
    for other in ({"status": DeliveryStatus.REFUSED}, {"detail": "id-2"}, {"code": "5.1.3"}, {"wait": 0.0}):
        assert not are_alike([*taken, taken[0]._replace(**other)])

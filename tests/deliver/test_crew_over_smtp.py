"""Many connections in one thread: each mail server's doings are a matter of its own connection alone."""

import threading
from datetime import timedelta
from functools import partial

import pytest

from digest.deliver.crew import Crew
from digest.deliver.smtp import SmtpTransport
from digest.model.delivery import DeliveryStatus
from tests.contracts.transport_contract import envelopes
from tests.faults.smtp_server import Fault, FaultServer, at

SENDER = "digest@herald.example"
LONG = 120  # seconds; nothing waits so long, however busy the machine


@pytest.fixture
def crew_for(template, smtp_settings):
    def make(server, size):
        settings = smtp_settings(server.port, timeout=timedelta(seconds=LONG))
        carry = partial(SmtpTransport, template, settings, sender=SENDER, patience=(0.0, 0.02))
        return Crew(carry, size=size)

    return make


class Round:
    """Gives every worker that is ready one mail more, until none are left; keeps what they say."""

    def __init__(self, crew, mails):
        self.crew, self.line = crew, envelopes(mails)
        self.receipts, self.errors, self.most_in_hand = [], [], 0
        self.in_hand = 0

    def run(self, until=lambda _: False):
        while self.crew.present and not until(self):
            for notice in self.crew.notices(LONG):
                self.receipts += notice.receipts
                self.in_hand -= len(notice.receipts)
                self.errors += [notice.error] if notice.error else []
                if notice.ready_for:
                    batch = [self.line.pop(0)] if self.line else []
                    self.in_hand += len(batch)
                    notice.worker.give(batch)
                    self.crew.hire()
            self.most_in_hand = max(self.most_in_hand, self.in_hand)
        return self

    def ids(self):
        return sorted(receipt.delivery_id for receipt in self.receipts)


def test_all_mails_go_over_all_connections_and_every_receipt_comes_once(crew_for):
    with FaultServer() as server:
        crew = crew_for(server, 5)
        crew.hire()
        done = Round(crew, 100).run()
    assert done.ids() == list(range(1, 101))
    assert {receipt.status for receipt in done.receipts} == {DeliveryStatus.ACCEPTED}
    assert len(server.taken) == 100
    assert 1 < done.most_in_hand <= 5
    assert server.connections == 5
    assert server.said.count("QUIT") == 5


def test_no_thread_is_left_over_for_a_connection_once_it_is_open(crew_for):
    before = set(threading.enumerate())  # one of an earlier test may still be ending
    with FaultServer() as server:
        crew = crew_for(server, 1)
        crew.hire()
        (ready,) = crew.notices(LONG)
        server_threads = 2  # one listens, one talks to us
        for _ in range(100):
            new = set(threading.enumerate()) - before
            if len(new) <= server_threads:
                break
            threading.Event().wait(0.01)
        assert len(new) == server_threads
        ready.worker.give(())
        (end,) = crew.notices(LONG)
    assert (end.ended, crew.present) == (True, 0)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "MESSAGE"])
def test_a_connection_that_hangs_holds_up_no_other(crew_for, step):
    released = threading.Event()

    def plan(name, number):
        if (name, number) == (step, 1):
            released.wait(LONG)
        return

    with FaultServer(plan) as server:
        crew = crew_for(server, 3)
        crew.hire()
        mails = Round(crew, 30)
        (first,) = crew.notices(LONG)
        first.worker.give([mails.line.pop(0)])
        while not server.counts.get(step):  # it is alone until it hangs, so that no other mail can be the first
            assert crew.notices(0.01) == []
        crew.hire()
        crew.hire()
        mails.run(until=lambda so_far: len(so_far.receipts) == 29)
        assert 1 not in mails.ids(), "it did not hang"
        released.set()
        mails.run()
    assert mails.ids() == list(range(1, 31))


def test_a_connection_opened_again_holds_up_no_other(crew_for):
    """The server greets the second time only when all other mails are over."""
    released = threading.Event()
    cut = at("RCPT", Fault(cut=True))

    def plan(name, number):
        if (name, number) == ("CONNECT", 3):
            released.wait(LONG)
        return cut(name, number)

    with FaultServer(plan) as server:
        crew = crew_for(server, 2)
        crew.hire()
        crew.hire()
        mails = Round(crew, 20).run(until=lambda so_far: len(so_far.receipts) == 19)
        released.set()
        mails.run()
    assert mails.ids() == list(range(1, 21))
    assert {receipt.status for receipt in mails.receipts} == {DeliveryStatus.ACCEPTED}
    assert len(server.taken) == 20


def test_when_the_server_goes_down_every_mail_has_one_receipt_and_every_worker_ends(crew_for):
    with FaultServer() as server:
        crew = crew_for(server, 4)
        crew.hire()
        mails = Round(crew, 200).run(until=lambda so_far: len(so_far.receipts) >= 40)
        server.stop()
        mails.run()
    handed_out = 200 - len(mails.line)
    assert mails.ids() == list(range(1, handed_out + 1))
    assert len(mails.errors) == 4
    accepted = sum(receipt.status is DeliveryStatus.ACCEPTED for receipt in mails.receipts)
    unknown = sum(receipt.status is DeliveryStatus.UNKNOWN for receipt in mails.receipts)
    assert accepted <= len(server.taken) <= accepted + unknown
    assert unknown <= 4

"""What the whims of a real mail server come to, over a whole list."""

import random
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest

from digest.deliver import patience
from digest.deliver.dispatch import Outcome, dispatch
from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus
from tests.deliver.memory_ledger import NOW, MemoryLedger, envelopes_for
from tests.faults.smtp_server import Fault, FaultServer, always, at

WORKERS = 10


@pytest.fixture
def brisk(monkeypatch):
    """Pauses a tenth as long, which still double and halve."""
    monkeypatch.setattr(patience, "FIRST_PAUSE", patience.FIRST_PAUSE / 10)


def run(ledger, open_transport, *, workers=WORKERS, stop=None):
    return dispatch(
        7, ledger=ledger, open_transport=open_transport, envelopes=envelopes_for, workers=workers, clock=lambda: NOW,
        stop=stop or threading.Event(),
    )  # fmt: skip


def test_one_mail_the_server_always_hangs_up_on_stops_no_other(smtp):
    ledger = MemoryLedger(20)
    with FaultServer() as server:
        server.plan = lambda step, _: (
            Fault(cut=True) if step == "DATA" and "RCPT TO:<reader3@readers.example>" in server.said[-2:] else None
        )
        assert run(ledger, lambda: smtp(server), workers=1) is Outcome.DONE
    assert ledger.counts() == {"accepted": 19, "deferred": 1}
    assert ledger.status[3] is DeliveryStatus.DEFERRED


def test_one_restart_with_every_connection_in_use_leaves_those_mails_unknown_and_goes_on(smtp):
    together = threading.Barrier(WORKERS)

    def restart(step, number):
        if step != "MESSAGE" or number > WORKERS:
            return None
        together.wait(5)
        return Fault(cut=True)

    ledger = MemoryLedger(200)
    with FaultServer(restart) as server:
        assert run(ledger, lambda: smtp(server)) is Outcome.DONE
    assert ledger.counts() == {"unknown": WORKERS, "accepted": 190}


@pytest.mark.parametrize(
    ("step", "fault", "status", "threshold"),
    [
        ("RCPT", Fault(cut=True), "deferred", 2 * WORKERS + 1),
        ("MESSAGE", Fault(cut=True), "unknown", 2 * WORKERS + 1),
    ],
    ids=["hang-up", "hang-up after the dot"],
)
def test_a_server_that_fails_every_mail_is_not_asked_for_every_reader(smtp, step, fault, status, threshold):
    ledger = MemoryLedger(200)
    with FaultServer(always(step, fault)) as server, pytest.raises(TransportError, match="stopped after "):
        run(ledger, lambda: smtp(server))
    assert threshold <= ledger.counts()[status] < threshold + WORKERS
    assert ledger.counts()["pending"] == 200 - ledger.counts()[status]


@pytest.mark.usefixtures("brisk")
@pytest.mark.parametrize("say", ["451 4.3.0 full", "421 4.3.2 down"])
def test_a_server_that_has_enough_for_now_is_given_time_and_nobody_is_given_up(smtp, say):
    ledger, fault = MemoryLedger(20), Fault(say=say, cut=say.startswith("421"))
    with FaultServer(at("MAIL", *[fault] * 4)) as server:
        assert run(ledger, lambda: smtp(server), workers=1) is Outcome.DONE
    assert set(ledger.counts()) == {"accepted", "deferred"}
    assert ledger.counts()["deferred"] <= 4
    assert ledger.holds


def test_a_stop_waits_through_one_silence_of_the_server_at_most(smtp):
    stop, ledger = threading.Event(), MemoryLedger(50)
    with FaultServer(always("MAIL", Fault(wait=0.8, cut=True))) as server:
        threading.Timer(0.1, stop.set).start()
        begun = time.monotonic()
        assert run(ledger, lambda: smtp(server, timeout=timedelta(seconds=0.5)), stop=stop) is Outcome.STOPPED
        assert time.monotonic() - begun < 2, "five silences would be longer on any machine"
    assert server.counts["MAIL"] <= WORKERS, "none was asked again"
    assert set(ledger.counts()) == {"deferred", "pending"}


@pytest.mark.usefixtures("brisk")
@pytest.mark.parametrize("seed", range(4))
def test_in_a_storm_of_faults_nothing_is_handed_over_twice_and_nothing_is_lost(smtp, seed):
    """Promise 1, against a server that fails at random at every step, run after run until all is settled."""
    dice, lock = random.Random(seed), threading.Lock()
    faults = [
        Fault(cut=True),
        Fault(cut=True, reset=True),
        Fault(say="421 4.3.2 down", cut=True),
        Fault(say="451 4.2.0 later"),
        Fault(say="550 5.1.1 nobody"),
        Fault(say=b"\xff\r\n"),
    ]

    def plan(step, number):
        with lock:
            if step in {"MAIL", "RCPT", "DATA", "BODY", "MESSAGE"} and dice.random() < 0.06:
                return dice.choice(faults[:2] if step == "BODY" else faults[:5] if step == "MAIL" else faults)
        return None

    ledger, outcome = MemoryLedger(120), None
    with FaultServer(plan) as server:
        while outcome is not Outcome.DONE:
            try:
                outcome = run(ledger, lambda: smtp(server), workers=4)
            except TransportError:
                continue  # as the next run from cron would
    taken = Counter(mail.recipients[0] for mail in server.taken)
    assert max(taken.values()) == 1
    assert ledger.most_in_flight <= 4
    assert set(ledger.counts()) <= {"accepted", "refused", "deferred", "unknown"}
    for id_, status in ledger.status.items():
        if status is not DeliveryStatus.UNKNOWN:
            assert taken[f"reader{id_}@readers.example"] == (status is DeliveryStatus.ACCEPTED), (id_, status)

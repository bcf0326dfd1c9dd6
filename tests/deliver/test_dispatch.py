import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest

from digest.deliver.breaker import BREAKER
from digest.deliver.dispatch import Outcome, dispatch
from digest.deliver.patience import PAUSES
from digest.errors import SenderFault, StoreError, TransportError
from digest.model.delivery import DeliveryStatus, Receipt
from tests.deliver.memory_ledger import NOW, MemoryLedger, envelopes_for

ACCEPTED, PENDING, UNKNOWN = DeliveryStatus.ACCEPTED, DeliveryStatus.PENDING, DeliveryStatus.UNKNOWN
LOST = Receipt(0, DeliveryStatus.DEFERRED, "4.4.2", "it hung up")


class Carriers:
    """Makes transports that answer as `answer(delivery_id)` says, and remembers what they were given."""

    def __init__(self, answer=lambda id_: ACCEPTED, *, batch=1, slow=0.0):
        self.answer, self.batch, self.slow = answer, batch, slow
        self.handed = []
        self.tokens = {}  # by delivery
        self.opened = self.left = 0

    @contextmanager
    def open(self):
        self.opened += 1
        try:
            yield Carrier(self)
        finally:
            self.left += 1


class Carrier:
    name = "scripted"

    def __init__(self, carriers):
        self.carriers, self.batch = carriers, carriers.batch

    def send(self, envelopes):
        for envelope in envelopes:
            time.sleep(self.carriers.slow)
            self.carriers.handed.append(envelope.delivery_id)
            self.carriers.tokens[envelope.delivery_id] = envelope.token
            answer = self.carriers.answer(envelope.delivery_id)
            if isinstance(answer, TransportError):
                yield Receipt(envelope.delivery_id, PENDING, detail=str(answer))
            if isinstance(answer, BaseException):
                raise answer
            yield answer if isinstance(answer, Receipt) else Receipt(envelope.delivery_id, answer)


def run(ledger, carriers, **changes):
    options = {
        "ledger": ledger,
        "open_transport": carriers.open,
        "envelopes": envelopes_for,
        "workers": 3,
        "clock": lambda: NOW,
        "stop": threading.Event(),
    }
    try:
        return dispatch(7, **(options | changes))
    finally:
        assert carriers.left == carriers.opened, "a transport was not left"
        assert ledger.threads <= {threading.get_ident()}, "the ledger was used by another thread"


@pytest.mark.parametrize("batch", [1, 7])
@pytest.mark.parametrize("workers", [1, 4])
def test_every_delivery_is_handed_over_once_and_recorded(workers, batch):
    ledger, carriers = MemoryLedger(100), Carriers(batch=batch)
    assert run(ledger, carriers, workers=workers) is Outcome.DONE
    assert sorted(carriers.handed) == list(range(1, 101))
    assert ledger.counts() == {"accepted": 100}
    assert ledger.most_in_flight <= workers * batch


def test_claimed_and_without_a_receipt_are_never_more_than_the_workers():
    ledger = MemoryLedger(60, slow=0.002)
    run(ledger, Carriers(slow=0.003), workers=5)
    assert ledger.most_in_flight <= 5


def test_while_the_ledger_commits_what_comes_in_is_gathered_for_the_next_commit():
    ledger = MemoryLedger(200, slow=0.01)
    run(ledger, Carriers(), workers=10)
    assert ledger.turns < 60


class TestWhenTheLedgerSaysWhoMayComeNext:
    def test_envelopes_are_made_for_many_at_once_and_each_gets_their_own(self):
        ledger, carriers, made = MemoryLedger(100, foresight=50), Carriers(), []
        run(ledger, carriers, envelopes=lambda whom: made.append(len(whom)) or envelopes_for(whom))
        assert sorted(carriers.handed) == list(range(1, 101))
        assert ledger.counts() == {"accepted": 100}
        assert len(made) < ledger.turns / 5

    def test_whose_links_were_made_anew_meanwhile_gets_no_envelope_of_before(self):
        ledger, carriers, before = MemoryLedger(30, foresight=30), Carriers(), []

        def make_links_anew(turn):
            if turn == 4:
                ledger.epoch = 1
                before.append(ledger.claims)

        def envelopes(whom):
            made = zip(whom, envelopes_for(whom), strict=True)
            return [envelope._replace(token=str(recipient.epoch)) for recipient, envelope in made]

        ledger.on_turn = make_links_anew
        run(ledger, carriers, envelopes=envelopes)
        assert carriers.tokens == {id_: "1" if id_ > before[0] else "0" for id_ in range(1, 31)}


def test_nothing_to_claim_is_done_at_once():
    assert run(MemoryLedger(0), Carriers()) is Outcome.DONE


def test_at_most_one_transport_more_is_opened_than_there_is_work_for():
    carriers = Carriers()
    run(MemoryLedger(1), carriers, workers=10)
    assert carriers.opened <= 2


@pytest.mark.parametrize("status", ["refused", "deferred", "unknown"])
def test_a_mail_that_is_not_accepted_stops_no_other(status):
    ledger = MemoryLedger(20)
    carriers = Carriers(lambda id_: DeliveryStatus(status) if id_ % 4 == 0 else ACCEPTED)
    assert run(ledger, carriers) is Outcome.DONE
    assert ledger.counts() == {"accepted": 15, status: 5}


def test_a_stop_lets_nothing_more_be_claimed_and_finishes_what_is_in_hand():
    stop, ledger = threading.Event(), MemoryLedger(50)

    def answer(id_):
        if id_ == 10:
            stop.set()
        time.sleep(0.01)
        return ACCEPTED

    carriers = Carriers(answer)
    assert run(ledger, carriers, stop=stop) is Outcome.STOPPED
    assert ledger.counts() == {"accepted": len(carriers.handed), "pending": 50 - len(carriers.handed)}
    assert 10 <= len(carriers.handed) <= 13


def test_a_stop_is_noticed_while_the_rate_holds_everything_back():
    stop, ledger = threading.Event(), MemoryLedger(5, shut=True)
    threading.Timer(0.1, stop.set).start()
    begun = time.monotonic()
    assert run(ledger, Carriers(), stop=stop) is Outcome.STOPPED
    assert time.monotonic() - begun < 5
    assert ledger.claims == 0


def test_an_issue_paused_by_a_person_stops_within_about_a_second():
    ledger = MemoryLedger(10_000)

    def pause(turn):
        ledger.called_off = True

    ledger.on_turn = pause
    carriers = Carriers(slow=0.005)
    begun = time.monotonic()
    assert run(ledger, carriers) is Outcome.STOPPED
    assert time.monotonic() - begun < 6, "all of them take longer on any machine"
    assert ledger.counts() == {"accepted": len(carriers.handed), "pending": 10_000 - len(carriers.handed)}


def test_progress_hears_of_every_receipt_once_it_is_recorded():
    ledger, heard = MemoryLedger(40), []

    def progress(recorded):
        heard.append(recorded)
        assert len(ledger.recorded) == sum(heard)

    run(ledger, Carriers(), on_progress=progress)
    assert sum(heard) == 40


class TestWhenATransportFails:
    """Each receipt is recorded, whatever goes wrong."""

    def test_the_others_go_on_and_its_mail_goes_with_them(self):
        ledger, broken = MemoryLedger(40), []

        def answer(id_):
            if id_ == 5 and not broken:
                broken.append(id_)
                return TransportError("line down")
            return ACCEPTED

        assert run(ledger, Carriers(answer, slow=0.002)) is Outcome.DONE
        assert ledger.counts() == {"accepted": 40}
        assert Counter(receipt.delivery_id for receipt in ledger.recorded)[5] == 2

    def test_its_error_is_raised_once_nobody_is_left(self):
        ledger = MemoryLedger(40)
        carriers = Carriers(lambda id_: TransportError("line down") if id_ > 10 else ACCEPTED)
        with pytest.raises(TransportError, match="line down"):
            run(ledger, carriers)
        assert ledger.counts() == {"accepted": 10, "pending": 30}
        assert carriers.opened <= 3

    def test_nothing_is_claimed_when_none_can_be_opened(self):
        def broken():
            raise TransportError("cannot reach")

        ledger = MemoryLedger(4)
        with pytest.raises(TransportError, match="cannot reach"):
            run(ledger, Carriers(), open_transport=broken)
        assert ledger.claims == 0

    def test_those_that_can_be_opened_do_the_work_of_those_that_cannot(self):
        carriers, ledger = Carriers(slow=0.001), MemoryLedger(50)

        def only_two():
            if carriers.opened >= 2:
                raise TransportError("too many connections")
            return carriers.open()

        assert run(ledger, carriers, open_transport=only_two, workers=6) is Outcome.DONE
        assert ledger.counts() == {"accepted": 50}

    def test_an_error_after_the_last_mail_was_handed_over_is_no_failure(self):
        class Sulking(Carrier):
            def send(self, envelopes):
                yield from super().send(envelopes)
                raise TransportError("never again")

        class Sulky(Carriers):
            @contextmanager
            def open(self):
                self.opened += 1
                yield Sulking(self)
                self.left += 1

        ledger = MemoryLedger(1)
        assert run(ledger, Sulky(batch=3), workers=1) is Outcome.DONE
        assert ledger.counts() == {"accepted": 1}

    @pytest.mark.parametrize("kind", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
    @pytest.mark.parametrize("workers", [1, 4])
    def test_an_error_nobody_thought_of_leaves_its_mail_unknown_and_comes_out(self, kind, workers):
        ledger = MemoryLedger(30)
        carriers = Carriers(lambda id_: kind("broke") if id_ == 9 else ACCEPTED, slow=0.001)
        with pytest.raises(kind):
            run(ledger, carriers, workers=workers)
        assert ledger.status[9] is UNKNOWN
        assert set(ledger.counts()) == {"accepted", "unknown", "pending"}
        assert len(carriers.handed) == len(set(carriers.handed)) == ledger.counts()["accepted"] + 1

    def test_an_error_on_leaving_it_comes_out_too(self):
        @contextmanager
        def sour():
            yield Carrier(Carriers())
            raise ZeroDivisionError

        ledger = MemoryLedger(3)
        with pytest.raises(ZeroDivisionError):
            run(ledger, Carriers(), open_transport=sour)
        assert ledger.counts() == {"accepted": 3}


class TestTheBreaker:
    def turned_away(self, id_):
        return Receipt(id_, DeliveryStatus.DEFERRED, "5.7.515", "not authenticated", ours=True)

    def test_mails_turned_away_in_a_row_because_of_the_sender_stop_everything(self):
        ledger = MemoryLedger(100)
        with pytest.raises(SenderFault, match=r"5 mails in a row .* 5\.7\.515 not authenticated"):
            run(ledger, Carriers(self.turned_away), workers=4)
        assert "5.7.515 not authenticated" in ledger.paused
        assert ledger.counts() == {"pending": 100}, "nobody is blamed"

    def test_one_reader_whose_server_dislikes_us_does_not(self):
        ledger = MemoryLedger(40)
        carriers = Carriers(lambda id_: self.turned_away(id_) if id_ % BREAKER else ACCEPTED)
        assert run(ledger, carriers, workers=1) is Outcome.DONE
        assert ledger.counts() == {"accepted": 8, "deferred": 32}

    @pytest.mark.parametrize("workers", [1, 2, 4])
    @pytest.mark.parametrize("cut_off", [Receipt(0, UNKNOWN, detail="it hung up"), LOST])
    def test_more_mails_cut_off_in_a_row_than_a_restart_explains_stop_everything(self, workers, cut_off):
        ledger, most = MemoryLedger(100), max(BREAKER, 2 * workers)
        with pytest.raises(TransportError, match=r"mails in a row were cut off.*: it hung up; check that the server"):
            run(ledger, Carriers(lambda id_: cut_off._replace(delivery_id=id_)), workers=workers)
        assert bool(ledger.paused) is (cut_off.status is UNKNOWN), "a person must look before more become unknown"
        assert most < ledger.counts()[cut_off.status] <= most + workers
        assert ledger.counts()["pending"] == 100 - ledger.counts()[cut_off.status]

    def test_it_is_said_how_many_of_them_may_have_been_handed_over(self):
        def answer(id_):
            return UNKNOWN if id_ % 2 else LOST._replace(delivery_id=id_)

        with pytest.raises(TransportError, match="6 mails in a row were cut off, 3 of which may or may not have been"):
            run(MemoryLedger(9), Carriers(answer), workers=1)

    @pytest.mark.parametrize("between", [ACCEPTED, DeliveryStatus.REFUSED])
    def test_mails_cut_off_now_and_then_do_not(self, between):
        ledger = MemoryLedger(60)
        assert run(ledger, Carriers(lambda id_: UNKNOWN if id_ % 6 else between), workers=1) is Outcome.DONE
        assert ledger.counts() == {"unknown": 50, between.value: 10}

    def test_a_mail_put_off_between_those_cut_off_says_nothing_of_the_server(self):
        with pytest.raises(TransportError, match="6 mails in a row were cut off"):
            run(MemoryLedger(60), Carriers(lambda id_: UNKNOWN if id_ % 2 else DeliveryStatus.DEFERRED), workers=1)

    def test_a_fault_of_ours_that_the_transport_names_pauses_the_issue_at_once(self):
        ledger = MemoryLedger(40)
        carriers = Carriers(lambda id_: SenderFault("login refused") if id_ == 5 else ACCEPTED, slow=0.002)
        with pytest.raises(SenderFault, match="login refused"):
            run(ledger, carriers, workers=2)
        assert ledger.paused == "login refused"
        assert ledger.counts() == {"accepted": len(carriers.handed) - 1, "pending": 41 - len(carriers.handed)}


class TestWhenAskedToSlowDown:
    """Nobody is given up for it, and nothing is thrown at a server that has enough."""

    def test_a_mail_that_was_not_taken_goes_back_in_line_and_everything_waits(self):
        ledger, asked = MemoryLedger(6), []

        def answer(id_):
            if id_ == 3 and not asked:
                asked.append(time.monotonic())
                return Receipt(id_, PENDING, "429", "too many requests", wait=0.3)
            return ACCEPTED

        begun = time.monotonic()
        assert run(ledger, Carriers(answer), workers=1) is Outcome.DONE
        assert ledger.counts() == {"accepted": 6}
        assert time.monotonic() - begun > 0.3
        assert 0.3 <= ledger.holds[0] <= 0.34

    def test_a_mail_put_off_for_it_is_tried_again_as_soon_as_the_pause_is_over(self):
        ledger = MemoryLedger(1)
        run(ledger, Carriers(lambda id_: Receipt(id_, DeliveryStatus.DEFERRED, "421", "busy", ours=True, wait=7.0)))
        (entry,) = ledger.entries
        assert timedelta(seconds=7) <= entry.retry_at - NOW <= timedelta(seconds=9)

    def test_after_many_pauses_in_a_row_it_gives_up_for_now(self):
        ledger = MemoryLedger(3)
        carriers = Carriers(lambda id_: Receipt(id_, PENDING, "429", "too many requests", wait=0.01))
        with pytest.raises(TransportError, match=r"asked 10 times in a row to slow down, .*429 too many requests"):
            run(ledger, carriers, workers=1)
        assert ledger.counts() == {"pending": 3}
        assert len(ledger.holds) == PAUSES
        assert ledger.paused is None

    def test_many_who_are_told_the_same_at_once_slow_down_once(self):
        ledger = MemoryLedger(30)
        told = []

        def answer(id_):
            told.append(time.monotonic())
            if told[-1] - told[0] < 0.1:
                return Receipt(id_, DeliveryStatus.DEFERRED, "421", "busy", ours=True, wait=0.3)
            return ACCEPTED

        assert run(ledger, Carriers(answer, slow=0.005), workers=8) is Outcome.DONE
        assert len(ledger.holds) == 1

    def test_mails_put_off_in_a_row_whoever_they_were_for_slow_down_the_send(self):
        ledger = MemoryLedger(25)
        run(ledger, Carriers(lambda id_: Receipt(id_, DeliveryStatus.DEFERRED, "451", "later")), workers=1)
        assert len(ledger.holds) == 1
        assert ledger.counts() == {"deferred": 25}

    def test_a_domain_that_puts_off_one_mail_after_another_is_let_rest(self):
        ledger = MemoryLedger(9)
        run(ledger, Carriers(lambda id_: Receipt(id_, DeliveryStatus.DEFERRED, "451", "later")), workers=1)
        assert NOW + timedelta(minutes=1) < ledger.resting["readers.example"] < NOW + timedelta(minutes=3)

    @pytest.mark.parametrize("receipt", [Receipt(0, DeliveryStatus.DEFERRED, "4.2.2", "full"), Receipt(0, UNKNOWN)])
    def test_full_mailboxes_and_mails_in_doubt_are_not_their_domains_doing(self, receipt):
        ledger = MemoryLedger(9)
        run(ledger, Carriers(lambda id_: ACCEPTED if id_ % 5 == 0 else receipt._replace(delivery_id=id_)), workers=1)
        assert ledger.resting == {}

    def test_each_attempt_is_put_off_further_than_the_last(self):
        ledger = MemoryLedger(1)
        attempts = {}

        def delivery(id_):
            return MemoryLedger.delivery(ledger, id_)._replace(attempts=attempts[id_])

        ledger.delivery = delivery
        for attempt, (least, most) in enumerate([(4, 6), (8, 12), (16, 24), (32, 48), (48, 72), (48, 72)]):
            ledger.status[1], attempts[1] = PENDING, attempt
            run(ledger, Carriers(lambda id_: Receipt(id_, DeliveryStatus.DEFERRED, "451", "later")))
            waited = ledger.entries[-1].retry_at - NOW
            assert timedelta(minutes=least) <= waited <= timedelta(minutes=most)


class TestWhenOurSideFails:
    """The ledger, the making of envelopes, the progress bar."""

    @pytest.mark.parametrize("at", [1, 2, 5])
    def test_a_ledger_that_fails_once_is_given_every_receipt_all_the_same(self, at):
        ledger, carriers = MemoryLedger(30), Carriers()

        def fail(turn):
            if turn == at:
                raise StoreError("disk full")

        ledger.on_turn = fail
        with pytest.raises(StoreError, match="disk full"):
            run(ledger, carriers)
        assert ledger.counts().get("accepted", 0) == len(carriers.handed)
        assert "claimed" not in ledger.counts()

    def test_a_ledger_that_fails_for_good_ends_the_dispatch_with_its_own_error(self):
        ledger, carriers = MemoryLedger(30), Carriers()

        def fail(turn):
            if turn >= 4:
                raise StoreError("disk full")

        ledger.on_turn = fail
        with pytest.raises(StoreError, match="disk full"):
            run(ledger, carriers)
        assert ledger.counts().get("claimed", 0) <= 3

    def test_a_delivery_no_envelope_can_be_made_for_goes_back(self):
        def picky(recipients):
            if any(recipient.delivery_id == 6 for recipient in recipients):
                raise KeyError("list")
            return envelopes_for(recipients)

        ledger, carriers = MemoryLedger(20), Carriers()
        with pytest.raises(KeyError):
            run(ledger, carriers, envelopes=picky)
        assert ledger.status[6] is PENDING
        assert ledger.counts() == {"accepted": len(carriers.handed), "pending": 20 - len(carriers.handed)}

    def test_a_progress_bar_that_breaks_loses_no_receipt(self):
        def broken(recorded):
            raise BrokenPipeError

        ledger, carriers = MemoryLedger(20), Carriers()
        with pytest.raises(BrokenPipeError):
            run(ledger, carriers, on_progress=broken)
        assert ledger.counts() == {"accepted": len(carriers.handed), "pending": 20 - len(carriers.handed)}

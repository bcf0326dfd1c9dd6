from digest.deliver.breaker import BREAKER, Breaker
from digest.errors import SenderFault, TransportError
from digest.model.delivery import DeliveryStatus, Receipt

DEFERRED, UNKNOWN, ACCEPTED = DeliveryStatus.DEFERRED, DeliveryStatus.UNKNOWN, DeliveryStatus.ACCEPTED


def verdict(*receipts):
    breaker = Breaker(most_cut_off=BREAKER)
    return [breaker.trips([receipt]) for receipt in receipts]


def ours(number, **more):
    return Receipt(number, DEFERRED, "5.7.26", "not authenticated", ours=True, **more)


def test_receipts_that_are_ours_trip_it_when_they_come_in_a_row():
    *before, last = verdict(*map(ours, range(BREAKER)))
    assert before == [None] * (BREAKER - 1)
    assert isinstance(last, SenderFault)
    assert str(last) == (
        "stopped after 5 mails in a row were turned away through no recipient's fault, the last with 5.7.26 not "
        "authenticated; check SPF, DKIM and DMARC of the domain in [mail] from, and whether a blocklist has the server"
    )


def test_what_to_check_depends_on_what_was_said():
    *_, last = verdict(*[Receipt(number, DEFERRED, "5.3.4", "too big", ours=True) for number in range(BREAKER)])
    assert str(last).endswith("the last with 5.3.4 too big; look at the mail's size and content with: digest preview")


def test_one_accepted_between_them_begins_the_row_anew():
    mixed = [ours(1), ours(2), ours(3), ours(4), Receipt(5, ACCEPTED), ours(6)]
    assert verdict(*mixed) == [None] * 6


def test_being_asked_to_slow_down_is_not_being_turned_away():
    assert verdict(*[ours(number, wait=0.0) for number in range(20)]) == [None] * 20


def test_whom_to_clear_of_blame_is_known():
    breaker = Breaker(most_cut_off=BREAKER)
    for number in range(BREAKER):
        breaker.trips([ours(number)])
    assert breaker.blamed == list(range(BREAKER))


def test_cut_off_mails_need_a_person_only_when_some_are_in_doubt():
    lost = [Receipt(number, DEFERRED, "4.4.2", "it hung up") for number in range(BREAKER + 1)]
    *_, last = verdict(*lost)
    assert type(last) is TransportError
    assert str(last) == (
        "stopped after 6 mails in a row were cut off, the last with: it hung up; check that the server is well, in its "
        "log or on its status page, then send again"
    )
    *_, last = verdict(*lost[:-1], Receipt(9, UNKNOWN, detail="it hung up"))
    assert isinstance(last, SenderFault)
    assert str(last) == (
        "stopped after 6 mails in a row were cut off, 1 of which may or may not have been handed over, the last with: "
        "it hung up; check that the server is well, in its log or on its status page"
    )


def test_a_whole_request_that_is_in_doubt_counts_once():
    breaker = Breaker(most_cut_off=BREAKER)
    request = [Receipt(number, UNKNOWN, detail="500 sorry") for number in range(1000)]
    assert [breaker.trips(request) for _ in range(BREAKER)] == [None] * BREAKER
    tripped = breaker.trips(request)
    assert isinstance(tripped, SenderFault)
    assert "6,000 of which may or may not have been handed over, the last with: 500 sorry;" in str(tripped)

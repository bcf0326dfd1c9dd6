import json
import logging
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from digest.deliver.worker import hand_over
from digest.drill.sendgrid_fake import SendgridFake
from digest.drill.sendgrid_http import Fault, Stage
from digest.errors import SenderFault, TransportError
from tests.contracts.transport_contract import TransportContract, envelopes
from tests.deliver.sendgrid_kit import mails_of, transport_to


class TestContract(TransportContract):
    @pytest.fixture(autouse=True)
    def _fake(self, variant):
        with SendgridFake() as self.fake:
            self.variant = variant
            yield

    @pytest.fixture
    def transport(self):
        self.made = transport_to(self.fake, self.variant, batch=4)
        return self.made

    def arrived(self):
        return [mail for request in self.fake.requests for mail in mails_of(request.body)]

    def unusable(self):
        return transport_to("http://127.0.0.1:9", replace(self.variant, sender="zoë@herald.example"))

    def check_let_go(self):
        deadline = time.monotonic() + 5
        while any("process_request_thread" in thread.name for thread in threading.enumerate()):
            assert time.monotonic() < deadline, "a connection is still open"
            time.sleep(0.01)


def sent(fake, variant, mails=5, **changes):
    """Send some mails; return the receipts as (status, code, detail), the error, and what was asked."""
    batch = envelopes(mails) if isinstance(mails, int) else mails
    with transport_to(fake, variant, **changes) as transport:
        receipts, error = hand_over(transport, batch)
    assert [receipt.delivery_id for receipt in receipts] == [envelope.delivery_id for envelope in batch]
    return receipts, error


def statuses(receipts):
    return [receipt.status.value for receipt in receipts]


def asked(fake):
    """Return the addresses of each request, without their domain."""
    return [
        [one["to"][0]["email"].partition("@")[0] for one in json.loads(request.body)["personalizations"]]
        for request in fake.requests
    ]


def failing(*faults):
    return SendgridFake(faults=dict(enumerate(faults, 1)).get)


def test_a_batch_is_one_request_and_its_id_is_the_detail(variant):
    with SendgridFake() as fake:
        receipts, error = sent(fake, variant, mails=1000)
    assert (fake.asked, error, set(statuses(receipts))) == (1, None, {"accepted"})
    assert len(fake.taken) == 1000
    assert {receipt.detail for receipt in receipts} == {fake.mails[0].message_id.partition(".")[0]}


def test_in_the_sandbox_nothing_is_mailed_and_all_is_accepted(variant):
    with SendgridFake() as fake:
        receipts, error = sent(fake, variant, sandbox=True)
    assert (statuses(receipts), error) == (["accepted"] * 5, None)
    assert (len(fake.taken), len(fake.sandboxed)) == (0, 5)


class TestRecipientsAtFault:
    def test_whoever_sendgrid_blames_is_refused_and_the_rest_is_sent_in_the_same_call(self, variant):
        mails = envelopes(6)
        mails[1] = mails[1]._replace(address="no-top-level@domain")
        mails[4] = mails[4]._replace(address="two..dots@readers.example")
        with SendgridFake() as fake:
            receipts, error = sent(fake, variant, mails=mails)
        assert statuses(receipts) == ["accepted", "refused", "accepted", "accepted", "refused", "accepted"]
        assert (receipts[1].code, receipts[1].detail) == ("5.1.3", "400 Does not contain a valid address.")
        assert error is None
        assert (fake.asked, sum(fake.taken.values())) == (2, 4)

    def test_it_goes_on_until_nobody_is_blamed(self, variant):
        blames = [Fault(status=400, body=json.dumps(blame(0)).encode()) for _ in range(3)]
        with failing(*blames) as fake:
            receipts, error = sent(fake, variant)
        assert (statuses(receipts), error) == (["refused"] * 3 + ["accepted"] * 2, None)
        assert set(fake.taken) == {"reader4@readers.example", "reader5@readers.example"}

    def test_when_all_are_blamed_nothing_more_is_asked(self, variant):
        with failing(Fault(status=400, body=json.dumps(blame(*range(5))).encode())) as fake:
            receipts, error = sent(fake, variant)
        assert (statuses(receipts), error, fake.asked) == (["refused"] * 5, None, 1)

    def test_who_cannot_be_mailed_is_refused_without_asking(self, variant):
        mails = [
            envelopes(1)[0]._replace(address="zoë@readers.example", delivery_id=1),
            envelopes(1)[0]._replace(reason="x" * 6000, delivery_id=2),
        ]
        with SendgridFake() as fake:
            receipts, error = sent(fake, variant, mails=mails)
        assert [(one.status.value, one.code) for one in receipts] == [("refused", "5.6.7"), ("refused", "5.3.4")]
        assert (fake.asked, error) == (0, None)


def blame(*places):
    field = "personalizations.{}.to.0.email"
    return {"errors": [{"message": "Does not contain a valid address.", "field": field.format(n)} for n in places]}


class TestCut:
    def test_addresses_that_are_the_same_ignoring_case_never_share_a_request(self, variant):
        addresses = ("Ana@readers.example", "bo@readers.example", "ana@Readers.example", "ANA@readers.example")
        mails = [
            mail._replace(address=address) for mail, address in zip(envelopes(4), addresses, strict=True)
        ]  # fmt: skip
        with SendgridFake() as fake:
            receipts, _ = sent(fake, variant, mails=mails)
        assert asked(fake) == [["Ana", "bo"], ["ana"], ["ANA"]]
        assert statuses(receipts) == ["accepted"] * 4

    def test_no_request_is_over_the_size(self, variant):
        with SendgridFake() as fake:
            sent(fake, variant, mails=20, most_bytes=7000)
        assert len(fake.requests) > 2
        assert all(len(request.body) <= 7000 for request in fake.requests)
        assert sum(fake.taken.values()) == len(fake.taken) == 20

    def test_a_413_is_split_in_halves_and_goes_on(self, variant):
        with failing(Fault(status=413), None, Fault(status=413)) as fake:
            receipts, error = sent(fake, variant, mails=4)
        assert (statuses(receipts), error) == (["accepted"] * 4, None)
        assert set(fake.taken.values()) == {1}
        assert fake.asked == 5

    def test_a_mail_too_large_by_itself_is_the_fault_of_the_mail(self, variant):
        with SendgridFake(faults=lambda _: Fault(status=413)) as fake:
            receipts, error = sent(fake, variant, mails=3)
        assert statuses(receipts) == ["pending"] * 3
        assert isinstance(error, SenderFault)
        assert "too large" in str(error)


class TestTurnedAway:
    @pytest.mark.parametrize(
        ("status", "remedy"),
        [
            (400, "see to that"),
            (401, "TEST_SENDGRID_KEY holds a valid API key, and that the account has credits left"),
            (403, r"\[mail\] from is a verified sender"),
            (404, r"check \[mail.sendgrid\] url"),
            (405, r"check \[mail.sendgrid\] url"),
            (302, r"points elsewhere; check \[mail.sendgrid\] url"),
            (415, "see to that"),
        ],
    )
    def test_nobody_fails_and_a_person_is_told_what_to_see_to(self, variant, status, remedy):
        with failing(Fault(status=status, headers={"Location": "http://127.0.0.1:9/"})) as fake:
            receipts, error = sent(fake, variant)
        assert statuses(receipts) == ["pending"] * 5
        assert not any(receipt.ours or receipt.wait is not None for receipt in receipts)
        assert isinstance(error, SenderFault)
        assert str(status) in str(error)
        with pytest.raises(SenderFault, match=remedy):
            raise error
        assert (fake.asked, len(fake.taken)) == (1, 0)

    def test_a_wrong_key_is_turned_away_and_never_shown(self, variant):
        with SendgridFake() as fake:
            key, fake.key = fake.key, "another"
            with transport_to(fake.url, variant) as transport:
                receipts, error = hand_over(transport, envelopes(2))
        assert (statuses(receipts), type(error)) == (["pending"] * 2, SenderFault)
        assert key not in str(error)

    def test_what_was_refused_before_stays_refused(self, variant):
        mails = envelopes(3)
        mails[0] = mails[0]._replace(address="zoë@readers.example")
        with failing(Fault(status=400, body=json.dumps(blame(0)).encode()), Fault(status=401)) as fake:
            receipts, error = sent(fake, variant, mails=mails)
        assert (statuses(receipts), type(error)) == (["refused", "refused", "pending"], SenderFault)


class TestSlowDown:
    def test_429_is_waited_for_by_whoever_asks_and_is_no_error(self, variant):
        asks_to_wait = Fault(status=429, headers={"Retry-After": "20"})
        with failing(asks_to_wait) as fake, transport_to(fake, variant) as transport:
            receipts = list(transport.send(iter(envelopes(3))))
            assert statuses(transport.send(iter(envelopes(3)))) == ["accepted"] * 3
        assert statuses(receipts) == ["pending"] * 3
        assert all(20 <= receipt.wait <= 25 for receipt in receipts)

    def test_where_it_is_not_said_for_how_long_the_wait_is_nought(self, variant):
        with failing(Fault(status=429)) as fake, transport_to(fake, variant) as transport:
            assert [one.wait for one in transport.send(iter(envelopes(2)))] == [0.0, 0.0]

    def test_the_fakes_own_limit_says_how_long(self, variant):
        with SendgridFake(rate=1, window=30) as fake, transport_to(fake, variant, batch=1) as transport:
            first, second = transport.send(iter(envelopes(2)))
        assert first.status == "accepted"
        assert (second.status, 0 < second.wait <= 40) == ("pending", True)


class TestInDoubt:
    @pytest.mark.parametrize(
        "fault",
        [
            *(Fault(status=status) for status in (500, 502, 503, 504)),
            Fault(status=200),
            Fault(hang=Stage.BODY),
            Fault(hang=Stage.DONE),
            Fault(drop=Stage.BODY),
            Fault(drop=Stage.DONE),
            Fault(cut=0),
            Fault(cut=7),
        ],
        ids=str,
    )
    def test_a_written_request_without_an_answer_that_says_is_unknown_and_never_written_again(self, variant, fault):
        with SendgridFake(faults=lambda _: fault) as fake:
            receipts, error = sent(fake, variant, timeout=timedelta(seconds=0.3))
        assert (statuses(receipts), error) == (["unknown"] * 5, None)
        assert all(receipt.detail for receipt in receipts)
        assert fake.asked == 1
        assert set(fake.taken.values()) <= {1}

    def test_one_cut_off_before_its_body_was_read_may_have_been_written_or_not_and_is_taken_by_nobody(self, variant):
        """Which of the two it was hangs on the moment; only what was certainly not written is tried again."""
        with failing(Fault(drop=Stage.HEAD)) as fake:
            receipts, error = sent(fake, variant)
        if fake.asked == 1:
            assert (statuses(receipts), error, sum(fake.taken.values())) == (["unknown"] * 5, None, 0)
        else:
            assert (statuses(receipts), error) == (["accepted"] * 5, None)
            assert set(fake.taken.values()) == {1}

    def test_a_202_lost_after_the_mail_was_taken_is_unknown(self, variant):
        with failing(Fault(cut=0)) as fake:
            receipts, _ = sent(fake, variant)
        assert statuses(receipts) == ["unknown"] * 5
        assert len(fake.taken) == 5

    def test_a_202_with_a_broken_body_is_accepted(self, variant):
        with failing(Fault(status=202, body=b"{", headers={"Content-Length": "99"}, cut=200)) as fake:
            receipts, _ = sent(fake, variant)
        assert statuses(receipts) == ["accepted"] * 5

    def test_what_was_not_asked_yet_goes_on(self, variant):
        mails = [mail._replace(address="ana@readers.example") for mail in envelopes(2)]
        with failing(Fault(status=500)) as fake:
            receipts, error = sent(fake, variant, mails=mails)
        assert (statuses(receipts), error) == (["unknown", "accepted"], None)

    def test_recall_cannot_tell(self, variant):
        (envelope,) = envelopes(1)
        assert transport_to("http://127.0.0.1:9", variant).recall(envelope).status == "unknown"


class TestCertainlyNotSent:
    def test_nobody_there_is_tried_a_few_times_and_then_told_with_what_to_check(self, variant, closed_port):
        receipts, error = sent(f"http://127.0.0.1:{closed_port}", variant)
        assert statuses(receipts) == ["pending"] * 5
        assert type(error) is TransportError
        assert f"http://127.0.0.1:{closed_port}" in str(error)
        assert "[mail.sendgrid] url" in str(error)

    def test_a_request_broken_off_while_it_is_written_is_written_again(self, variant):
        html = "<p>" + "x" * 24_000_000 + "</p>"
        large = replace(variant, rendering=replace(variant.rendering, html=html))
        with failing(Fault(drop=Stage.HEAD), Fault(drop=Stage.HEAD)) as fake:
            receipts, error = sent(fake, large, mails=2)
        assert (statuses(receipts), error) == (["accepted"] * 2, None)
        assert (fake.asked, set(fake.taken.values())) == (3, {1})

    def test_no_try_begins_once_the_timeout_has_passed(self, variant, closed_port):
        with transport_to(f"http://127.0.0.1:{closed_port}", variant, timeout=timedelta(0)) as transport:
            assert "no try" in str(hand_over(transport, envelopes(1))[1])


def test_neither_key_nor_reader_stands_in_any_log_or_error(variant, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="python_http_client.client")
    with failing(None, Fault(status=401), Fault(status=500)) as fake:
        said = "".join(str(sent(fake, variant)) for _ in range(3))
    assert fake.key not in said + caplog.text
    assert "reader1@" not in said + caplog.text


def test_it_is_a_transport_like_any_other_to_the_command_line(desk, variant):
    with SendgridFake() as fake:
        desk.environ["SENDGRID_API_KEY"] = fake.key
        desk.configure(mail=f'transport = "sendgrid"\n[mail.sendgrid]\nurl = "{fake.url}"\nbatch = 2')
        for number in range(5):
            desk.reader(f"reader{number}@readers.example", "--name", f"Reader {number}")
        desk.story("The ferry sails again")
        result = desk.ok("send", "daily", "--yes", "--json")
    assert result.json["counts"]["accepted"] == 5
    assert (fake.asked, set(fake.taken.values()), len(fake.taken)) == (3, {1}, 5)
    assert json.loads(fake.requests[0].body)["categories"] == ["digest-daily"]

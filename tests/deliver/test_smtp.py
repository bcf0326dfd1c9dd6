import time
from datetime import timedelta

import pytest

from digest.deliver.smtp import SmtpTransport
from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus, Receipt
from tests.contracts.transport_contract import TransportContract, envelopes
from tests.faults.smtp_server import ALL, Fault, FaultServer, always, at

ONE_BY_ONE = tuple(word for word in ALL if word != "PIPELINING")
SENDER = "digest@herald.example"
QUICK = (0.0, 0.02, 0.02)


@pytest.fixture(params=[ALL, ONE_BY_ONE], ids=["pipelined", "one by one"])
def extensions(request):
    return request.param


class SmtpContract(TransportContract):
    extensions = ALL

    @pytest.fixture
    def transport(self, template, smtp_settings):
        with FaultServer(extensions=self.extensions) as server:
            self.server = server
            yield SmtpTransport(template, smtp_settings(server.port), sender=SENDER)

    @pytest.fixture(autouse=True)
    def no_server(self, smtp_settings, closed_port):
        self.nowhere = smtp_settings(closed_port)

    def arrived(self):
        return [mail.data for mail in self.server.taken]

    def unusable(self):
        return SmtpTransport(None, self.nowhere, sender=SENDER)

    def check_let_go(self):
        for _ in range(200):
            if not self.server.open:
                break
            time.sleep(0.01)
        assert self.server.open == 0
        assert self.server.said[-1] == "QUIT"


class TestPipelined(SmtpContract):
    pass


class TestOneByOne(SmtpContract):
    extensions = ONE_BY_ONE


def send(transport, count=1):
    with transport:
        return list(transport.send(iter(envelopes(count))))


def test_mails_share_a_connection_and_arrive_as_filled(smtp, template, extensions):
    with FaultServer(extensions=extensions) as server:
        receipts = send(smtp(server), 4)
    assert receipts[0] == Receipt(1, DeliveryStatus.ACCEPTED, "2.0.0", "queued")
    assert server.connections == 1
    assert [mail.data for mail in server.taken] == [template.fill(envelope) for envelope in envelopes(4)]
    assert [(mail.sender, mail.recipients) for mail in server.taken[:1]] == [(SENDER, ["reader1@readers.example"])]


def test_bounces_come_back_to_an_address_that_names_the_mail(smtp, extensions):
    with FaultServer(extensions=extensions) as server:
        send(smtp(server, bounce_address="bounces@herald.example"), 2)
    assert [mail.sender for mail in server.taken] == [
        f"bounces+{envelope.reference}@herald.example" for envelope in envelopes(2)
    ]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "MESSAGE"])
def test_a_4xx_defers_that_mail_alone(smtp, extensions, step):
    plan = at(step, Fault(say="451 4.7.1 greylisted, come back"))
    with FaultServer(plan, extensions=extensions) as server:
        receipts = send(smtp(server), 3)
    everybody = step == "MAIL"  # nobody was named yet
    assert receipts[0] == Receipt(
        1,
        DeliveryStatus.DEFERRED,
        "4.7.1",
        "greylisted, come back",
        ours=everybody,
        wait=0.0 if everybody else None,
    )
    assert [receipt.status for receipt in receipts[1:]] == ["accepted", "accepted"]
    assert server.connections == 1
    assert len(server.taken) == 2


@pytest.mark.parametrize("step", ["RCPT", "DATA", "MESSAGE"])
def test_a_5xx_refuses_that_mail_alone(smtp, extensions, step):
    plan = at(step, Fault(say="550-5.1.1 no such\r\n550 5.1.1 reader here"))
    with FaultServer(plan, extensions=extensions) as server:
        receipts = send(smtp(server), 3)
    assert receipts[0] == Receipt(1, DeliveryStatus.REFUSED, "5.1.1", "no such reader here")
    assert [receipt.status for receipt in receipts[1:]] == ["accepted", "accepted"]
    assert server.connections == 1
    assert len(server.taken) == 2


def test_without_an_enhanced_code_the_reply_code_is_given(smtp):
    with FaultServer(at("RCPT", Fault(say="550 nobody"))) as server:
        assert send(smtp(server)) == [Receipt(1, DeliveryStatus.REFUSED, "550", "nobody")]


@pytest.mark.parametrize("step", ["RCPT", "DATA", "MESSAGE"])
def test_a_policy_refusal_is_ours_and_blames_no_recipient(smtp, extensions, step):
    plan = at(step, Fault(say="550 5.7.515 domain does not authenticate"))
    with FaultServer(plan, extensions=extensions) as server:
        receipts = send(smtp(server), 2)
    assert receipts[0] == Receipt(1, DeliveryStatus.DEFERRED, "5.7.515", "domain does not authenticate", ours=True)
    assert receipts[1].status is DeliveryStatus.ACCEPTED


@pytest.mark.parametrize(
    ("step", "said"), [("MAIL", "550 5.1.0 sender refused"), ("RCPT", "530 5.7.0 log in"), ("MESSAGE", "535 who?")]
)
def test_a_sender_nobody_wants_ends_the_session_and_blames_no_recipient(smtp, extensions, step, said):
    with FaultServer(always(step, Fault(say=said)), extensions=extensions) as server, smtp(server) as transport:
        receipts = transport.send(iter(envelopes(3)))
        first = next(receipts)
        assert (first.status, first.ours) == (DeliveryStatus.PENDING, True)
        with pytest.raises(TransportError, match=f"no mail from {SENDER}: {said[:3]}"):
            next(receipts)
    assert server.counts["MAIL"] == 1
    assert server.taken == []


@pytest.mark.parametrize("cut", [True, False])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_after_a_421_the_same_mail_goes_over_a_new_connection(smtp, extensions, step, cut):
    plan = at(step, Fault(say="421 4.3.2 enough for one session", cut=cut))
    with FaultServer(plan, extensions=extensions) as server:
        receipts = send(smtp(server), 2)
    assert [receipt.status for receipt in receipts] == ["accepted", "accepted"]
    assert [mail.recipients for mail in server.taken] == [["reader1@readers.example"], ["reader2@readers.example"]]
    assert server.connections == 2


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_421_at_every_try_defers_the_mail_and_is_no_recipients_fault(smtp, extensions, step):
    with FaultServer(at(step, *[Fault(say="421 4.3.2 down", cut=True)] * 3), extensions=extensions) as server:
        receipts = send(smtp(server), 2)
    assert receipts[0] == Receipt(1, DeliveryStatus.DEFERRED, "4.3.2", "down", ours=True, wait=0.0)
    assert receipts[1].status is DeliveryStatus.ACCEPTED
    assert server.connections == 4


def test_a_421_for_the_whole_message_defers_it_and_the_next_goes_over_a_new_connection(smtp, extensions):
    with FaultServer(at("MESSAGE", Fault(say="421 4.3.2 down", cut=True)), extensions=extensions) as server:
        receipts = send(smtp(server), 2)
    assert receipts[0] == Receipt(1, DeliveryStatus.DEFERRED, "4.3.2", "down", ours=True, wait=0.0)
    assert receipts[1].status is DeliveryStatus.ACCEPTED
    assert server.connections == 2


def test_a_421_behind_a_refusal_leaves_the_refusal_and_ends_the_session(smtp):
    faults = {("RCPT", 1): Fault(say="550 5.1.1 nobody"), ("DATA", 1): Fault(say="421 4.3.2 down")}
    with FaultServer(lambda *step: faults.get(step), extensions=(*ALL, "EAGER")) as server:
        receipts = send(smtp(server), 2)
    assert [receipt.status for receipt in receipts] == ["refused", "accepted"]
    assert (server.connections, "RSET" in server.counts) == (2, False)


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_message_is_opened_again_for_the_same_mail(smtp, extensions, step, reset):
    with FaultServer(at(step, Fault(cut=True, reset=reset)), extensions=extensions) as server:
        receipts = send(smtp(server), 2)
    assert [receipt.status for receipt in receipts] == ["accepted", "accepted"]
    assert [mail.recipients for mail in server.taken] == [["reader1@readers.example"], ["reader2@readers.example"]]


@pytest.mark.parametrize("reset", [False, True])
def test_a_connection_lost_within_a_long_message_is_certainly_no_hand_over(smtp, smtp_settings, reset):
    """The message is longer than the buffers between here and there, so its end cannot have been written."""

    class Long:
        dotless = False

        def fill(self, envelope):
            return b"To: a\r\n\r\n" + b"x" * 70 + b"\r\n" + b"y" * 12_000_000

    with FaultServer(at("BODY", Fault(cut=True, reset=reset, after=20))) as server:
        transport = SmtpTransport(Long(), smtp_settings(server.port), sender=SENDER, patience=QUICK)
        receipts = send(transport, 1)
    assert [receipt.status for receipt in receipts] == ["accepted"]
    assert len(server.taken) == 1


def test_a_refusal_in_the_middle_of_a_message_counts(smtp_settings):
    class Long:
        dotless = False

        def fill(self, envelope):
            return b"To: a\r\n\r\n" + b"y" * 100_000

    early = Fault(say="552 5.2.3 too big for that mailbox", after=50_000, wait=0.05, cut=True)
    with FaultServer(at("BODY", early)) as server:
        receipts = send(SmtpTransport(Long(), smtp_settings(server.port), sender=SENDER, patience=QUICK))
    assert receipts[0].status is DeliveryStatus.REFUSED


@pytest.mark.parametrize(
    "fault",
    [
        Fault(cut=True),
        Fault(cut=True, reset=True),
        Fault(wait=0.6),
        Fault(say=b"\0\xff nonsense\r\n"),
        Fault(say="354 go on"),
        Fault(say="199 hm"),
        Fault(say=b"250" * 4000),
        Fault(say=b"250-and\r\n" * 200),
        Fault(say="25", cut=True),
    ],
    ids=["cut", "reset", "late", "nonsense", "354", "199", "endless line", "endless reply", "half a reply"],
)
def test_after_the_final_dot_anything_but_a_clear_answer_is_unknown_and_never_sent_again(smtp, extensions, fault):
    with FaultServer(at("MESSAGE", fault), extensions=extensions) as server:
        receipts = send(smtp(server, timeout=timedelta(seconds=0.3)), 3)
    assert [receipt.status for receipt in receipts] == ["unknown", "accepted", "accepted"]
    assert receipts[0].detail
    arrived = [mail.recipients[0] for mail in server.taken]
    assert len(arrived) == len(set(arrived))
    assert server.connections == 2


@pytest.mark.parametrize("fault", [Fault(say=b"hello\r\n"), Fault(say="299-x\r\n354 y")])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_nonsense_before_the_message_is_a_lost_connection(smtp, extensions, step, fault):
    with FaultServer(at(step, fault), extensions=extensions) as server:
        receipts = send(smtp(server))
    assert [receipt.status for receipt in receipts] == ["accepted"]
    assert len(server.taken) == 1


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_silence_before_the_message_is_waited_for_once(smtp, extensions, step):
    """A server's timeout is minutes long: who asks for a stop should not wait through several of them."""
    plan = at(step, *[Fault(wait=0.3, cut=True)] * 3)
    with FaultServer(plan, extensions=extensions) as server, smtp(server, timeout=timedelta(seconds=0.2)) as transport:
        receipt = next(transport.send(iter(envelopes(1))))
    assert (receipt.status, receipt.code) == (DeliveryStatus.DEFERRED, "4.4.2")
    assert "it took too long" in receipt.detail
    assert server.counts[step] == 1


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_mail_at_which_the_server_hangs_up_at_every_try_is_deferred_and_stops_no_other(smtp, extensions, step, reset):
    with FaultServer(at(step, *[Fault(cut=True, reset=reset)] * len(QUICK)), extensions=extensions) as server:
        receipts = send(smtp(server), 3)
    assert receipts[0].status is DeliveryStatus.DEFERRED
    assert (receipts[0].code, receipts[0].ours) == ("4.4.2", False)
    assert "the mail server was lost before the mail was over: " in receipts[0].detail
    assert [receipt.status for receipt in receipts[1:]] == ["accepted", "accepted"]
    assert [mail.recipients for mail in server.taken] == [["reader2@readers.example"], ["reader3@readers.example"]]


def test_a_mail_at_which_the_server_went_down_is_deferred_and_the_next_is_pending(smtp):
    """So that a mail that brings the server down cannot keep the others waiting for ever."""
    with FaultServer(always("RCPT", Fault(cut=True))) as server, smtp(server) as transport:
        server.plan = lambda step, number: server.stop() if step == "RCPT" else None
        receipts = transport.send(iter(envelopes(3)))
        assert [next(receipts).status, next(receipts).status] == ["deferred", "pending"]
        with pytest.raises(TransportError, match=r"cannot reach SMTP server 127.0.0.1:\d+: .*; check"):
            next(receipts)
    assert server.taken == []


@pytest.mark.parametrize("fault", [Fault(cut=True), Fault(say="421 4.3.2 down", cut=True)])
def test_a_server_that_opens_no_session_any_more_leaves_the_mail_pending(smtp, fault):
    with FaultServer() as server, smtp(server) as transport:
        receipts = transport.send(iter(envelopes(3)))
        assert next(receipts).status is DeliveryStatus.ACCEPTED
        server.plan = always("CONNECT", fault)
        for connection in server._sockets:
            connection.shutdown(2)
        assert next(receipts).status is DeliveryStatus.PENDING
        with pytest.raises(TransportError, match="cannot reach SMTP server"):
            next(receipts)
    assert server.counts["CONNECT"] == 1 + len(QUICK)


def test_a_server_gone_for_a_moment_is_waited_for(smtp):
    plan = at("CONNECT", None, Fault(say="421 4.3.2 restarting", cut=True))
    with FaultServer(
        lambda step, number: Fault(cut=True) if (step, number) == ("MAIL", 1) else plan(step, number)
    ) as s:
        assert [receipt.status for receipt in send(smtp(s), 2)] == ["accepted", "accepted"]
    assert s.connections == 3


def test_a_connection_that_the_server_closed_while_idle_defers_nobody(smtp):
    with FaultServer() as server, smtp(server) as transport:
        assert next(transport.send(iter(envelopes(1)))).status is DeliveryStatus.ACCEPTED
        for connection in server._sockets:
            connection.sendall(b"421 4.4.2 idle too long\r\n")
            connection.shutdown(2)
        time.sleep(0.05)
        assert next(transport.send(iter(envelopes(2)[1:]))).status is DeliveryStatus.ACCEPTED
    assert server.connections == 2


def test_a_server_eager_for_a_message_to_nobody_gets_an_empty_one(smtp):
    """RFC 2920, 3.1: DATA may be answered 354 though the only recipient was refused."""
    plan = at("RCPT", Fault(say="550 5.1.1 nobody"))
    with FaultServer(plan, extensions=(*ALL, "EAGER")) as server:
        receipts = send(smtp(server), 2)
    assert [receipt.status for receipt in receipts] == ["refused", "accepted"]
    assert len(server.taken) == 1
    assert server.connections == 1


def test_a_recipient_taken_though_the_sender_was_put_off_gets_no_empty_mail(smtp):
    with FaultServer(at("MAIL", Fault(say="451 later")), extensions=(*ALL, "EAGER", "FORGETFUL")) as server:
        receipts = send(smtp(server), 2)
    assert [receipt.status for receipt in receipts] == ["deferred", "accepted"]
    assert [mail.recipients for mail in server.taken] == [["reader2@readers.example"]]


def test_an_address_outside_ascii_needs_a_server_that_takes_it(smtp, extensions):
    foreign = envelopes(1)[0]._replace(address="zoë@münchen.example")
    with FaultServer(extensions=("PIPELINING",)) as server, smtp(server) as transport:
        (receipt,) = transport.send(iter([foreign]))
        assert (receipt.status, receipt.code) == (DeliveryStatus.REFUSED, "5.6.7")
        assert "MAIL" not in server.counts
    with FaultServer(extensions=extensions) as server, smtp(server) as transport:
        (receipt,) = transport.send(iter([foreign]))
        assert receipt.status is DeliveryStatus.ACCEPTED
    assert f"MAIL FROM:<{SENDER}> BODY=8BITMIME SMTPUTF8" in server.said
    assert server.taken[0].recipients == ["zoë@xn--mnchen-3ya.example"]


def test_a_sender_outside_ascii_needs_a_server_that_takes_it_and_blames_no_recipient(template, smtp_settings):
    with FaultServer(extensions=()) as server, pytest.raises(TransportError, match=r"no sender that is not ASCII"):
        SmtpTransport(template, smtp_settings(server.port), sender="zoë@herald.example").__enter__()


def test_leading_dots_survive_the_wire(smtp_settings):
    class Dots:
        dotless = False

        def fill(self, envelope):
            return b".first\r\n\r\n.\r\n..two\r\nFrom x\r\n."

    with FaultServer() as server:
        send(SmtpTransport(Dots(), smtp_settings(server.port), sender=SENDER))
    assert server.taken[0].data == b".first\r\n\r\n.\r\n..two\r\nFrom x\r\n.\r\n"

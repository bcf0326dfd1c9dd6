"""The transport against aiosmtpd, a server that others wrote: encrypted, logged in, in all alphabets, side by side."""

import ssl
import threading
from collections import Counter
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from digest.deliver.dispatch import Outcome, dispatch
from digest.errors import SenderFault
from digest.model.delivery import DeliveryStatus
from digest.model.settings import Security
from tests.contracts.transport_contract import envelopes
from tests.deliver.memory_ledger import NOW, MemoryLedger, envelopes_for
from tests.faults.smtp_server import FaultServer

PASSWORD = "Sesam-öffne-dich-77"


class Post:
    """Takes every mail, and remembers in which session and how it came."""

    def __init__(self):
        self.mails = []
        self.sessions = set()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content, envelope.smtp_utf8))
        self.sessions.add((session.peer, session.ssl is not None, session.authenticated))
        return "250 2.0.0 kept"


@pytest.fixture
def post(free_port):
    @contextmanager
    def run(**options):
        kept = Post()
        controller = Controller(kept, hostname="127.0.0.1", port=free_port, **options)
        controller.start()
        try:
            yield kept
        finally:
            controller.stop()

    return run


@pytest.fixture
def tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return {"tls_context": context, "require_starttls": True}


@pytest.fixture
def login():
    def check(server, session, envelope, mechanism, data):
        known = (data.login, data.password) == (b"herald", PASSWORD.encode())
        return AuthResult(success=known, handled=False)  # so that the server itself answers

    return {"authenticator": check, "auth_required": True, "auth_require_tls": True}


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def send(transport, mails):
    with transport:
        return [receipt.status for receipt in transport.send(iter(mails))]


def test_mail_arrives_word_for_word(smtp, template, post, free_port):
    with post() as kept:
        assert send(smtp(free_port), envelopes(3)) == ["accepted"] * 3
    assert [content for _, _, content, _ in kept.mails] == [template.fill(envelope) for envelope in envelopes(3)]


@pytest.mark.usefixtures("trusted")
def test_mail_goes_encrypted_and_logged_in_over_one_session(smtp, post, free_port, tls, login, monkeypatch):
    monkeypatch.setenv("TEST_SMTP_PASSWORD", PASSWORD)
    with post(**tls, **login) as kept:
        statuses = send(smtp(free_port, security=Security.STARTTLS, username="herald"), envelopes(3))
    assert statuses == ["accepted"] * 3
    ((_, encrypted, known),) = kept.sessions
    assert (encrypted, known) == (True, True)


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_pauses_the_issue(smtp, post, free_port, tls, login, monkeypatch):
    monkeypatch.setenv("TEST_SMTP_PASSWORD", "another")
    with post(**tls, **login) as kept, pytest.raises(SenderFault, match=r"the login of herald with 535 5\.7\.8"):
        send(smtp(free_port, security=Security.STARTTLS, username="herald"), envelopes(1))
    assert not kept.mails


def test_a_certificate_that_nobody_vouches_for_pauses_the_issue(smtp, post, free_port, tls):
    with post(**tls) as kept, pytest.raises(SenderFault, match="no certificate to be trusted"):
        send(smtp(free_port, security=Security.STARTTLS), envelopes(1))
    assert not kept.mails


def test_a_server_that_asks_for_encryption_gets_nothing_in_the_clear(smtp, post, free_port, tls):
    with post(**tls) as kept, pytest.raises(SenderFault, match=r"takes no mail from .*530.*; check .* security"):
        send(smtp(free_port), envelopes(1))
    assert not kept.mails


def test_readers_of_all_alphabets_share_a_session_with_the_others(smtp, post, free_port):
    plain, foreign, last = envelopes(3)
    foreign = foreign._replace(address="用户@例え.example")
    with post(enable_SMTPUTF8=True) as kept:
        assert send(smtp(free_port), [plain, foreign, last]) == ["accepted"] * 3
    assert [utf8 for *_, utf8 in kept.mails] == [False, True, False]
    assert kept.mails[1][1] == ["用户@xn--r8jz45g.example"]
    assert "用户@xn--r8jz45g.example".encode() in kept.mails[1][2]
    assert len(kept.sessions) == 1


def test_where_only_ascii_is_taken_the_others_still_get_their_mail(smtp, post, free_port):
    plain, foreign, last = envelopes(3)
    foreign = foreign._replace(address="用户@例え.example")
    with post(enable_SMTPUTF8=False) as kept:
        assert send(smtp(free_port), [plain, foreign, last]) == ["accepted", "refused", "accepted"]
    assert len(kept.mails) == 2


@pytest.mark.parametrize("extensions", [(), ("SMTPUTF8",), ("PIPELINING",)])
def test_a_server_without_8bitmime_gets_mail_that_needs_none(smtp, extensions):
    foreign = envelopes(1)[0]._replace(address="zoë@readers.example")
    with FaultServer(extensions=extensions) as server:
        assert send(smtp(server), [*envelopes(2), foreign]) == ["accepted", "accepted", "refused"]
    assert all(mail.data.isascii() for mail in server.taken)
    assert not any("BODY=" in said for said in server.said)


def test_several_connections_share_the_readers_and_none_gets_two(smtp, post, free_port):
    ledger = MemoryLedger(60)
    with post() as kept:
        outcome = dispatch(
            7,
            ledger=ledger,
            open_transport=lambda: smtp(free_port, bounce_address="bounces@herald.example"),
            envelopes=envelopes_for,
            workers=4,
            clock=lambda: NOW,
            stop=threading.Event(),
        )
    assert outcome is Outcome.DONE
    assert set(ledger.status.values()) == {DeliveryStatus.ACCEPTED}
    assert set(Counter(to for _, (to,), *_ in kept.mails).values()) == {1}
    assert len({sender for sender, *_ in kept.mails}) == 60
    assert 2 <= len(kept.sessions) <= 4


def test_what_is_signed_arrives_as_it_was_signed(smtp_settings, template, post, free_port, rsa_key):
    import dkim

    from digest.deliver.dkim import SignedTemplate, Signer
    from digest.deliver.smtp import SmtpTransport
    from digest.model.settings import DkimSettings

    signer = Signer(DkimSettings(domain="herald.example", selector="digest", key_file=rsa_key))
    signed = SignedTemplate(template, signer)
    with post() as kept:
        transport = SmtpTransport(signed, smtp_settings(free_port), sender="digest@herald.example")
        assert send(transport, envelopes(2)) == ["accepted"] * 2
    _, record = signer.dns_record()
    for _, _, content, _ in kept.mails:
        assert dkim.verify(content, dnsfunc=lambda name, timeout=5: record)

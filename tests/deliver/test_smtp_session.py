"""How a session begins, and what is said when it cannot."""

import ssl
from datetime import timedelta

import pytest

from digest.deliver.smtp_session import stuffed
from digest.errors import TransportError
from digest.model.settings import Security
from tests.contracts.transport_contract import envelopes
from tests.faults.smtp_server import Fault, FaultServer, always


def test_a_server_that_is_not_there_is_named_with_what_to_check(smtp, closed_port):
    with pytest.raises(
        TransportError, match=rf"cannot reach SMTP server 127.0.0.1:{closed_port}: .*check \[mail.smtp\]"
    ):
        smtp(closed_port).__enter__()


@pytest.mark.parametrize(
    ("step", "fault", "words"),
    [
        ("CONNECT", Fault(say="554 5.7.1 go away"), "our call with 554 5.7.1 go away; check"),
        ("CONNECT", Fault(say="421 too busy", cut=True), "cannot reach .* 421 too busy"),
        ("CONNECT", Fault(cut=True), "it hung up"),
        ("CONNECT", Fault(wait=0.6), "it took too long"),
        ("EHLO", Fault(say="502 what"), "EHLO with 502 what; check"),
        ("EHLO", Fault(say=b"\r\n"), "not SMTP"),
    ],
)
def test_a_server_that_will_not_have_us_is_quoted(smtp, step, fault, words):
    with FaultServer(always(step, fault)) as server, pytest.raises(TransportError, match=words):
        smtp(server, timeout=timedelta(seconds=0.3)).__enter__()


@pytest.fixture
def tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.usefixtures("trusted")
def test_mail_goes_encrypted(smtp, tls, security):
    server = FaultServer(tls=tls, implicit_tls=security is Security.TLS)
    with server, smtp(server, security=security) as transport:
        receipts = list(transport.send(iter(envelopes(3))))
    assert [receipt.status for receipt in receipts] == ["accepted"] * 3
    assert server.connections == 1


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_nobody_vouches_for_is_not_accepted(smtp, tls, security):
    untrusted = pytest.raises(TransportError, match=r"no certificate to be trusted: .*self.signed")
    with FaultServer(tls=tls, implicit_tls=security is Security.TLS) as server, untrusted:
        smtp(server, security=security).__enter__()
    assert "MAIL" not in server.counts


def test_a_server_without_starttls_gets_no_mail_in_the_clear(smtp):
    with FaultServer() as server, pytest.raises(TransportError, match="offers no STARTTLS"):
        smtp(server, security=Security.STARTTLS).__enter__()


@pytest.mark.usefixtures("trusted")
def test_what_is_slipped_in_before_the_encryption_is_not_believed(smtp, tls):
    plan = always("STARTTLS", Fault(say="220 go\r\n250 slipped in"))
    with FaultServer(plan, tls=tls) as server, pytest.raises(TransportError, match="before the encryption"):
        smtp(server, security=Security.STARTTLS).__enter__()


@pytest.mark.parametrize(
    ("message", "on_the_wire"),
    [
        (b"a\r\nb\r\n", b"a\r\nb\r\n"),
        (b".a\r\n..b\r\n.\r\nc.d", b"..a\r\n...b\r\n..\r\nc.d\r\n"),
        (b"", b"\r\n"),
    ],
)
def test_leading_dots_are_doubled_and_the_last_line_ends(message, on_the_wire):
    assert stuffed(message) == on_the_wire

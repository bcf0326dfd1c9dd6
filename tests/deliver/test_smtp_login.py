import logging

import pytest

from digest.deliver.smtp import SmtpTransport
from digest.errors import TransportError
from tests.contracts.transport_contract import envelopes
from tests.faults.smtp_server import ALL, Fault, FaultServer

PASSWORD = "Sesam-öffne-dich-77"


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("TEST_SMTP_PASSWORD", PASSWORD)


@pytest.mark.parametrize("mechanisms", ["PLAIN", "LOGIN", "LOGIN PLAIN CRAM-MD5"])
def test_it_logs_in_with_the_password_from_the_environment(smtp, mechanisms):
    server = FaultServer(extensions=(*ALL, f"AUTH {mechanisms}"), login=("herald", PASSWORD))
    with server, smtp(server, username="herald") as transport:
        (receipt,) = transport.send(iter(envelopes(1)))
    assert receipt.status == "accepted"


def test_a_wrong_password_is_said_and_never_shown(smtp, caplog):
    caplog.set_level(logging.DEBUG)

    def echo(step, number):
        return Fault(say=f"535 5.7.8 {server.said[-1]} {PASSWORD}") if step == "AUTH" else None

    wrong = pytest.raises(TransportError, match=r"the login of herald with 535 5.7.8")
    server = FaultServer(echo, extensions=("AUTH PLAIN",), login=("herald", "another"))
    with server, wrong as caught:
        smtp(server, username="herald").__enter__()
    secret = server.said[-1].split(" ")[-1]
    for shown in (str(caught.value), caplog.text):
        assert PASSWORD not in shown
        assert secret not in shown


def test_a_password_that_is_not_set_is_named(template, smtp_settings):
    settings = smtp_settings(25, username="herald")
    with pytest.raises(TransportError, match="TEST_SMTP_PASSWORD is not set"):
        SmtpTransport(template, settings, sender="digest@herald.example", environ={})


def test_a_server_without_a_login_we_know_is_named(smtp):
    with (
        FaultServer(extensions=("AUTH GSSAPI",)) as server,
        pytest.raises(TransportError, match="no login by PLAIN"),
    ):
        smtp(server, username="herald").__enter__()

from datetime import timedelta
from pathlib import Path

import pytest

from digest.deliver.factory import leads_to, transport_maker, worker_count
from digest.deliver.message import MessageTemplate
from digest.deliver.outbox import OutboxTransport
from digest.deliver.sendgrid import SendgridTransport
from digest.deliver.smtp import SmtpTransport
from digest.errors import TransportError
from digest.model.settings import (
    DkimSettings,
    MailSettings,
    OutboxSettings,
    Security,
    SendgridSettings,
    SmtpSettings,
    TransportName,
)
from tests.contracts.transport_contract import envelopes


def mail(transport, username="", dkim=None):
    return MailSettings(
        from_name="The Harbour Herald",
        from_address="digest@herald.example",
        reply_to="",
        transport=transport,
        rate=None,
        domain_rates={},
        only_to=(),
        unsubscribe_to="",
        feedback_id="",
        dkim=dkim,
        outbox=OutboxSettings(path=Path("outbox")),
        smtp=SmtpSettings(
            host="127.0.0.1",
            port=25,
            security=Security.NONE,
            connections=4,
            username=username,
            password_env="HERALD_PASSWORD",
            timeout=timedelta(seconds=5),
            bounce_address="",
        ),
        sendgrid=SendgridSettings(
            api_key_env="SENDGRID_API_KEY",
            region="global",
            url="",
            sandbox=False,
            batch=1000,
            workers=3,
            timeout=timedelta(seconds=5),
            webhook_key="",
        ),
    )


@pytest.mark.parametrize(
    ("name", "kind", "workers", "via"),
    [
        (TransportName.OUTBOX, OutboxTransport, 1, "outbox out"),
        (TransportName.SMTP, SmtpTransport, 4, "smtp 127.0.0.1"),
        (TransportName.SENDGRID, SendgridTransport, 3, "sendgrid api.sendgrid.com"),
    ],
)
def test_the_transport_is_the_one_the_settings_name(variant, name, kind, workers, via):
    transport = make(mail(name), variant, Path("out"))
    assert isinstance(transport, kind)
    assert transport.name == name
    assert worker_count(mail(name)) == workers
    assert leads_to(mail(name), folder=Path("out")) == via


def make(settings, variant, folder, environ=None):
    environ = {"SENDGRID_API_KEY": "SG.key"} if environ is None else environ
    make_one = transport_maker(
        settings, lambda _: variant, sender=variant.sender, edition="daily", folder=folder, environ=environ
    )
    return make_one()


def test_making_one_touches_nothing_yet(variant, tmp_path):
    for name in TransportName:
        make(mail(name), variant, tmp_path / "outbox")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "variable"), [(TransportName.SMTP, "HERALD_PASSWORD"), (TransportName.SENDGRID, "SENDGRID_API_KEY")]
)
def test_a_secret_that_is_not_in_the_environment_is_missed_by_name(variant, tmp_path, name, variable):
    with pytest.raises(TransportError, match=f"{variable} is not set"):
        make(mail(name, username="herald"), variant, tmp_path, environ={})


def test_mails_are_signed_if_the_settings_name_a_domain(variant, tmp_path, rsa_key):
    dkim = DkimSettings(domain="herald.example", selector="digest", key_file=rsa_key)
    with make(mail(TransportName.OUTBOX, dkim=dkim), variant, tmp_path) as transport:
        list(transport.send(iter(envelopes(1))))
    (file,) = tmp_path.glob("*.eml")
    assert file.read_bytes().startswith(b"DKIM-Signature: ")
    assert file.read_bytes().endswith(MessageTemplate(variant.message, variant.marks).fill(envelopes(1)[0]))


@pytest.mark.parametrize("name", [TransportName.OUTBOX, TransportName.SMTP])
def test_a_mistake_in_the_key_is_told_when_the_transport_is_made(variant, tmp_path, name):
    dkim = DkimSettings(domain="herald.example", selector="digest", key_file=tmp_path / "none.pem")
    with pytest.raises(TransportError, match="cannot read the DKIM key"):
        make(mail(name, dkim=dkim), variant, tmp_path)

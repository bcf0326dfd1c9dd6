from datetime import timedelta
from pathlib import Path

import pytest

from digest.deliver.factory import make_transport, worker_count
from digest.deliver.outbox import OutboxTransport
from digest.deliver.smtp import SmtpTransport
from digest.errors import TransportError
from digest.model.settings import MailSettings, OutboxSettings, Security, SendgridSettings, SmtpSettings, TransportName


def mail(transport, username=""):
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
        dkim=None,
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
            workers=4,
            timeout=timedelta(seconds=5),
            webhook_key="",
        ),
    )


@pytest.mark.parametrize(
    ("name", "kind", "workers"), [(TransportName.OUTBOX, OutboxTransport, 1), (TransportName.SMTP, SmtpTransport, 4)]
)
def test_the_transport_is_the_one_the_settings_name(template, tmp_path, name, kind, workers):
    transport = make_transport(mail(name), template, folder=tmp_path)
    assert isinstance(transport, kind)
    assert transport.name == name
    assert worker_count(mail(name)) == workers


def test_making_one_touches_nothing_yet(template, tmp_path):
    make_transport(mail(TransportName.OUTBOX), template, folder=tmp_path / "outbox")
    make_transport(mail(TransportName.SMTP), template, folder=tmp_path / "outbox")
    assert not list(tmp_path.iterdir())


def test_a_password_that_is_not_in_the_environment_is_missed_by_name(template, tmp_path):
    with pytest.raises(TransportError, match="HERALD_PASSWORD is not set"):
        make_transport(mail(TransportName.SMTP, username="herald"), template, folder=tmp_path, environ={})

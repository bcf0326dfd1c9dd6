import json
from datetime import UTC, datetime, timedelta

import pytest

from digest.deliver.sendgrid_logs import ask_logs
from digest.drill.sendgrid_events import Mail
from digest.drill.sendgrid_fake import SendgridFake
from digest.drill.sendgrid_http import Answered, HttpServer
from digest.errors import TransportError
from tests.contracts.transport_contract import envelopes
from tests.deliver.sendgrid_kit import VARIABLE, settings, transport_to

START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def mail(number, *, after=0.0, **changes):
    made = {
        "address": f"reader{number}@readers.example",
        "sender": "digest@herald.example",
        "subject": "News",
        "message_id": f"request.recvd-1-{number}.0",
        "categories": ("digest-daily",),
        "custom_args": {"digest_ref": f"reference{number}"},
        "at": START.timestamp() + after,
    }
    return Mail(**(made | changes))


def ask(fake, addresses, *, since=START, until=START + timedelta(hours=1), **more):
    return list(
        ask_logs(
            settings(fake.url),
            category="digest-daily",
            addresses=addresses,
            since=since,
            until=until,
            environ={VARIABLE: getattr(fake, "key", "SG.key")},
            **more,
        )
    )


def test_a_mail_that_sendgrid_took_is_told_by_the_reference_it_was_sent_with(variant):
    with SendgridFake() as fake:
        with transport_to(fake, variant) as transport:
            list(transport.send(iter(envelopes(3))))
        now = datetime.now(UTC)
        found = ask(
            fake,
            ["Reader2@readers.example", "nobody@readers.example"],
            since=now - timedelta(minutes=5),
            until=now + timedelta(minutes=5),
        )
    assert [(one.reference, one.address, one.status) for one in found] == [
        (envelopes(2)[1].reference, "reader2@readers.example", "processed")
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"custom_args": {}},
        {"custom_args": {"digest_ref": 7}},
        {"categories": ("digest-weekly",)},
        {"after": -1},
        {"after": 3600},
    ],
)
def test_what_is_not_certainly_ours_is_not_told(changes):
    with SendgridFake() as fake:
        fake.mails.append(mail(1, **changes))
        assert ask(fake, ["reader1@readers.example"]) == []


def test_nothing_is_asked_about_nobody():
    assert ask(type("Nowhere", (), {"url": "http://127.0.0.1:9"}), []) == []


def test_a_window_with_more_rows_than_an_answer_holds_is_cut_until_all_are_seen():
    with SendgridFake() as fake:
        fake.mails += [mail(number, after=number) for number in range(2500)]
        found = ask(fake, [f"reader{number}@readers.example" for number in range(0, 2500, 50)])
    assert sorted(one.reference for one in found) == sorted(f"reference{number}" for number in range(0, 2500, 50))


def test_of_one_moment_with_more_rows_than_an_answer_holds_each_address_is_asked_about():
    with SendgridFake() as fake:
        fake.mails += [mail(number) for number in range(1500)]
        found = ask(fake, ["reader0@readers.example", "reader1499@readers.example", "o'brien@readers.example"])
    assert {one.reference for one in found} == {"reference0", "reference1499"}


def service(*answers):
    left = list(answers)
    return HttpServer(lambda _: left.pop(0), fault_of=lambda _: None)


def rows(*mails):
    return Answered(
        200,
        {},
        json.dumps({"messages": [{"to_email": m.address, "sg_message_id": m.message_id} for m in mails]}).encode(),
    )


def test_when_told_to_slow_down_it_waits_and_asks_again():
    waits = []
    details = Answered(200, {}, b'{"custom_args":{"digest_ref":"abc"}}')
    with service(Answered(429, {"Retry-After": "7"}), Answered(429), rows(mail(1)), Answered(429), details) as there:
        found = ask(there, ["reader1@readers.example"], sleep=waits.append)
    assert [one.reference for one in found] == ["abc"]
    assert waits == [7.0, 14.0, 1.0]


def test_a_mail_that_is_gone_meanwhile_is_not_told():
    with service(rows(mail(1)), Answered(404)) as there:
        assert ask(there, ["reader1@readers.example"]) == []


@pytest.mark.parametrize(
    "answer",
    [
        Answered(403, {}, b'{"errors":[{"message":"access forbidden"}]}'),
        Answered(400),
        Answered(500),
        Answered(302, {"Location": "http://127.0.0.1:9/"}),
        Answered(200, {}, b"<html>"),
        Answered(200, {}, b"[]"),
    ],
)
def test_logs_that_cannot_be_read_are_an_error_that_says_what_to_check(answer):
    with service(answer) as there, pytest.raises(TransportError, match=rf"{there.url}.*{VARIABLE}"):
        ask(there, ["reader1@readers.example"])


@pytest.mark.parametrize("body", [b"{}", b'{"messages":null}', b'{"messages":[null,{},{"to_email":3}]}'])
def test_rows_that_are_none_are_passed_over(body):
    with service(Answered(200, {}, body)) as there:
        assert ask(there, ["reader1@readers.example"]) == []


def test_nobody_there_is_an_error_after_a_few_tries(closed_port):
    waits = []
    nowhere = type("Nowhere", (), {"url": f"http://127.0.0.1:{closed_port}"})
    with pytest.raises(TransportError, match="cannot ask SendGrid's logs"):
        ask(nowhere, ["reader1@readers.example"], sleep=waits.append)
    assert len(waits) == 4

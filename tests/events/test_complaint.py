from __future__ import annotations

import pytest

from digest.events.mail import read_mail
from digest.model.event import EventKind
from tests.events.families import ISSUE_ID, READER, REF, headers, report, returned

AWAY = {"Delivered_To": "fbl@herald.example", "To": "fbl@herald.example", "From": "feedback@provider.example"}


def feedback(kind: str, *extra: str, back: str = "") -> bytes:
    fields = "\n".join((f"Feedback-Type: {kind}", "User-Agent: Loop/1.0", "Version: 1", *extra))
    return report("A reader has complained.", fields, back=back, kind="feedback-report", Subject="FW: Ferry", **AWAY)


@pytest.mark.parametrize("kind", ["abuse", "fraud", "virus", "Abuse", "other"])
def test_a_reader_who_calls_it_spam_complains(kind: str) -> None:
    [event] = read_mail(feedback(kind, f"Original-Rcpt-To: <{READER}>"))
    assert (event.kind, event.address, event.reference) == (EventKind.COMPLAINED, READER, REF)
    assert (event.message_id, event.fault) == (ISSUE_ID, None)


def test_an_opt_out_unsubscribes() -> None:
    [event] = read_mail(feedback("opt-out", f"Removal-Recipient: {READER}"))
    assert (event.kind, event.address) == (EventKind.UNSUBSCRIBED, READER)


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "dmarc", "dkim", ""])
def test_reports_of_another_type_say_nothing_of_the_reader(kind: str) -> None:
    assert read_mail(feedback(kind, f"Original-Rcpt-To: {READER}")) == []


def test_each_reader_who_is_named_complains() -> None:
    events = read_mail(feedback("abuse", "Original-Rcpt-To: a@far.example", "Original-Rcpt-To: <b@far.example>"))
    assert [event.address for event in events] == ["a@far.example", "b@far.example"]


def test_a_hidden_address_is_taken_from_the_returned_mail_if_it_stands_there() -> None:
    assert read_mail(feedback("abuse", "Original-Rcpt-To: redacted@far.example"))[0].address == READER
    [event] = read_mail(feedback("abuse", back=returned("redacted@far.example")))
    assert (event.address, event.reference) == ("", REF)


def test_the_delivery_is_named_by_the_list_unsubscribe_if_the_message_id_was_taken_out() -> None:
    back = f"From: digest@herald.example\nList-Unsubscribe: <mailto:unsubscribe+{REF}@herald.example>\n"
    assert read_mail(feedback("abuse", back=back))[0].reference == REF


def test_a_complaint_whose_reader_cannot_be_told_is_still_one() -> None:
    [event] = read_mail(feedback("abuse", back="Subject: x\n"))
    assert (event.kind, event.address, event.reference) == (EventKind.COMPLAINED, "", "")


def test_hotmail_complains_in_a_form_of_its_own() -> None:
    raw = headers(
        From="staff@hotmail.example", Subject="complaint about message from 198.51.100.1",
        Delivered_To="", To="fbl@herald.example", Return_Path="", Content_Type='multipart/mixed; boundary="=_h"',
    )  # fmt: skip
    raw += (
        f"\n--=_h\nContent-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: {READER}\n{returned()}\nNews.\n--=_h--\n"
    )
    [event] = read_mail(raw.encode())
    assert (event.kind, event.address, event.reference) == (EventKind.COMPLAINED, READER, REF)

from __future__ import annotations

import pytest

from digest.events.mail import read_mail
from digest.model.event import EventKind, Fault
from tests.events.families import READER, dsn, report


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("failed", EventKind.BOUNCED),
        ("Failed (permanently)", EventKind.BOUNCED),
        ("delayed", EventKind.DELAYED),
        ("delivered", EventKind.DELIVERED),
        ("relayed", EventKind.DELIVERED),
        ("expanded", EventKind.DELIVERED),
        ("", EventKind.BOUNCED),
    ],
)
def test_the_action_tells_what_happened(action: str, kind: EventKind) -> None:
    [event] = read_mail(dsn("5.1.1", "550 5.1.1 gone", action=action))
    assert event.kind is kind
    assert event.fault is (Fault.RECIPIENT if kind is EventKind.BOUNCED else None)


def test_without_an_action_the_class_of_the_status_tells() -> None:
    assert read_mail(dsn("4.4.1", "", action=""))[0].kind is EventKind.DELAYED
    assert read_mail(dsn("2.0.0", "", action=""))[0].kind is EventKind.DELIVERED


def test_a_remark_beside_the_status_stands_for_words_that_are_missing() -> None:
    [event] = read_mail(dsn("5.1.10 (domain does not accept mail)", ""))
    assert (event.fault, event.code, event.detail) == (Fault.RECIPIENT, "5.1.10", "domain does not accept mail")


def test_the_note_for_people_stands_for_words_that_are_missing() -> None:
    [event] = read_mail(dsn("5.0.0", "", note=f"{READER}: 550 5.1.1 no such user\n"))
    assert (event.fault, event.code) == (Fault.RECIPIENT, "5.1.1")


def test_an_address_needs_no_type_and_a_path_is_none() -> None:
    fields = "Reporting-MTA: dns; far.example\n\nFinal-Recipient: {}\nAction: failed\nStatus: 5.1.1\n"
    back = "Subject: x\n"
    assert read_mail(report("", fields.format("<a@b.example>"), back=back))[0].address == "a@b.example"
    assert read_mail(report("", fields.format("rfc822;/var/mail/a"), back=back))[0].address == ""


def test_words_of_another_kind_than_smtp_are_read_too() -> None:
    fields = (
        f"Reporting-MTA: dns; far.example\n\nFinal-Recipient: rfc822; {READER}\nAction: failed\nStatus: 5.0.0\n"
        "Diagnostic-Code: X-Notes; User ines not listed in Domino Directory\n"
    )
    [event] = read_mail(report("", fields))
    assert (event.fault, event.detail) == (Fault.RECIPIENT, "User ines not listed in Domino Directory")

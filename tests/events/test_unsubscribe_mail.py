from __future__ import annotations

import pytest

from digest.events.mail import read_mail
from digest.model.event import EventKind
from tests.events.families import READER, REF, prose

ADDRESS = f"unsubscribe+{REF}@herald.example"
PERSON = {"From": f"Ines <{READER}>", "Return_Path": f"<{READER}>", "To": ADDRESS, "Delivered_To": ADDRESS}


def test_a_mail_to_the_address_of_the_link_unsubscribes() -> None:
    for subject in ("unsubscribe", "Please stop", ""):
        [event] = read_mail(prose("", **(PERSON | {"Subject": subject})))
        assert (event.kind, event.reference, event.address) == (EventKind.UNSUBSCRIBED, REF, READER)


def test_the_address_counts_wherever_the_mail_server_wrote_it() -> None:
    fields = PERSON | {"To": "The Herald <digest@herald.example>", "Delivered_To": ADDRESS.upper(), "Subject": "hi"}
    assert read_mail(prose("", **fields))[0].reference == REF


def test_a_mail_program_may_write_it_for_the_reader() -> None:
    fields = {"Subject": "unsubscribe", "Auto_Submitted": "auto-generated", "X_Auto_Response_Suppress": "All"}
    assert read_mail(prose("", **(PERSON | fields)))[0].kind is EventKind.UNSUBSCRIBED


@pytest.mark.parametrize("subject", ["unsubscribe", "Unsubscribe", " UNSUBSCRIBE. ", "=?utf-8?Q?unsubscribe?="])
def test_a_subject_that_says_just_that_unsubscribes_whoever_writes(subject: str) -> None:
    fields = {"To": "digest@herald.example", "Delivered_To": "digest@herald.example", "Subject": subject}
    [event] = read_mail(prose("", **(PERSON | fields)))
    assert (event.kind, event.reference, event.address) == (EventKind.UNSUBSCRIBED, "", READER)


@pytest.mark.parametrize("subject", ["Re: how do I unsubscribe?", "Why people unsubscribe from newsletters"])
def test_a_subject_that_speaks_of_it_does_not(subject: str) -> None:
    assert read_mail(prose("", **(PERSON | {"To": "d@herald.example", "Delivered_To": "", "Subject": subject}))) == []


@pytest.mark.parametrize(
    "field",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Return_Path": "<>"},
        {"Subject": "Automatic reply: unsubscribe"},
        {"X_Autoreply": "yes"},
        {"Auto_Submitted": "auto-generated", "Subject": "Ticket opened"},
    ],
)
def test_what_a_machine_answers_to_that_address_is_no_unsubscribe(field: dict[str, str]) -> None:
    [event] = read_mail(prose("", **(PERSON | {"Subject": "unsubscribe"} | field)))
    assert event.kind is EventKind.REPLIED


def test_the_address_of_bounces_is_not_that_for_unsubscribing() -> None:
    fields = {"To": f"bounces+{REF}@herald.example", "Delivered_To": "", "Subject": "Hello"}
    assert read_mail(prose("", **(PERSON | fields))) == []

from __future__ import annotations

import pytest

from digest.events.mail_parts import take_apart
from digest.events.returned import message_id_of, notice_of, reference_of, reported_to, sent_to, unsubscribing
from tests.events.families import ISSUE_ID, READER, REF, prose, returned


@pytest.mark.parametrize(
    "introduction",
    [
        "------ This is a copy of the message, including all the headers. ------",
        "--- Below this line is a copy of the message.",
        "--- Enclosed is a copy of the message.",
        "----- Original message -----",
        "Original message headers:",
        "Message headers follow.",
        "   ----- Unsent message follows -----",
        "------- Returned Message --------",
        "--- The header of the original message is following. ---",
        "----- Ursprüngliche Nachricht -----",
        "Message d'origine",
        "",
    ],
)
def test_the_text_is_cut_where_the_returned_mail_begins(introduction: str) -> None:
    notice, back = notice_of(take_apart(prose(f"Not delivered.\n\n{introduction}\n\n{returned()}\nNews.")))
    assert notice.strip() == "Not delivered."
    assert (sent_to(back), back.first("subject")) == ((READER,), "Ferry deal signed")


def test_a_text_that_returns_nothing_is_all_notice() -> None:
    notice, back = notice_of(take_apart(prose("Not delivered to the original recipient.\nBye.")))
    assert "Bye." in notice
    assert not back


def test_a_reference_survives_capital_letters_and_rewritten_addresses() -> None:
    for address in (f"BOUNCES+{REF.upper()}@HERALD.EXAMPLE", f"SRS0=x=y=herald.example=bounces+{REF}@far.example"):
        mail = take_apart(prose("", To=address, Delivered_To=""))
        assert reference_of(mail, mail.returned) == REF


@pytest.mark.parametrize("tag", ["short", "wxyz" + REF[4:], REF + "a", ""])
def test_what_is_no_reference_is_not_taken_for_one(tag: str) -> None:
    mail = take_apart(prose("", To=f"bounces+{tag}@herald.example", Delivered_To=""))
    assert reference_of(mail, mail.returned) == ""


def test_only_the_address_for_unsubscribing_unsubscribes() -> None:
    for address, found in ((f"unsubscribe+{REF}@x.example", REF), (f"no-unsubscribe+{REF}@x.example", "")):
        assert unsubscribing(take_apart(prose("", To=f"The Herald <{address}>", Delivered_To=""))) == found


def test_the_message_id_is_told_without_its_brackets() -> None:
    mail = take_apart(prose("", In_Reply_To=f"<{ISSUE_ID}>"))
    assert message_id_of(mail, mail.returned) == ISSUE_ID


def test_a_report_was_delivered_to_all_the_addresses_that_say_so() -> None:
    assert reported_to(take_apart(prose("", To="A@x.example", Delivered_To="b@x.example"))) == {
        "a@x.example",
        "b@x.example",
    }

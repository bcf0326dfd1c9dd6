from __future__ import annotations

from digest.events.mail import read_mail
from digest.events.mail_parts import take_apart
from digest.events.prose import is_notice, said_of, telling
from digest.model.event import EventKind, Fault
from tests.events.families import READER, prose, returned

TWO = (
    "could not be delivered to:\n\n<a@far.example>:\nRemote host said: 550 5.1.1 no such user\n\n"
    "<b@far.example>:\nRemote host said: 552 5.2.2 mailbox full\nIf you have questions, contact help@far.example.\n"
)


def test_each_recipient_is_judged_by_the_lines_that_are_about_it() -> None:
    first, second = read_mail(prose(TWO))
    assert (first.address, first.fault, first.code) == ("a@far.example", Fault.RECIPIENT, "5.1.1")
    assert (second.address, second.fault, second.code) == ("b@far.example", Fault.PASSING, "5.2.2")


def test_the_lines_about_an_address_run_to_the_next_one() -> None:
    assert said_of("A@far.example", TWO).split("\n")[:2] == [
        "<a@far.example>:",
        "Remote host said: 550 5.1.1 no such user",
    ]
    assert said_of("c@far.example", TWO) == ""


def test_the_first_reply_that_is_quoted_is_what_was_said() -> None:
    assert (
        telling("We tried.\nIt said: 550-5.1.1 no\n550 5.1.1 such user\n\nSorry.") == "550-5.1.1 no 550 5.1.1 such user"
    )
    assert telling("<<< 550 5.1.1 gone\n<<< 421 4.4.1 bye") == "550 5.1.1 gone"
    assert telling("nobody  is\nhere") == "nobody is here"


def test_a_reply_that_stands_before_the_only_recipient_is_about_it() -> None:
    text = "Your mail could not be delivered because of\n\n550 5.1.1 User unknown\n\nThese were affected:\n"
    [event] = read_mail(prose(f"{text}  {READER}\n\nBye.\n"))
    assert (event.address, event.fault, event.code) == (READER, Fault.RECIPIENT, "5.1.1")


def test_addresses_of_ours_and_of_those_who_help_are_no_recipients() -> None:
    text = f"Message from digest@herald.example to {READER} was not delivered.\nAsk postmaster@far.example for help.\n"
    [event] = read_mail(prose(f"Not delivered:\n{READER}\n{text}", back=returned()))
    assert event.address == READER


def test_a_notice_is_told_by_who_wrote_it_and_its_subject_or_words() -> None:
    def tells(text: str, **fields: str) -> bool:
        return is_notice(take_apart(prose(text, **fields)), text)

    assert tells("", Subject="Undeliverable: Ferry")
    assert tells("Your message could not be delivered.", Subject="Ferry")
    assert tells("", From=READER, X_Failed_Recipients=READER)
    assert tells("", From="Anybody <any@far.example>", Subject="Returned mail: see transcript")
    assert not tells("Your message could not be delivered.", From="Ines <ines@far.example>", Subject="Ferry")
    assert not tells("", From="Ines <ines@far.example>", Return_Path="<ines@far.example>", Subject="Undeliverable")
    assert not tells("Could not be delivered.", Subject="Out of office")


def test_a_report_of_success_in_words_is_no_bounce() -> None:
    for subject in ("Delivered: Ferry deal signed", "Delivery Status Notification (Success)"):
        [event] = read_mail(prose(f"Your message was delivered to {READER}.", Subject=subject))
        assert (event.kind, event.fault) == (EventKind.DELIVERED, None)

from __future__ import annotations

import pytest

from digest.events.diagnosis import diagnose
from digest.events.reported import Reported
from digest.model.event import Fault


def judged(words: str, *, status: str = "", around: str = "") -> tuple[Fault, str]:
    found = diagnose(Reported(words=words, status=status, around=around))
    return found.fault, found.code


@pytest.mark.parametrize("code", ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"])
def test_codes_of_a_mailbox_that_is_not_there_suppress_at_once(code: str) -> None:
    assert judged("550 no", status=code) == (Fault.RECIPIENT, code)


@pytest.mark.parametrize("code", ["5.2.2", "4.2.2", "4.4.1", "4.7.1", "4.1.1", "5.0.0", "5.2.0", "5.3.0"])
def test_codes_of_what_may_pass_are_counted(code: str) -> None:
    assert judged("no", status=code) == (Fault.PASSING, code)


@pytest.mark.parametrize(
    "code", ["5.7.1", "5.7.26", "5.7.515", "5.3.4", "5.4.6", "5.4.1", "5.1.8", "5.6.0", "5.5.2", "5.2.3"]
)
def test_codes_of_policy_size_and_routing_say_nothing_of_the_reader(code: str) -> None:
    assert judged("550 no", status=code) == (Fault.SENDER, code)


def test_the_code_in_the_words_is_truer_than_a_vague_status() -> None:
    assert judged("550 5.1.1 no", status="5.0.0") == (Fault.RECIPIENT, "5.1.1")
    assert judged("554 5.4.7 expired <450 4.2.2 busy>", status="5.4.7") == (Fault.PASSING, "4.2.2")
    assert judged("550 no", status="5.1.1") == (Fault.RECIPIENT, "5.1.1")
    assert judged("550 5.0.0 no", status="5.1.1") == (Fault.RECIPIENT, "5.1.1")


def test_an_address_a_host_or_a_link_is_no_code_and_no_word() -> None:
    assert judged("550 see 5.1.1.2") == (Fault.PASSING, "550")
    assert judged("550 <user.unknown@spam.example> https://x.example/blocked/user-unknown no") == (Fault.PASSING, "550")
    assert judged("550 mx.spam-policy.blocked.example says no") == (Fault.PASSING, "550")


def test_a_policy_or_a_full_mailbox_in_the_words_outweighs_the_code() -> None:
    assert judged("550 5.1.1 rejected by our policy") == (Fault.SENDER, "5.1.1")
    assert judged("552 5.1.1 mailbox full") == (Fault.PASSING, "5.1.1")


def test_no_such_domain_suppresses_under_any_code() -> None:
    assert judged("550 5.4.4 domain does not exist") == (Fault.RECIPIENT, "5.4.4")
    assert judged("550 5.7.27 Host does not accept mail") == (Fault.RECIPIENT, "5.7.27")


def test_unknown_user_suppresses_only_if_code_or_dialogue_show_that_the_recipient_is_meant() -> None:
    assert judged("550 unknown user")[0] is Fault.PASSING
    assert judged("550 unknown user", around="550 unknown user (in reply to RCPT TO\n command)")[0] is Fault.RECIPIENT
    assert judged("550 unknown user", around="550 unknown user (in reply to end of DATA command)")[0] is Fault.PASSING
    assert judged("550 <ines@reader.example>... unknown user")[0] is Fault.RECIPIENT
    assert judged("550 5.7.1 unknown user", around="after RCPT TO:<ines@reader.example>")[0] is Fault.PASSING


def test_a_no_before_the_recipient_was_named_is_the_senders() -> None:
    for around in ("after MAIL FROM:<bounces@x.example>", "in reply to EHLO command", "refused to talk to me"):
        assert judged("550 unknown user", around=around)[0] is Fault.SENDER
    assert judged("450 later", around="in reply to MAIL FROM command")[0] is Fault.PASSING


def test_a_transcript_tells_the_command_that_was_answered() -> None:
    assert judged("550 unknown user", around=">>> RCPT TO:<a@b.example>\n<<< 550 unknown user")[0] is Fault.RECIPIENT
    assert judged("550 unknown user", around=">>> DATA\n<<< 550 unknown user")[0] is Fault.PASSING
    assert judged("550 unknown user", around=">>> MAIL From:<a@b.example>\n<<< 550 unknown user")[0] is Fault.SENDER


def test_nothing_said_is_counted() -> None:
    assert judged("") == (Fault.PASSING, "")

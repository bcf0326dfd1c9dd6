"""Whose fault a bounce is: by its code, else by its words, and never the reader's where they speak of policy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events.faults import fault_in_words, fault_of
from digest.model.event import Fault


@pytest.mark.parametrize("code", ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"])
def test_these_codes_say_that_there_is_no_such_mailbox(code: str) -> None:
    assert fault_of(code) is Fault.RECIPIENT


@pytest.mark.parametrize("code", ["5.2.2", "4.2.2", "4.4.7", "4.7.1", "421", "450", "552"])
def test_these_codes_may_pass(code: str) -> None:
    assert fault_of(code) is Fault.PASSING


@pytest.mark.parametrize("code", ["5.7.1", "5.7.26", "5.7.515", "5.3.4", "5.4.1", "5.4.14", "5.6.0", "5.1.8"])
def test_these_codes_are_the_senders(code: str) -> None:
    assert fault_of(code) is Fault.SENDER


@pytest.mark.parametrize("code", ["", "5.0.0", "5.5.0", "550", "554", "250", "2.0.0", "5.1.11", "5.1.1.4", " 5.1.1"])
def test_other_codes_say_too_little(code: str) -> None:
    assert fault_of(code) is None


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("550 5.1.1 The email account that you tried to reach does not exist", Fault.RECIPIENT),
        ("550 No such user here", Fault.RECIPIENT),
        ("Recipient address rejected: User unknown in virtual mailbox table", Fault.RECIPIENT),
        ("unknown user", Fault.RECIPIENT),
        ("452 4.2.2 The email account is over quota", Fault.PASSING),
        ("Mailbox full", Fault.PASSING),
        ("552 Requested mail action aborted: insufficient storage", Fault.PASSING),
        ("550 5.7.1 rejected, unknown user", Fault.SENDER),
        ("550 blocked using a block list: recipient does not exist here", Fault.SENDER),
        ("554 Message looks like spam, no such user", Fault.SENDER),
        ("Client host [5.1.1.7] said no", None),
        ("no", None),
        ("", None),
    ],
)
def test_words_tell_where_no_code_does(words: str, fault: Fault | None) -> None:
    assert fault_in_words(words) is fault


@given(st.text(max_size=400))
def test_any_words_can_be_judged(words: str) -> None:
    assert fault_in_words(words) in {None, *Fault}

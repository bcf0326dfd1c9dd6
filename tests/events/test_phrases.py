from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events.phrases import Said, any_of, plain, said

SPOKEN = {
    Said.SENDER: (
        "Sender address rejected: Domain not found", "relaying denied",
        "Client host [198.51.100.1] blocked using a list",
        "message size exceeds fixed maximum message size", "too many hops", "SPF check failed", "bad reputation",
        "this looks like spam", "Host network not allowed", "Access denied",
    ),
    Said.LATER: (
        "Mailbox full", "user is over quota", "The recipient's inbox is out of storage space", "try again later",
        "temporarily locked", "Greylisted", "Connection timed out", "retry timeout exceeded", "Postfach ist voll",
        "メールボックスの容量が一杯です", "Insufficient system storage", "Host not found, try again",
    ),
    Said.GONE: (
        "no mailbox here by that name", "The email account that you tried to reach does not exist",
        "Unrouteable address",
        "User ines not listed in Domino Directory", "Host unknown", "domain does not exist", "No MX record found",
        "Recipient address rejected: User unknown in virtual mailbox table", "not our customer", "destinataire inconnu",
        "Empfänger unbekannt", "usuario desconocido",
        "utente sconosciuto", "пользователь не найден", "用户不存在",
    ),
    Said.UNKNOWN: (
        "User unknown", "unknown user", "No such user", "Invalid recipient", "550 <a@b.example>: does not exist",
        "user not found", "Recipient not found", "no such recipient", "User doesn't exist", "unknown local part",
    ),
    Said.UNSURE: ("the account may not exist", "account disabled", "mailbox unavailable", "550 : User unknown"),
    None: ("no", "", "Service unavailable", "see https://x.example/user-unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("meant", "words"), [(meant, words) for meant, spoken in SPOKEN.items() for words in spoken])
def test_each_phrase_says_what_it_says(meant: Said | None, words: str) -> None:
    assert said(words) is meant


def test_a_reply_over_several_lines_is_read_as_one() -> None:
    assert said("550-5.2.1 receiving mail at a\n 550-5.2.1 rate that\n 550 5.2.1 is too much") is Said.LATER


def test_what_only_looks_like_words_is_taken_out() -> None:
    assert plain("550-5.7.1 <a.b@c.example>: see https://d.example/e at mx.f.example") == "@ : see at"


def test_expressions_stand_a_line_each_and_may_have_a_comment() -> None:
    pattern = any_of("\n  one|two  # a comment\n  three\n")
    assert [pattern.search(text) is not None for text in ("TWO", "three", "comment")] == [True, True, False]


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    said(text)

"""Every error is one line that says what, which and what next, with its exit code."""

from __future__ import annotations

from subscribers.errors import BadAddress, BadToken, NotSubscribed, RosterError, UnknownList, UnknownSubscriber, quoted


def test_an_unknown_list_names_the_nearest() -> None:
    assert str(UnknownList("dialy", ["weekly", "daily"])) == "no list named 'dialy': did you mean 'daily'?"


def test_an_unknown_list_names_them_all_when_none_is_near() -> None:
    assert str(UnknownList("zzz", ["weekly", "daily"])) == "no list named 'zzz'; there are: daily, weekly"


def test_an_unknown_list_says_so_when_there_is_none() -> None:
    assert str(UnknownList("daily", [])) == "no list named 'daily'; create it first"


def test_foreign_text_in_a_message_is_bounded_and_stays_on_its_line() -> None:
    assert quoted("a\nb") == r"'a\nb'"
    assert len(quoted("x" * 1000)) < 100


def test_what_the_user_gave_wrong_ends_with_2_and_what_failed_with_1() -> None:
    assert {error.exit_code for error in (BadAddress, UnknownList, UnknownSubscriber)} == {2}
    assert {error.exit_code for error in (RosterError, BadToken, NotSubscribed)} == {1}


def test_messages_say_which() -> None:
    assert "'x@y'" in str(UnknownSubscriber("x@y"))
    assert "number 7" in str(UnknownSubscriber(7))
    assert "'daily'" in str(NotSubscribed("x@y", "daily"))

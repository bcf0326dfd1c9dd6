"""That somebody left everything is read from a file and holds for lists made later, until they say otherwise."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from subscribers.files.intake.taking_back import taking_back
from subscribers.model import Via

ANA = "ana@reader.example"
LEFT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
HEAD = "address,lists,left_all_at\n"


def kept_off(roster, lists, mailable, now, address: str = ANA) -> bool:
    """Whether they stay off a list that is made only now, also when an operator adds them."""
    lists.create("later", now=now, opt_in="single")
    roster.add(address, lists=["later"], now=now)
    return mailable("later") == []


def test_a_new_reader_who_left_everything_elsewhere_joins_no_later_list(bring, roster, lists, mailable, now) -> None:
    assert bring(f"{HEAD}{ANA},,2026-01-02T03:04:05Z\n", by_row=True).counts == (1, 0, 0)
    assert roster.show(ANA).left_all_at == LEFT
    assert bring(f"address\n{ANA}\n").kept_out == [
        (2, "left every list on 2026-01-02; only a consent given since brings them back")
    ]
    assert kept_off(roster, lists, mailable, now)


@pytest.mark.parametrize("row", ["daily confirmed", "weekly confirmed", "weekly unconfirmed", ""])
def test_a_known_reader_is_taken_off_every_list_whatever_the_row_says_of_it(
    bring, roster, lists, mailable, now, row
) -> None:
    roster.add(ANA, lists=["daily", "weekly"], confirmed=True, now=now)
    assert bring(f"{HEAD}{ANA},{row},2026-01-02T03:04:05Z\n", by_row=True).counts == (0, 1, 0)
    record = roster.show(ANA)
    assert {one.state for one in record.subscriptions} == {"unsubscribed"}
    assert {one.left_at for one in record.subscriptions} == {LEFT}
    assert (mailable("weekly"), mailable("daily")) == ([], [])
    last = record.consents[-3:]
    assert {(one.list, one.action) for one in last} == {(name, "unsubscribed") for name in ("daily", "weekly", "")}
    (whole,) = [one for one in last if not one.list]
    assert (whole.at, whole.note) == (LEFT, "import 1, standard input; every list, also those to come")
    assert kept_off(roster, lists, mailable, now)


def test_whoever_waits_there_for_their_own_word_waits_here_and_is_not_asked(bring, roster, mailable) -> None:
    row = f"{HEAD}{ANA},weekly unconfirmed,2026-01-02T03:04:05Z\n"
    assert bring(row, by_row=True, ask=True).asked == 0
    assert [one.state for one in roster.show(ANA).subscriptions] == ["unconfirmed"]
    assert mailable("weekly") == []


@pytest.mark.parametrize("word", ["yes", "02/01/2026", "spring 2026", "2999-01-01"])
def test_a_word_that_is_no_time_means_now(bring, roster, now, word) -> None:
    bring(f"{HEAD}{ANA},weekly confirmed,{word}\n", by_row=True)
    record = roster.show(ANA)
    assert record.left_all_at == now
    assert record.subscriptions[0].left_at == now
    assert (word in record.consents[-1].note) == (len(word) > 5)


def test_a_word_that_says_neither_refuses_the_row(bring, states) -> None:
    brought = bring(f"{HEAD}{ANA},weekly confirmed,long ago\n", by_row=True)
    assert brought.refused == [(2, "'left_all_at' is 'long ago'; put yes, no or a date there")]
    assert states() == {}


@pytest.mark.parametrize("word", ["", "no", "false", "0"])
def test_a_no_is_a_no(bring, roster, word) -> None:
    bring(f"{HEAD}{ANA},weekly confirmed,{word}\n", by_row=True)
    assert roster.show(ANA).left_all_at is None
    assert [one.state for one in roster.show(ANA).subscriptions] == ["confirmed"]


@pytest.mark.parametrize(("value", "left"), [(True, True), (False, False), (None, False), ("2026-01-02", True)])
def test_json_may_say_it_as_a_truth_or_a_time(bring, roster, value, left) -> None:
    bring(json.dumps({"address": ANA, "lists": [], "left_all_at": value}), by_row=True)
    assert bool(roster.show(ANA).left_all_at) is left


def test_any_column_can_be_told_to_hold_it(bring, roster, mailable) -> None:
    assert bring(f"email,gone\n{ANA},2026-01-02\n", told={"gone": "left_all_at"}).counts == (1, 0, 0)
    assert roster.show(ANA).left_all_at == datetime(2026, 1, 2, tzinfo=UTC)
    assert mailable("weekly") == []


def test_of_two_rows_the_one_that_says_so_holds(bring, roster, mailable) -> None:
    rows = f"{ANA},weekly confirmed,2026-01-02\n{ANA},daily confirmed,\n"
    assert bring(HEAD + rows, by_row=True).counts == (1, 0, 1)
    assert {one.state for one in roster.show(ANA).subscriptions} == {"unsubscribed"}
    assert roster.show(ANA).left_all_at is not None
    assert (mailable("weekly"), mailable("daily")) == ([], [])


def test_a_row_that_says_it_is_no_attempt_to_bring_somebody_back(bring, roster, now) -> None:
    roster.add(ANA, lists=["weekly"], now=now)
    roster.unsubscribe(ANA, via=Via.WEB, now=now)
    roster.add(ANA, lists=["weekly"], via=Via.WEB, now=now)
    brought = bring(f"{HEAD}{ANA},weekly unconfirmed,2026-01-02\n", by_row=True)
    assert (brought.counts, brought.kept_out) == ((0, 0, 1), [])


def test_an_own_word_brings_them_back(bring, roster, mailable, now) -> None:
    bring(f"{HEAD}{ANA},weekly,2026-01-02\n", by_row=True)
    roster.add(ANA, lists=["weekly"], via=Via.WEB, now=now)
    roster.confirm(ANA, "weekly", via=Via.WEB, now=now)
    assert mailable("weekly") == [ANA]
    assert roster.show(ANA).left_all_at is None


def undone(db, number: int, now: datetime) -> tuple[int, list[str]]:
    with taking_back(db, number, now=now + timedelta(days=1)) as it:
        return it.restored, [one.reason for one in it.those_who_stayed()]


def test_it_can_be_taken_back(db, bring, roster, mailable, now) -> None:
    roster.add(ANA, lists=["weekly"], now=now)
    bring(f"{HEAD}{ANA},,2026-01-02\n", by_row=True)
    assert undone(db, 1, now) == (1, [])
    assert roster.show(ANA).left_all_at is None
    assert mailable("weekly") == [ANA]


def test_what_two_files_say_holds_until_both_are_taken_back(db, bring, roster, mailable, now) -> None:
    roster.add(ANA, lists=["weekly"], now=now)
    for _ in range(2):
        bring(f"{HEAD}{ANA},,2026-01-02\n", by_row=True)
    assert undone(db, 1, now) == (0, ["import 2 says too that they left everything; take that back first"])
    assert undone(db, 2, now) == (1, [])
    assert roster.show(ANA).left_all_at is not None
    assert undone(db, 1, now) == (1, [])
    assert (roster.show(ANA).left_all_at, mailable("weekly")) == (None, [ANA])


def test_what_three_files_say_is_taken_back_by_none(db, bring, roster, mailable, now) -> None:
    roster.add(ANA, lists=["weekly"], now=now)
    for _ in range(3):
        bring(f"{HEAD}{ANA},,2026-01-02\n", by_row=True)
    for number in (3, 2, 1):
        undone(db, number, now)
    assert undone(db, 1, now) == (0, ["another file says too that they left everything"])
    assert (roster.show(ANA).left_all_at is None, mailable("weekly")) == (False, [])


def test_taking_back_an_import_that_knew_nothing_of_it_lets_it_stand(db, bring, roster, now) -> None:
    bring(f"{HEAD}{ANA},,2026-01-02\n", by_row=True)
    bring(f"address,lists,name\n{ANA},,Ana\n", by_row=True)
    db.execute("UPDATE import_changes SET before = json_remove(before, '$.left_all_at')")
    assert undone(db, 2, now) == (1, [])
    assert (roster.show(ANA).name, roster.show(ANA).left_all_at is None) == ("", False)


def test_the_log_tells_that_it_was_taken_back_also_of_whoever_is_on_no_list(db, bring, roster, now) -> None:
    roster.add(ANA, now=now)
    bring(f"{HEAD}{ANA},,2026-01-02\n", by_row=True)
    assert undone(db, 1, now) == (1, [])
    last = roster.show(ANA).consents[-1]
    assert (last.list, last.action, last.via) == ("", "resumed", "import")
    assert last.note == "import 1 was taken back; had not left every list before"

"""An address that somebody gave up goes on meaning them, until somebody confirms that it is theirs."""

from __future__ import annotations

import pytest

from subscribers.database import immediate
from subscribers.forgetting import addresses_of, erase_from_roster
from subscribers.former import present, recall
from subscribers.model import Via

OLD, NEW = "ana@old.example", "ana@new.example"


@pytest.fixture
def moved(roster, now) -> None:
    """Ana, who is on `weekly` and has another address now."""
    roster.add(OLD, lists=["weekly"], now=now)
    roster.edit("ANA@old.example", new_address=NEW, now=now)


def test_a_file_that_names_it_changes_the_reader_and_brings_no_second_one(moved, bring, roster, mailable) -> None:
    brought = bring("email,name\nANA@old.example,Ana\nana@new.example,\nben@old.example,Ben\n")
    assert brought.counts == (1, 1, 1)
    assert brought.moved == [{"row": 2, "address": "ANA@old.example", "reason": f"a former address of {NEW}"}]
    assert mailable("weekly") == [NEW, "ben@old.example"]
    assert roster.show(NEW).name == "Ana"


@pytest.mark.parametrize("wish", [{}, {"confirmed": True}])
def test_whoever_left_under_the_new_one_has_left(moved, bring, roster, now, mailable, wish) -> None:
    roster.unsubscribe(NEW, now=now)
    brought = bring(f"email\n{OLD}\n", **wish)
    assert (brought.counts, [row for row, _ in brought.kept_out]) == ((0, 0, 0), [2])
    assert [one["address"] for one in brought.lines] == [OLD]
    change = roster.add(OLD, lists=["weekly"], now=now)
    assert (change.address, change.former, bool(change.kept_out)) == (NEW, OLD, True)
    roster.add(OLD, lists=["weekly"], via=Via.WEB, now=now)  # whoever that was
    assert bring(f"email,confirmed_at\n{OLD},2020-01-01\n", **wish).counts == (0, 0, 0)
    assert mailable("weekly") == []


def test_a_file_that_says_that_they_left_takes_them_off(moved, bring, states) -> None:
    bring(f"email,status\n{OLD},unsubscribed\n")
    assert states() == {NEW: "unsubscribed"}


def test_a_file_that_says_that_it_bounced_says_nothing_of_the_new_one(moved, bring, db, states) -> None:
    brought = bring(f"email,status\n{OLD},bounced\n")
    assert brought.kept_out == [(2, f"a former address of {NEW}; that it bounced says nothing of the new one")]
    assert states() == {NEW: "confirmed"}
    assert db.execute("SELECT count(*) FROM suppressions").fetchone() == (0,)


@pytest.mark.parametrize("way", ["confirms", "consented"])
def test_its_next_owner_has_it_once_they_confirmed(moved, bring, roster, db, now, mailable, way) -> None:
    roster.unsubscribe(NEW, now=now)
    if way == "confirms":
        roster.add(OLD, lists=["daily"], via=Via.WEB, now=now)
        assert present(db, [OLD]) == {OLD: NEW}
        roster.confirm(OLD, via=Via.WEB, now=now)
    else:
        roster.add(OLD, lists=["daily"], confirmed=True, now=now)
    assert present(db, [OLD]) == {}
    assert bring(f"email\n{OLD}\n").counts == (0, 1, 0)
    assert mailable("daily", "weekly") == [OLD, OLD]


def test_a_command_that_names_it_means_the_reader(moved, roster, now) -> None:
    assert roster.show(OLD).address == NEW
    assert roster.unsubscribe(OLD, now=now).address == NEW


def test_whoever_moves_back_or_moves_there_has_it(moved, roster, db, now) -> None:
    roster.edit(NEW, new_address=OLD, now=now)
    assert present(db, [OLD, NEW]) == {NEW: OLD}
    roster.add("ben@reader.example", now=now)
    roster.edit("ben@reader.example", new_address=NEW, now=now)
    assert present(db, [OLD, NEW]) == {}


def test_moves_of_before_are_recalled_from_the_log(moved, db) -> None:
    with immediate(db):
        db.execute("DELETE FROM former_addresses")
        recall(db)
    assert present(db, [OLD]) == {OLD: NEW}


def test_forgetting_covers_it_also_while_somebody_waits_with_it(moved, bring, roster, db, now) -> None:
    roster.add(OLD, lists=["weekly"], via=Via.WEB, now=now)
    _forget(roster, db, NEW)
    assert [row for row, _ in bring(f"email\n{OLD}\n{NEW}\n", confirmed=True).kept_out] == [2, 3]


def test_forgetting_spares_its_next_owner(moved, bring, roster, db, now, mailable) -> None:
    roster.add(OLD, lists=["weekly"], confirmed=True, now=now)
    _forget(roster, db, NEW)
    assert bring(f"email\n{OLD}\n").counts == (0, 0, 1)
    assert mailable("weekly") == [OLD]


def _forget(roster, db, address: str) -> None:
    number = roster.show(address).id
    with immediate(db):
        erase_from_roster(db, number, addresses_of(db, number), source="shell", now="2026-11-23T06:30:00Z")

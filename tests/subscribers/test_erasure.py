"""An erased address is remembered as a keyed hash, and only the person themselves brings it back."""

from __future__ import annotations

import pytest

from subscribers.changes import Newcomer
from subscribers.database import immediate, stamp
from subscribers.erasure import erased_among, erased_keys, lift_erased, mark_erased
from subscribers.errors import ErasedAddress
from subscribers.keys import add_signing_key
from subscribers.model import Via

READER = "reader@herald.example"


@pytest.fixture
def erased(db, roster, now) -> str:
    """An address that was erased."""
    with immediate(db):
        mark_erased(db, READER, source="shell", now=stamp(now))
    return READER


def test_the_hash_says_nothing_of_the_address_and_is_another_in_every_database(db, migrated) -> None:
    key = erased_keys(db, READER)[0]
    assert len(key) == 32
    assert set(key) <= set("0123456789abcdef")
    assert key != erased_keys(db, "other@herald.example")[0]
    assert key != erased_keys(migrated("other.db"), READER)[0]


def test_an_erased_address_is_known_again_after_a_new_signing_key(db, erased, now) -> None:
    add_signing_key(db, now=now)
    assert erased_among(db, [READER, "other@herald.example"]) == {READER}


def test_of_thousands_those_that_were_erased_are_found(db, erased) -> None:
    many = [f"reader{number}@herald.example" for number in range(5000)]
    assert erased_among(db, many) == frozenset()
    assert erased_among(db, [*many, READER]) == {READER}


def test_whether_anybody_was_erased_is_known_from_an_index_alone(db) -> None:
    plan = db.execute("EXPLAIN QUERY PLAN SELECT 1 FROM suppressions WHERE kind = 'erased'").fetchall()
    assert "suppressions_erased" in plan[0][3]


@pytest.mark.parametrize("confirmed", [False, True])
@pytest.mark.parametrize("via", [Via.SHELL, Via.IMPORT])
def test_neither_a_file_nor_a_command_takes_an_erased_person_in_or_writes_them_down(
    roster, erased, now, via, confirmed
) -> None:
    change = roster.add(READER.upper(), now=now, lists=["weekly"], confirmed=confirmed, via=via, name="Ada")
    assert (change.outcome, change.erased) == ("unchanged", True)
    remedy = f"say first: digest suppressions remove {change.address}"
    assert change.kept_out == f"erased; if they asked to be let in again, {remedy}"
    assert list(roster.list()) == []


def test_rows_of_erased_people_are_counted_as_kept_out_and_stop_nothing(roster, erased, now) -> None:
    people = [Newcomer(address="other@herald.example"), Newcomer(address=READER)]
    tally = roster.add_many(people, now=now, lists=["weekly"], confirmed=True)
    assert tally.added == 1
    assert [(one.row, one.address) for one in tally.kept_out] == [(2, READER)]


def test_whoever_comes_back_by_themselves_is_asked_first_whatever_the_list(db, roster, erased, now, mailable) -> None:
    roster.add(READER, now=now, lists=["weekly"], via=Via.WEB)
    assert roster.show(READER).subscriptions[0].state == "unconfirmed"
    assert mailable("weekly") == []
    assert roster.add(READER, now=now, lists=["weekly"], confirmed=True).erased
    assert mailable("weekly") == []
    roster.confirm(READER, now=now, via=Via.WEB)
    assert mailable("weekly") == [READER]
    assert erased_among(db, [READER]) == frozenset()
    assert roster.add(READER, now=now, name="Ada").outcome == "updated"


def test_whoever_comes_back_and_has_confirmed_already_is_in_at_once(db, roster, erased, now, mailable) -> None:
    roster.add(READER, now=now, lists=["weekly"], via=Via.WEB, confirmed=True)
    assert mailable("weekly") == [READER]
    assert erased_among(db, [READER]) == frozenset()


def test_the_mark_can_be_lifted_once(db, erased) -> None:
    with immediate(db):
        assert lift_erased(db, READER)
        assert not lift_erased(db, READER)


def test_an_operator_confirms_nobody_who_was_erased_though_the_form_was_filled_in(db, roster, mailable, now) -> None:
    with immediate(db):
        mark_erased(db, "gone@herald.example", source="shell", now=stamp(now))
    roster.add("gone@herald.example", lists=["daily"], via=Via.WEB, now=now)
    with pytest.raises(ErasedAddress, match="if the person asked to be let in again"):
        roster.confirm("gone@herald.example", now=now)
    assert mailable("daily") == []
    roster.confirm("gone@herald.example", via=Via.WEB, now=now)
    assert mailable("daily") == ["gone@herald.example"]

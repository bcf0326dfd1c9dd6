"""Readers of the first versions get the keys that tell straße@ and strasse@ apart, and nothing of them is lost."""

from __future__ import annotations

import pytest

from subscribers.database import immediate
from subscribers.erasure import erased_among, lift_erased, mark_erased
from subscribers.errors import ErasedAddress
from subscribers.migrations import migrations
from subscribers.model import Via
from subscribers.records import find
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions

SHARP, DOUBLE = "straße@x.example", "strasse@x.example"
DAY = "2026-01-01T00:00:00Z"


@pytest.fixture
def of_old(connect):
    """A roster of a version that took both for one: one reader, suppressed for a bounce that a file told of."""
    db = connect()
    with immediate(db):
        migrations.apply(db, stop_before="tell_letters_apart")
    db.execute(f"INSERT INTO subscribers (address, address_key, created_at) VALUES ('{SHARP}', '{DOUBLE}', '{DAY}')")
    db.execute(
        f"INSERT INTO subscribers (address, address_key, created_at) VALUES ('n@y.example', 'n@y.example', '{DAY}')"
    )
    db.execute("INSERT INTO former_addresses VALUES ('weiss@y.example', 2)")
    line = f"2, '', 'moved', '{DAY}', 'shell', '', '', 'was weiß@y.example'"
    db.execute(f"INSERT INTO consents (subscriber_id, list, action, at, via, origin, wording, note) VALUES ({line})")
    db.execute("INSERT INTO imports (file, format, lists, ask, at) VALUES ('a', 'b', '[]', 0, '')")
    db.execute(f"INSERT INTO suppressions VALUES ('{DOUBLE}', 'address', 'complaint', 'import 1', '{DAY}')")
    db.execute(f"INSERT INTO import_suppressions VALUES ('{DOUBLE}', 1, 'complaint', 'import 1', '{DAY}')")
    with immediate(db):
        migrations.apply(db)
    return db


def test_a_reader_of_old_is_found_by_their_own_address_alone(of_old, now) -> None:
    roster = Roster(of_old)
    assert roster.show(SHARP).id == 1
    roster.add(DOUBLE, now=now)
    assert {one.address for one in roster.list()} == {SHARP, DOUBLE, "n@y.example"}


def test_what_suppressed_them_suppresses_them_still(of_old) -> None:
    assert [Suppressions(of_old).check(one).reason for one in (SHARP, DOUBLE)] == ["complaint"] * 2
    assert of_old.execute("SELECT count(*) FROM import_suppressions").fetchone() == (2,)


def test_a_former_address_means_them_still(of_old) -> None:
    assert find(of_old, "weiß@y.example") == 2


def test_whoever_was_erased_under_the_key_of_old_stays_out_in_either_spelling(db, roster, suppressions, now) -> None:
    mark_erased(db, DOUBLE, source="shell", now=DAY)
    assert erased_among(db, [SHARP, DOUBLE]) == {SHARP, DOUBLE}
    assert roster.add(SHARP, via=Via.IMPORT, lists=["weekly"], now=now).erased
    roster.add("n@y.example", now=now)
    with pytest.raises(ErasedAddress):
        roster.edit("n@y.example", new_address=SHARP, now=now)
    assert suppressions.add(SHARP, "complaint", now=now)[1] is False
    assert lift_erased(db, SHARP)
    assert erased_among(db, [SHARP, DOUBLE]) == frozenset()


def test_whoever_is_erased_now_keeps_only_themselves_out(db, roster, suppressions, now) -> None:
    mark_erased(db, SHARP, source="shell", now=DAY)
    assert erased_among(db, [SHARP, DOUBLE]) == {SHARP}
    assert suppressions.remove(SHARP) is not None
    assert erased_among(db, [SHARP]) == frozenset()

"""Whoever an import wants asked is handed out once, unless that has become needless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subscribers.database import immediate
from subscribers.files.intake.asking import take_to_ask

if TYPE_CHECKING:
    from sqlite_utils import Database


def count_to_ask(db: Database) -> int:
    """Return how many people are to be asked and have not been taken out yet."""
    return int(db.conn.execute("SELECT count(DISTINCT subscriber_id) FROM to_ask").fetchone()[0])


def test_people_are_handed_out_with_the_lists_they_wait_for_and_then_are_gone(bring, db, lists, now, roster) -> None:
    lists.create("sea", now=now)
    bring("email\n" + "".join(f"r{n}@reader.example\n" for n in range(3)), lists=("daily", "sea"), ask=True)
    assert count_to_ask(db) == 3
    ids = {one.address: one.id for one in roster.list()}
    with immediate(db):
        assert take_to_ask(db, most=2) == {ids["r0@reader.example"]: [1, 3], ids["r1@reader.example"]: [1, 3]}
    assert count_to_ask(db) == 1
    assert take_to_ask(db, most=2) == {ids["r2@reader.example"]: [1, 3]}
    assert take_to_ask(db, most=2) is None


def test_what_fails_midway_hands_out_nobody(bring, db, undone) -> None:
    bring("email\nana@reader.example\n", lists=("daily",), ask=True)
    undone(db, lambda: take_to_ask(db, most=9))
    assert count_to_ask(db) == 1


def test_whoever_confirmed_left_or_was_suppressed_meanwhile_is_not_asked(bring, db, roster, suppressions, now) -> None:
    bring("email\n" + "".join(f"{who}@reader.example\n" for who in "abcd"), lists=("daily",), ask=True)
    roster.confirm("a@reader.example", now=now)
    roster.unsubscribe("b@reader.example", now=now)
    suppressions.add("c@reader.example", "complaint", now=now)
    assert take_to_ask(db, most=9) == {roster.show("d@reader.example").id: [1]}

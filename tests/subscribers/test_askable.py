"""Who may be asked for a confirmation: whoever waits for it and is not suppressed."""

from __future__ import annotations

from datetime import timedelta


def asked(db) -> list[tuple[str, str]]:
    return db.execute("SELECT address, list FROM askable ORDER BY address, list").fetchall()


def test_whoever_waits_for_the_word_is_in_it_and_nobody_else(db, roster, lists, now) -> None:
    roster.add("ana@reader.example", now=now, lists=["daily", "weekly"])
    roster.add("ben@reader.example", now=now, lists=["daily"], confirmed=True)
    roster.add("cid@reader.example", now=now, lists=["daily"])
    roster.unsubscribe("cid@reader.example", now=now)
    assert asked(db) == [("ana@reader.example", "daily")]


def test_suppressed_addresses_and_domains_are_not_asked(db, roster, lists, suppressions, now) -> None:
    for address in ("ana@reader.example", "ben@other.example", "cid@reader.example"):
        roster.add(address, now=now, lists=["daily"])
    suppressions.add("ana@reader.example", now=now)
    suppressions.add("@other.example", now=now)
    assert asked(db) == [("cid@reader.example", "daily")]


def test_a_pause_does_not_keep_back_what_its_reader_just_asked_for(db, roster, lists, now) -> None:
    roster.add("ana@reader.example", now=now, lists=["daily"])
    roster.pause("ana@reader.example", now + timedelta(days=9), now=now)
    assert asked(db) == [("ana@reader.example", "daily")]


def test_a_look_for_one_person_goes_by_indexes_alone(db) -> None:
    plan = db.execute(
        "EXPLAIN QUERY PLAN SELECT address FROM askable WHERE subscriber_id = 1 AND list_id IN (1, 2)"
    ).fetchall()
    assert not [row for row in plan if row[3].startswith("SCAN")]

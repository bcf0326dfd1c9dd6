"""The schema holds its own rules, whoever writes to it."""

from __future__ import annotations

import sqlite3

import pytest

from subscribers.consents import consents_of
from subscribers.database import immediate, stamp
from subscribers.keys import signing_keys
from subscribers.lists import Lists
from subscribers.migrations import migrations


@pytest.fixture
def reader(roster, now) -> int:
    """A subscriber with one consent on record."""
    roster.add("reader@herald.example", now=now, lists=["daily"])
    return roster.show("reader@herald.example").id


def test_migrating_again_changes_nothing(db, migrated) -> None:
    keys = signing_keys(db)
    assert migrations.pending(db) == []
    assert signing_keys(migrated()) == keys


def test_a_migration_undone_midway_leaves_nothing_behind(connect, undone) -> None:
    db = connect()
    undone(db, lambda: migrations.apply(db))
    assert db.table_names() == []


def test_a_roster_of_the_first_schema_keeps_its_consent_log(connect, now) -> None:
    db = connect()
    with immediate(db):
        migrations.apply(db, stop_before="mark_the_erased")
    db.execute("INSERT INTO subscribers (address, address_key, created_at) VALUES ('a@b.example', 'a@b.example', '')")
    for action in ("joined", "confirmed"):
        line = (action, stamp(now), "Yes.", "n")
        db.execute("INSERT INTO consents VALUES (NULL, 1, 'daily', ?, ?, 'web', ?, ?)", line)
    with immediate(db):
        migrations.apply(db)
    kept = [(line.action, line.at, line.via, line.origin, line.wording, line.note) for line in consents_of(db, 1)]
    assert kept == [("joined", now, "web", "", "Yes.", "n"), ("confirmed", now, "web", "", "Yes.", "n")]
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        db.execute("DELETE FROM consents")


def test_every_table_is_strict(db) -> None:
    tables = db.query("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    ours = {row["name"]: row["strict"] for row in tables if not row["name"].startswith(("sqlite_", "_sqlite"))}
    assert set(ours) == {
        "consents",
        "departures",
        "former_addresses",
        "former_names",
        "import_changes",
        "import_spans",
        "import_suppressions",
        "imports",
        "lists",
        "removed_lists",
        "removed_names",
        "signing_keys",
        "signups",
        "skipped_editions",
        "subscribers",
        "subscriptions",
        "suppressions",
        "suppressions_behind",
        "to_ask",
        "topics",
    }
    assert set(ours.values()) == {1}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE subscriptions SET state = 'maybe'",
        "UPDATE lists SET opt_in = 'triple'",
        "UPDATE lists SET private = 2",
        "INSERT INTO suppressions VALUES ('x', 'planet', 'r', 's', '2026-11-23T00:00:00Z')",
        "INSERT INTO signing_keys (key, created_at) VALUES (x'00', '2026-11-23T00:00:00Z')",
        "UPDATE subscriptions SET list_id = 99",
    ],
)
def test_a_word_or_reference_that_is_not_there_is_refused(db, reader, sql) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE consents SET note = 'never happened'",
        "DELETE FROM consents",
        """REPLACE INTO consents
        SELECT id, subscriber_id, list, 'unsubscribed', at, via, origin, wording, note FROM consents""",
    ],
)
def test_the_consent_log_only_grows(db, reader, sql) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        db.execute(sql)


def test_erasing_a_person_takes_all_that_hangs_on_them_with_it(db, reader) -> None:
    db.execute("INSERT INTO topics VALUES (?, 'world')", [reader])
    db.execute("DELETE FROM subscribers WHERE id = ?", [reader])
    for table in ("subscribers", "subscriptions", "topics", "consents"):
        assert db[table].count == 0


def test_the_number_of_an_erased_person_is_never_given_again(db, reader, roster, now) -> None:
    db.execute("DELETE FROM subscribers WHERE id = ?", [reader])
    roster.add("other@herald.example", now=now)
    assert roster.show("other@herald.example").id > reader


def test_subscriptions_are_made_anew_without_losing_any(connect, now) -> None:
    db = connect()
    with immediate(db):
        migrations.apply(db, stop_before="remember_imports")
    db.execute("INSERT INTO lists (name, title, opt_in, private, created_at) VALUES ('daily', 'D', 'double', 0, '')")
    for number, state in enumerate(("confirmed", "unsubscribed"), 1):
        address = f"{state}@b.example"
        db.execute("INSERT INTO subscribers (address, address_key, created_at) VALUES (?, ?, '')", [address, address])
        db.execute("INSERT INTO subscriptions VALUES (?, 1, ?, ?, NULL, NULL)", [number, state, stamp(now)])
    with immediate(db):
        migrations.apply(db)
    assert db.execute("SELECT address FROM mailable").fetchall() == [("confirmed@b.example",)]
    assert db.execute("SELECT state FROM subscriptions ORDER BY 1").fetchall() == [("confirmed",), ("unsubscribed",)]
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE subscriptions SET state = 'maybe'")


def test_who_had_left_before_departures_were_kept_is_recalled_from_the_log(connect, now) -> None:
    db = connect()
    with immediate(db):
        migrations.apply(db, stop_before="keep_departures")
    db.execute(
        "INSERT INTO lists (id, name, title, opt_in, private, created_at) VALUES (7, 'daily', 'D', 'single', 0, '')"
    )
    for person in ("left", "back", "never", "undone"):
        address = f"{person}@b.example"
        db.execute("INSERT INTO subscribers (address, address_key, created_at) VALUES (?, ?, '')", [address, address])
    db.execute("INSERT INTO subscriptions SELECT id, 7, 'unconfirmed', ?, NULL, NULL FROM subscribers", [stamp(now)])
    left, confirmed = ("unsubscribed", ""), ("confirmed", "")
    removed, undone = (
        ("unsubscribed", "the list was removed"),
        ("unsubscribed", "import 3 ...; was not on the list before"),
    )
    told = {1: [left], 2: [left, confirmed], 3: [removed], 4: [undone]}
    for person, lines in told.items():
        for action, note in lines:
            for name in ("DAILY", "gone"):
                values = (person, name, action, stamp(now), note)
                db.execute(
                    "INSERT INTO consents (subscriber_id, list, action, at, via, wording, note) "
                    "VALUES (?, ?, ?, ?, 'web', '', ?)",
                    values,
                )
    with immediate(db):
        migrations.apply(db)
    assert db.execute("SELECT subscriber_id FROM subscriptions WHERE left_at IS NOT NULL").fetchall() == [(1,)]
    made = Lists(db).create("Gone", now=now)
    assert made.id > 7
    on_it = db.execute("SELECT subscriber_id, state FROM subscriptions WHERE list_id = ?", [made.id]).fetchall()
    assert on_it == [(1, "unsubscribed")]

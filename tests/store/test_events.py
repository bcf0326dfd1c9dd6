"""The store of what came back: each event once, small rows, and only words the tables know."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from digest.model.event import Event, EventKind, Fault
from digest.store.database import migrate, open_database
from digest.store.mail import events
from digest.store.migrations import migrations
from subscribers.database import immediate
from tests.store.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

EVENT = Event(key="1", kind=EventKind.BOUNCED, source="sendgrid", at=NOW, fault=Fault.PASSING, code="4.2.2")


def remember(db: Database, event: Event, *, delivery_id: int | None = 7, address_key: str = "") -> None:
    events.remember(db, event, delivery_id=delivery_id, address_key=address_key, now=NOW)


def test_an_event_is_known_once_it_is_remembered_by_reporter_and_key(db: Database) -> None:
    assert not events.known(db, EVENT)
    remember(db, EVENT)
    assert events.known(db, EVENT)
    assert events.known(db, replace(EVENT, kind=EventKind.DELIVERED)), "the key alone tells"
    assert not events.known(db, replace(EVENT, source="mail"))
    assert not events.known(db, replace(EVENT, key="2"))
    with pytest.raises(sqlite3.IntegrityError):
        remember(db, EVENT)


def test_a_key_of_any_length_and_letters_takes_sixteen_bytes(db: Database) -> None:
    for key in ("", "x" * 100_000, "\ud800", "é"):
        remember(db, replace(EVENT, key=key))
    assert {len(key) for (key,) in db.conn.execute("SELECT key FROM events").fetchall()} == {16}


def test_long_words_are_cut(db: Database) -> None:
    remember(db, replace(EVENT, code="5" * 99, detail="x" * 9999))
    assert db.conn.execute("SELECT length(code), length(detail) FROM events").fetchone() == (20, 300)


def test_the_address_is_kept_only_where_no_delivery_is_known(db: Database) -> None:
    remember(db, EVENT, delivery_id=None, address_key="ana@reader.example")
    with pytest.raises(sqlite3.IntegrityError):
        remember(db, replace(EVENT, key="2"), delivery_id=7, address_key="ana@reader.example")


@pytest.mark.parametrize(
    ("column", "value"), [("kind", "opened"), ("fault", "god"), ("source", "pigeon"), ("key", b"x")]
)
def test_the_table_takes_only_words_it_knows(db: Database, column: str, value: object) -> None:
    remember(db, EVENT)
    with pytest.raises(sqlite3.IntegrityError):
        db.conn.execute(f"UPDATE events SET {column} = ?", (value,))


def test_a_database_of_before_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old = Database(path)
    with immediate(old):
        migrations.apply(old, stop_before="m003_events")
    old.close()
    assert "digest: m003_events" in migrate(path)
    db = open_database(path)
    remember(db, EVENT)
    assert events.known(db, EVENT)
    db.close()

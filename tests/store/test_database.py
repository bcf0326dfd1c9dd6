"""The one file: made by migrations, refused when it is of another age, durable."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING

import pytest

from digest.errors import StoreError
from digest.store import faults
from digest.store.database import migrate, open_database

if TYPE_CHECKING:
    from pathlib import Path


def test_migrating_twice_does_nothing_the_second_time(tmp_path: Path) -> None:
    first = migrate(tmp_path / "digest.db")
    assert {name.split(":")[0] for name in first} == {"digest", "subscribers"}
    assert migrate(tmp_path / "digest.db") == []


def test_no_database_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no database at .*; make one with: digest db migrate"):
        open_database(tmp_path / "digest.db")
    assert not (tmp_path / "digest.db").exists()


def test_a_stale_schema_is_refused(path: Path) -> None:
    db = open_database(path)
    db.conn.execute("DELETE FROM _sqlite_migrations WHERE migration_set = 'digest'")
    db.close()
    with pytest.raises(StoreError, match="older version"):
        open_database(path)


@pytest.mark.parametrize("name", ["digest", "subscribers"])
def test_a_schema_of_a_later_version_is_refused_by_open_and_by_migrate(path: Path, name: str) -> None:
    db = open_database(path)
    values = {"migration_set": name, "name": "m999_from_the_future", "applied_at": "2030"}
    db["_sqlite_migrations"].insert(values)
    db.close()
    for action in (open_database, migrate):
        with pytest.raises(StoreError, match="newer version"):
            action(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "digest.db").write_bytes(b"Dear reader, this is a letter and no database at all." * 100)
    with pytest.raises(StoreError, match="cannot open the database"):
        open_database(tmp_path / "digest.db")


def test_on_a_full_disk_it_is_told_that_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "LEAST_TO_OPEN", 2**62)  # no disk has so much room
    (tmp_path / "digest.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="for the disk is full; nothing is lost: make room beside it"):
        open_database(tmp_path / "digest.db")


def test_claims_survive_a_power_cut_and_references_are_kept(path: Path) -> None:
    db = open_database(path)
    pragmas = {
        name: db.conn.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    db.close()


def test_every_table_is_strict(path: Path) -> None:
    db = open_database(path)
    loose = db.conn.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0").fetchall()
    names = {name for (name,) in loose if not name.startswith(("sqlite_", "_sqlite", "stories_fts"))}
    assert names == set()
    db.close()


def test_opening_waits_for_nobody_who_writes(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    open_database(path).close()
    assert time.monotonic() - begun < 15, "the wait for a lock is half a minute"
    other.close()

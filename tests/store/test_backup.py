"""A backup is whole and proved, or it is not there."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from digest.errors import StoreError
from digest.store.database import migrate, open_database
from digest.store.stories.stories import take_in
from digest.store.upkeep.backup import back_up
from digest.store.upkeep.home import why_held
from tests.store.conftest import NOW, incoming

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database


def test_it_is_one_file_that_opens_as_a_held_database_with_the_same_rows(db: Database, tmp_path: Path) -> None:
    take_in(db, [incoming()], now=NOW)
    (tmp_path / "backups").mkdir()
    made = back_up(db, tmp_path / "backups" / "monday.db", why="it is a backup")
    assert [file.name for file in (tmp_path / "backups").iterdir()] == ["monday.db"]
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.size == made.path.stat().st_size
    assert made.rows["stories"] == 1
    with closing(open_database(made.path)) as copy:
        assert copy["stories"].count == 1
        assert why_held(copy, made.path) == "it is a backup"


def test_others_write_meanwhile_and_it_is_of_one_moment(db: Database, path: Path, tmp_path: Path) -> None:
    db.conn.execute("CREATE TABLE pairs (one INTEGER, filler TEXT)")
    db.conn.execute("CREATE TABLE twins (one INTEGER)")
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
    db.conn.execute(f"{numbers} INSERT INTO pairs SELECT i, hex(randomblob(2000)) FROM n")
    db.conn.execute("INSERT INTO twins SELECT one FROM pairs")
    stop, written = threading.Event(), []

    def write() -> None:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as other:
            while not stop.is_set():
                other.execute("BEGIN IMMEDIATE")
                other.execute("INSERT INTO pairs VALUES (0, '')")
                other.execute("INSERT INTO twins VALUES (0)")
                other.execute("COMMIT")
                written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    told: list[int] = []
    try:
        back_up(db, tmp_path / "copy.db", why="w", tell=lambda done, _: told.append(len(written)) if done else None)
    finally:
        stop.set()
        writer.join()
    assert told[-1] > told[0], "it kept writers waiting"
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        pairs, twins = (copy.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in ("pairs", "twins"))
    assert pairs == twins


def test_a_file_that_is_there_is_not_replaced_unasked(db: Database, tmp_path: Path) -> None:
    target = tmp_path / "kept.db"
    target.write_text("precious")
    with pytest.raises(StoreError, match=r"kept\.db is there already; .*--force"):
        back_up(db, target, why="w")
    assert target.read_text() == "precious"
    back_up(db, target, why="w", overwrite=True)
    assert target.read_bytes().startswith(b"SQLite format 3")
    (tmp_path / "backups").mkdir()
    with pytest.raises(StoreError, match=r"backups is a folder; name a file in it"):
        back_up(db, tmp_path / "backups", why="w", overwrite=True)


def test_no_folder_and_a_damaged_database_leave_no_file_behind(path: Path, tmp_path: Path) -> None:
    with closing(open_database(path)) as db:
        with pytest.raises(StoreError, match="no folder"):
            back_up(db, tmp_path / "nowhere" / "copy.db", why="w")
        take_in(
            db, [incoming(f"Story {number}", url=f"https://wire.example/{number}") for number in range(50)], now=NOW
        )
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = db.conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'stories_by_time'").fetchone()[0]
        size = db.conn.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size + 100)
        file.write(b"\xff" * 400)
    with closing(open_database(path)) as db, pytest.raises((StoreError, sqlite3.DatabaseError)):
        back_up(db, tmp_path / "copy.db", why="w")
    assert [file.name for file in tmp_path.iterdir() if "copy" in file.name] == []


def test_it_is_a_backup_also_of_a_backup(db: Database, tmp_path: Path) -> None:
    first = back_up(db, tmp_path / "one.db", why="first")
    with closing(open_database(first.path)) as copy:
        back_up(copy, tmp_path / "two.db", why="second")
    with closing(open_database(tmp_path / "two.db")) as second:
        assert why_held(second, tmp_path / "two.db") == "second"
    assert migrate(tmp_path / "two.db") == []

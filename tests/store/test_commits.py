"""What is committed by others is noticed, and nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from digest.store.commits import Commits, Stillness
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(connection(tmp_path / "a.db")) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE t (x)")
    return tmp_path / "a.db"


@pytest.fixture
def commits() -> Iterator[Commits]:
    with closing(Commits()) as listening:
        yield listening


def connection(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def test_each_commit_of_another_connection_changes_the_sign(path: Path, commits: Commits):
    signs = [commits.sign(path)]
    with closing(connection(path)) as db:
        for _ in range(3):
            db.execute("INSERT INTO t VALUES (1)")
            signs.append(commits.sign(path))
    assert len(set(signs)) == 4


def test_reading_rolling_back_and_coming_and_going_change_nothing(path: Path, commits: Commits):
    before = commits.sign(path)
    for _ in range(3):
        with closing(connection(path)) as db:
            db.execute("SELECT * FROM t").fetchall()
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO t VALUES (1)")
            db.execute("ROLLBACK")
            db.execute("BEGIN IMMEDIATE")
            db.execute("COMMIT")
    assert commits.sign(path) == before


def test_another_file_in_its_place_is_noticed_and_so_is_none(path: Path, commits: Commits, tmp_path: Path):
    signs = [commits.sign(path)]
    (tmp_path / "b.db").write_bytes(path.read_bytes())
    (tmp_path / "b.db").replace(path)
    signs.append(commits.sign(path))
    path.unlink()
    signs.append(commits.sign(path))
    with closing(connection(path)) as db:
        db.execute("CREATE TABLE t (x)")
    signs.append(commits.sign(path))
    assert len(set(signs)) == 4
    assert signs[2] == "none"


def test_what_is_no_database_is_told_until_it_is_one(path: Path, commits: Commits, tmp_path: Path):
    broken = tmp_path / "c.db"
    broken.write_bytes(b"nonsense" * 1000)
    assert commits.sign(broken) == "file is not a database"
    broken.write_bytes(path.read_bytes())
    assert commits.sign(broken) == commits.sign(broken) != "file is not a database"


class TestStillness:
    """What was read in one transaction holds in the next, unless somebody changed something in between."""

    @pytest.fixture
    def db(self, path: Path) -> Iterator[Database]:
        with closing(Database(connection(path))) as db:
            yield db

    @staticmethod
    def lasted(db: Database, stillness: Stillness) -> bool:
        with immediate(db):
            lasted = stillness.lasted()
            db.conn.execute("INSERT INTO t VALUES (1)")
            stillness.begin()
        return lasted

    def test_it_lasts_through_what_is_done_within_its_own_stretches(self, db: Database):
        stillness = Stillness(db)
        assert [self.lasted(db, stillness) for _ in range(3)] == [False, True, True]

    @pytest.mark.parametrize("same", [True, False], ids=["over this connection", "over another"])
    def test_whoever_else_changes_something_ends_it(self, db: Database, path: Path, same: bool):
        stillness = Stillness(db)
        self.lasted(db, stillness)
        with closing(connection(path)) as other:
            (db.conn if same else other).execute("UPDATE t SET x = 2")
            assert [self.lasted(db, stillness) for _ in range(2)] == [False, True]

    def test_who_only_looks_disturbs_nobody(self, db: Database, path: Path):
        stillness = Stillness(db)
        self.lasted(db, stillness)
        with closing(connection(path)) as other:
            other.execute("SELECT * FROM t").fetchall()
            assert self.lasted(db, stillness)

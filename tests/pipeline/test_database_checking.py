"""A database that is sound is found sound; each thing that can be wrong with it is told with a remedy."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from digest.store.database import open_database

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent


def wrong(desk: Desk) -> dict[str, list[str]]:
    """What `db check` finds wrong, by check."""
    result = desk("db", "check", "--json")
    found = {one["check"]: one["problems"] for one in result.json["checks"] if not one["ok"]}
    assert result.code == (1 if found else 0)
    return found


def put(desk: Desk, *statements: str) -> None:
    with closing(sqlite3.connect(desk.folder / "digest.db", isolation_level=None)) as db:
        for sql in statements:
            db.execute(sql)


def test_a_newsroom_at_work_is_sound(sent: Sent, desk: Desk) -> None:
    assert wrong(desk) == {}
    lines = desk.ok("db", "check").out.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["good"] * 6


def test_a_copy_is_told_with_its_remedy(sent: Sent, desk: Desk) -> None:
    (desk.folder / "digest.db.home").unlink()
    result = desk("db", "check")
    assert result.code == 1
    assert "wrong  at home" in result.out
    assert "remedy: digest db adopt" in result.out


@pytest.mark.parametrize(
    ("sql", "check", "words"),
    [
        ("DROP INDEX stories_by_time", "schema", "the index stories_by_time is missing"),
        ("CREATE TABLE notes (text)", "schema", "the table notes is not of this program"),
        ("DELETE FROM variants", "file and references", "deliveries: a row refers to a row of variants"),
        ("UPDATE deliveries SET status = 'pending' WHERE id = 1", "sums of the ledger", "1 deliveries unsettled"),
        ("DELETE FROM issue_stories", "sums of the ledger", "1 issues that went out without a story"),
        ("UPDATE issues SET frozen_at = NULL", "sums of the ledger", "3 deliveries whose issue was never frozen"),
        (
            "INSERT INTO stories_fts(stories_fts) VALUES ('delete-all')",
            "sums of the ledger",
            "1 stories that the search",
        ),
    ],
)
def test_what_was_tampered_with_is_named(sent: Sent, desk: Desk, sql: str, check: str, words: str) -> None:
    put(desk, "PRAGMA foreign_keys = OFF", sql)
    found = wrong(desk)
    assert words in " ".join(found[check])


def test_a_page_that_was_overwritten_is_found(sent: Sent, desk: Desk) -> None:
    path = desk.folder / "digest.db"
    db = open_database(path)
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page = db.conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'deliveries'").fetchone()[0]
    size = db.conn.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    sent.newsroom.db.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    assert "file and references" in wrong(desk)


@pytest.mark.parametrize(("at", "words"), [(100, "malformed"), (0, "not a database")])
def test_a_file_too_broken_to_be_opened_is_told_with_what_helps(desk: Desk, at: int, words: str) -> None:
    put(desk, "PRAGMA wal_checkpoint(TRUNCATE)")
    with (desk.folder / "digest.db").open("r+b") as file:
        file.seek(at)
        file.write(b"\xff" * 4000)
    found = desk("db", "check", "--json")
    (one,) = found.json["checks"]
    assert (found.code, one["ok"], one["remedy"]) == (1, False, "restore a backup; see docs/operations.md")
    assert words in one["problems"][0]


def test_the_check_changes_nothing(sent: Sent, desk: Desk) -> None:
    before = shutil.copy(desk.folder / "digest.db", desk.folder / "before.db")
    desk.ok("db", "check")
    with closing(sqlite3.connect(before)) as one, closing(sqlite3.connect(desk.folder / "digest.db")) as two:
        assert list(one.iterdump()) == list(two.iterdump())


def test_a_damaged_file_is_told_in_a_few_lines(sent: Sent, desk: Desk) -> None:
    put(desk, "PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(sqlite3.connect(desk.folder / "digest.db")) as db:
        ((root,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'stories'")
        ((size,),) = db.execute("PRAGMA page_size")
    with (desk.folder / "digest.db").open("r+b") as file:
        file.seek((root - 1) * size + 8)
        file.write(b"\xff" * (size - 100))
    problems = wrong(desk)["file and references"]
    assert 1 <= len(problems) <= 4
    assert not any("***" in line or "\n" in line for line in problems)


def test_a_database_that_cannot_be_written_is_told_with_all_that_stands_in_the_way(sent: Sent, desk: Desk) -> None:
    put(desk, "PRAGMA wal_checkpoint(TRUNCATE)")
    sent.newsroom.db.close()
    database = desk.folder / "digest.db"
    database.chmod(0o400)
    files = " ".join(f"{database}{ending}" for ending in ("", "-wal", "-shm"))
    for command in (["db", "check", "--json"], ["doctor", "--offline", "--json"]):
        found = desk.bound(*command)
        checks = found.json["checks"] if command[0] == "db" else found.json
        (one,) = [one for one in checks if one["check"] == "can be written"]
        assert (found.code, one["remedy"]) == (1, f"chmod u+rwX {files}")
    failed = desk.bound("run")
    assert (failed.code, len(failed.err.splitlines())) == (1, 1)
    assert failed.err.endswith(f"; nothing is lost: chmod u+rwX {files}\n")
    database.chmod(0o600)  # and not what SQLite had to make without the right to write
    assert f"chmod u+rwX {database}-shm" in desk.bound("run").err
    for ending in ("-wal", "-shm"):
        database.with_name(f"digest.db{ending}").chmod(0o600)
    assert desk.bound("run", "--summary").err == ""


def test_a_folder_that_cannot_be_written_is_told(sent: Sent, desk: Desk) -> None:
    sent.newsroom.db.close()
    desk.folder.chmod(0o500)
    try:
        for command in ("status", "db check", "db migrate", "run"):
            failed = desk.bound(*command.split())
            assert (failed.code, len(failed.err.splitlines())) == (1, 1), failed
            assert f"chmod u+rwX {desk.folder}" in failed.err, failed
    finally:
        desk.folder.chmod(0o700)

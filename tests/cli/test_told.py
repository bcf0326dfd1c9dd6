"""What keeps a run from beginning, or from being recorded, is told when it begins and then once a day."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from digest.cli.told import told_before

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Desk

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
ONE, TWO = "the database is older", "the disk is full"


def put(desk: Desk, sql: str) -> None:
    with closing(sqlite3.connect(desk.folder / "digest.db", isolation_level=None)) as db:
        db.execute(sql)


def misspell(desk: Desk) -> None:
    desk.configure(edition='breifs = 3\nquiet_day = "skp"')


def lose(desk: Desk) -> None:
    (desk.folder / "digest.toml").unlink()


def make_newer(desk: Desk) -> None:
    put(desk, "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('digest', 'm9999', '')")


def make_older(desk: Desk) -> None:
    put(desk, "DELETE FROM _sqlite_migrations WHERE rowid = (SELECT max(rowid) FROM _sqlite_migrations)")


def break_in_two(desk: Desk) -> None:
    put(desk, "DROP TABLE runs")


@pytest.mark.parametrize("said", [["dialy"], ["--at", "tomorow"], ["--at", "2026-12-24"]])
def test_a_slip_on_the_command_line_is_told_each_time(desk: Desk, said: list[str]) -> None:
    for _ in range(2):
        slip = desk("run", *said)
        assert (slip.code, len(slip.err.splitlines())) == (2, 1)


STATES = [(misspell, 2, 2), (lose, 2, 1), (make_newer, 1, 1), (make_older, 1, 1), (break_in_two, 1, 1)]


@pytest.mark.parametrize(("spoil", "code", "lines"), STATES)
def test_a_lasting_trouble_is_told_once_a_day_and_fails_each_run(
    desk: Desk, spoil: Callable[[Desk], None], code: int, lines: int
) -> None:
    desk.ok("run")
    spoil(desk)
    for desk.now, told in (
        ("2026-11-23T08:00:00Z", lines),
        ("2026-11-23T08:05:00Z", 0),
        ("2026-11-24T07:55:00Z", 0),
        ("2026-11-24T08:00:00Z", lines),
        ("2026-11-24T08:05:00Z", 0),
    ):
        done = desk("run")
        assert (done.code, done.out, len(done.err.splitlines())) == (code, "", told), done


@pytest.mark.parametrize(("spoil", "code", "lines"), STATES)
def test_json_is_one_document_also_then(desk: Desk, spoil: Callable[[Desk], None], code: int, lines: int) -> None:
    spoil(desk)
    told = [line.removeprefix("digest: ") for line in desk("run").err.splitlines()]
    done = desk("run", "--json")
    assert len(told) == lines
    assert (done.code, done.json, done.err) == (code, {"issues": [], "done": [], "troubles": told}, "")
    assert desk("run", "--summary").err.splitlines() == [f"digest: {line}" for line in told], "whoever asks is told"


def test_what_is_over_is_forgotten(desk: Desk) -> None:
    for _ in range(2):
        misspell(desk)
        assert len(desk("run").err.splitlines()) == 2
        desk.configure()
        assert desk.ok("run").err == ""


def test_an_edition_that_is_not_there_is_recorded_too(desk: Desk) -> None:
    assert "did you mean 'daily'?" in desk("run", "dayly", "--json").json["troubles"][0]
    with closing(sqlite3.connect(desk.folder / "digest.db")) as db:
        assert db.execute("SELECT exit_code FROM runs").fetchall() == [(2,)]


def test_no_newsroom_keeps_another_silent(tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path / "state")}
    herald, courier = tmp_path / "herald" / "digest.toml", tmp_path / "courier" / "digest.toml"

    def told(config: Path, *lines: str) -> list[str]:
        return told_before(config, lines, now=NOW, environ=environ)

    assert told(herald, ONE) == told(courier, ONE) == []
    assert told(herald, ONE, TWO) == [ONE]
    assert told(courier) == []
    assert told(herald, ONE, TWO) == [ONE, TWO]
    assert told(courier, ONE) == []


def test_a_clock_that_goes_back_silences_nothing(tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path)}
    assert told_before(tmp_path / "digest.toml", [ONE], now=NOW, environ=environ) == []
    assert told_before(tmp_path / "digest.toml", [ONE], now=NOW - timedelta(minutes=5), environ=environ) == []


def test_a_user_without_a_home_has_it_beside_the_configuration_and_else_is_told_each_time(tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": os.devnull}
    config = tmp_path / "digest.toml"
    assert [told_before(config, [ONE], now=NOW, environ=environ) for _ in range(2)] == [[], [ONE]]
    assert [file.stat().st_size for file in tmp_path.iterdir()] == [0]
    assert told_before(config, [], now=NOW, environ=environ) == []
    assert list(tmp_path.iterdir()) == []
    nowhere = tmp_path / "x" / "digest.toml"
    nowhere.parent.touch()
    assert [told_before(nowhere, [ONE], now=NOW, environ=environ) for _ in range(2)] == [[], []]


def test_a_configuration_that_cannot_be_read_is_told_in_one_line_each(desk: Desk) -> None:
    """In a process of its own, where nobody has said where the log goes."""
    desk.write("digest.toml", "[publication]\nname = 1\n")
    expected = desk("status").err
    assert desk.bound("run").err == expected
    desk.now = "2026-11-25T07:00:00Z"
    assert desk.bound("-v", "run").err == expected

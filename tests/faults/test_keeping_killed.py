"""A migration or a pruning killed at any moment leaves a whole database, and the next one finishes the work."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from digest.store.database import MIGRATION_SETS, migrate, open_database
from digest.store.upkeep.soundness import damage, wrong_sums
from tests.pipeline.conftest import send_issues
from tests.pipeline.test_pruning import LATER, grow

if TYPE_CHECKING:
    from tests.conftest import Desk

DIGEST = str(Path(sys.executable).with_name("digest"))
KILLS = 6


def started(desk: Desk, *arguments: str, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [DIGEST, "--config", str(desk.folder / "digest.toml"), *arguments]
    return subprocess.Popen(
        command, env=os.environ | {"DIGEST_NOW": desk.now}, stdout=subprocess.DEVNULL, stderr=stderr
    )


def kill_when(run: subprocess.Popen[bytes], path: Path, *, log_past: int) -> bool:
    """Kill a process once the write-ahead log has grown past so many octets; tell whether it was still at work."""
    log = path.with_name(f"{path.name}-wal")
    while run.poll() is None:
        if log.exists() and log.stat().st_size > log_past:
            run.send_signal(signal.SIGKILL)
            run.wait()
            return True
        time.sleep(0.0002)
    return False


def test_a_migration_killed_anywhere_is_whole_and_goes_on(tmp_path: Path) -> None:
    """The log of a whole migration is some 400 kB; each kill is at another length of it."""
    steps = sum(len(tuple(one.pending(_blank()))) for one in MIGRATION_SETS)
    killed, seen = 0, set[int]()
    for number in range(KILLS):
        path = tmp_path / f"digest{number}.db"
        (tmp_path / "digest.toml").write_text(
            '[publication]\nname = "H"\nurl = "https://h.example"\npostal_address = "1 Quay"\n'
            f'database = "{path.name}"\n[mail]\nfrom = "d@h.example"\n[editions.daily]\n'
        )
        run = subprocess.Popen([DIGEST, "--config", str(tmp_path / "digest.toml"), "db", "migrate"],
                               stdout=subprocess.DEVNULL)  # fmt: skip
        killed += kill_when(run, path, log_past=number * 80_000)
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            tables = db.execute("SELECT COUNT(*) FROM sqlite_schema WHERE name = '_sqlite_migrations'").fetchone()[0]
            done = db.execute("SELECT COUNT(*) FROM _sqlite_migrations").fetchone()[0] if tables else 0
        seen.add(done)
        assert len(migrate(path)) == steps - done
        with closing(open_database(path)) as whole:
            assert damage(whole) == []
    assert killed >= KILLS // 3, "the migrations were over too soon to be killed"
    assert len(seen) > 1, "all kills fell on the same step"


def test_commands_beside_a_migration_refuse_or_work_and_break_nothing(tmp_path: Path, desk: Desk) -> None:
    path = desk.folder / "digest.db"
    path.unlink()
    (desk.folder / "digest.db.home").unlink()
    both = [started(desk, "db", "migrate") for _ in range(3)]
    others = [started(desk, "run", stderr=subprocess.PIPE) for _ in range(3)]
    assert [one.wait() for one in both] == [0] * 3
    said = {one: one.communicate()[1].decode() for one in others}
    refused = [said[one] for one in others if one.returncode]  # the first tells it, and no other run again that day
    assert all("digest db migrate" in one for one in refused if one), refused
    assert not refused or any(refused), "nobody told it"
    with closing(open_database(path)) as db:
        assert damage(db) == []
        names = db.conn.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall()
    assert len(names) == len(set(names)), "a step was done twice"
    desk.ok("run")


def test_a_pruning_killed_anywhere_loses_no_count(desk: Desk) -> None:
    send_issues(desk, 2)
    grow(desk, 40_000)
    before = desk.ok("status", "daily/2026-11-23", "--json").json
    desk.now = LATER
    path, killed = desk.folder / "digest.db", 0
    for _ in range(KILLS):
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        killed += kill_when(started(desk, "db", "prune"), path, log_past=random.randint(0, 3_000_000))
        with closing(open_database(path)) as db:
            assert damage(db) == []
            assert wrong_sums(db) == []
        assert desk.ok("status", "daily/2026-11-23", "--json").json == before
    assert killed >= 3, "it was over too soon to be killed"
    desk.ok("db", "prune")
    assert desk.ok("status", "daily/2026-11-23", "--json").json == before
    with closing(open_database(path)) as db:
        assert db["deliveries"].count == 3
        assert damage(db) == []


def test_a_send_beside_a_pruning_goes_through(desk: Desk) -> None:
    send_issues(desk, 2)
    grow(desk, 60_000)
    desk.now = LATER
    desk.story("June", published="2027-06-01T05:00:00Z")
    pruning = started(desk, "db", "prune")
    assert started(desk, "send", "daily", "--yes").wait() == 0
    assert pruning.wait() == 0
    assert desk.ok("status", "daily", "--json").json["counts"]["accepted"] == 3


def _blank() -> Database:
    return Database(memory=True, execute_plugins=False)

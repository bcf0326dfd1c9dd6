"""What goes wrong on our own side: the disk is full, the database locked, the clock jumps; promise 1 holds."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from digest.clock import from_iso
from digest.config import load_settings
from digest.drill.smtp_sink import SmtpSink
from digest.pipeline.delivery import sending
from digest.pipeline.delivery.standing import Hooks
from digest.pipeline.newsroom import open_newsroom
from digest.store.database import open_database
from subscribers.changes import Newcomer
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    from tests.conftest import Desk

RECIPIENTS = 300
CONNECTIONS = 3
COMMAND = (sys.executable, "-m", "digest.cli")


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """A mail server that takes everything, a little slowly, so that a send lasts."""
    with SmtpSink(pause=0.002) as running:
        yield running


@pytest.fixture
def newsroom(desk: Desk, sink: SmtpSink) -> Desk:
    """A newsroom with an issue to send and its readers, over SMTP."""
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = {CONNECTIONS}')
    desk.story("Ferry strike ends")
    db = open_database(desk.folder / "digest.db")
    people = [Newcomer(address=f"reader{number}@reader.example") for number in range(RECIPIENTS)]
    Roster(db).add_many(people, now=from_iso(desk.now), lists=["daily"], confirmed=True)
    db.close()
    return desk


def run(
    desk: Desk, *arguments: str, now: str = "", largest_file: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, in which no file can grow past `largest_file` octets."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(
        [*COMMAND, "--config", str(desk.folder / "digest.toml"), *arguments],
        env=os.environ | {"DIGEST_NOW": now or desk.now},
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=limit,
    )


def begin(desk: Desk, *, until: Callable[[], bool] = lambda: True) -> None:
    """Begin the send and kill it, once it has frozen the issue and the time has come."""
    command = [*COMMAND, "--config", str(desk.folder / "digest.toml"), "send", "daily", "--yes"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=os.environ | {"DIGEST_NOW": desk.now}, stderr=quiet, stdout=quiet) as killed:
        while not (until() and ledger(desk)):
            time.sleep(0.005)
        killed.kill()


def ledger(desk: Desk) -> dict[str, str]:
    found = desk.ok("status", "daily", "--deliveries", "--json").json
    return {one["address"]: one["status"] for one in found.get("deliveries", ())}


def judge(desk: Desk, taken: Counter[str], *, in_doubt: int) -> None:
    """Everybody got it once, or is named as unknown; the ledger claims nothing that is not so."""
    statuses = ledger(desk)
    assert len(statuses) == RECIPIENTS
    assert max(taken.values()) == 1
    assert set(statuses.values()) <= {"accepted", "unknown"}
    assert {address for address, status in statuses.items() if status == "accepted"} <= set(taken)
    assert sum(status == "unknown" for status in statuses.values()) <= in_doubt


def test_a_disk_that_is_full_at_any_moment_loses_and_doubles_nothing(newsroom: Desk, sink: SmtpSink) -> None:
    """The database can grow a little more each time, and the send gets a little further."""
    failed = 0
    for room in range(0, 320, 16):
        size = max(path.stat().st_size for path in newsroom.folder.glob("digest.db*"))
        done = run(newsroom, "send", "daily", "--yes", largest_file=size + room * 1024)
        assert done.returncode in (0, 1, 4), done.stderr
        assert "Traceback" not in done.stderr
        if done.returncode == 1:
            failed += 1
            assert "nothing is lost" in done.stderr
            assert len(done.stderr.strip().splitlines()) == 1
    assert failed >= 3, "the disk was never full"
    assert run(newsroom, "send", "daily", "--yes").returncode in (0, 4)
    judge(newsroom, sink.taken(), in_doubt=failed * CONNECTIONS)


def test_a_database_locked_for_a_while_is_waited_for(newsroom: Desk, sink: SmtpSink) -> None:
    other = sqlite3.connect(newsroom.folder / "digest.db", isolation_level=None, check_same_thread=False)

    def hold() -> None:
        while not sink.reached():
            time.sleep(0.005)
        for _ in range(3):
            other.execute("BEGIN IMMEDIATE")
            time.sleep(0.3)
            other.execute("COMMIT")
            time.sleep(0.05)

    holder = threading.Thread(target=hold, daemon=True)  # it waits for ever if the send fails
    holder.start()
    assert run(newsroom, "send", "daily", "--yes").returncode == 0
    holder.join()
    other.close()
    judge(newsroom, sink.taken(), in_doubt=0)


def test_a_database_locked_for_good_ends_the_send_and_what_was_in_hand_is_told_from_the_rest(
    newsroom: Desk, sink: SmtpSink
) -> None:
    """As a run that waits a tenth of a second for the lock, in place of half a minute, would see it."""
    begin(newsroom)
    other = sqlite3.connect(newsroom.folder / "digest.db", isolation_level=None)
    settings = load_settings(newsroom.folder / "digest.toml", environ={})
    with open_newsroom(settings, clock=lambda: from_iso(newsroom.now), environ={}) as opened:
        opened.db.conn.execute("PRAGMA busy_timeout = 100")

        def lock(done: int, _of: int) -> None:
            if done > RECIPIENTS // 2 and not other.in_transaction:
                other.execute("BEGIN IMMEDIATE")

        hooks = Hooks(begin=lambda: (threading.Event(), lock))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            sending.send(opened, "daily/2026-11-23", at=None, hooks=hooks)
    other.execute("ROLLBACK")
    other.close()
    assert run(newsroom, "send", "daily/2026-11-23", "--yes").returncode in (0, 4)
    judge(newsroom, sink.taken(), in_doubt=2 * CONNECTIONS)


@pytest.mark.parametrize("jump", ["2026-11-22T07:00:00Z", "2026-11-23T07:00:01Z", "2026-11-23T09:00:00Z"])
def test_a_clock_that_jumps_between_two_runs_doubles_and_loses_nothing(
    newsroom: Desk, sink: SmtpSink, jump: str
) -> None:
    text = (newsroom.folder / "digest.toml").read_text()
    (newsroom.folder / "digest.toml").write_text(text.replace("[mail.smtp]", 'rate = "200/s"\n[mail.smtp]'))
    begin(newsroom, until=lambda: sink.reached() > RECIPIENTS // 4)
    again = ("send", "daily/2026-11-23", "--yes")
    if jump < newsroom.now:
        assert "it went back by 1 d" in run(newsroom, *again, now=jump).stderr
        again = (*again, "--trust-clock")
    done = run(newsroom, *again, now=jump)
    assert done.returncode in (0, 4), done.stderr
    judge(newsroom, sink.taken(), in_doubt=CONNECTIONS)

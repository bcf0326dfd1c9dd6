"""A send killed at random moments and started again: nobody gets a mail twice, nobody goes without."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.clock import from_iso
from digest.drill.kills import Aim, kill
from digest.drill.smtp_sink import SmtpSink
from digest.store.database import open_database
from subscribers.changes import Newcomer
from subscribers.lists import Lists
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Desk

RECIPIENTS = 1000
KILLS = 8
CONNECTIONS = 4

DIGEST = str(Path(sys.executable).with_name("digest"))


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """A mail server that takes everything."""
    with SmtpSink() as running:
        yield running


def fill(desk: Desk, count: int) -> None:
    desk.story("Ferry strike ends")
    db = open_database(desk.folder / "digest.db")
    now = from_iso(desk.now)
    newcomers = [Newcomer(address=f"reader{number}@reader.example") for number in range(count)]
    assert Lists(db).names() == ("daily",)
    Roster(db).add_many(newcomers, now=now, lists=["daily"], confirmed=True)
    db.close()


def start(desk: Desk) -> subprocess.Popen[bytes]:
    environ = os.environ | {"DIGEST_NOW": desk.now}
    command = [DIGEST, "--config", str(desk.folder / "digest.toml"), "send", "daily", "--yes"]
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def counts(desk: Desk) -> dict[str, int]:
    return desk.ok("status", "daily", "--json").json["counts"]


def test_kills_over_smtp_at_random_moments_double_nothing_and_lose_nothing(desk: Desk, sink: SmtpSink) -> None:
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = {CONNECTIONS}')
    fill(desk, RECIPIENTS)
    for number in range(KILLS):
        more = random.randint(1, RECIPIENTS // KILLS - 10)
        assert kill(start(desk), Aim(more=more, within=20, later=random.random() * 0.004), reached=sink.reached)
        if number:
            assert counts(desk)["unknown"] <= number * CONNECTIONS
    final = start(desk)
    assert final.wait(60) in (0, 4)

    result = desk.ok("status", "daily", "--deliveries", "--json").json
    after = result["counts"]
    unknown = {one["address"] for one in result["deliveries"] if one["status"] == "unknown"}
    accepted = {one["address"] for one in result["deliveries"] if one["status"] == "accepted"}
    taken = sink.taken()
    assert max(taken.values()) == 1, "somebody got it twice"
    assert accepted | unknown == {f"reader{number}@reader.example" for number in range(RECIPIENTS)}
    assert accepted <= set(taken), "the ledger says accepted of a mail that was not"
    assert after["unknown"] == len(unknown) <= KILLS * CONNECTIONS
    assert after["recipients"] == RECIPIENTS
    assert result["state"] == ("partial" if unknown else "sent")


def test_a_kill_over_the_outbox_leaves_nothing_unknown(desk: Desk) -> None:
    """A file is there or it is not, so the next run can tell; there are so many that each kill finds it at work."""
    fill(desk, 1500)
    outbox = desk.folder / "outbox"
    for _ in range(4):
        aim = Aim(more=random.randint(1, 60), within=20, later=random.random() * 0.004)
        assert kill(start(desk), aim, reached=lambda: sum(1 for _ in outbox.rglob("*.eml")))
    assert start(desk).wait(60) == 0
    assert counts(desk) | {"recipients": 1500, "accepted": 1500, "unknown": 0} == counts(desk)
    assert len(desk.outbox()) == 1500


def test_two_sends_at_once_give_each_reader_one_mail(desk: Desk, sink: SmtpSink) -> None:
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = {CONNECTIONS}')
    fill(desk, 400)
    runs = [start(desk), start(desk), start(desk)]
    codes = sorted(run.wait(60) for run in runs)
    assert codes[0] == 0
    assert set(codes) <= {0, 5}
    assert start(desk).wait(60) == 0
    assert sink.taken() == {f"reader{number}@reader.example": 1 for number in range(400)}


def test_a_terminated_send_finishes_what_is_in_flight_and_goes_on_later(desk: Desk, sink: SmtpSink) -> None:
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = {CONNECTIONS}')
    fill(desk, RECIPIENTS)
    run = start(desk)
    until = time.monotonic() + 20
    while sink.reached() < 50 and time.monotonic() < until:
        time.sleep(0.001)
    run.terminate()
    assert run.wait(20) == 4
    stopped = counts(desk)
    assert stopped["unknown"] == stopped["claimed"] == 0
    assert 0 < stopped["accepted"] == sink.taken().total() < RECIPIENTS
    assert start(desk).wait(60) == 0
    assert max(sink.taken().values()) == 1
    assert sink.reached() == RECIPIENTS

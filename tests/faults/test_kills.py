"""A send killed at random moments and started again: nobody gets a mail twice, nobody goes without."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.clock import from_iso
from digest.store.database import open_database
from subscribers.changes import Newcomer
from subscribers.lists import Lists
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Desk

RECIPIENTS = 2000
KILLS = 20
CONNECTIONS = 4

DIGEST = str(Path(sys.executable).with_name("digest"))


class Sink:
    """A mail server on loopback that offers PIPELINING and remembers every message it took responsibility for."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Sink:
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._talk, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.01))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recipient = ""
        writer.write(b"220 sink\r\n")
        try:
            while line := await reader.readline():
                verb = line[:4].upper()
                if verb == b"EHLO":
                    writer.write(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
                elif verb == b"DATA":
                    writer.write(b"354 go on\r\n")
                    await reader.readuntil(b"\r\n.\r\n")
                    self.taken[recipient] += 1
                    writer.write(b"250 2.0.0 taken\r\n")
                else:
                    recipient = line.split(b"<")[1].split(b">")[0].decode() if verb == b"RCPT" else recipient
                    writer.write(b"250 2.1.0 ok\r\n")
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that takes everything."""
    with Sink() as running:
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


def kill_after(run: subprocess.Popen[bytes], sink: Sink, more: int) -> None:
    """Kill the run once the server has taken so many more mails, give or take a few milliseconds."""
    goal = sum(sink.taken.values()) + more
    until = time.monotonic() + 20
    while sum(sink.taken.values()) < goal and run.poll() is None and time.monotonic() < until:
        time.sleep(0.0005)
    time.sleep(random.random() * 0.004)
    run.send_signal(signal.SIGKILL)
    run.wait()


def test_twenty_kills_over_smtp_double_nothing_and_lose_nothing(desk: Desk, sink: Sink) -> None:
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = {CONNECTIONS}')
    fill(desk, RECIPIENTS)
    for kill in range(KILLS):
        kill_after(start(desk), sink, random.randint(1, RECIPIENTS // KILLS - 10))
        if kill:
            assert counts(desk)["unknown"] <= kill * CONNECTIONS
    final = start(desk)
    assert final.wait(60) in (0, 4)

    result = desk.ok("status", "daily", "--deliveries", "--json").json
    after = result["counts"]
    unknown = {one["address"] for one in result["deliveries"] if one["status"] == "unknown"}
    accepted = {one["address"] for one in result["deliveries"] if one["status"] == "accepted"}
    assert max(sink.taken.values()) == 1, "somebody got it twice"
    assert accepted | unknown == {f"reader{number}@reader.example" for number in range(RECIPIENTS)}
    assert accepted <= set(sink.taken), "the ledger says accepted of a mail that was not"
    assert after["unknown"] == len(unknown) <= KILLS * CONNECTIONS
    assert after["recipients"] == RECIPIENTS
    assert result["state"] == ("partial" if unknown else "sent")


def test_a_kill_over_the_outbox_leaves_nothing_unknown(desk: Desk) -> None:
    """A file is there or it is not, so the next run can tell."""
    fill(desk, 300)
    for _ in range(4):
        run = start(desk)
        time.sleep(0.35 + random.random() * 0.3)
        run.send_signal(signal.SIGKILL)
        run.wait()
    assert start(desk).wait(60) == 0
    assert counts(desk) | {"recipients": 300, "accepted": 300, "unknown": 0} == counts(desk)
    assert len(desk.outbox()) == 300


def test_two_sends_at_once_give_each_reader_one_mail(desk: Desk, sink: Sink) -> None:
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = {CONNECTIONS}')
    fill(desk, 400)
    runs = [start(desk), start(desk), start(desk)]
    codes = sorted(run.wait(60) for run in runs)
    assert codes[0] == 0
    assert set(codes) <= {0, 5}
    assert start(desk).wait(60) == 0
    assert sink.taken == {f"reader{number}@reader.example": 1 for number in range(400)}


def test_a_terminated_send_finishes_what_is_in_flight_and_goes_on_later(desk: Desk, sink: Sink) -> None:
    desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = {CONNECTIONS}')
    fill(desk, RECIPIENTS)
    run = start(desk)
    until = time.monotonic() + 20
    while sum(sink.taken.values()) < 50 and time.monotonic() < until:
        time.sleep(0.001)
    run.terminate()
    assert run.wait(20) == 4
    stopped = counts(desk)
    assert stopped["unknown"] == stopped["claimed"] == 0
    assert 0 < stopped["accepted"] == sum(sink.taken.values()) < RECIPIENTS
    assert start(desk).wait(60) == 0
    assert max(sink.taken.values()) == 1
    assert len(sink.taken) == RECIPIENTS

"""Sends to as many as a million recipients through a local SendGrid that answers at once, the ledger on.

Each send is the real command on a real database, and is measured whole: freezing, claims, requests, receipts. The peer
is SendGrid's own helper classes, used as their documentation does, batches of 1,000, the same words and headers for
each recipient, and no ledger. Options: --sizes 10000,100000,1000000 --slow to add the server that takes 200 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from digest.config import load_settings
from digest.drill.newsroom import EDITION, LIST, furnish
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.stories import intake
from digest.store.database import migrate
from subscribers.changes import Newcomer
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
HERE = Path(__file__).parent
MAIL = 'transport = "sendgrid"\n[mail.sendgrid]\nurl = "{url}"\nbatch = {batch}\nworkers = {workers}\ntimeout = "60s"\n'


class Send(NamedTuple):
    """How a send went: seconds, the peak of its memory in megabytes, and what the server counted.

    `busy` is the seconds from the first request to the last answer.
    """

    seconds: float
    megabytes: float
    recipients: int
    requests: int
    busy: float


@contextmanager
def api(delay: float = 0.0) -> Iterator[tuple[str, list[float]]]:
    """Run the counting server in a process of its own; give its URL and, once it has ended, what it counted."""
    counted: list[float] = []
    command = [sys.executable, str(HERE / "peers" / "counting_api.py"), str(delay)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}", counted
        counted += map(float, server.communicate()[0].split())


def newsroom(folder: Path, recipients: int, mail: str) -> Path:
    settings_file, stories = furnish(folder, mail=mail, now=NOW)
    settings = load_settings(settings_file, environ={})
    migrate(settings.database)
    with open_newsroom(settings, clock=lambda: NOW, environ={}) as room:
        intake.add_stories(room, [str(stories)], given=intake.Given(), stdin=bytes)
        people = (Newcomer(address=f"reader{number}@readers.example") for number in range(recipients))
        Roster(room.db).add_many(people, now=NOW, lists=[LIST], confirmed=True)
    return settings_file


def send(recipients: int, *, batch: int = 1000, workers: int = 4, delay: float = 0.0) -> Send:
    """Send one issue with the real command and measure it."""
    with tempfile.TemporaryDirectory() as place, api(delay) as (url, counted):
        file = newsroom(Path(place), recipients, MAIL.format(url=url, batch=batch, workers=workers))
        environ = os.environ | {"DIGEST_NOW": "2026-11-23T07:00:00Z", "SENDGRID_API_KEY": "SG.bench"}
        command = [sys.executable, "-m", "digest.cli", "--config", str(file), "send", EDITION, "--yes", "--json"]
        begun = time.perf_counter()
        with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE) as run:
            assert run.stdout
            document = json.loads(run.stdout.read())
            _, status, usage = os.wait4(run.pid, 0)
            run.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        assert document["counts"]["accepted"] == recipients, document
    assert counted[0] == recipients, counted
    came, requests, busy = counted
    return Send(seconds, usage.ru_maxrss / 1024, int(came), int(requests), busy)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="10000,100000,1000000")
    options.add_argument("--slow", action="store_true", help="the server that takes 200 ms a request, 16 workers")
    options.add_argument("--peer", type=int, default=50_000, help="recipients for SendGrid's helper classes")
    chosen = options.parse_args()
    startup = send(1).seconds
    print(f"start-up, one recipient: {startup:.2f} s")
    peer = helper_classes(chosen.peer)
    print(f"{'helper classes':>16} {chosen.peer:>9,}: {peer:8,.0f} recipients/s")
    first = 0.0
    for size in map(int, chosen.sizes.split(",")):
        done = send(size)
        each = (done.seconds - startup) / size * 1e6
        first = first or each
        rate = size / (done.seconds - startup)
        print(
            f"{'digest send':>16} {size:>9,}: {rate:8,.0f} recipients/s, {each:5.1f} us each, "
            f"{each / first:.2f} of the first, {done.megabytes:.0f} MB, {rate / peer:.2f} times the helper classes"
        )
    if chosen.slow:
        size = 200_000
        done = send(size, batch=250, workers=16, delay=0.2)
        ideal = size / 250 / 16 * 0.2
        print(
            f"16 workers, 250 a request, 200 ms: {done.busy:.1f} s from the first request to the last answer, "
            f"ideal {ideal:.1f} s, {ideal / done.busy:.0%}; {done.seconds - startup:.1f} s with freezing"
        )


def helper_classes(recipients: int) -> float:
    """Send with SendGrid's helper classes, in a process of their own; return recipients a second."""
    with api() as (url, counted):
        command = [sys.executable, str(HERE / "peers" / "sendgrid_helpers.py"), url, str(recipients)]
        seconds = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert counted[0] == recipients
    return recipients / seconds


if __name__ == "__main__":
    main()

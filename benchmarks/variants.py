"""Sends one issue to as many as a million readers who follow 2,000 combinations of topics, and counts what it costs.

Each send is the real command on a real database, through a local SendGrid that answers at once; renderings are counted
where a page becomes HTML. A thousand readers, and three tenths of the million, stand beside a million of the same 2,000
combinations: these may take no more renderings, and no more memory once the buffers are full, which a thousand readers
do not fill (SQLite's page cache, a stretch of 50,000 readers, four requests of 1,000). And the processor's time is told
for ever more variants: the time for each of them should stay as it is. Options: --readers 1000000 --combinations 2000.

All of it takes some ten minutes; each send is told as soon as it is done, with what it took to make its newsroom.
Renderings and memory are the same however busy the machine is.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import combinations, cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from digest.config import load_settings
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.stories import intake
from digest.store.database import migrate, open_database
from subscribers.changes import Newcomer
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.render.page import Page

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
HERE = Path(__file__).parent
TOPICS = [f"topic {number}" for number in range(64)]
FEW = 1000  # readers
GROWTH = 1.1  # times the memory that three tenths of the readers take
WORDS = ("ferry", "council", "orchard", "tunnel", "violin", "comet", "harvest", "lighthouse", "glacier", "parade")
CONFIG = """\
[publication]
name = "The Harbour Herald"
url = "https://herald.example"
postal_address = "1 Quay Street, 1200 Lisbon, Portugal"
database = "digest.db"
[mail]
from = "The Harbour Herald <digest@herald.example>"
transport = "sendgrid"
[mail.sendgrid]
url = "{url}"
timeout = "60s"
[editions.daily]
title = "Daily digest"
lists = ["daily"]
"""


class Sent(NamedTuple):
    """How a send went: what it took of the processor (s) and of memory (MB), and what came of it."""

    cpu: float
    megabytes: float
    renderings: int
    variants: int
    accepted: int
    requests: int
    database: float  # MB of variants
    making: float  # s of the processor, for stories and readers before it


def story(number: int) -> dict[str, object]:
    subject = f"{WORDS[number % 10]} and the {WORDS[number // 10]} of day {number}"
    return {
        "title": f"What became of the {subject}",
        "body": f"All of the {subject} is told here. " * 12,
        "url": f"https://wire.example/{number}",
        "source": f"Wire {number % 7}",
        "published_at": (NOW - timedelta(minutes=10 * number)).isoformat(),
        "tags": [TOPICS[number]],
    }


def people(readers: int, choices: int) -> Iterator[Newcomer]:
    """Yield readers who chose nothing, or two topics, in as many ways as are wanted."""
    pairs: list[tuple[str, ...]] = [(), *islice(combinations(TOPICS, 2), choices - 1)]
    for number, topics in zip(range(readers), cycle(pairs), strict=False):
        yield Newcomer(address=f"reader{number}@readers.example", topics=topics)


def newsroom(folder: Path, url: str, *, readers: int, choices: int) -> Path:
    file, stories = folder / "digest.toml", folder / "stories.jsonl"
    file.write_text(CONFIG.format(url=url))
    stories.write_text("".join(f"{json.dumps(story(number))}\n" for number in range(len(TOPICS))))
    settings = load_settings(file, environ={})
    migrate(settings.database)
    with open_newsroom(settings, clock=lambda: NOW, environ={}) as room:
        intake.add_stories(room, [str(stories)], given=intake.Given(), stdin=bytes)
        Roster(room.db).add_many(people(readers, choices), now=NOW, lists=["daily"], confirmed=True)
    return file


@contextmanager
def api() -> Iterator[tuple[str, list[float]]]:
    """Run the counting server in a process of its own; give its URL and, once it has ended, what it counted."""
    counted: list[float] = []
    command = [sys.executable, str(HERE / "peers" / "counting_api.py"), "0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}", counted
        counted += map(float, server.communicate()[0].split())


def counting_send(file: str) -> None:
    """Be the command, and write to stderr in the end how often an issue became HTML, and the most memory it took."""
    from digest.cli.main import main as command
    from digest.render.theme import Theme

    real, count = Theme.html, 0

    def counted(theme: Theme, page: Page) -> str:
        nonlocal count
        count += 1
        return real(theme, page)

    Theme.html = counted  # type: ignore[method-assign]
    try:
        command(["--config", file, "-q", "send", "daily", "--yes", "--json"])
    finally:
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(f"\n{count} {used.ru_maxrss / 1024} {used.ru_utime + used.ru_stime}", file=sys.stderr)


def send(readers: int, choices: int) -> Sent:
    with tempfile.TemporaryDirectory() as place, api() as (url, counted):
        begun = time.process_time()
        file = newsroom(Path(place), url, readers=readers, choices=choices)
        making = time.process_time() - begun
        environ = os.environ | {"DIGEST_NOW": NOW.isoformat(), "SENDGRID_API_KEY": "SG.bench"}
        command = [sys.executable, __file__, "--as-command", str(file)]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        report = json.loads(done.stdout)
        renderings, megabytes, cpu = map(float, done.stderr.split("\n")[-2].split())
        db = open_database(Path(place) / "digest.db")
        (size,) = db.execute("SELECT SUM(length(packed) + length(message)) FROM variants").fetchone()
        db.close()
    accepted, requests = report["counts"]["accepted"], int(counted[1])
    return Sent(cpu, megabytes, int(renderings), report["variants"], accepted, requests, size / 1e6, making)


def told(readers: int, choices: int) -> Sent:
    """Send, and tell what it took."""
    sent = send(readers, choices)
    print(
        f"{readers:>9,} readers {sent.variants:>6,} variants {sent.renderings:>6,} renderings",
        f"{sent.requests:>7,} requests {sent.cpu:>8.1f} s of the processor {sent.megabytes:>6.0f} MB",
        f"{sent.database:>6.1f} MB of variants kept; made in {sent.making:.1f} s",
        flush=True,
    )
    return sent


def main(readers: int, most: int) -> None:
    print("as many readers as variants")
    slopes = []
    for choices in (most // 20, most // 4, most):
        sent = told(choices, choices)
        assert sent.renderings == sent.variants == choices
        slopes.append(sent.cpu / choices)
    print(f"a variant of {most:,} takes {slopes[-1] / slopes[1]:.2f} x what one of {most // 4:,} does\n")
    few, fewer, many = (told(count, most) for count in (FEW, readers * 3 // 10, readers))
    growth = many.megabytes / fewer.megabytes
    print(f"{growth:.2f} x the memory of three tenths, {many.megabytes / few.megabytes:.2f} x that of {FEW:,} readers")
    assert many.accepted == readers
    assert many.renderings == min(most, readers), "a combination was rendered more than once"
    assert growth <= GROWTH, "memory grows with the readers"
    assert slopes[-1] <= 1.3 * slopes[1], "a variant costs more where there are more of them"


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--readers", type=int, default=1_000_000)
    options.add_argument("--combinations", type=int, default=2000)
    options.add_argument("--as-command", metavar="FILE", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.as_command:
        counting_send(given.as_command)
    else:
        main(given.readers, given.combinations)

"""Lives through a month of `digest run` as real processes, with a clock, and trouble, of its own making."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from benchmarks.month.world import FEED_MOODS, MAIL_MOODS, SOURCES
from digest.clock import iso
from digest.store.database import open_database
from subscribers.changes import Newcomer
from subscribers.roster import Roster

if TYPE_CHECKING:
    from benchmarks.month.world import Feeds, Post

COMMAND = Path(sys.executable).with_name("digest")
ZONE = ZoneInfo("Europe/Lisbon")
START = datetime(2026, 3, 9, 0, 5, tzinfo=UTC)  # the clocks change on the 29th
CONNECTIONS = 4
FAILURES_TOLD = 5

CONFIG = """\
[publication]
name = "The Harbour Herald"
url = "https://herald.example"
postal_address = "1 Quay Street, 1200 Lisbon, Portugal"
timezone = "Europe/Lisbon"
database = "digest.db"
[mail]
from = "The Harbour Herald <digest@herald.example>"
transport = "smtp"
[mail.smtp]
port = {port}
connections = {connections}
[fetch]
allow_private = true
timeout = "1s"
[editions.daily]
tags = ["news"]
schedule = "30 6 * * *"
"""


@dataclass(slots=True)
class Run:
    """One call of `digest run`: at which time, what was done to it, and what it said."""

    at: datetime
    deed: str
    code: int
    words: str


@dataclass(slots=True)
class Month:
    """What was lived through."""

    runs: list[Run] = field(default_factory=list)
    off: int = 0
    resumed: int = 0
    failing: dict[str, datetime] = field(default_factory=dict)  # sources that failed too often, and when that was seen

    def told(self, words: str, *, since: datetime = START) -> bool:
        """Tell whether any run said so."""
        return any(words in run.words for run in self.runs if run.at >= since)


@dataclass(slots=True)
class Newsroom:
    """The folder of a newsroom, worked on by processes alone."""

    folder: Path
    feeds: Feeds
    post: Post

    def start(self, now: datetime, *arguments: str, room: int | None = None) -> subprocess.Popen[str]:
        """Start a command at a time; no file it writes may grow past `room` octets."""

        def limit() -> None:
            if room is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

        return subprocess.Popen(
            [COMMAND, "--config", self.folder / "digest.toml", *arguments],
            env=os.environ | {"DIGEST_NOW": iso(now), "no_proxy": "127.0.0.1"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit,
        )  # fmt: skip

    def json(self, now: datetime, *arguments: str) -> Any:
        """Return what a command that must succeed says."""
        process = self.start(now, *arguments, "--json")
        out, err = process.communicate()
        if process.returncode:
            raise RuntimeError(f"digest {' '.join(arguments)}: {err}")
        return json.loads(out)

    def size(self) -> int:
        """Return how large the largest file of the database is."""
        return max(path.stat().st_size for path in self.folder.glob("digest.db*"))


def furnish(newsroom: Newsroom, *, readers: int) -> None:
    """Make the newsroom, with its sources and readers."""
    (newsroom.folder / "digest.toml").write_text(CONFIG.format(port=newsroom.post.port, connections=CONNECTIONS))
    newsroom.start(START, "db", "migrate").communicate()
    outlines = "".join(f'<outline text="{name}" xmlUrl="{newsroom.feeds.url(name)}"/>' for name in SOURCES)
    (newsroom.folder / "sources.opml").write_text(
        f'<opml version="2.0"><body><outline text="news">{outlines}</outline></body></opml>'
    )
    newsroom.json(START, "sources", "import", str(newsroom.folder / "sources.opml"))
    people = [Newcomer(address=f"reader{number}@reader.example") for number in range(readers)]
    with closing(open_database(newsroom.folder / "digest.db")) as db:
        Roster(db).add_many(people, now=START, lists=["daily"], confirmed=True)


def live(newsroom: Newsroom, *, days: int, every: timedelta, seed: int, patience: float) -> Month:
    """Call `digest run` from the start for so many days, or until `patience` (seconds) is spent."""
    dice, month, begun = random.Random(seed), Month(), time.monotonic()
    now = back = START
    while now < START + timedelta(days=days) and time.monotonic() - begun < patience:
        newsroom.feeds.now, newsroom.post.day = now, f"{now.astimezone(ZONE):%Y-%m-%d}"
        if now.hour % 6 == 4:
            _change_moods(newsroom, dice)
        if now < back:
            month.off += 1
        else:
            _run(newsroom, now, dice, month)
            _be_the_person(newsroom, now, month)
            back = now + (timedelta(hours=dice.choice((2, 4, 9, 30))) if dice.random() < 0.01 else timedelta())
        now += every
    newsroom.post.be("good")
    for _ in range(2):  # calm hours, in which what is left over comes to its end
        newsroom.feeds.now, newsroom.post.day = now, f"{now.astimezone(ZONE):%Y-%m-%d}"
        month.runs.append(_called(newsroom, now, "calm"))
        _be_the_person(newsroom, now, month)
        now += timedelta(hours=3)
    newsroom.post.settle()
    return month


def _change_moods(newsroom: Newsroom, dice: random.Random) -> None:
    for name in SOURCES:
        newsroom.feeds.moods[name] = dice.choice(FEED_MOODS) if dice.random() < 0.4 else "good"
    newsroom.post.be(dice.choice(MAIL_MOODS) if dice.random() < 0.5 else "good")


def _run(newsroom: Newsroom, now: datetime, dice: random.Random, month: Month) -> None:
    """Call it, with or without something done to it; more often in the hours in which it sends."""
    sends = 6 <= now.astimezone(ZONE).hour <= 8
    deed = dice.choice(("killed", "full disk", "twice", "clock back", "clock ahead"))
    if dice.random() > (0.6 if sends else 0.1):
        deed = ""
    if deed == "killed":
        month.runs.append(_killed(newsroom, now, dice))
    elif deed == "full disk":
        room = newsroom.size() + dice.choice((0, 50_000, 400_000, 2_000_000))
        month.runs.append(_called(newsroom, now, deed, room=room))
    elif deed == "twice":
        other = newsroom.start(now, "run")
        month.runs.append(_called(newsroom, now, deed))
        out, err = other.communicate()
        month.runs.append(Run(now, deed, other.returncode, out + err))
    else:
        shift = {
            "clock back": -timedelta(hours=dice.randint(1, 50)),
            "clock ahead": timedelta(minutes=dice.randint(15, 50)),
        }
        month.runs.append(_called(newsroom, now, deed, shown=now + shift.get(deed, timedelta())))


def _called(
    newsroom: Newsroom, now: datetime, deed: str, *, shown: datetime | None = None, room: int | None = None
) -> Run:
    process = newsroom.start(shown or now, "run", room=room)
    out, err = process.communicate()
    return Run(now, deed, process.returncode, out + err)


def _killed(newsroom: Newsroom, now: datetime, dice: random.Random) -> Run:
    """Kill it after some time, or once some mails are out."""
    process, before = newsroom.start(now, "run"), newsroom.post.reached()
    goal, until = before + dice.randint(1, 3000), time.monotonic() + dice.choice((0.5, 1.5, 60.0))
    while process.poll() is None and newsroom.post.reached() < goal and time.monotonic() < until:
        time.sleep(0.002)
    process.kill()
    out, err = process.communicate()
    return Run(now, "killed" if process.returncode < 0 else "", process.returncode, out + err)


def _be_the_person(newsroom: Newsroom, now: datetime, month: Month) -> None:
    """Do what the last run asked for, and look once a day which sources are failing."""
    for issue in set(re.findall(r"digest issues resume (\S+?);", month.runs[-1].words)):
        newsroom.start(now, "issues", "resume", issue).communicate()
        month.resumed += 1
    if now.hour == 20:
        for source in newsroom.json(now, "sources", "list"):
            if source["failures"] < FAILURES_TOLD:
                month.failing.pop(source["name"], None)
            else:
                month.failing.setdefault(source["name"], now)

"""Lives through months of `digest run` every five minutes, with a clock of its own and trouble of every kind.

The machine is off for a while, another run holds the lock, a run dies half way, the clock goes wrong. When slots should
fall is worked out minute by minute from the zone alone, and each must be sent once, or have its reason.
"""

from __future__ import annotations

import random
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.config import load_settings
from digest.model.issue import IssueState
from digest.model.story import IncomingStory
from digest.pipeline.newsroom import Newsroom, open_newsroom
from digest.pipeline.operations.recording import run_recorded
from digest.store.database import migrate
from digest.store.issues import issues
from digest.store.lock import edition_lock
from digest.store.stories import stories
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

ZONES = (
    "Europe/Lisbon",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "UTC",
)
STEP = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
DEADLINE = timedelta(hours=6)
# Hour, minute and weekdays (Monday is 0) of each edition; the last stands where clocks skip and repeat an hour.
TIMES = {"daily": (6, 30, range(7)), "weekday": (7, 0, range(5)), "weekly": (2, 15, (6,))}
CONFIG = """\
[publication]
name = "The Harbour Herald"
url = "https://herald.example"
postal_address = "1 Quay Street, 1200 Lisbon, Portugal"
timezone = "{zone}"
database = "digest.db"
[mail]
from = "The Harbour Herald <digest@herald.example>"
[editions.daily]
tags = ["daily"]
lists = ["all"]
schedule = "30 6 * * *"
[editions.weekday]
tags = ["weekday"]
lists = ["all"]
schedule = "0 7 * * 1-5"
max_age = "4d"
[editions.weekly]
tags = ["weekly"]
lists = ["all"]
schedule = "15 2 * * 0"
max_age = "8d"
"""


class Died(BaseException):
    """A run that was killed, as far as one process can be."""


class Mortal(Event):
    """A sign to stop that kills whoever looks at it for the nth time."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._left = looks

    def is_set(self) -> bool:
        self._left -= 1
        if self._left == 0:
            raise Died
        return super().is_set()


@dataclass(slots=True)
class Life:
    """What happened: which runs were good ones, and what the simulation did to the others."""

    good: list[datetime] = field(default_factory=list)
    off: int = 0
    locked: int = 0
    died: int = 0
    wrong: int = 0


def expected(edition: str, *, zone: ZoneInfo, start: datetime, end: datetime) -> list[datetime]:
    """Return when slots fall, from the zone alone: every minute is looked at.

    A time that is skipped comes at the first minute after the gap, one that is repeated the first time.
    """
    hour, minute, weekdays = TIMES[edition]
    found: list[datetime] = []
    moment, before = start, (start - MINUTE).astimezone(zone)
    while moment < end:
        wall = moment.astimezone(zone)
        due = wall.replace(hour=hour, minute=minute, tzinfo=None)
        here, was = wall.replace(tzinfo=None), before.replace(tzinfo=None)
        if wall.weekday() in weekdays and not wall.fold and was < due <= here and was.date() == here.date():
            found.append(moment)
        moment, before = moment + MINUTE, wall
    return found


def live(folder: Path, zone: str, *, start: datetime, end: datetime, seed: int, trouble: float = 1.0) -> Life:
    """Run every five minutes from start to end; `trouble` says how much of it there is, 1.0 some each day."""
    dice, life = random.Random(seed), Life()
    now = start
    with _newsroom(folder, zone, start):
        pass
    while now < end:
        with _newsroom(folder, zone, now, made=True) as newsroom:
            died = life.died
            now = _live_on(newsroom, now, end, dice, life, trouble)
        back = now + (timedelta() if life.died > died else _downtime(dice))
        while now < min(back, end):
            life.off += 1
            now += STEP
    return life


def _live_on(
    newsroom: Newsroom, now: datetime, end: datetime, dice: random.Random, life: Life, trouble: float
) -> datetime:
    """Run every five minutes until a run dies or the machine goes off; what comes after opens the database anew."""
    news_on, died = "", life.died
    while now < end:
        if (today := now.astimezone(newsroom.zone).date().isoformat()) != news_on:
            news_on = today
            _news(newsroom, now)
        _run_once(newsroom, now, dice, life, trouble)
        now += STEP
        if life.died > died or dice.random() < 0.001 * trouble:
            break
    return now


def verdict(folder: Path, zone: str, life: Life, *, start: datetime, end: datetime) -> list[str]:
    """Return what is wrong: slots sent twice, lost, sent at no slot, or recorded without a reason."""
    faults: list[str] = []
    with _newsroom(folder, zone, end, made=True) as newsroom:
        for edition in TIMES:
            slots = expected(edition, zone=ZoneInfo(zone), start=start, end=end)
            records = {record.slot: record for record in issues.every(newsroom.db, edition, limit=10_000)}
            faults += [f"{edition}: an issue at {at}, where no slot is" for at in records if at not in slots]
            for number, slot in enumerate(slots):
                until = min(slot + DEADLINE, slots[number + 1] - MINUTE if number + 1 < len(slots) else end)
                in_time = any(slot <= run <= until for run in life.good)
                state = records[slot].state if slot in records else None
                if state is not IssueState.SENT and in_time:
                    faults.append(f"{edition}: {slot} is {state}, though there were runs in time")
                if state is None and any(run > slot for run in life.good):
                    faults.append(f"{edition}: {slot} is lost")
            faults += _mails(folder, edition, [r for r in records.values() if r.state is IssueState.SENT])
    return faults


def _mails(folder: Path, edition: str, sent: list[issues.IssueRecord]) -> Iterator[str]:
    """Hold the outbox against the issues: one mail for each that was sent, and no other."""
    there = {path.parent.name for path in folder.glob(f"outbox/{edition}/*/*.eml")}
    named = {record.label.replace(":", "") for record in sent}
    for label in there ^ named:
        yield f"{edition}/{label}: {'a mail of no sent issue' if label in there else 'sent, and no mail'}"


def _run_once(newsroom: Newsroom, now: datetime, dice: random.Random, life: Life, trouble: float) -> None:
    what, shown = dice.random(), now
    stop: Event = Event()
    with ExitStack() as stack:
        if what < 0.02 * trouble:
            stack.enter_context(edition_lock(newsroom.settings.database, dice.choice(list(TIMES))))
            life.locked += 1
        elif what < 0.04 * trouble:
            stop = Mortal(dice.randint(1, 12))
        elif what < 0.05 * trouble:
            shown = now - timedelta(hours=dice.randint(1, 72))
            life.wrong += 1
        try:
            result = run_recorded(replace(newsroom, clock=lambda: shown), (), at=None, stop=stop)
        except Died:
            life.died += 1
            return
    if what >= 0.05 * trouble and not result.exit_code:
        life.good.append(now)


def _downtime(dice: random.Random) -> timedelta:
    """Return how long the machine is off now: minutes to days."""
    return timedelta(minutes=dice.choice((15, 90, 400, 1500, 4500)) * dice.random() * 2)


def _newsroom(folder: Path, zone: str, now: datetime, *, made: bool = False) -> AbstractContextManager[Newsroom]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "digest.toml").write_text(CONFIG.format(zone=zone))
    # The moment itself comes from the clock; that there is one keeps the machine's own count out of it.
    environ = {"DIGEST_NOW": "2026-01-01T00:00:00Z"}
    settings = load_settings(folder / "digest.toml", environ=environ)
    if not made:
        migrate(settings.database)
        with open_newsroom(settings, clock=lambda: now, environ=environ) as newsroom:
            Roster(newsroom.db).add("ana@reader.example", lists=["all"], confirmed=True, now=now)
    return open_newsroom(settings, clock=lambda: now, environ=environ)


def _news(newsroom: Newsroom, now: datetime) -> None:
    """Let there be a story a day for each edition, by days of the zone: a late issue does not eat the next one's."""
    day = now.astimezone(newsroom.zone)
    for edition in TIMES:
        title = f"{edition.capitalize()} news of {day:%d %B %Y}: the {_WORDS[day.toordinal() % len(_WORDS)]} returns"
        body = f"{title}. " + f"It was seen at {day:%j} points along the shore by the people of street {day:%j}. " * 8
        story = IncomingStory(title=title, body=body, source="Wire", published_at=now, tags=(edition,))
        stories.take_in(newsroom.db, [story], now=now)


_WORDS = ("heron", "ferry", "lantern", "market", "orchestra", "tide", "beacon", "tram", "kestrel", "harvest", "regatta")

"""Holds a drill: sends an issue with the real command, kills it again and again, lets it finish, and judges."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from digest.clock import NOW_VARIABLE, iso
from digest.config import load_settings
from digest.drill.kills import aim, kill
from digest.drill.newsroom import EDITION, LIST, furnish, readers
from digest.drill.record import Drill, Kill, Moment
from digest.drill.sinks import open_sink
from digest.drill.verdict import judge
from digest.model.delivery import DeliveryStatus
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.stories import intake
from digest.store.database import migrate, open_database
from digest.store.issues import issues
from digest.store.mail import deliveries
from subscribers.changes import Newcomer
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from digest.drill.record import Order
    from digest.drill.sinks import Sink
    from digest.model.delivery import Delivery

_FINISHED = (0, 4)  # exit codes of a send that came to its end; 4: unknown deliveries remain


def hold(order: Order, *, now: datetime, environ: Mapping[str, str], on_kill: Callable[[Kill], None]) -> Drill:
    """Hold a drill in a folder of its own, which stays only if there are faults; `on_kill` is told of each kill.

    The clock of its newsroom stands at `now`, or a drill over midnight would be about two issues.
    """
    folder = Path(tempfile.mkdtemp(prefix="digest-drill-"))
    held: Drill | None = None
    try:
        mails_per_kill = order.recipients / (order.kills + 1)
        with open_sink(order.transport, folder=folder, mails_per_kill=mails_per_kill) as sink:
            environ = {name: value for name, value in environ.items() if not name.startswith("DIGEST_")}
            environ |= {NOW_VARIABLE: iso(now), **sink.environ}
            ground = _Ground(folder=folder, order=order, sink=sink, environ=environ)
            ground.furnish(now)
            held = ground.hold(on_kill)
    finally:
        if held is None or not held.faults:
            shutil.rmtree(folder)
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """A newsroom in a folder, a sink, and the command that sends from the one to the other."""

    folder: Path
    order: Order
    sink: Sink
    environ: Mapping[str, str]

    def furnish(self, now: datetime) -> None:
        """Make the newsroom: its settings, stories and readers."""
        settings_file, stories = furnish(self.folder, mail=self.sink.mail, now=now)
        settings = load_settings(settings_file, environ=self.environ)
        migrate(settings.database)
        with open_newsroom(settings, clock=lambda: now, environ=self.environ) as newsroom:
            intake.add_stories(newsroom, [str(stories)], given=intake.Given(), stdin=bytes)
            people = [Newcomer(address=address) for address in readers(self.order.recipients)]
            Roster(newsroom.db).add_many(people, now=now, lists=[LIST], confirmed=True)

    def hold(self, on_kill: Callable[[Kill], None]) -> Drill:
        """Kill, resume, finish, judge."""
        random = Random(self.order.seed)
        kills: list[Kill] = []
        looks: list[Sequence[Delivery]] = [()]
        while (left := self.order.kills - len(kills)) and self._killed(random, left, looks[-1]):
            looks.append(self._ledger())
            kills.append(self._told(len(kills) + 1, before=looks[-2], after=looks[-1]))
            on_kill(kills[-1])
        last_words = self._finish()
        looks.append(self._ledger())
        unknown = [_count(look, DeliveryStatus.UNKNOWN) for look in looks[1:]]
        verdict = judge(
            {delivery.address: delivery.status for delivery in looks[-1]},
            self.sink.taken(),
            meant=readers(self.order.recipients),
            unknown_by_kill=[after - before for before, after in pairwise(unknown)],
            in_doubt=self.sink.in_doubt,
        )
        return Drill(order=self.order, kills=tuple(kills), verdict=verdict, last_words=last_words, folder=self.folder)

    def _killed(self, random: Random, left: int, ledger: Sequence[Delivery]) -> bool:
        """Start a run and kill it, with so many kills to go; tell whether it was still at work."""
        unsent = self.order.recipients - len(ledger) + _count(ledger, DeliveryStatus.PENDING)
        moment = aim(random, unsent=unsent, kills=left, a_mail=self.sink.a_mail)
        with self._running() as run:
            return kill(run, moment, reached=self.sink.reached)

    def _told(self, number: int, *, before: Sequence[Delivery], after: Sequence[Delivery]) -> Kill:
        """Say what a kill hit."""
        reached = len(self.sink.taken())
        in_flight = 0 if before == after else _count(after, DeliveryStatus.CLAIMED)
        moment = Moment.STARTING if before == after else Moment.IN_FLIGHT if in_flight else Moment.BETWEEN
        return Kill(number=number, moment=moment, reached=reached, in_flight=in_flight)

    def _finish(self) -> str:
        """Let a run come to its end; return its last words if it failed."""
        with self._running() as run:
            code = run.wait()
        if code in _FINISHED:
            return ""
        said = (self.folder / "runs.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return f"exit code {code}: {said[-1] if said else 'it said nothing'}"

    @contextmanager
    def _running(self) -> Iterator[subprocess.Popen[bytes]]:
        """Start the command; it does not outlive the block."""
        settings = str(self.folder / "digest.toml")
        command = [sys.executable, "-P", "-m", "digest.cli", "--config", settings, "send", EDITION, "--yes"]
        with (
            (self.folder / "runs.log").open("ab") as log,
            subprocess.Popen(  # noqa: S603  our own command
                command, env=dict(self.environ), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            ) as run,
        ):
            try:
                yield run
            finally:
                run.kill()

    def _ledger(self) -> Sequence[Delivery]:
        """Return the ledger, read from a copy: the next run shall find the database as the dead one left it."""
        copy = self.folder / "copy"
        copy.mkdir()
        for file in self.folder.glob("digest.db*"):
            shutil.copy(file, copy)
        db = open_database(copy / "digest.db")
        try:
            found = issues.every(db, EDITION, limit=1)
            return deliveries.every(db, found[0].id) if found else ()
        finally:
            db.close()
            shutil.rmtree(copy)


def _count(ledger: Sequence[Delivery], status: DeliveryStatus) -> int:
    return sum(delivery.status is status for delivery in ledger)

"""While a send runs, readers leave, pause, are suppressed or erased: they get nothing from then on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from digest.clock import from_iso
from digest.config import load_settings
from digest.drill.smtp_sink import SmtpSink
from digest.pipeline.newsroom import Newsroom, open_newsroom
from digest.pipeline.roster.forgetting import forget
from subscribers.changes import Newcomer
from subscribers.preferences import Preferences
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Desk

RECIPIENTS = 300
LEAVING = range(RECIPIENTS, RECIPIENTS - 120, -3)  # numbers of subscribers, those whose turn comes last first
COMMAND = (sys.executable, "-m", "digest.cli")


@dataclass
class UnderWay:
    """A newsroom whose issue another process is handing over to a mail server."""

    desk: Desk
    sink: SmtpSink
    newsroom: Newsroom

    def status(self, number: int) -> str:
        sql = "SELECT status FROM deliveries WHERE subscriber_id = :number"
        return str(self.newsroom.db.execute(sql, {"number": number}).fetchone()[0])

    def send(self) -> subprocess.Popen[bytes]:
        """Begin to send, and wait until some have their mail."""
        command = [*COMMAND, "--config", str(self.desk.folder / "digest.toml"), "-q", "send", "daily", "--yes"]
        sending = subprocess.Popen(command, env=os.environ | {"DIGEST_NOW": self.desk.now})
        while self.sink.reached() < RECIPIENTS // 20 and sending.poll() is None:
            time.sleep(0.002)
        return sending


@pytest.fixture
def under_way(desk: Desk) -> Iterator[UnderWay]:
    with SmtpSink(pause=0.02) as sink:
        desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = 3')
        desk.story("Ferry strike ends")
        settings = load_settings(desk.folder / "digest.toml", environ={})
        with open_newsroom(settings, clock=lambda: from_iso(desk.now), environ={}) as newsroom:
            people = [Newcomer(address=address(number)) for number in range(1, RECIPIENTS + 1)]
            Roster(newsroom.db).add_many(people, now=newsroom.now(), lists=["daily"], confirmed=True)
            yield UnderWay(desk, sink, newsroom)


def address(number: int) -> str:
    return f"reader-{number}-@reader.example"


def unsubscribe(newsroom: Newsroom, number: int) -> None:
    Roster(newsroom.db).unsubscribe_lists(number, ["daily"], now=newsroom.now())


def suppress(newsroom: Newsroom, number: int) -> None:
    Suppressions(newsroom.db).add(address(number), "complaint", now=newsroom.now())


def pause(newsroom: Newsroom, number: int) -> None:
    Roster(newsroom.db).pause(address(number), newsroom.now() + timedelta(days=1), now=newsroom.now())


def do_without(newsroom: Newsroom, number: int) -> None:
    Roster(newsroom.db).prefer(number, Preferences(skipped_editions=("daily",)), now=newsroom.now())


def erase(newsroom: Newsroom, number: int) -> None:
    forget(newsroom, address(number))


def test_nobody_is_mailed_after_they_left_in_whatever_way_unless_already_handed_over(under_way: UnderWay) -> None:
    sending = under_way.send()
    after: dict[int, str] = {}
    for number, leave in zip(LEAVING, cycle((unsubscribe, suppress, pause, do_without, erase)), strict=False):
        leave(under_way.newsroom, number)
        after[number] = under_way.status(number)
    assert sending.wait(timeout=60) == 0
    in_time = [number for number, status in after.items() if status in ("pending", "skipped")]
    assert len(in_time) >= len(LEAVING) // 2, "the send was over too soon to tell"
    taken = under_way.sink.taken()
    assert not [number for number in in_time if address(number) in taken]
    assert {under_way.status(number) for number in in_time} == {"skipped"}
    assert max(taken.values()) == 1
    assert len(taken) == RECIPIENTS - len(in_time)


def test_who_was_erased_during_a_send_is_in_no_file_after_it(under_way: UnderWay) -> None:
    """Also those whose mail was on its way: the receipt that came after them names nobody."""
    sending = under_way.send()
    people = [*LEAVING[:20], *range(RECIPIENTS // 20, RECIPIENTS // 5)]
    for number in people:
        forget(under_way.newsroom, address(number))
    assert sending.wait(timeout=60) == 0
    left = [forget(under_way.newsroom, address(number)).remains for number in people]
    assert left == [0] * len(people)
    found = b"".join(path.read_bytes() for path in under_way.desk.folder.glob("digest.db*"))
    assert not [number for number in people if address(number).encode() in found]

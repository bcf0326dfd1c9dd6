"""A newsroom that has sent issues, and what is reported of their mails."""

from __future__ import annotations

import itertools
import os
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from digest.clock import from_iso
from digest.config import load_settings
from digest.model.event import Event, EventKind
from digest.pipeline.newsroom import Newsroom, open_newsroom
from digest.store.issues import issues
from digest.store.mail import deliveries
from subscribers.database import immediate
from subscribers.keys import signing_keys
from subscribers.suppressions import Suppressions
from subscribers.tokens import TokenMint
from tests.conftest import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from digest.model.delivery import Delivery
    from tests.conftest import Desk

READERS = ("ana@reader.example", "ben@reader.example", "cid@reader.example")


@dataclass
class Sent:
    """A newsroom with issues sent to three readers, and its database open."""

    newsroom: Newsroom
    _keys: Iterator[int]

    def delivery(self, reader: str = "ana", issue: str = "daily") -> Delivery:
        """The delivery of an issue to whoever's address begins so."""
        record = issues.named(self.newsroom.db, issue)
        (found,) = [one for one in deliveries.every(self.newsroom.db, record.id) if one.address.startswith(reader)]
        return found

    def status(self, reader: str = "ana", issue: str = "daily") -> str:
        return str(self.delivery(reader, issue).status)

    def put(self, status: str, reader: str = "ana", issue: str = "daily") -> None:
        """Let a delivery stand there, as some send has left it."""
        sql = "UPDATE deliveries SET status = :status WHERE id = :id"
        with immediate(self.newsroom.db):
            self.newsroom.db.conn.execute(sql, {"status": status, "id": self.delivery(reader, issue).id})

    def close(self, state: str, issue: str = "daily") -> None:
        """Let an issue stand in a state."""
        sql = "UPDATE issues SET state = :state WHERE id = :id"
        with immediate(self.newsroom.db):
            self.newsroom.db.conn.execute(sql, {"state": state, "id": issues.named(self.newsroom.db, issue).id})

    def reference(self, reader: str = "ana", issue: str = "daily") -> str:
        delivery = self.delivery(reader, issue)
        return TokenMint(signing_keys(self.newsroom.db)).reference(delivery.subscriber_id, delivery.issue_id)

    def event(self, kind: str, reader: str = "ana", issue: str = "daily", **more: Any) -> Event:
        """An event of a reader's mail, unlike any before it."""
        values = {"source": "sendgrid", "reference": self.reference(reader, issue), "key": f"e{next(self._keys)}"}
        return Event(kind=EventKind(kind), **(values | more))

    def suppressed(self) -> dict[str, str]:
        return {one.address: one.reason for one in Suppressions(self.newsroom.db).list()}


@pytest.fixture
def opened() -> Iterator[Callable[[Path, str], Sent]]:
    """Open the newsroom of a folder at a moment."""
    with ExitStack() as stack:

        def open_it(folder: Path, now: str) -> Sent:
            settings = load_settings(folder / "digest.toml", environ=os.environ)
            moment = from_iso(now)
            newsroom = stack.enter_context(open_newsroom(settings, clock=lambda: moment, environ=os.environ))
            return Sent(newsroom, itertools.count())

        yield open_it


def send_issues(desk: Desk, days: int, *, start: str = "2026-11-23T07:00:00Z") -> None:
    """Send an issue a day to the readers."""
    for reader in READERS:
        desk.reader(reader)
    moment = from_iso(start)
    for day in range(days):
        at: datetime = moment + timedelta(days=day)
        desk.now = f"{at:%Y-%m-%dT%H:%M:%SZ}"
        desk.story(f"Ferry strike ends {day}", published=f"{at - timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}")
        desk.ok("send", "daily")


@pytest.fixture
def sent(live: Callable[..., Desk], opened: Callable[[Path, str], Sent]) -> Sent:
    """One issue sent to three readers."""
    desk = live(send_issues, days=1)
    return opened(desk.folder, desk.now)


@pytest.fixture
def copied(live: Callable[..., Desk], opened: Callable[[Path, str], Sent], tmp_path: Path) -> Callable[[], Sent]:
    """Open one more copy of a newsroom that has sent one issue."""
    desk = live(send_issues, days=1)
    numbers = itertools.count()

    def copy() -> Sent:
        folder = settled(shutil.copytree(desk.folder, tmp_path / f"copy{next(numbers)}"))
        return opened(folder, desk.now)

    return copy

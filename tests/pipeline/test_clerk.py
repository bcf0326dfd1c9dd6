"""The clerk beside the server: at work as soon as it is woken, as long as the block lasts, and in nobody's way."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from digest.pipeline.letters.clerk import Clerk
from digest.store.lock import letters_lock
from subscribers import signups
from subscribers.signups import Signup
from tests.pipeline.conftest import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.pipeline.newsroom import Newsroom
    from tests.conftest import Desk
    from tests.pipeline.conftest import Sent

__all__ = ["opened"]


@pytest.fixture
def newsroom(desk: Desk, opened: Callable[..., Sent]) -> Newsroom:
    return opened(desk.folder, desk.now).newsroom


def sign_up(newsroom: Newsroom, address: str) -> None:
    signups.put(newsroom.db, [Signup(address=address, lists=("daily",))], now=newsroom.now())


def wait_for(desk: Desk, count: int) -> bool:
    until = time.monotonic() + 20
    while len(desk.outbox()) < count and time.monotonic() < until:
        time.sleep(0.01)
    return len(desk.outbox()) == count


def test_it_writes_what_waits_when_it_begins_and_whenever_it_is_woken(newsroom: Newsroom, desk: Desk) -> None:
    sign_up(newsroom, "ana@reader.example")
    with Clerk(newsroom) as clerk:
        assert wait_for(desk, 1)
        sign_up(newsroom, "ben@reader.example")
        clerk.wake()
        assert wait_for(desk, 2)


def test_it_writes_nobody_from_a_database_that_was_taken_away(newsroom: Newsroom, desk: Desk) -> None:
    told: list[str] = []
    database = newsroom.settings.database
    with Clerk(newsroom, tell=told.append) as clerk:
        time.sleep(0.3)
        database.rename(database.with_name("gone.db"))
        sign_up(newsroom, "ana@reader.example")
        clerk.wake()
        time.sleep(0.3)
    assert told == [f"letters wait: the database {database} was taken away or replaced; begin again with: digest serve"]
    assert desk.outbox() == []


def test_it_ends_with_the_block_and_leaves_no_thread_behind(newsroom: Newsroom) -> None:
    before = threading.active_count()
    with Clerk(newsroom):
        pass
    assert threading.active_count() == before


def test_while_another_process_writes_it_waits_and_then_takes_along_what_is_left(
    newsroom: Newsroom, desk: Desk
) -> None:
    sign_up(newsroom, "ana@reader.example")
    told: list[str] = []
    with letters_lock(newsroom.settings.database):
        clerk = Clerk(newsroom, tell=told.append)
        clerk.__enter__()
        time.sleep(0.2)
        assert desk.outbox() == []
    assert wait_for(desk, 1)
    clerk.__exit__(None, None, None)
    assert told == []


def test_a_database_that_is_gone_is_told_and_ends_nothing_else(newsroom: Newsroom, desk: Desk) -> None:
    told: list[str] = []
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 9')
    newsroom.db.execute("ALTER TABLE signups RENAME TO gone")
    with Clerk(newsroom, tell=told.append) as clerk:
        until = time.monotonic() + 20
        while not told and time.monotonic() < until:
            time.sleep(0.01)
        clerk.wake()
    assert told == ["letters wait: no such table: signups"]

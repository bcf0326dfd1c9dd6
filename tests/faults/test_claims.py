"""A mail is claimed for good before a mail server hears of it, so that a power cut leaves nothing in flight unnamed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from digest.drill.smtp_sink import SmtpSink
from digest.store.database import open_database
from tests.faults.test_kills import fill, start

if TYPE_CHECKING:
    from tests.conftest import Desk

CONNECTIONS = 4
CLAIMED = "SELECT address FROM deliveries WHERE status = 'claimed'"


def test_every_mail_is_claimed_in_a_commit_that_others_see_before_the_server_hears_of_it(desk: Desk) -> None:
    """Seen by a connection of another process, which sees nothing but what is committed."""
    unclaimed: list[str] = []
    most = 0

    def look(address: str) -> None:
        nonlocal most
        other = sqlite3.connect(f"file:{desk.folder / 'digest.db'}?mode=ro", uri=True)
        claimed = {found for (found,) in other.execute(CLAIMED)}
        other.close()
        most = max(most, len(claimed))
        if address not in claimed:
            unclaimed.append(address)

    with SmtpSink(on_recipient=look) as sink:
        desk.configure(mail=f'transport = "smtp"\n[mail.smtp]\nport = {sink.port}\nconnections = {CONNECTIONS}')
        fill(desk, 300)
        assert start(desk).wait(60) == 0
        assert sink.taken() == {f"reader{number}@reader.example": 1 for number in range(300)}
    assert not unclaimed
    assert 0 < most <= CONNECTIONS


def test_a_commit_waits_for_the_disk(desk: Desk) -> None:
    """SQLite then syncs the write-ahead log at each commit, before it returns: what is claimed outlives a power cut."""
    db = open_database(desk.folder / "digest.db")
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    db.close()

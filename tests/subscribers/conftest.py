"""Real databases in a folder of the test's own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from subscribers.database import immediate
from subscribers.lists import Lists
from subscribers.migrations import migrations
from subscribers.model import OptIn
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Callable[..., Database]]:
    """Open the test's database, as often as wanted, the way an installation opens it."""
    opened: list[Database] = []

    def open_it(name: str = "digest.db") -> Database:
        db = Database(tmp_path / name)
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=5000"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        opened.append(db)
        return db

    yield open_it
    for db in opened:
        db.close()


@pytest.fixture
def migrated(connect: Callable[..., Database]) -> Callable[..., Database]:
    """Open a database and bring its roster up to date."""

    def open_it(name: str = "digest.db") -> Database:
        db = connect(name)
        with immediate(db):
            migrations.apply(db)
        return db

    return open_it


@pytest.fixture
def undone() -> Callable[[Database, Callable[[], object]], None]:
    """Do work in a transaction that then fails."""

    def fail_after(db: Database, work: Callable[[], object]) -> None:
        with immediate(db):
            work()
            raise RuntimeError("midway")

    def run(db: Database, work: Callable[[], object]) -> None:
        with pytest.raises(RuntimeError, match="midway"):
            fail_after(db, work)

    return run


@pytest.fixture
def db(migrated: Callable[..., Database]) -> Database:
    return migrated()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.fixture
def lists(db: Database, now: datetime) -> Lists:
    """A double opt-in list `daily` and a single opt-in list `weekly`."""
    lists = Lists(db)
    lists.create("daily", now=now, title="Daily digest")
    lists.create("weekly", now=now, opt_in=OptIn.SINGLE)
    return lists


@pytest.fixture
def roster(db: Database, lists: Lists) -> Roster:
    return Roster(db)


@pytest.fixture
def suppressions(db: Database) -> Suppressions:
    return Suppressions(db)


@pytest.fixture
def mailable(db: Database) -> Callable[..., list[str]]:
    """Tell whom the view lets be mailed on these lists."""

    def of(*names: str) -> list[str]:
        marks = ", ".join("?" * len(names))
        found = db.execute(f"SELECT address FROM mailable WHERE list IN ({marks}) ORDER BY address_key", names)
        return [address for (address,) in found.fetchall()]

    return of

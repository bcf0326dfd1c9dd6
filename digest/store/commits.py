"""Tells whether anything was committed to the database since it was last asked, at next to no cost."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

# SQLite counts for each connection the commits that others made (https://www.sqlite.org/pragma.html#pragma_data_version),
# so it must be one that stays open and changes nothing itself.
DATA_VERSION = "PRAGMA data_version"


def others_commits(db: Database) -> int:
    """Return a number that is another one once somebody else has committed, over whichever other connection."""
    version: int = db.conn.execute(DATA_VERSION).fetchone()[0]
    return version


class Commits:
    """One connection that only listens; whoever commits, in whichever process, changes its sign."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None
        self._listening: object = None
        self._openings = 0

    def sign(self, path: Path) -> str:
        """Return a word that is another one after each commit, and when another file stands there, or none."""
        try:
            found = path.stat()
        except OSError:
            self.close()
            return "none"
        if self._listening != (file := (path, found.st_dev, found.st_ino)):
            self._listen(path)
            self._listening = file
        assert self._connection is not None
        try:
            version = self._connection.execute(DATA_VERSION).fetchone()[0]
        except sqlite3.Error as error:  # no database, or one that is being replaced
            self.close()
            return str(error)
        return f"{self._openings}.{version}"

    def close(self) -> None:
        """Listen no more; the next time somebody asks, a new connection does."""
        if self._connection:
            self._connection.close()
        self._connection = self._listening = None

    def _listen(self, path: Path) -> None:
        self.close()
        self._openings += 1
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=1, check_same_thread=False)


class Stillness:
    """Tells whether anybody changed the database between two stretches of work over one connection."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._commits, self._changes = -1, -1

    def lasted(self) -> bool:
        """Tell whether nothing was changed since the last `begin`, over whichever connection.

        To be asked in a transaction that holds the write lock, so that it stays true until that ends.
        """
        before, self._commits = self._commits, others_commits(self._db)
        return before == self._commits and self._changes == self._db.conn.total_changes

    def begin(self) -> None:
        """Let it begin, after the last change of that transaction."""
        self._changes = self._db.conn.total_changes

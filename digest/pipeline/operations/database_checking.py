"""Looks a newsroom's database through and tells, in words, what is wrong with it and what helps."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from digest.errors import StoreError
from digest.store.database import MIGRATION_SETS, open_database
from digest.store.faults import explaining, files_of, is_damage
from digest.store.upkeep import home, soundness
from digest.writing import unwritable

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

LEAST_ROOM = 100_000_000  # octets; a send writes a few kilobytes for each mail into the log before it moves them
RESTORE = "restore a backup; see docs/operations.md"


@dataclass(frozen=True, slots=True)
class Result:
    """What one look at the database found; `problems` and their remedy are empty where all is well."""

    check: str
    problems: tuple[str, ...] = ()
    remedy: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the result as a JSON object."""
        return asdict(self) | {
            "ok": not self.problems,
            "problems": list(self.problems),
            "remedy": self.remedy if self.problems else "",
        }


def check_database(path: Path, *, thorough: bool = True) -> list[Result]:
    """Check the database at `path`; a look that is not `thorough` leaves indexes, references and sums alone.

    Raises:
        StoreError: there is none, it cannot be opened for another reason than being broken, or its schema is older or
            newer than this program's.
    """
    try:
        with explaining(path), closing(open_database(path)) as db:
            found = [_writing(path), _schema(db), _room(path), _home(db, path)]
            found.append(_file(db, thorough=thorough))
            if thorough and not found[-1].problems:
                found.append(_sums(db))
            return found
    except StoreError as error:
        if is_damage(error.__cause__):
            return [Result("file", (str(error.__cause__),), RESTORE)]
        raise


def _writing(path: Path) -> Result:
    """SQLite opens a database that cannot be written, and leaves files beside it that cannot be either."""
    fault = unwritable(files_of(path))
    return Result("can be written", (fault.words,), fault.remedy) if fault else Result("can be written")


def _schema(db: Database) -> Result:
    with soundness.blank() as expected:
        for migration_set in MIGRATION_SETS:
            migration_set.apply(expected)
        strays = soundness.strays(db, expected)
    return Result("schema", tuple(strays), "take out what was added by hand; if something is missing, " + RESTORE)


def _room(path: Path) -> Result:
    free, size = shutil.disk_usage(path.parent).free, path.stat().st_size
    if free >= max(LEAST_ROOM, size // 10):
        return Result("room on disk")
    return Result("room on disk", (f"{free // 10**6:,} MB are free beside {path}",), "make room, or: digest db prune")


def _home(db: Database, path: Path) -> Result:
    why = home.why_held(db, path)
    return Result("at home", (f"held, and sends nothing: {why}",) if why else (), "digest db adopt")


def _file(db: Database, *, thorough: bool) -> Result:
    problems = soundness.damage(db) if thorough else soundness.rough_damage(db)
    return Result("file and references" if thorough else "file", tuple(problems), RESTORE)


def _sums(db: Database) -> Result:
    return Result("sums of the ledger", tuple(soundness.wrong_sums(db)), RESTORE)

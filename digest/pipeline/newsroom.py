"""The newsroom: one configuration with its database, as every act of the pipeline needs it."""

from __future__ import annotations

from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.errors import UnknownName, UsageError
from digest.store.database import open_database
from digest.store.issues import editions
from subscribers.errors import AlreadyThere
from subscribers.lists import Lists, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.edition import Edition
    from digest.model.settings import Settings
    from digest.render.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """Settings, the open database and the clock, which `$DIGEST_NOW` may have stopped."""

    settings: Settings
    db: Database
    clock: Callable[[], datetime]
    environ: Mapping[str, str]

    @property
    def zone(self) -> ZoneInfo:
        """The publication's time zone."""
        return ZoneInfo(self.settings.publication.timezone)

    def now(self) -> datetime:
        """The present moment, aware, UTC, to the second."""
        return self.clock()

    def theme(self, name: str) -> Theme:
        """Return the theme of that name or path in the newsroom's brand.

        Raises:
            UnknownName: there is none.
            RenderError: its theme.toml is wrong.
        """
        from digest.render.theme import load_theme

        return load_theme(name, brand=self.settings.brand)

    def edition(self, name: str) -> Edition:
        """Return the edition of that name; raises UnknownName, offering the nearest."""
        if name not in self.settings.editions:
            raise UnknownName("edition", name, self.settings.editions)
        return self.settings.editions[name]

    def spare_own_files(self, out: str) -> None:
        """Raise UsageError where what is to be written would take the place of the newsroom itself.

        That is its configuration, its database, and what stands beside that.
        """
        target, database = Path(out).resolve(), self.settings.database.resolve()
        beside = {f"{database.name}{ending}" for ending in ("", "-wal", "-shm", "-journal", ".home")}
        if target == self.settings.file.resolve() or (target.parent == database.parent and target.name in beside):
            raise UsageError(f"{out} is the newsroom's own, and cannot be written over; name another file")


@contextmanager
def open_newsroom(
    settings: Settings, *, clock: Callable[[], datetime], environ: Mapping[str, str]
) -> Iterator[Newsroom]:
    """Open the database for a while; the lists that editions name are made if there are none.

    Raises:
        StoreError: there is no database, or its schema is not this program's.
    """
    with closing(open_database(settings.database)) as db:
        newsroom = Newsroom(settings=settings, db=db, clock=clock, environ=environ)
        _know_editions(newsroom)
        yield newsroom


def _know_editions(newsroom: Newsroom) -> None:
    """Remember when each edition was first seen, and make the lists that editions name and nobody made.

    A list that was renamed is not made anew under its old name: its readers would silently get nothing.
    """
    known = set(Lists(newsroom.db).ever_named())
    for edition in newsroom.settings.editions.values():
        editions.first_seen(newsroom.db, edition.name, now=newsroom.now())
        for name in edition.lists:
            if name.lower() not in known:
                with suppress(AlreadyThere):  # another command made it between that question and this
                    going = [one for one in newsroom.settings.editions.values() if one.goes_to([name])]
                    private = not any(one.public for one in going)  # its title is nothing for the public form either
                    Lists(newsroom.db).create(name, title=_title(going, name), private=private, now=newsroom.now())
                known.add(name.lower())


def _title(going: Sequence[Edition], list_name: str) -> str:
    """Return what readers see of a list that nobody named for them: the one edition that goes to it, else its name."""
    return going[0].title if len(going) == 1 else spoken(list_name)

"""Imports files of readers: reads them whole, then judges and enters people some thousands at a time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from subscribers.database import immediate, stamp
from subscribers.errors import BadValue
from subscribers.files.intake import imports
from subscribers.files.intake.doubles import merge_doubles
from subscribers.files.intake.doubted import turn_away_doubted
from subscribers.files.intake.entering import Entry, enter
from subscribers.files.intake.gathering import Advance, Gathering
from subscribers.files.intake.judging import drop, judge, prepare
from subscribers.files.intake.outcomes import Judged
from subscribers.files.intake.staging import KEPT_OUT, MOVED, REFUSED, Staging
from subscribers.files.intake.unmet import Unmet
from subscribers.files.records.told import Told
from subscribers.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from subscribers.files.intake.opening import Opened
    from subscribers.files.intake.staging import Aside
    from subscribers.files.vocabulary.fields import Field, Verdict
    from subscribers.lists import ListTerms

CHUNK = 5000  # arrivals a transaction: so few that a send beside it waits only some hundredths of a second for the lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the operator asks of an import.

    Readers join `lists`, or the only one there is. `told` says what columns hold, by their names, and `everyone` how
    all in the file stand. `confirmed` says that
    all of them consented elsewhere; `ask` lets those who have not confirmed be asked by mail. A `dry_run` changes
    nothing. `encoding` is that of the file, where it cannot be told. `topics_there` are the topics that anything has:
    whoever would follow none of them is counted.
    """

    lists: tuple[str, ...] = ()
    told: Mapping[str, Field] = field(default_factory=dict)
    everyone: Verdict | None = None
    confirmed: bool = False
    ask: bool = False
    dry_run: bool = False
    encoding: str = ""
    topics_there: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import did, or in a dry run would do; `import_id` is then None.

    Each row counts once, as added, updated, unchanged (further rows of the same person too), kept out or refused; but
    one that is kept out of some of its lists, and changes something all the same, counts as both. The rows themselves
    can be listed for as long as the import is open.
    """

    import_id: int | None
    format: str
    encoding: str
    added: int
    updated: int
    unchanged: int
    asked: int  # people who are to be asked by mail for a confirmation
    not_mailed: Mapping[str, int]  # of those added or updated, how many are so, by word: unconfirmed, unsubscribed ...
    kept_out: int
    refused: int
    moved: int
    unread: tuple[str, ...]  # names of columns that are not understood
    unmet: Unmet  # of those added or updated, who follow only topics that nothing has
    times_unread: tuple[int, int]  # rows with a time that cannot be read, such as 01/02/2020, and the first of them
    heard: Mapping[
        str, tuple[int, str]
    ]  # by columns that do not tell how people stand: rows that speak of leaving, and how
    passed_over: tuple[tuple[str, str], ...]  # files of an archive that were not read, and why
    staging: Staging

    def rows_kept_out(self, *, most: int = -1) -> Iterator[Aside]:
        """Yield the rows that were kept out, in the order of the file, all of them or so many at most."""
        return self.staging.listed(KEPT_OUT, most=most)

    def rows_moved(self, *, most: int = -1) -> Iterator[Aside]:
        """Yield the rows that named an address which a reader had given up, and were taken to mean that reader."""
        return self.staging.listed(MOVED, most=most)

    def rows_refused(self, *, most: int = -1) -> Iterator[Aside]:
        """Yield the rows that cannot be understood, likewise."""
        return self.staging.listed(REFUSED, most=most)


@contextmanager
def importing(
    db: Database, found: Opened, *, wish: Wish, now: datetime, advance: Advance = lambda _done, _of: None
) -> Iterator[Report]:
    """Import what was opened, and yield what came of it.

    Nothing is written, and nobody is kept from writing, before all files were read. Then each five thousand people are
    one transaction: whoever was entered before a crash is in, and the same import again goes on from there.

    Raises:
        BadFile: a file cannot be read at all, or none of its columns is known to hold addresses.
        BadValue, UnknownList: the wish cannot be fulfilled as it stands.
    """
    lists = Lists(db)
    every, chosen = lists.terms(lists.names()), lists.terms(wish.lists)
    with Staging(db, lists={terms.name.lower(): terms.id for terms in every}) as staging:
        try:
            yield _Importer(db, staging, wish=wish, now=now, advance=advance).run(found, chosen=chosen, every=every)
        finally:
            drop(db)


class _Importer:
    """Takes one import through its steps."""

    def __init__(self, db: Database, staging: Staging, *, wish: Wish, now: datetime, advance: Advance) -> None:
        self._db, self._staging, self._wish, self._now, self._advance = db, staging, wish, now, advance
        told = Told(wish.told, everyone=wish.everyone)
        self._gathered = Gathering(
            staging, told=told, lists=wish.lists, encoding=wish.encoding, now=now, advance=advance
        )
        self._unmet = Unmet()

    def run(self, found: Opened, *, chosen: Sequence[ListTerms], every: Sequence[ListTerms]) -> Report:
        self._gathered.take(found)
        times_unread = self._staging.times_unread()
        turn_away_doubted(self._db, self._staging)
        self._staging.resolve()
        last = self._staging.sort()
        merge_doubles(self._db)
        by_row = self._staging.by_row
        targets = every if by_row else self._targets(chosen, every)
        prepare(self._db, targets, confirmed=self._wish.confirmed, by_row=by_row)
        entry = None if self._wish.dry_run else self._begin(found, () if by_row else targets)
        judged = self._judge_all(last, entry)
        return Report(
            import_id=entry.number if entry else None,
            format=self._gathered.made_by,
            encoding="; ".join(self._gathered.encodings),
            added=judged.added,
            updated=judged.updated,
            unchanged=judged.unchanged,
            asked=judged.asked,
            not_mailed=judged.not_mailed,
            kept_out=self._staging.counts[KEPT_OUT],
            refused=self._staging.counts[REFUSED],
            moved=self._staging.counts[MOVED],
            unread=tuple(self._gathered.unread),
            unmet=self._unmet,
            times_unread=times_unread,
            heard=self._gathered.heard,
            passed_over=tuple(self._gathered.passed_over),
            staging=self._staging,
        )

    def _targets(self, chosen: Sequence[ListTerms], every: Sequence[ListTerms]) -> Sequence[ListTerms]:
        if chosen or len(every) == 1:
            return chosen or every
        names = ", ".join(terms.name for terms in every)
        raise BadValue(f"which list? say --list with one of {names}" if names else "there is no list yet; create one")

    def _begin(self, found: Opened, targets: Sequence[ListTerms]) -> Entry:
        now = stamp(self._now)
        with immediate(self._db):
            number = imports.begin(
                self._db,
                file=found.name,
                made_by=self._gathered.made_by,
                lists=[terms.name for terms in targets],
                ask=self._wish.ask,
                at=now,
                refused=self._staging.counts[REFUSED],
            )
        words = f"import {number}, {found.name}"
        return Entry(number=number, now=now, note=words, source=words)

    def _judge_all(self, last: int, entry: Entry | None) -> Judged:
        judged = Judged()
        for first in range(1, last + 1, CHUNK):
            chunk = {"first": first, "last": min(first + CHUNK - 1, last)}
            with immediate(self._db) if entry else self._db.atomic():
                judged += judge(self._db, self._staging, chunk, ask=self._wish.ask)
                if "topics" in self._staging.fields:
                    self._unmet.count(self._db, chunk, there=self._wish.topics_there)
                if entry:
                    enter(self._db, entry, chunk, fields=self._staging.fields)
                    imports.count(self._db, entry.number, judged, kept_out=self._staging.counts[KEPT_OUT])
            self._advance(chunk["last"], last)
        if entry:
            with immediate(self._db):
                imports.end(self._db, entry.number, at=stamp(self._now))
        return judged

"""Takes in rows by the thousand, and says what became of each."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from subscribers.addresses import parse
from subscribers.changes import Outcome, SetAside, Tally
from subscribers.database import immediate
from subscribers.errors import BadAddress
from subscribers.joining import take_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from subscribers.addresses import Address
    from subscribers.changes import Newcomer
    from subscribers.joining import Terms

_CHUNK = 1000  # rows a transaction: so few that a send beside it waits only some hundredths of a second for the lock


def take_in_many(db: Database, newcomers: Iterable[Newcomer], *, terms: Terms) -> Tally:
    """Take in rows, numbered from 1; a row that cannot be taken in is set aside and stops nothing.

    Each thousand is one transaction, so rows before a crash are in, and the same rows given again change nothing.
    Inside `immediate` it all becomes part of that transaction.
    """
    outcomes: Counter[Outcome] = Counter()
    kept_out: list[SetAside] = []
    refused: list[SetAside] = []
    numbered = enumerate(newcomers, start=1)
    while chunk := list(islice(numbered, _CHUNK)):
        people: dict[int, tuple[Address, Newcomer]] = {}
        for row, newcomer in chunk:
            try:
                people[row] = parse(newcomer.address), newcomer
            except BadAddress as error:
                refused.append(SetAside(row, newcomer.address, error.reason))
        with immediate(db):
            changes = take_in(db, list(people.values()), terms=terms)
        for row, change in zip(people, changes, strict=True):
            if reason := change.kept_out:
                kept_out.append(SetAside(row, people[row][1].address, reason))
            else:
                outcomes[change.outcome] += 1
    return Tally(
        added=outcomes[Outcome.ADDED],
        updated=outcomes[Outcome.UPDATED],
        unchanged=outcomes[Outcome.UNCHANGED],
        kept_out=tuple(kept_out),
        refused=tuple(refused),
    )

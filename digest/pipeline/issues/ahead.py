"""Finds issues by name, also of slots that have none yet, and says which is to come and how it is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import iso
from digest.editorial.slots import labelled, latest_slot, next_slot
from digest.errors import UnknownName, UsageError
from digest.store.issues import issues

if TYPE_CHECKING:
    from digest.model.edition import Edition, Slot
    from digest.model.issue import IssueRecord
    from digest.pipeline.newsroom import Newsroom


def issue_or_slot(newsroom: Newsroom, name: str) -> IssueRecord | Slot:
    """Return the stored issue of that name, else the slot to which that issue is to come: the latest, or a later one.

    Raises:
        UnknownName: there is no such issue or edition.
        UsageError: there is no such slot, or a later one has been due since.
    """
    try:
        return issues.named(newsroom.db, name)
    except UnknownName:
        edition, slash, label = name.partition("/")
        if not slash:
            raise
        return _slot(newsroom, newsroom.edition(edition), label)


def to_come(newsroom: Newsroom, edition: Edition) -> str:
    """Return the name of the issue of the next slot."""
    return f"{edition.name}/{_next(newsroom, edition).label}"


def at_next(newsroom: Newsroom, edition: Edition) -> str:
    """Return the option by which `plan`, `compose` and `preview` mean the issue of the next slot."""
    return f'--at "{_next(newsroom, edition).at.astimezone(newsroom.zone):%Y-%m-%d %H:%M}"'


def _next(newsroom: Newsroom, edition: Edition) -> Slot:
    return next_slot(edition, after=newsroom.now(), zone=newsroom.zone)


def _slot(newsroom: Newsroom, edition: Edition, label: str) -> Slot:
    try:
        slot = labelled(edition, label, zone=newsroom.zone)
    except ValueError as error:
        raise UsageError(f"{edition.name}/{label}: {error}") from error
    if slot.at < latest_slot(edition, at=newsroom.now(), zone=newsroom.zone).at:
        raise UsageError(
            f"no issue was stored for {edition.name}/{label}; what would have been sent then: "
            f"digest plan {edition.name} --at {iso(slot.at)}"
        )
    return slot

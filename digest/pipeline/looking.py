"""Finds the issue that a name means, as it would be or as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial.slots import labelled
from digest.errors import UnknownName, UsageError
from digest.pipeline.proposal import looked_at, propose, propose_issue, work_out
from digest.store import issues

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.pipeline.newsroom import Newsroom
    from digest.pipeline.proposal import Proposal


def look(newsroom: Newsroom, name: str, *, at: datetime | None, tags: Sequence[str]) -> Proposal:
    """Work out what is named: an edition's next issue, a stored issue, or, with no name, the first edition's."""
    name = name or next(iter(newsroom.settings.editions))
    if not at and issues.is_issue_name(name):
        return _named(newsroom, name, tags)
    return propose(newsroom, name.partition("/")[0], at=at, tags=tags)


def _named(newsroom: Newsroom, name: str, tags: Sequence[str]) -> Proposal:
    """Work out a stored issue, or the slot of that name if nothing is stored for it."""
    try:
        return propose_issue(newsroom, issues.named(newsroom.db, name), tags=tags)
    except UnknownName:
        edition_name, slash, label = name.partition("/")
        if not slash:
            raise
    edition = looked_at(newsroom.edition(edition_name), tags)
    try:
        slot = labelled(edition, label, zone=newsroom.zone)
    except ValueError as error:
        raise UsageError(f"{name}: {error}") from error
    return work_out(newsroom, edition, slot, cutoff=max(slot.at, newsroom.now()), record=None)

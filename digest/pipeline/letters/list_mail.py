"""Tells what comes to the readers of a list: which editions, the latest issue, when the next, and what halts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial.slots import next_slot
from digest.model.letter import Halted
from digest.store.issues import public_issues
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from digest.model.back_issue import BackIssue
    from digest.model.edition import Edition
    from digest.pipeline.newsroom import Newsroom
    from subscribers.choices import Choice


def public_editions(newsroom: Newsroom) -> list[Edition]:
    """Return the editions that readers may see, as they stand in the configuration."""
    return [edition for edition in newsroom.settings.editions.values() if edition.public]


def latest_of(newsroom: Newsroom, list_name: str) -> BackIssue | None:
    """Return the latest public issue that went to a list."""
    editions = [one.name for one in public_editions(newsroom) if one.goes_to([list_name])]
    return next(iter(public_issues.back_issues(newsroom.db, editions, most=1)), None) if editions else None


def in_order(newsroom: Newsroom, lists: Iterable[Choice]) -> list[Choice]:
    """Return lists in the order in which the editions of the configuration name them; the rest as they come."""
    named = [name.casefold() for edition in newsroom.settings.editions.values() for name in edition.lists]
    places = {name: place for place, name in reversed(list(enumerate(named)))}
    return sorted(lists, key=lambda one: places.get(one.name.casefold(), len(named)))


def going_to(newsroom: Newsroom, lists: Iterable[str]) -> list[Edition]:
    """Return the editions that go to any of these lists."""
    wanted = list(lists)
    return [edition for edition in newsroom.settings.editions.values() if edition.goes_to(wanted)]


def next_issue_of(newsroom: Newsroom, list_name: str, *, skipped: Collection[str] = ()) -> datetime | None:
    """Return when the next issue that goes to a list is due, but for editions `skipped`; None where none says when."""
    slots = [
        next_slot(one, after=newsroom.now(), zone=newsroom.zone).at
        for one in going_to(newsroom, [list_name])
        if one.schedule and one.name.casefold() not in skipped
    ]
    return min(slots, default=None)


def halted(newsroom: Newsroom, subscriber_id: int, lists: Iterable[str]) -> Halted | None:
    """Return why nothing of these lists comes to a subscriber for now; None where they have not seen to that."""
    asked = Roster(newsroom.db).preferences(subscriber_id)
    if asked.paused_until and asked.paused_until > newsroom.now():
        return Halted(asked.paused_until)
    going = {edition.name.casefold() for edition in going_to(newsroom, lists)}
    return Halted() if going and going <= set(asked.skipped_editions) else None

"""Lets a copied or restored database send again, from now on, and nothing that another copy of it may have sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.editorial.slots import SECOND, latest_slot, slots_between
from digest.model.issue import IssueState
from digest.pipeline.issues import drafting
from digest.store.issues import editions, issues
from digest.store.lock import no_mail
from digest.store.upkeep import home
from digest.store.upkeep.adoption import WHY, call_unknown
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model.edition import Edition, Slot
    from digest.pipeline.newsroom import Newsroom


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What was done: why the database was held, and what is unknown or over now; nothing for one that was at home."""

    why: str
    issues: dict[str, int]  # mails of unknown fate, by the issue's name
    letters: int
    slots: tuple[str, ...]  # issues that another copy may have sent, so that this one does not

    def as_dict(self) -> dict[str, Any]:
        """Return the document of `db adopt`."""
        return {
            "why": self.why,
            "unknown": [{"issue": name, "mails": count} for name, count in self.issues.items()],
            "letters": self.letters,
            "slots": list(self.slots),
        }


def adopt(newsroom: Newsroom, *, rolled_back: bool = False) -> Adopted:
    """Let the database be at home here; with `rolled_back` also one that does not know it is an older state.

    Mails and letters under way become unknown, and the slots up to now are over.

    Raises:
        Locked: something is being sent from it.
    """
    db, path, now = newsroom.db, newsroom.settings.database, newsroom.now()
    with no_mail(path, newsroom.settings.editions), immediate(db):
        why = home.why_held(db, path) or ("an older state of the machine was put back" if rolled_back else "")
        if not why:
            return Adopted(why="", issues={}, letters=0, slots=())
        unfinished = call_unknown(db, now=now)
        slots = [name for edition in newsroom.settings.editions.values() for name in _close_slots(newsroom, edition)]
        home.settle(db, path)
    over = (*unfinished.drafts, *slots)
    return Adopted(why=why, issues=unfinished.issues, letters=unfinished.letters, slots=over)


def _close_slots(newsroom: Newsroom, edition: Edition) -> Iterator[str]:
    """Cancel each slot up to now that is not known here, and yield its name: another copy may have sent it."""
    now, zone = newsroom.now(), newsroom.zone
    latest = latest_slot(edition, at=now, zone=zone)
    known = issues.latest_slot(newsroom.db, edition.name, at=now)
    since = known or editions.first_seen(newsroom.db, edition.name, now=now)
    for slot in slots_between(edition, after=min(since, latest.at - SECOND), until=latest.at, zone=zone):
        if issues.at_slot(newsroom.db, edition.name, slot) is None:
            _close(newsroom, edition, slot)
            yield f"{edition.name}/{slot.label}"


def _close(newsroom: Newsroom, edition: Edition, slot: Slot) -> None:
    record = drafting.store_unsent(newsroom, edition, slot, state=IssueState.CANCELLED, now=newsroom.now())
    issues.move(newsroom.db, record.id, IssueState.CANCELLED, allowed=(IssueState.CANCELLED,), note=WHY)

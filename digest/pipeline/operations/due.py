"""Tells which slot of an edition is due, accounts for those that were missed, and says when one waits too long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.editorial.slots import SECOND, latest_slot, slots_between
from digest.model.edition import CatchUp
from digest.model.issue import IssueState
from digest.store.issues import editions, issues

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.edition import Edition, Slot
    from digest.model.issue import IssueRecord
    from digest.pipeline.newsroom import Newsroom

# A slot taken up within this time is not a missed one: cron calls every few minutes, and a machine may be slow.
ON_TIME = timedelta(minutes=30)


def due(newsroom: Newsroom, edition: Edition, *, now: datetime) -> tuple[Slot | None, str]:
    """Return the slot to send now, if any, and what was missed; that is recorded, so that it is accounted for.

    Slots before the edition was first seen were never meant, and slots before its latest issue are over. So is one
    whose name an issue has: the schedule was changed, and the issue of that day came at another time.
    """
    latest, since = _open(newsroom, edition, now=now)
    if latest is None:
        return None, ""
    missed = [
        slot
        for slot in slots_between(edition, after=since, until=latest.at - SECOND, zone=newsroom.zone)
        if issues.at_slot(newsroom.db, edition.name, slot) is None
    ]
    late, why = now - latest.at, ""
    if late > edition.deadline:
        why = ", for no run sent it before its deadline"
    elif edition.catch_up is CatchUp.SKIP and late > ON_TIME:
        why = ', for no run came in time, and catch_up is "skip"'
    if why:
        missed.append(latest)
    for slot in missed:
        _record_missed(newsroom, edition, slot, now=now)
    words = f"{edition.name}/{missed[-1].label} was missed{why}" if missed else ""
    before = f" (and {len(missed) - 1} before it)" if len(missed) > 1 else ""
    return None if why else latest, words and f"{words}{before}"


def overdue(newsroom: Newsroom, edition: Edition, *, now: datetime) -> list[str]:
    """Say that the slot which is due waits too long for another process, one that asks a person for instance."""
    slot, _ = _open(newsroom, edition, now=now)
    if slot is None or now - slot.at <= ON_TIME:
        return []
    name = f"{edition.name}/{slot.label}"
    return [f"{name} waits for another process at {edition.name}, maybe a send that still asks: answer it, or end it"]


def _open(newsroom: Newsroom, edition: Edition, *, now: datetime) -> tuple[Slot | None, datetime]:
    """Return the latest slot if nothing became of it yet, and since when slots count."""
    latest = latest_slot(edition, at=now, zone=newsroom.zone)
    begin = editions.first_seen(newsroom.db, edition.name, now=now) - SECOND
    since = max(begin, issues.latest_slot(newsroom.db, edition.name, at=now) or begin)
    record = issues.at_slot(newsroom.db, edition.name, latest)
    over = (latest.at <= since or record) and not _is_draft(record)
    return None if over else latest, since


def waiting_draft(newsroom: Newsroom, edition: Edition, *, now: datetime) -> str:
    """Return the name of the draft that waits in the slot of this moment; empty if there is none."""
    if not edition.approval:
        return ""
    record = issues.at_slot(newsroom.db, edition.name, latest_slot(edition, at=now, zone=newsroom.zone))
    return record.name if record and _is_draft(record) else ""


def _is_draft(record: IssueRecord | None) -> bool:
    return record is not None and record.state is IssueState.DRAFT


def _record_missed(newsroom: Newsroom, edition: Edition, slot: Slot, *, now: datetime) -> None:
    """Write down that a slot was missed; its news is still there for the next issue."""
    from digest.pipeline.issues import drafting

    drafting.store_unsent(newsroom, edition, slot, state=IssueState.MERGED, now=now)

"""Gathers the figures of a report."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.clock import from_iso, iso
from digest.errors import UsageError
from digest.model.figures import DayOfReaders, Figures
from digest.render.report import render_report
from digest.render.theme import load_theme
from digest.store.issues import issues
from digest.store.upkeep import figures
from subscribers.growth import comings_and_goings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from digest.model.figures import IssueFigures
    from digest.pipeline.newsroom import Newsroom

_A_DAY = timedelta(days=1)


def account(newsroom: Newsroom, *, editions: Sequence[str], since: timedelta) -> Figures:
    """Return how editions did over the time up to now, all of them if none is named; raises UnknownName."""
    chosen = [newsroom.edition(name) for name in editions or newsroom.settings.editions]
    until = newsroom.now()
    begin = until - since
    lists = list(dict.fromkeys(name for edition in chosen for name in edition.lists))
    names = tuple(edition.name for edition in chosen)
    return Figures(
        since=begin,
        until=until,
        editions=names,
        issues=figures.issue_figures(newsroom.db, names, since=begin, until=until),
        readers=_days(newsroom, lists, since=begin, until=until),
        sources=figures.source_figures(newsroom.db, since=begin, until=until),
        unsent=figures.unsent_slots(newsroom.db, names, since=begin, until=until),
    )


def account_of_issue(newsroom: Newsroom, name: str) -> Figures:
    """Return how one issue did.

    Raises:
        UnknownName: there is no such issue.
        UsageError: it never went out.
    """
    record = issues.named(newsroom.db, name, at=newsroom.now())
    at = record.mail_date or record.slot
    found = figures.issue_figures(newsroom.db, [record.edition], since=at, until=at)
    if not (own := tuple(one for one in found if one.name == record.name)):
        raise UsageError(f"{record.name} is {record.state}, and nobody got it; see: digest status {record.name}")
    return Figures(
        since=at,
        until=record.finished_at or newsroom.now(),
        editions=(record.edition,),
        issues=own,
        readers=(),
        sources=(),
        minutes=tuple(figures.minutes_of(newsroom.db, record.id)),
    )


def page(newsroom: Newsroom, found: Figures) -> str:
    """Return the report as one page, in the look of the first edition's theme."""
    settings = newsroom.settings
    theme = load_theme(next(iter(settings.editions.values())).theme, brand=settings.brand)
    return render_report(found, publication=settings.publication, design=theme.design)


def write_page(newsroom: Newsroom, found: Figures, file: str) -> None:
    """Write the report as one page, whole or not at all.

    Raises:
        UsageError: there is no such folder, or the newsroom's own files stand there.
    """
    newsroom.spare_own_files(file)
    path = Path(file)
    if not path.parent.is_dir():
        raise UsageError(f"no folder {path.parent} to write {path.name} into; make it first")
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(page(newsroom, found), encoding="utf-8")
    draft.replace(path)


def _days(newsroom: Newsroom, lists: Sequence[str], *, since: datetime, until: datetime) -> tuple[DayOfReaders, ...]:
    """Count readers by days of the publication's zone."""
    readers, *moves = comings_and_goings(newsroom.db, lists, since=since)
    came, left = (_by_day(newsroom, one) for one in moves)
    day, last = (moment.astimezone(newsroom.zone).date() for moment in (since, until))
    found = []
    while day <= last:
        readers += came[day] - left[day]
        found.append(DayOfReaders(day, readers, came[day], left[day]))
        day += _A_DAY
    return tuple(found)


def _by_day(newsroom: Newsroom, moves: Counter[str]) -> Counter[date]:
    found: Counter[date] = Counter()
    for at, count in moves.items():
        found[from_iso(at).astimezone(newsroom.zone).date()] += count
    return found


def document(found: Figures) -> dict[str, Any]:
    """Return the document of `digest report --json`."""
    return {
        "since": iso(found.since),
        "until": iso(found.until),
        "editions": list(found.editions),
        "issues": [_issue_document(one) for one in found.issues],
        "unsent": [{"issue": one.name, "slot": iso(one.slot), "state": str(one.state)} for one in found.unsent],
        "readers": [
            {"day": one.day.isoformat(), "readers": one.readers, "came": one.came, "left": one.left}
            for one in found.readers
        ],
        "sources": [
            {"name": one.name, "stories": one.stories, "failures": one.failures, "error": one.error}
            for one in found.sources
        ],
        "minutes": [{"minute": iso(at), "mails": mails} for at, mails in found.minutes],
    }


def _issue_document(one: IssueFigures) -> dict[str, Any]:
    """Return the figures of an issue as a JSON object."""
    return {"issue": one.name, "subject": one.subject, "mailed_at": iso(one.mailed_at), "counts": one.counts.as_dict()}

"""Keeps the database small: what `[keep]` gives up is folded into counts or forgotten, and the file shrinks."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from digest.errors import Locked
from digest.store.issues import history
from digest.store.lock import no_mail
from digest.store.upkeep import pruning, remnants, shrinking

if TYPE_CHECKING:
    from datetime import datetime

    from digest.pipeline.newsroom import Newsroom

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was pruned, or would be: counts of rows; `texts` are of stories that stay. Sizes of the file in octets.

    `waits` says why the file could not shrink yet; empty where it did, or nothing was to be gained.
    """

    issues: int
    deliveries: int
    events: int
    letters: int
    runs: int
    stories: int
    texts: int
    bytes_before: int
    bytes_after: int
    waits: str

    def as_dict(self) -> dict[str, Any]:
        """Return the document of `db prune`."""
        return asdict(self)


def prune(newsroom: Newsroom, *, dry: bool = False) -> Pruned:
    """Prune by the settings' times; `dry` only counts. Safe beside a running send."""
    keep, now, db = newsroom.settings.keep, newsroom.now(), newsroom.db
    size = _size(newsroom)
    issues, deliveries = (
        pruning.fold_deliveries(db, before=now - keep.deliveries, dry=dry) if keep.deliveries else (0, 0)
    )
    events = pruning.forget_events(db, before=now - keep.events, dry=dry) if keep.events else 0
    letters = pruning.forget_letters(db, before=now - keep.letters, dry=dry) if keep.letters else 0
    runs = pruning.forget_runs(db, before=now - keep.runs, dry=dry) if keep.runs else 0
    stories, texts = (
        pruning.forget_stories(db, before=_end_of_news(newsroom, now - keep.stories), dry=dry)
        if keep.stories
        else (0, 0)
    )
    return Pruned(
        issues=issues,
        deliveries=deliveries,
        events=events,
        letters=letters,
        runs=runs,
        stories=stories,
        texts=texts,
        waits="" if dry else _shrink(newsroom),
        bytes_before=size,
        bytes_after=_size(newsroom),
    )


def _end_of_news(newsroom: Newsroom, before: datetime) -> datetime:
    """Return that moment, or an earlier one before which no edition can look for news, however quiet it was."""
    now = newsroom.now()
    for edition in newsroom.settings.editions.values():
        last = history.last_cutoff(newsroom.db, edition.name, before=now)
        before = min(before, min(now, last or now) - 2 * edition.max_age - _A_DAY)
    return before


def _size(newsroom: Newsroom) -> int:
    return newsroom.settings.database.stat().st_size


def _shrink(newsroom: Newsroom) -> str:
    """Let the file shrink where that gains something; return why it has to wait, if so."""
    db, path = newsroom.db, newsroom.settings.database
    if not shrinking.is_worth_it(db):
        return ""
    if shrinking.can_shrink_beside_others(db):
        shrinking.shrink(db)
        return ""
    if not shrinking.has_room_to_rebuild(db, path):
        return f"there is no room beside {path} to write it anew; make room, and prune again"
    try:
        with no_mail(path, newsroom.settings.editions):
            remnants.rebuild(db)
    except Locked:
        return "mail is being sent, and the file can only be written anew when none is; prune again later"
    return ""

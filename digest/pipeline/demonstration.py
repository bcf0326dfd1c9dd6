"""Runs the whole main job on the bundled newsroom: stories in, an issue planned and sent, every mail in the outbox."""

from __future__ import annotations

import tomllib
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.config import load_settings
from digest.demo.unpack import unpack
from digest.errors import UsageError
from digest.pipeline.delivery import sending
from digest.pipeline.delivery.standing import Hooks
from digest.pipeline.issues.proposal import propose
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.stories import intake
from digest.store.database import migrate, open_database
from subscribers.lists import Lists
from subscribers.model import OptIn
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from digest.model.settings import Settings
    from digest.pipeline.delivery.standing import Standing
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom
    from digest.pipeline.stories.intake import Intake


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demonstration made: the stories it took in, the issue as planned, and how it was sent."""

    intake: Intake
    plan: Proposal
    standing: Standing
    outbox: Path
    zone: ZoneInfo


def demonstrate(folder: Path, *, clock: Callable[[], datetime], environ: Mapping[str, str]) -> Demonstration:
    """Make the newsroom in a folder that is empty or not there, and send the first edition's issue to its outbox.

    Raises:
        UsageError: there is something in the folder already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already; name a folder that is not: digest demo DIR")
    unpack(folder, now=clock())
    settings = load_settings(folder / "digest.toml", environ=environ)
    migrate(settings.database)
    script = tomllib.loads((folder / "demo.toml").read_text(encoding="utf-8"))
    _make_lists(settings, script, now=clock())
    with open_newsroom(settings, clock=clock, environ=environ) as newsroom:
        _fill_roster(newsroom, script)
        taken = _take_stories(newsroom, folder, script)
        edition = next(iter(settings.editions))
        plan = propose(newsroom, edition)
        sent = sending.send(newsroom, edition, at=None, hooks=Hooks())
        where = settings.mail.outbox.path / sent.record.edition / sent.record.label
        return Demonstration(taken, plan, sent, where, newsroom.zone)


def _make_lists(settings: Settings, script: Mapping[str, Any], *, now: datetime) -> None:
    """Make the lists with their own titles, before opening the newsroom makes them with plain ones."""
    with closing(open_database(settings.database)) as db:
        for one in script["lists"]:
            Lists(db).create(one["name"], now=now, title=one["title"], opt_in=OptIn(one["opt_in"]))


def _fill_roster(newsroom: Newsroom, script: Mapping[str, Any]) -> None:
    roster, suppressions, now = Roster(newsroom.db), Suppressions(newsroom.db), newsroom.now()
    for one in script["subscribers"]:
        confirmed = one.get("confirmed", False)
        roster.add(one["address"], now=now, name=one.get("name", ""), lists=one["lists"], confirmed=confirmed)
        for name in one.get("unsubscribed", ()):
            roster.unsubscribe(one["address"], name, now=now)
    for one in script.get("suppressions", ()):
        suppressions.add(one["address"], one["reason"], now=now)


def _take_stories(newsroom: Newsroom, folder: Path, script: Mapping[str, Any]) -> Intake:
    total = intake.Intake()
    for one in script["take"]:
        given = intake.Given(tags=tuple(one.get("tags", ())), source=one.get("source", ""), url=one.get("url", ""))
        total += intake.add_stories(newsroom, [str(folder / one["path"])], given=given, stdin=bytes)
    return total

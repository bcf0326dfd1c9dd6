"""Sends a digest a day through a month of invented news, of which the truth is known, and judges every issue by it.

    PYTHONPATH=. python benchmarks/invented_month.py [--seed N]... [--days N]

The news goes through the real store, is chosen by `plan` and sent to the outbox at each morning's hour. Judged are: the
clusters (B-cubed F1 over all stories); whether an event, or a stage of it, is told twice; whether what came of an event
that was sent says "Update:", and nothing else does; whether an event is missed; and whether each reason is true.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.invented.news import DAY, FIRST_DAY, Inventor, Telling
from digest.clock import NOW_VARIABLE, iso, now
from digest.config import load_settings
from digest.editorial.clusters import clusters
from digest.ingest import urls
from digest.model.story import IncomingStory
from digest.pipeline.delivery.sending import send
from digest.pipeline.delivery.standing import Hooks
from digest.pipeline.issues.proposal import propose
from digest.pipeline.newsroom import Newsroom, open_newsroom
from digest.store.database import migrate
from digest.store.stories import stories
from subscribers.roster import Roster

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.selection import LeftOut, Pick
    from digest.model.story import Story

CONFIG = """
[publication]
name = "The Harbour Herald"
url = "https://herald.example"
postal_address = "1 Quay Street, 1200 Lisbon, Portugal"
database = "digest.db"
[mail]
from = "The Harbour Herald <digest@herald.example>"
[editions.daily]
tags = ["world"]
schedule = "30 6 * * *"
max_age = "60h"
briefs = {briefs}
min_stories = 2
"""
SAME = re.compile(r'same event as "(?P<title>.*?)"(?:, carried by (?P<issue>\S+))?$')


@dataclass
class Verdict:
    """What was found of a month; without faults every list of them is empty."""

    stories: int = 0
    events: int = 0
    issues: int = 0
    updates: int = 0
    quiet: int = 0
    f1: float = 0
    twice: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    wrongly_marked: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Every fault, in words."""
        kinds = ("twice", "missed", "unmarked", "wrongly_marked", "untrue")
        return [f"{kind}: {one}" for kind in kinds for one in getattr(self, kind)]


class Month:
    """A newsroom that lives through the month."""

    def __init__(self, newsroom: Newsroom, tellings: list[Telling]) -> None:
        self.verdict = Verdict(stories=len(tellings), events=len({one.event for one in tellings}))
        self._newsroom, self._tellings = newsroom, tellings
        self._truth = {(one.url, one.title, one.body): one for one in tellings}
        self.told: dict[tuple[str, int], str] = {}  # which issue told a stage of an event
        self._titles = {one.title: one.event for one in tellings}

    def live(self, days: int, clock: dict[str, str], first_day: datetime) -> None:
        """Take in what each day brings, then send; judge each issue."""
        waiting = list(self._tellings)
        for number in range(1, days + 3):
            morning = first_day + number * DAY + timedelta(hours=6, minutes=30)
            while waiting and waiting[0].seen_at <= morning:
                clock[NOW_VARIABLE] = iso(waiting[0].seen_at)
                self._take_in(waiting.pop(0))
            clock[NOW_VARIABLE] = iso(morning)
            self._judge()
        self._look_back()
        self.verdict.f1 = self._f1()

    def _take_in(self, one: Telling) -> None:
        incoming = IncomingStory(
            title=one.title,
            body=one.body,
            url=one.url,
            guid=one.url,
            source=one.source,
            language=one.language,
            published_at=one.published_at,
            tags=("world",),
            canonical_url=urls.canonical(one.url),
        )
        stories.take_in(self._newsroom.db, [incoming], now=one.seen_at)

    def _judge(self) -> None:
        proposal = propose(self._newsroom, "daily")
        if not proposal.selection.picks:
            self.verdict.quiet += 1
            return
        self.verdict.issues += 1
        before = dict(self.told)
        for pick in proposal.selection.picks:
            self._judge_pick(pick, proposal.name, before)
        for out in proposal.selection.left_out:
            self._judge_left_out(out, before)
        send(self._newsroom, "daily", at=None, hooks=Hooks())

    def _judge_pick(self, pick: Pick, issue: str, before: dict[tuple[str, int], str]) -> None:
        truth = self._of(pick.story)
        stage = truth.event, truth.stage
        if stage in self.told:
            self.verdict.twice.append(f"{stage} in {self.told[stage]} and {issue}")
        for story in (pick.story, *pick.also):
            if self._of(story).event == truth.event:
                self.told.setdefault((truth.event, self._of(story).stage), issue)
        known = any((truth.event, stage) in before for stage in range(truth.stage))
        self.verdict.updates += bool(pick.update_of)
        if known and not pick.update_of:
            self.verdict.unmarked.append(f"{stage} in {issue}: {pick.story.title}")
        if pick.update_of and not known:
            self.verdict.wrongly_marked.append(f"{stage} in {issue}: {pick.story.title}")
        sources = {story.source for story in (pick.story, *pick.also)}
        if len(sources) > 1 and f"covered by {len(sources)} sources" not in pick.reasons:
            self.verdict.untrue.append(f"{pick.story.title}: {pick.reasons}")

    def _judge_left_out(self, out: LeftOut, before: dict[tuple[str, int], str]) -> None:
        truth = self._of(out.story)
        told_by = {issue for (event, _), issue in before.items() if event == truth.event}
        if match := SAME.fullmatch(out.reason):
            true = self._titles[match["title"]] == truth.event and (not match["issue"] or match["issue"] in told_by)
        elif out.reason.startswith("carried by"):
            true = out.reason.removeprefix("carried by ") in told_by
        else:
            true = out.reason.startswith(("published", "quiet day"))
        if not true:
            self.verdict.untrue.append(f"{out.story.title}: {out.reason}")

    def _of(self, story: Story) -> Telling:
        return self._truth[story.url, story.title, story.body]

    def _look_back(self) -> None:
        for event in sorted({one.event for one in self._tellings}):
            if not any(told == event for told, _ in self.told):
                self.verdict.missed.append(event)

    def _f1(self) -> float:
        """Return B-cubed F1 of the clusters over all stories as they are at the end."""
        found = stories.listed(self._newsroom.db, limit=-1)
        home = {story.id: number for number, cluster in enumerate(clusters(found)) for story in cluster}
        event = {story.id: self._of(story).event for story in found}
        both = Counter((event[one], home[one]) for one in event)
        in_event, in_cluster = Counter(event.values()), Counter(home.values())
        precision = sum(both[event[one], home[one]] / in_cluster[home[one]] for one in event) / len(event)
        recall = sum(both[event[one], home[one]] / in_event[event[one]] for one in event) / len(event)
        return 2 * precision * recall / (precision + recall)


def lived(
    folder: Path, tellings: list[Telling], *, days: int, first_day: datetime = FIRST_DAY, briefs: int = 40
) -> Month:
    """Return a month that was lived through, in a newsroom in this folder; its verdict stands."""
    (folder / "digest.toml").write_text(CONFIG.format(briefs=briefs))
    settings = load_settings(folder / "digest.toml", environ=os.environ)
    migrate(settings.database)
    clock = {NOW_VARIABLE: iso(first_day)}
    with open_newsroom(settings, clock=lambda: now(clock), environ=clock) as newsroom:
        Roster(newsroom.db).add("reader@example.org", lists=["daily"], confirmed=True, now=first_day)
        month = Month(newsroom, tellings)
        month.live(days, clock, first_day)
    return month


def main() -> None:
    """Live through some months."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, action="append", help="may be given more than once; else 1, 2 and 3")
    parser.add_argument("--days", type=int, default=30)
    given = parser.parse_args()
    for seed in given.seed or (1, 2, 3):
        with tempfile.TemporaryDirectory() as folder:
            found = lived(Path(folder), Inventor(seed).month(days=given.days), days=given.days).verdict
        print(
            f"seed {seed}: {found.stories} stories of {found.events} events, {found.issues} issues, "
            f"{found.quiet} quiet; F1 {found.f1:.3f}; {found.updates} updates; {len(found.faults)} faults"
        )
        for fault in found.faults:
            print(f"  {fault}")


if __name__ == "__main__":
    main()

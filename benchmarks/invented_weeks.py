"""Sends a digest a day through the invented weeks, whose every telling was written by itself, and counts what is wrong.

    PYTHONPATH=. python benchmarks/invented_weeks.py [--briefs N] [--faults]

The weeks are news of a coast, of abroad, in German, and in French and Spanish: five days each of about fifty stories by
five or six newsrooms (benchmarks/invented/weeks). Counted are, of what could be told twice, what was: in one issue, and
again in a later one; of the steps of running stories those that came as "Update:"; and what was never told.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.invented.news import Telling
from benchmarks.invented.weeks import weeks
from benchmarks.invented_month import lived

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.invented.weeks import Told

DAYS = 5


def tellings(week: Iterable[Told]) -> list[Telling]:
    """Return a week's stories as they reach us, each when it is published."""
    return [
        Telling(
            event=event,
            stage=step,
            source=story.source,
            language=story.language,
            title=story.title,
            body=story.body or story.summary,
            url=f"{story.url}/{story.language}",
            published_at=story.published_at,
            seen_at=story.published_at,
        )
        for event, step, story in sorted(week, key=lambda told: told.story.published_at)
    ]


def main() -> None:
    """Live through each week."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faults", action="store_true", help="name each fault")
    parser.add_argument("--briefs", type=int, default=50)
    given = parser.parse_args()
    for name, week in weeks().items():
        told = tellings(week)
        first_day = told[0].published_at.replace(hour=0, minute=0) - timedelta(days=1)
        with tempfile.TemporaryDirectory() as folder:
            month = lived(Path(folder), told, days=DAYS, first_day=first_day, briefs=given.briefs)
        verdict, stages = month.verdict, Counter((one.event, one.stage) for one in told)
        in_one = sum(len(set(line.split(" in ")[-1].split(" and "))) == 1 for line in verdict.twice)
        missed = sorted(set(stages) - set(month.told))
        print(
            f"{name}: {verdict.stories} stories of {verdict.events} events; of {len(told) - len(stages)} further "
            f"tellings {in_one} doubled in an issue, {len(verdict.twice) - in_one} told again later; {verdict.updates} "
            f"updates, {len(verdict.wrongly_marked)} wrong; {len(verdict.unmarked)} steps not marked; {len(missed)} of "
            f"{len(stages)} never told"
        )
        faults = [*verdict.twice, *verdict.wrongly_marked, *verdict.unmarked, *map(str, missed)]
        for fault in faults if given.faults else ():
            print(f"  {fault}")


if __name__ == "__main__":
    main()

"""Runs a newsroom for thirty days with real processes and trouble of every kind, and holds it to what it says.

    python benchmarks/thirty_days.py [--days 30] [--readers 10000] [--every 60] [--seed 1]

Five feeds and a mail server stand on this machine, each with its moods (benchmarks/month/world.py). `digest run` is
called as cron would, at a time that `$DIGEST_NOW` tells it; it is killed, called twice at once, given a full disk or a
wrong clock, or the machine is off. A person follows what it says: lets paused issues go on. In the end nobody may have
had an issue twice, nobody may be missing without a reason, no trouble may have passed without a word, and `digest
report` must say what the mail server counted.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.month.life import START, Month, Newsroom, furnish, live
from benchmarks.month.verdict import Verdict, judge
from benchmarks.month.world import Feeds, Post


def measure(
    folder: Path, *, days: int, readers: int, every: timedelta, seed: int, patience: float = 86_400
) -> tuple[Newsroom, Month, Verdict]:
    """Live the days in `folder`, and judge."""
    post = Post(each=max(10, readers // 25))
    post.be("good")
    with Feeds(START) as feeds:
        newsroom = Newsroom(folder, feeds, post)
        furnish(newsroom, readers=readers)
        month = live(newsroom, days=days, every=every, seed=seed, patience=patience)
        verdict = judge(newsroom, month)
    post.close()
    return newsroom, month, verdict


def table(newsroom: Newsroom, month: Month, found: Verdict) -> list[tuple[str, str]]:
    """Return what was lived through and counted, as rows of a table."""
    deeds = Counter(run.deed or "left alone" for run in month.runs)
    codes = Counter("killed" if run.code < 0 else f"exit code {run.code}" for run in month.runs)
    return [
        ("days", f"{(month.runs[-1].at - START).days}"),
        ("runs", _counts(deeds)),
        ("how they ended", _counts(codes)),
        ("calls that the machine was off for", f"{month.off:,}"),
        ("asks of feeds, by the mood they met", _counts(newsroom.feeds.answers)),
        ("what the mail server did", _counts(newsroom.post.said)),
        ("issues", _counts(found.issues)),
        ("mails in the ledger", _counts(found.mails)),
        ("mails the server counted", f"{found.arrived:,}, of them {found.arrived_unknown:,} unknown to the ledger"),
        ("issues that a person let go on", f"{month.resumed:,}"),
        ("faults", f"{len(found.faults):,}"),
    ]  # fmt: skip


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counter.most_common())


def main(arguments: list[str]) -> int:
    """Live, judge, and print a table and every fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--every", type=int, default=60, metavar="MINUTES")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=int, default=1440, metavar="MINUTES", help="judge what was lived until then")
    parser.add_argument("--folder", type=Path, help="where to do it; kept for you to look at")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.folder or Path(scratch)
        folder.mkdir(exist_ok=True)
        every = timedelta(minutes=asked.every)
        newsroom, month, found = measure(
            folder, days=asked.days, readers=asked.readers, every=every, seed=asked.seed, patience=60 * asked.patience
        )
    for name, value in table(newsroom, month, found):
        print(f"| {name} | {value} |")
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"| processor time of all processes | {usage.ru_utime + usage.ru_stime:,.0f} s |")
    for fault in found.faults[:40]:
        print(f"    {fault}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

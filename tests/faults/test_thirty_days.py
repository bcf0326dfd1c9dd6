"""The month that benchmarks/thirty_days.py lives, in short: real processes, trouble of every kind, and the verdict."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from benchmarks.month.life import Month
from benchmarks.month.verdict import Verdict, judge_issue
from benchmarks.thirty_days import measure, table

if TYPE_CHECKING:
    from pathlib import Path

SEED = 353  # two kills, a full disk, two runs at once, and clocks that are ahead and back


def test_two_days_of_trouble_double_lose_and_hide_nothing(tmp_path: Path) -> None:
    newsroom, month, found = measure(tmp_path, days=2, readers=50, every=timedelta(hours=4), seed=SEED)
    assert found.faults == [], table(newsroom, month, found)
    assert found.arrived >= 100
    assert {run.deed for run in month.runs} >= {"killed", "full disk", "twice", "clock ahead", "clock back"}
    assert len(newsroom.feeds.answers) >= 4

    # The judge itself: of a mail that came twice, and of mails in doubt of which nobody was told.
    name, judged = "daily/2026-03-09", Verdict()
    newsroom.post.taken["2026-03-09", "reader7@reader.example"] += 1
    status = newsroom.json(month.runs[-1].at, "status", name, "--deliveries")
    status["deliveries"][0]["status"] = "unknown"
    judge_issue(newsroom, Month(), name, status, judged)
    assert any("reader7@reader.example is accepted, and the server has it 2 times" in one for one in judged.faults)
    assert any(one.startswith("silent: daily/2026-03-09") for one in judged.faults)

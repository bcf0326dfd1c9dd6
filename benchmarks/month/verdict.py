"""Judges a month: what the ledger and the report say is held against the mail server's own count, and every silence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.month.life import CONNECTIONS, START, ZONE

if TYPE_CHECKING:
    from datetime import datetime

    from benchmarks.month.life import Month, Newsroom

IN_LINE = ("pending", "claimed", "deferred")
NO_TROUBLE = ("accepted", "refused", "skipped")  # an issue with others must have been told of
DEADLINE = timedelta(hours=6)


@dataclass(slots=True)
class Verdict:
    """What was counted, and what is wrong; without faults all is as promised."""

    faults: list[str] = field(default_factory=list)
    issues: Counter[str] = field(default_factory=Counter)
    mails: Counter[str] = field(default_factory=Counter)
    arrived: int = 0
    arrived_unknown: int = 0


def judge(newsroom: Newsroom, month: Month) -> Verdict:
    """Look at every issue, day, run and source."""
    now = month.runs[-1].at + timedelta(hours=1)
    found = Verdict(arrived=newsroom.post.taken.total())
    issues = {one["issue"]: one for one in newsroom.json(now, "issues", "list")}
    ledger = {name: newsroom.json(now, "status", name, "--deliveries") for name in issues}
    for name, status in ledger.items():
        judge_issue(newsroom, month, name, status, found)
    _judge_strangers(newsroom, ledger, found)
    _judge_days(month, issues, found)
    _judge_runs(month, found)
    for source, seen in month.failing.items():
        if not month.told(f"{source}: failed"):
            found.faults.append(f"silent: {source} was failing on {seen:%d %B}, and no run said so")
    _judge_report(newsroom, now, ledger, found)
    most = CONNECTIONS * sum(run.deed in {"killed", "full disk"} for run in month.runs)
    most += newsroom.post.said["cut after the message"] + CONNECTIONS * newsroom.post.said["went down"]
    if found.mails["unknown"] > most:
        found.faults.append(f"{found.mails['unknown']} are unknown, where {most} were in flight")
    return found


def judge_issue(newsroom: Newsroom, month: Month, name: str, status: dict[str, Any], found: Verdict) -> None:
    """Hold an issue's ledger, as `status` tells it, against what the mail server has and what runs said."""
    found.issues[status["state"]] += 1
    day = name.partition("/")[2]
    fates = Counter(one["status"] for one in status.get("deliveries", ()))
    found.mails += fates
    counts = {key: count for key, count in status["counts"].items() if count and key != "recipients"}
    if counts != fates or status["counts"]["recipients"] != fates.total():
        found.faults.append(f"{name}: its counts {counts} are not those of its deliveries {dict(fates)}")
    for one in status.get("deliveries", ()):
        times = newsroom.post.taken[day, one["address"]]
        found.arrived_unknown += times and one["status"] == "unknown"
        right = {"accepted": times == 1, "unknown": times <= 1}.get(one["status"], times == 0)
        if not right:
            found.faults.append(f"{name}: {one['address']} is {one['status']}, and the server has it {times} times")
    if any(fates[state] for state in IN_LINE):
        found.faults.append(f"{name}: left in line: {dict(fates)}")
    if any(fates[state] for state in fates if state not in NO_TROUBLE) and not month.told(name):
        found.faults.append(f"silent: {name} is {status['state']} with {dict(fates)}, and no run named it")


def _judge_strangers(newsroom: Newsroom, ledger: dict[str, Any], found: Verdict) -> None:
    known = {
        (name.partition("/")[2], one["address"])
        for name, status in ledger.items()
        for one in status.get("deliveries", ())
    }
    strangers = set(newsroom.post.taken) - known
    if strangers:
        found.faults.append(f"{len(strangers)} mails of no issue: {sorted(strangers)[:3]}")


def _judge_days(month: Month, issues: dict[str, Any], found: Verdict) -> None:
    """Each day whose slot has come has its issue, or a note of why not; and not if runs were there in time."""
    for number in range((month.runs[-1].at - START).days):
        slot = (START + timedelta(days=number)).astimezone(ZONE).replace(hour=6, minute=30)
        name = f"daily/{slot:%Y-%m-%d}"
        state = issues[name]["state"] if name in issues else None
        in_time = [run for run in month.runs if slot <= run.at <= slot + DEADLINE and run.code == 0 and not run.deed]
        if state is None:
            found.faults.append(f"{name} is lost")
        elif state == "merged" and in_time and not month.told(name):
            found.faults.append(f"silent: {name} is {state}, though there were good runs in time")


def _judge_runs(month: Month, found: Verdict) -> None:
    for run in month.runs:
        where = f"{run.at:%d %B %H:%M} ({run.deed or 'nothing done to it'})"
        # The clock is told of once, and then by the exit code alone.
        told = run.words or month.told("the clock says", since=run.at - timedelta(days=2))
        if run.code > 0 and not told:
            found.faults.append(f"silent: {where} ended with {run.code}")
        if run.deed == "clock back" and not run.code:
            found.faults.append(f"silent: {where} took the time for true")
        if "Traceback" in run.words:
            found.faults.append(f"{where}: {run.words.strip().splitlines()[-1]}")


def _judge_report(newsroom: Newsroom, now: datetime, ledger: dict[str, Any], found: Verdict) -> None:
    """The report's figures are the ledger's, and what it calls accepted is what the server counted."""
    report = newsroom.json(now, "report", "--since", "60d")
    for one in report["issues"]:
        if one["counts"] != ledger[one["issue"]]["counts"]:
            found.faults.append(f"the report of {one['issue']} says {one['counts']}")
    accepted = sum(one["counts"]["accepted"] for one in report["issues"])
    if accepted + found.arrived_unknown != found.arrived:
        found.faults.append(f"the report says {accepted:,}; the server has {found.arrived - found.arrived_unknown:,}")

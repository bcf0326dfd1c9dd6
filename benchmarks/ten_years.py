"""Lives ten years of daily issues to 10,000 readers, with weekly pruning, and compares with a newsroom of today.

It prints the size of the file year by year, and how much processor time `plan`, `status` and `send` take in the old
newsroom as a multiple of a fresh one with the same readers and news. `python benchmarks/ten_years.py --years 1
--readers 500` is a small one. Mails of the past are written into the ledger as a send leaves them; pruning, plan,
status and the last send are the real commands.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from digest.clock import iso
from digest.config import load_settings
from digest.drill.smtp_sink import SmtpSink
from digest.pipeline.newsroom import Newsroom
from digest.pipeline.operations.pruning import prune
from digest.store.database import open_database
from subscribers.changes import Newcomer
from subscribers.database import immediate
from subscribers.roster import Roster

FIRST_DAY = datetime(2026, 1, 1, 6, 30, tzinfo=UTC)
STORIES_A_DAY, CARRIED_A_DAY = 30, 9
AT_MOST = 1.5  # times the processor time of a fresh newsroom

CONFIG = """\
[publication]
name = "The Herald"
url = "https://herald.example"
postal_address = "1 Quay Street"
database = "digest.db"
[mail]
from = "The Herald <digest@herald.example>"
transport = "smtp"
[mail.smtp]
port = {port}
[editions.daily]
schedule = "30 6 * * *"
"""

ISSUE = """
INSERT INTO issues (edition, slot, label, number, state, cutoff, subject, plan, mail_date, deadline_at, created_at,
    frozen_at, carried_at, finished_at)
VALUES ('daily', :at, :label, :number, 'sent', :at, :subject, :plan, :at, :at, :at, :at, :at, :at) RETURNING id
"""

VARIANT = """
INSERT INTO variants (issue_id, key, subject, preheader, html, text, message, sender, token_mark, reason_mark)
SELECT :issue, key, subject, preheader, html, text, message, sender, token_mark, reason_mark
FROM variants ORDER BY id LIMIT 1 RETURNING id
"""

DELIVERIES = """
INSERT INTO deliveries (issue_id, variant_id, subscriber_id, address, address_key, name, list, list_title, joined_at,
    epoch, status, attempts, via, code, changed_at)
SELECT :issue, :variant, subscriber_id, address, address_key, name, list, list_title, joined_at, epoch,
    CASE WHEN subscriber_id % 97 = 0 THEN 'bounced' ELSE 'delivered' END, 1, 'past', '250', :at
FROM mailable ORDER BY address_key
"""

EVENTS = """
INSERT INTO events (key, kind, fault, source, delivery_id, address_key, code, detail, at, seen_at)
SELECT randomblob(16), 'delivered', '', 'sendgrid', id, '', '250', 'accepted by the mail server', :at, :at
FROM deliveries WHERE issue_id = :issue
"""

STORY = """
INSERT INTO stories (guid, guid_key, url, canonical_url, title, source, published_at, day_only, first_seen_at, body,
    own_length, body_html, summary, language, image, image_alt, author, content_hash)
VALUES (:url, :url, :url, :url, :title, 'Wire', :published, 0, :at, :body, 2400, :body, :summary, 'en', '', '', '',
    :url)
RETURNING id
"""


def furnish(folder: Path, *, port: int, readers: int, day: datetime) -> None:
    """Make a newsroom with readers, today's news, and one issue sent the day before, whose rendering is then used."""
    (folder / "digest.toml").write_text(CONFIG.format(port=port))
    digest(folder, day, "db", "migrate")
    digest(folder, day, "lists", "list")  # makes those that editions name
    with closing(open_database(folder / "digest.db")) as db:
        people = [Newcomer(address=f"reader{number}@reader.example") for number in range(readers)]
        Roster(db).add_many(people, now=day, lists=["daily"], confirmed=True)


def news(folder: Path, day: datetime) -> None:
    """Take in the stories of a day."""
    lines = [
        {
            "title": f"{word} of {day:%d %B %Y}",
            "url": f"https://wire.example/{day:%Y%m%d}/{number}",
            "source": f"Wire {number}",
            "published_at": iso(day - timedelta(hours=2)),
            "body": f"{word}. " + "It is so. " * 99,
        }
        for number, word in enumerate(("Ferries", "Elections", "Weather", "Harvests", "Music", "Bridges", "Schools"))
    ]
    file = folder / "news.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    digest(folder, day, "stories", "add", str(file))


def live(newsroom: Newsroom, day: datetime, number: int, *, events: bool) -> None:
    """Write one day of the past: its stories, and its issue as a send leaves it."""
    db, at = newsroom.db, iso(day)
    with immediate(db):
        stories = [
            db.conn.execute(STORY, {
                "url": f"https://past.example/{number}/{one}", "title": f"Story {one} of day {number}", "at": at,
                "published": iso(day - timedelta(hours=one + 1)), "summary": "What happened, in two sentences. Or so.",
                "body": f"Paragraph {one} of day {number}. " * 80,
            }).fetchone()[0]
            for one in range(STORIES_A_DAY)
        ]  # fmt: skip
        plan = json.dumps({"lead": {"title": "x" * 80}, "briefs": [{"title": "y" * 400}] * 8})
        values = {"at": at, "label": f"{day:%Y-%m-%d}", "number": number, "subject": f"Day {number}", "plan": plan}
        (issue,) = db.conn.execute(ISSUE, values).fetchone()
        (variant,) = db.conn.execute(VARIANT, {"issue": issue}).fetchone()
        db.conn.execute("INSERT INTO issue_lists SELECT ?, id FROM lists", (issue,))
        db.conn.executemany(
            "INSERT INTO issue_stories VALUES (?, ?, ?, ?)",
            [
                (issue, story, "brief" if place else "lead", place)
                for place, story in enumerate(stories[:CARRIED_A_DAY])
            ],
        )
        db.conn.execute(DELIVERIES, {"issue": issue, "variant": variant, "at": at})
        if events:
            db.conn.execute(EVENTS, {"issue": issue, "at": at})


def live_years(folder: Path, *, years: int) -> list[int]:
    """Live the years, pruning once a week; returns the size of the file at the end of each."""
    settings, sizes = load_settings(folder / "digest.toml", environ=os.environ), []
    last = FIRST_DAY + timedelta(days=365 * years - 1)
    with closing(open_database(settings.database)) as db:
        for number in range(2, 365 * years + 1):
            day = FIRST_DAY + timedelta(days=number - 1)
            newsroom = Newsroom(settings=settings, db=db, clock=lambda day=day: day, environ={})
            live(newsroom, day, number, events=last - day < timedelta(days=60))
            if number % 7 == 0:
                prune(newsroom)
            if number % 365 == 0:
                sizes.append(settings.database.stat().st_size)
                print(f"after year {number // 365}: {sizes[-1] / 1e6:,.0f} MB", flush=True)
    return sizes


def digest(folder: Path, now: datetime, *arguments: str) -> float:
    """Run a command as a process, and return the processor time it took, in seconds."""
    environ = os.environ | {"DIGEST_NOW": iso(now)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "digest.cli", "--config", str(folder / "digest.toml"), *arguments]
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(old: Path, fresh: Path, now: datetime, *, times: int) -> dict[str, tuple[float, float]]:
    """Return the least processor time of each command in the old newsroom and in the fresh one."""
    found: dict[str, tuple[float, float]] = {}
    for command in (("status", "daily"), ("plan", "daily")):
        found[command[0]] = tuple(min(digest(one, now, *command) for _ in range(times)) for one in (old, fresh))  # type: ignore[assignment]
    found["send"] = tuple(digest(one, now, "send", "daily", "--yes") for one in (old, fresh))  # type: ignore[assignment]
    return found


def measure(folder: Path, *, years: int, readers: int, times: int = 5) -> dict[str, Any]:
    """Live the years in `folder`, and measure."""
    old, fresh = folder / "old", folder / "fresh"
    for one in (old, fresh):
        one.mkdir()
    with SmtpSink() as sink:
        furnish(old, port=sink.port, readers=readers, day=FIRST_DAY)
        news(old, FIRST_DAY)
        digest(old, FIRST_DAY, "send", "daily", "--yes")
        sizes = live_years(old, years=years)
        today = FIRST_DAY + timedelta(days=365 * years)
        furnish(fresh, port=sink.port, readers=readers, day=today - timedelta(days=1))
        for one in (old, fresh):
            news(one, today)
        taken = compare(old, fresh, today, times=times)
    return {"sizes": sizes, "seconds": taken, "old": old}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where to build it; kept for you to look at")
    given = parser.parse_args(arguments)
    folder = given.folder or Path(tempfile.mkdtemp(prefix="ten-years-"))
    folder.mkdir(exist_ok=True)
    try:
        found = measure(folder, years=given.years, readers=given.readers)
    finally:
        if not given.folder:
            shutil.rmtree(folder)
    worst = 0.0
    for command, (old, fresh) in found["seconds"].items():
        worst = max(worst, old / fresh)
        print(f"{command}: {old:.2f} s of processor time, {fresh:.2f} s in a fresh newsroom: {old / fresh:.2f} times")
    return 0 if worst <= AT_MOST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

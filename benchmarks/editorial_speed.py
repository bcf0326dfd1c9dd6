"""Times `digest plan` for a day of 5,000 stories after archives of two sizes, and ingest beside bare feedparser.

    PYTHONPATH=. python benchmarks/editorial_speed.py [--archives 10000 1000000] [--stories 5000] [--data DIR]

`plan` is the command as a process of its own; start-up is what it takes in a newsroom without a story. Ingest reads
feeds, stores their stories and puts them in clusters, in a process that parses the same feeds with feedparser in turn;
`--data` names a folder of feeds from elsewhere, read besides the invented ones. All times are of the processor, the
least of several.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser

from benchmarks.invented.wires import Inventor
from digest.cli.main import NEW_OBJECTS
from digest.clock import iso
from digest.config import load_settings
from digest.editorial.clusters import clusters
from digest.model.story import IncomingStory
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.stories import intake
from digest.store.database import migrate, open_database
from digest.store.stories import stories
from subscribers.database import immediate
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.invented.wires import Wire

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
DAY_HOURS = 24
ARCHIVE_DAYS = 3650  # before the day, on which the archive's stories came
ITEMS = 100  # of a feed
FEEDS = {".xml", ".rss", ".atom", ".rdf"}
TIMES = 5
SLOWER, SECONDS, SHARE = 5, 2.0, 0.5  # what is aimed at
CONFIG = """\
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
"""

# One statement, so that a million stories take minutes; the search index grows with them by its triggers.
ARCHIVE = """
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :count)
INSERT INTO stories (guid, guid_key, url, canonical_url, title, source, published_at, day_only, first_seen_at, body,
    own_length, body_html, summary, language, image, image_alt, author, content_hash)
SELECT url, url, url, url, title, 'Wire ' || (n % 40), at, 0, at, body, length(body), '', '', '', '', '', '', url
FROM (
    SELECT n, 'https://past.example/' || n AS url, title || ' ' || n AS title, body,
        strftime('%Y-%m-%dT%H:%M:%SZ', :end, '-' || CAST(:seconds * (n + 1) / :count AS INTEGER) || ' seconds') AS at
    FROM numbers JOIN temp.pool ON pool.id = n % :pool
)
"""


def newsroom(folder: Path) -> Path:
    """Make a newsroom with a reader, and return its configuration."""
    folder.mkdir()
    file = folder / "digest.toml"
    file.write_text(CONFIG)
    migrate(folder / "digest.db")
    with open_newsroom(load_settings(file, environ={}), clock=lambda: NOW, environ={}) as room:
        Roster(room.db).add("reader@readers.example", lists=["daily"], confirmed=True, now=NOW)
    return file


def fill(folder: Path, day: Sequence[Wire], *, archive: int) -> None:
    """Give a newsroom an archive, which ends where the widest window of the day begins, and the stories of the day."""
    db = open_database(folder / "digest.db")
    pool = [(number, one.title, one.body[:600]) for number, one in enumerate(day)]
    db.conn.execute("CREATE TEMP TABLE pool (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
    end = NOW - timedelta(days=4)
    with immediate(db):
        db.conn.executemany("INSERT INTO temp.pool VALUES (?, ?, ?)", pool)
        seconds = ARCHIVE_DAYS * 24 * 3600
        db.conn.execute(ARCHIVE, {"count": archive, "end": iso(end), "seconds": seconds, "pool": len(pool)})
    db.conn.execute("INSERT INTO story_tags (story_id, tag, origin) SELECT id, 'world', 'own' FROM stories")
    for one in day:
        stories.take_in(db, [incoming(one)], now=one.published_at + timedelta(minutes=5))
    db.close()


def incoming(one: Wire) -> IncomingStory:
    return IncomingStory(
        title=one.title,
        body=one.body,
        url=one.url,
        guid=one.url,
        source=one.source,
        published_at=one.published_at,
        canonical_url=one.url,
        tags=("world",),
    )


def plan(file: Path) -> tuple[float, int]:
    """Return the processor time of the command, and how many stories it accounts for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "digest.cli", "--config", str(file), "plan", "daily", "--json"]
    environ = os.environ | {"DIGEST_NOW": iso(NOW)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as a user's, where the second command finds what the first compiled
    done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(done.stdout)
    told = len(found["briefs"]) + len(found["left_out"]) + (found["lead"] is not None)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, told


def plans(folder: Path, archives: Sequence[int], count: int) -> None:
    """Time `plan` after each archive."""
    day = Inventor(1).day(count, start=NOW - timedelta(hours=DAY_HOURS), hours=DAY_HOURS)
    files = {size: newsroom(folder / f"after-{size}") for size in archives}
    for size, file in files.items():
        fill(file.parent, day, archive=size)
    nothing = newsroom(folder / "empty")
    rounds = [{size: plan(file) for size, file in files.items()} for _ in range(TIMES)]
    start_up = min(plan(nothing)[0] for _ in range(TIMES))
    print(f"plan, {count:,} stories of a day; {start_up:.2f} s to start up")
    taken = {}
    for size in archives:
        taken[size] = min(one[size][0] for one in rounds) - start_up
        print(f"after {size:>9,}: {taken[size]:.2f} s beyond start-up, {rounds[0][size][1]:,} stories accounted for")
    small, large = taken[min(archives)], taken[max(archives)]
    print(f"{large / small:.2f} times as long after the larger archive (aim: at most {SLOWER}, and {SECONDS} s)")


def feeds_of(day: Sequence[Wire]) -> Iterator[bytes]:
    for start in range(0, len(day), ITEMS):
        items = "".join(one.as_item() for one in day[start : start + ITEMS])
        channel = f"<title>Wire</title><link>https://wire.example/</link><description>News</description>{items}"
        yield f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{channel}</channel></rss>'.encode()


def timed(act: Callable[[], int]) -> tuple[float, int]:
    start = time.process_time()
    done = act()
    return time.process_time() - start, done


def ingested(folder: Path, file: Path) -> int:
    """Take in every feed of a folder, and put the stories in clusters; return how many there are."""
    with open_newsroom(load_settings(file, environ={}), clock=lambda: NOW, environ={}) as room:
        intake.add_stories(
            room, [str(path) for path in feeds_in(folder)], given=intake.Given(tags=("world",)), stdin=bytes
        )
        found = stories.listed(room.db, limit=-1)
        clusters(found)
    return len(found)


def feeds_in(folder: Path) -> list[Path]:
    """Return the feeds of a folder and of those in it."""
    return sorted(path for path in folder.rglob("*") if path.suffix in FEEDS)


def ingest(place: Path, feeds: Path, *, name: str) -> None:
    """Time both ways to read a folder of feeds."""
    ours, bare = [], []
    for number in range(TIMES):
        file = newsroom(place / f"{name}-{number}")
        ours.append(timed(lambda file=file: ingested(feeds, file)))
        bare.append(timed(lambda: sum(len(feedparser.parse(path.read_bytes()).entries) for path in feeds_in(feeds))))
    speeds = [items / seconds for seconds, items in (min(ours), min(bare))]
    share = speeds[0] / speeds[1]
    print(f"{name} feeds, {ours[0][1]:,} stories: {speeds[0]:,.0f} a second, feedparser {speeds[1]:,.0f}:", end=" ")
    print(f"{share:.2f} of its speed (aim: {SHARE})", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--archives", type=int, nargs="+", default=[10_000, 1_000_000])
    options.add_argument("--stories", type=int, default=5000)
    options.add_argument("--data", type=Path, help="a folder of feeds")
    given = options.parse_args()
    gc.set_threshold(NEW_OBJECTS, 20, 20)  # as the command does, for feedparser too
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        invented = place / "invented"
        invented.mkdir()
        day = Inventor(1).day(given.stories, start=NOW - timedelta(hours=DAY_HOURS), hours=DAY_HOURS)
        for number, feed in enumerate(feeds_of(day)):
            (invented / f"{number:03}.xml").write_bytes(feed)
        ingest(place, invented, name="invented")
        if given.data:
            ingest(place, given.data, name="other")
        plans(place, given.archives, given.stories)


if __name__ == "__main__":
    main()

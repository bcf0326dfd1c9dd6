"""Chooses the recipients of an issue among a million readers, beside what SQLite alone takes to write them down.

The peer is one INSERT ... SELECT of issue, reader and address into a table with the ledger's two promises (a reader
once an issue, an address once an issue) and nothing else. Beside it: our freezing where all readers get one variant,
where it goes by what each chose, and with a segment; and the counts that `digest plan` shows. Each size has a process
of its own, so that the most memory it took can be told.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.model.activity import Activity
from digest.store.database import migrate, open_database
from digest.store.mail.activity import MOMENTS
from digest.store.mail.recipients import Call, Census, census, freeze_recipients
from subscribers.mailable import audience
from subscribers.segments.filters import EVERYBODY, filter_of
from subscribers.segments.named import Segments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

    from subscribers.segments.filters import Filter

READERS = 1_000_000
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
LANGUAGES = ("", "en", "pt", "pt-BR", "de")
SEGMENTS = (
    "topic = sport",
    "topic in (sport, economy) and not language = pt",
    "joined within 365d and list = weekend",
    "mailed within 30d and bounced never",
)
BOUND = 3.0  # seconds that choosing among a million may take beside the peer, and that each look into the ledger may
GROWTH = 1.2  # times the memory for a tenth of the readers

RAW_TABLE = """
CREATE TABLE raw (issue_id INTEGER NOT NULL, subscriber_id INTEGER NOT NULL, address_key TEXT NOT NULL,
    UNIQUE (issue_id, subscriber_id), UNIQUE (issue_id, address_key)) STRICT
"""
RAW = """
INSERT INTO raw SELECT 1, subscriber_id, address_key FROM mailable
WHERE list_id = 1 AND (paused_until IS NULL OR paused_until <= :now)
"""


def fill(db: Database, readers: int) -> None:
    """Put readers on a list, a quarter of them on a second, with topics and languages, and one issue behind them."""

    def joined(number: int) -> str:
        return iso(NOW - timedelta(days=1 + number * 1000 // readers))

    def addresses() -> Iterator[tuple[object, ...]]:
        for number in range(1, readers + 1):
            address = f"reader{number * 7919 % readers:x}.{number:x}@mail{number % 97}.example"
            yield number, address, address, f"Reader {number}", LANGUAGES[number % 5], joined(number)

    people = range(1, readers + 1)
    db.execute("BEGIN")
    for name in ("daily", "weekend"):
        db.execute(
            "INSERT INTO lists (name, title, opt_in, private, created_at) VALUES (?, ?, 'double', 0, '')", [name, name]
        )
    put = db.conn.executemany
    put(
        "INSERT INTO subscribers (id, address, address_key, name, language, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        addresses(),
    )
    on_list = "INSERT INTO subscriptions VALUES (?, ?, 'confirmed', ?, NULL, NULL)"
    put(on_list, ((number, 1, joined(number)) for number in people))
    put(on_list, ((number, 2, joined(number)) for number in people[::4]))
    put("INSERT INTO topics VALUES (?, 'sport')", ((number,) for number in people[::2]))
    put("INSERT INTO topics VALUES (?, 'economy')", ((number,) for number in people[::3]))
    put(
        "INSERT INTO suppressions VALUES (?, 'address', 'hard-bounce', 'smtp', '')",
        ((f"gone{number}@mail.example",) for number in range(readers // 100)),
    )
    issue(db, 1, mail_date=iso(NOW - timedelta(days=1)))
    call = call_of(EVERYBODY)
    freeze_recipients(db, 1, call, known=census(db, call), variant_of=lambda _: 1, whole=1)
    db.execute("UPDATE deliveries SET status = CASE WHEN id % 1000 THEN 'accepted' ELSE 'bounced' END")
    db.execute("COMMIT")


def issue(db: Database, number: int, *, mail_date: str) -> None:
    db.execute(
        "INSERT INTO issues (id, edition, slot, label, state, cutoff, created_at, mail_date) "
        "VALUES (:n, 'daily', :n, :n, 'frozen', '', '', :date)",
        {"n": number, "date": mail_date},
    )
    db.execute(
        "INSERT INTO variants (id, issue_id, key, subject, preheader, html, text, message, sender, token_mark, "
        "reason_mark) VALUES (:n, :n, 'en', '', '', '', '', x'', '', '', '')",
        {"n": number},
    )
    db.execute("INSERT INTO issue_lists VALUES (?, 1)", [number])


def timed(db: Database, work: Callable[[], int]) -> dict[str, float]:
    """Do work in a transaction that is undone, and return the seconds and how many it chose."""
    db.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    count = work()
    seconds = time.monotonic() - begun
    db.execute("ROLLBACK")
    return {"seconds": seconds, "count": count}


def raw(db: Database) -> int:
    db.execute(RAW_TABLE)
    return db.conn.execute(RAW, {"now": iso(NOW)}).rowcount


def segment_of(db: Database, expression: str) -> Filter:
    if not expression:
        return EVERYBODY
    tree = Segments({}, tuple(Activity)).read(expression)
    return filter_of(db, tree, moments=MOMENTS, now=NOW, zone=UTC)


def freeze(db: Database, expression: str = "", *, alike: bool = True) -> Callable[[], int]:
    """Count what readers chose, and return what freezes an issue of which they all get the one variant.

    Where they are not `alike`, whoever chose what is looked up again, as of several variants.
    """
    call = call_of(segment_of(db, expression))
    known = census(db, call)
    if not alike:
        known = Census(known.choices, -1)

    def act() -> int:
        issue(db, 2, mail_date=iso(NOW))
        return freeze_recipients(db, 2, call, known=known, variant_of=lambda _: 2, whole=2)

    return act


def call_of(segment: Filter) -> Call:
    return Call(edition="daily", lists=(1,), now=NOW, segment=segment)


def count(db: Database, expression: str = "") -> int:
    return audience(db, ["daily"], now=NOW, segment=segment_of(db, expression)).mailable


def measure(path: Path) -> dict[str, Any]:
    """Time everything on one database; runs in a process of its own."""
    db = open_database(path)
    results: dict[str, Any] = {"count": timed(db, lambda: count(db))}
    for expression in SEGMENTS:
        results[f"count, {expression}"] = timed(db, lambda expression=expression: count(db, expression))
    results["choices"] = timed(db, lambda: census(db, call_of(EVERYBODY)).choices.total())
    results["freeze"] = timed(db, freeze(db))
    results["freeze, by choice"] = timed(db, freeze(db, alike=False))
    results["freeze, " + SEGMENTS[1]] = timed(db, freeze(db, SEGMENTS[1]))
    results["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    results["peer"] = timed(db, lambda: raw(db))
    db.close()
    return results


def of(readers: int, folder: Path) -> dict[str, Any]:
    """Make a roster, in one process, and measure it in another."""
    path = folder / f"{readers}.db"
    for step in ("fill", "measure"):
        command = [sys.executable, __file__, step, str(path), str(readers)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    path.unlink()
    return json.loads(done.stdout)


def report(readers: int, results: dict[str, Any]) -> None:
    peer, bare = results["peer"]["seconds"], results["count"]["seconds"]
    print(f"{readers:,} readers, at most {results['memory']} MB")
    for name, one in results.items():
        if name == "memory":
            continue
        beside = (
            f"{one['seconds'] / peer:5.2f} x peer" if name[:5] != "count" else f"{one['seconds'] / bare:5.2f} x count"
        )
        print(f"  {one['seconds']:6.2f} s  {beside}  {one['count']:>9,} chosen  {name}")


def bound(segment: str) -> float:
    """Return how many seconds a segment may add to a count among a million, for each look into the ledger."""
    return BOUND * max(1, sum(activity in segment for activity in Activity))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small, large = (of(size, Path(folder)) for size in (READERS // 10, READERS))
    report(READERS // 10, small)
    report(READERS, large)
    growth = large["memory"] / small["memory"]
    beside = large["freeze"]["seconds"] - large["peer"]["seconds"]
    print(f"ten times the readers: {growth:.2f} x the memory; freezing: {beside:.2f} s beside the peer")
    bare = large["count"]["seconds"]
    slow = [name for name, one in large.items() if name.startswith("count,") and one["seconds"] - bare > bound(name)]
    assert growth <= GROWTH, "memory grows with the readers"
    assert bare <= BOUND, "counting an audience takes long"
    assert not slow, slow
    assert beside <= BOUND, "freezing takes long beside what SQLite itself takes"


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fill", path, size]:
            migrate(Path(path))
            made = open_database(Path(path))
            fill(made, int(size))
            made.close()
        case ["measure", path, _]:
            print(json.dumps(measure(Path(path))))
        case _:
            main()

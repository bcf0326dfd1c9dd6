"""Imports and exports a million readers, beside the barest way to do the like, and looks at memory.

    python benchmarks/roster_files.py [--rows N] [--few N] [--runs N]

The peer of an import is `csv.reader` and `sqlite3.executemany` of the same rows into one table with one unique index;
the peer of an export is SELECT and `csv.writer` of the rows of the same file out of one table. Each run is a process of
its own, ours and the peer's in turn, and the ratio is the median of theirs: of the time by the clock, and of the
processor's, which other work on the machine hardly changes. Once with addresses in order, which is the peer's best
case, and once in none; and once more with a file that this program has exported, which has many more columns.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.store.database import migrate, open_database
from subscribers.files.exporting import export
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.opening import opened
from subscribers.files.text.whole import whole_file
from subscribers.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def import_ours(folder: Path, source: Path) -> None:
    path = folder / "ours.db"
    migrate(path)
    db = open_database(path)
    Lists(db).create("daily", now=NOW)
    begun = begin()
    with opened(str(source), stdin=io.BytesIO()) as found, importing(db, found, wish=Wish(), now=NOW) as report:
        counts = report.added, report.refused
    db.close()
    tell(begun, str(counts))


def import_bare(folder: Path, source: Path) -> None:
    begun = begin()
    rows = load(folder / "bare.db", source)
    tell(begun, str(rows))


def export_ours(folder: Path, _source: Path) -> None:
    db = open_database(folder / "ours.db")
    begun = begin()
    with whole_file(folder / "ours.csv") as out:
        rows = export(db, out)
    db.close()
    tell(begun, str(rows))


def export_bare(folder: Path, _source: Path) -> None:
    db = sqlite3.connect(folder / "exported.db")
    begun = begin()
    with (folder / "bare.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(db.execute("SELECT * FROM readers"))
    db.close()
    tell(begun, "")


TASKS: dict[str, Callable[[Path, Path], None]] = {
    one.__name__: one for one in (import_ours, import_bare, export_ours, export_bare)
}
MADE_BY = {"import_ours": "ours.db", "import_bare": "bare.db"}


def begin() -> tuple[float, float]:
    """Return the time by the clock, and the processor's."""
    return time.perf_counter(), time.process_time()


def tell(begun: tuple[float, float], result: str) -> None:
    """Print seconds by the clock and of the processor, the peak of memory in bytes, and the result."""
    print(*(now - then for now, then in zip(begin(), begun, strict=True)), peak_memory(), result, sep="\t")


def peak_memory() -> int:
    """Return the peak in bytes; what getrusage tells is no less than what the parent had when it made this process."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def load(path: Path, source: Path) -> int:
    """Put the rows of a file into one table, indexed by its first column."""
    db = sqlite3.connect(path)
    with source.open(newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        names = next(rows)
        db.execute(f"CREATE TABLE readers ({', '.join(names)})")
        db.execute(f"CREATE UNIQUE INDEX by_address ON readers ({names[0]})")
        db.executemany(f"INSERT INTO readers VALUES ({', '.join('?' * len(names))})", rows)
    db.commit()
    (count,) = db.execute("SELECT count(*) FROM readers").fetchone()
    db.close()
    return int(count)


def write_source(path: Path, rows: int, *, in_order: bool) -> None:
    numbers = list(range(rows))
    if not in_order:
        random.Random(1).shuffle(numbers)
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("email", "name"))
        writer.writerows((f"reader{number:07}@herald.example", f"Reader {number}") for number in numbers)


def run(task: str, folder: Path, source: Path) -> tuple[float, float, int]:
    """Run a task in a process of its own; return its seconds, the processor's, and its peak of memory in bytes."""
    if task in MADE_BY:
        for old in folder.glob(f"{MADE_BY[task]}*"):
            old.unlink()
    command = [sys.executable, __file__, "--task", task, "--folder", str(folder), "--source", str(source)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, busy, peak, _ = done.stdout.split("\t")
    return float(seconds), float(busy), int(peak)


def compare(what: str, folder: Path, source: Path, *, runs: int, name: str = "") -> int:
    """Print how ours compares with the bare way, and return the peak of our memory."""
    pairs = [(run(f"{what}_ours", folder, source), run(f"{what}_bare", folder, source)) for _ in range(runs)]
    ratio, of_busy = (statistics.median(ours[kind] / bare[kind] for ours, bare in pairs) for kind in (0, 1))
    ours, bare = (min(pair[place][0] for pair in pairs) for place in (0, 1))
    peak = max(pair[0][2] for pair in pairs)
    print(
        f"  {name or what}: {ours:6.2f} s, bare {bare:5.2f} s, ratio {ratio:4.2f} ({of_busy:4.2f} of the processor), "
        f"peak {peak / 1e6:4.0f} MB",
        flush=True,
    )
    return peak


def measure(rows: int, few: int, *, runs: int, in_order: bool) -> None:
    print(f"{rows:,} readers, addresses in {'order' if in_order else 'no order'}, the median of {runs}:", flush=True)
    peaks: dict[int, tuple[int, int, int]] = {}
    for count in (few, rows):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            source = folder / "source.csv"
            write_source(source, count, in_order=in_order)
            print(f" {count:,}")
            imported = compare("import", folder, source, runs=runs)
            db = open_database(folder / "ours.db")
            with whole_file(folder / "exported.csv") as out:
                export(db, out)
            db.close()
            load(folder / "exported.db", folder / "exported.csv")
            exported = compare("export", folder, source, runs=runs)
            name = "import of our own export"
            peaks[count] = imported, exported, compare("import", folder, folder / "exported.csv", runs=runs, name=name)
    for what, place in (("import", 0), ("export", 1), ("import of our own export", 2)):
        print(f"  peak memory of the {what} beside that for {few:,}: {peaks[rows][place] / peaks[few][place]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--few", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        TASKS[options.task](options.folder, options.source)
        return
    for in_order in (True, False):
        measure(options.rows, options.few, runs=options.runs, in_order=in_order)


if __name__ == "__main__":
    main()

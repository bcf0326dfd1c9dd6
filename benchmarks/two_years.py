"""Lives through two years of `digest run` every five minutes in six zones, and says whether each slot came once.

With downtime of minutes to days, overlapping runs, runs that die half way and clocks that go back, by dice with a seed:

    python benchmarks/two_years.py [--days 730] [--zone Europe/Lisbon]... [--seed 1]

The simulation and its judge stand in tests/faults/two_years.py; the suite lives through the days on which clocks
change.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.faults.two_years import TIMES, ZONES, expected, live, verdict

START = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    """Live, judge, and print a line for each zone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--zone", action="append", choices=ZONES)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    logging.getLogger("digest").addHandler(logging.NullHandler())  # each trouble is one of the simulation's own making
    end, wrong = START + timedelta(days=asked.days), 0
    for zone in asked.zone or ZONES:
        begun = time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            life = live(Path(folder), zone, start=START, end=end, seed=asked.seed)
            faults = verdict(Path(folder), zone, life, start=START, end=end)
            mails = len(list(Path(folder).glob("outbox/*/*/*.eml")))
        slots = sum(len(expected(edition, zone=ZoneInfo(zone), start=START, end=end)) for edition in TIMES)
        print(
            f"{zone:20} {slots:5} slots: {mails} sent, {slots - mails} recorded, {len(faults)} wrong; runs: "
            f"{len(life.good):,} good, {life.off:,} missed, {life.locked:,} overlapped, {life.died:,} died, "
            f"{life.wrong:,} with a wrong clock ({time.process_time() - begun:.0f} s of processor time)",
            flush=True,
        )
        for fault in faults:
            print(f"    {fault}")
        wrong += len(faults)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

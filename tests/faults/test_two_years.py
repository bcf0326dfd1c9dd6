"""Around the days on which clocks change, whatever happens, each slot is sent once or accounted for.

`benchmarks/two_years.py` lives through two whole years of it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.faults.two_years import STEP, ZONES, Life, expected, live, verdict

if TYPE_CHECKING:
    from pathlib import Path

CHANGES = {
    "Europe/Lisbon": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "Asia/Kathmandu": ("2026-03-29",),
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),
    "UTC": ("2026-03-29",),
}


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "change"), [(zone, change) for zone in ZONES for change in CHANGES[zone]])
def test_each_slot_is_sent_once_or_accounted_for(tmp_path: Path, zone: str, change: str) -> None:
    start, end = day(change) - timedelta(hours=20), day(change) + timedelta(hours=22)
    life = live(tmp_path, zone, start=start, end=end, seed=len(zone), trouble=4.0)
    assert verdict(tmp_path, zone, life, start=start, end=end) == []
    assert life.locked + life.died + life.wrong > 5
    assert len(life.good) > 50


def test_without_trouble_each_slot_is_sent_at_its_moment(tmp_path: Path) -> None:
    start, end = day("2026-03-27"), day("2026-03-31")
    life = live(tmp_path, "Europe/Lisbon", start=start, end=end, seed=1, trouble=0.0)
    assert verdict(tmp_path, "Europe/Lisbon", life, start=start, end=end) == []
    assert len(life.good) == (end - start) // STEP
    mails = [path.parent.name for path in sorted(tmp_path.glob("outbox/*/*/*.eml"))]
    assert mails == [f"2026-03-{number}" for number in (27, 28, 29, 30, 27, 30, 29)]


def test_the_verdict_finds_what_was_not_sent(tmp_path: Path) -> None:
    """The judge itself: of a life in which nothing was done though all was well."""
    start, end = day("2026-03-27"), day("2026-03-28")
    live(tmp_path, "Europe/Lisbon", start=end, end=end, seed=1)
    faults = verdict(
        tmp_path, "Europe/Lisbon", Life(good=[day("2026-03-27") + 7 * timedelta(hours=1)]), start=start, end=end
    )
    assert [fault for fault in faults if "though there were runs in time" in fault]


@pytest.mark.parametrize(
    ("zone", "change", "moment"),
    [
        ("America/New_York", "2026-03-08", "2026-03-08T07:00:00"),  # 02:15 is skipped, 03:00 comes at once
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T15:30:00"),  # by half an hour
        ("America/New_York", "2026-11-01", "2026-11-01T07:15:00"),
    ],
)
def test_what_is_expected_of_a_changing_day_is_worked_out_apart_from_the_program(zone, change, moment) -> None:
    start, end = day(change) - timedelta(hours=12), day(change) + timedelta(hours=12)
    assert expected("weekly", zone=ZoneInfo(zone), start=start, end=end) == [day(moment)]

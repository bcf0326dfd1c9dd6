"""A trouble that stands is told when it begins and once a day while it lasts; its exit code is the same each time."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from digest.store.database import open_database
from digest.store.upkeep import runs

if TYPE_CHECKING:
    from tests.conftest import Desk


@pytest.fixture
def held(desk: Desk) -> Desk:
    """A newsroom whose database lost its home."""
    desk.now = "2026-11-22T04:00:00Z"
    desk.ok("run")
    (desk.folder / "digest.db.home").unlink()
    return desk


def told(desk: Desk, now: str, *options: str) -> bool:
    desk.now = now
    result = desk("run", *options)
    assert (result.code, result.out) == (1, "")
    assert result.err.count("\n") <= 1
    return "is held and sends nothing" in result.err


def test_a_held_newsroom_is_told_of_when_it_begins_and_once_a_day(held: Desk) -> None:
    moments = [
        f"2026-11-{day}T{hour:02}:{minute:02}:00Z" for day in (22, 23, 24) for hour in (5, 17) for minute in (0, 5)
    ]
    assert [moment for moment in moments if told(held, moment)] == [
        "2026-11-22T05:00:00Z",
        "2026-11-23T05:00:00Z",
        "2026-11-24T05:00:00Z",
    ]


def test_it_is_told_anew_when_it_was_over_in_between(held: Desk) -> None:
    assert told(held, "2026-11-22T05:00:00Z")
    assert not told(held, "2026-11-22T05:05:00Z")
    held.ok("db", "adopt")
    held.now = "2026-11-22T05:10:00Z"
    held.ok("run")
    (held.folder / "digest.db.home").unlink()
    assert told(held, "2026-11-22T05:15:00Z")


def test_whoever_asks_for_more_for_a_summary_or_for_json_is_told_each_time(held: Desk) -> None:
    assert told(held, "2026-11-22T05:00:00Z")
    held.now = "2026-11-22T05:05:00Z"
    summed = held("run", "--summary")
    assert (summed.code, summed.out) == (1, "nothing was sent\n")
    assert "is held" in summed.err
    assert "is held" in held("--verbose", "run").err
    (line,) = held("run", "--json").json["troubles"]
    assert "is held" in line


def test_doctor_and_the_record_know_it_all_the_same(held: Desk) -> None:
    told(held, "2026-11-22T05:00:00Z")
    told(held, "2026-11-22T05:05:00Z")
    with closing(open_database(held.folder / "digest.db")) as db:
        assert all("is held" in run.troubles[0] for run in runs.latest(db, most=2))
    looked = {one["check"]: one for one in held("doctor", "--offline", "--json").json}
    assert "is held" in looked["last run"]["words"]


def test_a_mail_server_that_is_down_is_told_of_once_and_another_trouble_beside_it_at_once(desk: Desk) -> None:
    desk.now = "2026-11-22T06:00:00Z"
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    lines = []
    for minute in (31, 36, 41):
        desk.now = f"2026-11-22T06:{minute}:00Z"
        result = desk("run")
        assert result.code == 1
        lines.append(result.err.count("\n"))
    assert lines == [1, 0, 0]
    (desk.folder / "digest.db.home").unlink()
    assert told(desk, "2026-11-22T06:46:00Z")

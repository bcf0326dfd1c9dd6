"""A run takes time: what it finds while it fetches is news for the issue it then sends."""

from __future__ import annotations

import json
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

from digest.clock import from_iso
from digest.config import load_settings
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.operations.running import RunReport, run_due

if TYPE_CHECKING:
    from datetime import datetime

    from tests.conftest import Desk

BODY = "The ferry strike ends after three weeks, and boats go again from Friday on. More is said of it here. " * 6


def test_what_a_run_has_just_fetched_goes_into_the_issue_it_sends(desk: Desk) -> None:
    desk.now = "2026-11-22T06:00:00Z"
    desk.reader("ana@reader.example")
    wire = {"title": "Ferry strike ends", "body": BODY, "published_at": "2026-11-23T05:00:00Z"}
    desk.write("wire/strike.jsonl", json.dumps(wire))
    desk.ok("sources", "add", "wire", "--tag", "world")
    started = moment = from_iso("2026-11-23T06:30:00Z")

    def clock() -> datetime:
        """Go on a second with each look, as time does while sources are asked."""
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    environ = {"DIGEST_NOW": desk.now}  # keeps the machine's own count of seconds out of it
    settings = load_settings(desk.folder / "digest.toml", environ=environ)
    with open_newsroom(settings, clock=clock, environ=environ) as newsroom:
        result = run_due(newsroom, (), at=None, stop=Event())
    assert started < moment
    assert result.issues[0]["subject"].startswith("Ferry strike ends"), result
    assert len(desk.outbox()) == 1


def test_a_source_that_stays_broken_is_told_once_and_so_is_its_recovery(desk: Desk) -> None:
    news = desk.folder / "wire"
    desk.write("wire/strike.jsonl", json.dumps({"title": "Ferry strike ends", "body": BODY}))
    desk.ok("sources", "add", "wire", "--tag", "world")
    news.rename(desk.folder / "away")
    told = []
    for day in range(1, 9):
        desk.now = f"2026-11-{day:02}T12:00:00Z"
        told += desk("run").err.splitlines()
    assert told == ["digest: wire: failed 5 times in a row: no such file; check the path"]
    (desk.folder / "away").rename(news)
    desk.now = "2026-11-09T12:00:00Z"
    assert "wire: well again after 8 failures; wire: 1 story added" in desk.ok("run", "--summary").out
    desk.now = "2026-11-10T12:00:00Z"
    assert "well again" not in desk.ok("run", "--summary").out


def test_what_failed_goes_before_what_only_waits_in_whichever_order_they_come() -> None:
    for codes in ((4, 1), (1, 4)):
        result = RunReport()
        for code in codes:
            result.trouble("a line", code)
        assert result.exit_code == 1


OTHER = '[editions.weekly]\ntitle = "Weekly"\ntags = ["world"]\nlists = ["daily"]\nschedule = "0 8 * * *"'


def schedule(desk: Desk, daily: str) -> None:
    """Let the daily edition come at another time, and leave the other edition as it is."""
    desk.configure(edition=OTHER)
    file = desk.folder / "digest.toml"
    file.write_text(file.read_text().replace('schedule = "30 6 * * *"', f'schedule = "{daily}"'))


def states(desk: Desk) -> dict[str, str]:
    return {one["issue"]: one["state"] for one in desk.ok("issues", "list", "--json").json}


def test_a_schedule_moved_to_later_on_a_day_that_had_its_issue_brings_no_second_one_and_stops_nothing(
    desk: Desk,
) -> None:
    desk.now = "2026-11-22T12:00:00Z"
    schedule(desk, "30 6 * * *")
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    desk.now = "2026-11-23T06:30:00Z"
    desk.ok("run")
    schedule(desk, "30 7 * * *")
    desk.story("Lighthouse lit again")
    desk.now = "2026-11-23T07:30:00Z"
    assert (desk.ok("run").err, "is sent" in desk("doctor", "--offline").out) == ("", True)
    assert desk.ok("send", "daily").out.startswith("daily/2026-11-23: sent")
    desk.now = "2026-11-23T08:00:00Z"
    desk.ok("run")
    desk.now = "2026-11-24T07:30:00Z"
    desk.ok("run")
    assert states(desk) == {
        "daily/2026-11-24": "sent", "weekly/2026-11-23": "sent", "daily/2026-11-23": "sent"
    }  # fmt: skip
    assert len(desk.outbox()) == 3


def test_an_issue_made_in_the_minute_of_a_slot_does_not_take_its_name(desk: Desk) -> None:
    desk.now = "2026-11-22T12:00:00Z"
    schedule(desk, "30 6,18 * * *")
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    desk.now = "2026-11-22T18:30:20Z"
    refused = desk("compose", "daily", "--extra")
    assert refused.code == 1
    assert "there is an issue named daily/2026-11-22T18:30 already; try again in a minute" in refused.err
    desk.now = "2026-11-22T18:31:20Z"
    desk.ok("compose", "daily", "--extra")


def test_a_draft_of_a_slot_that_has_passed_is_merged_when_the_next_is_sent(desk: Desk) -> None:
    desk.now = "2026-11-21T12:00:00Z"
    desk.reader("ana@reader.example")
    desk.now = "2026-11-22T13:10:00Z"
    desk.story("Ferry strike ends", published="2026-11-22T05:00:00Z")
    desk("run")  # too late for this morning's
    desk.ok("compose", "daily")
    assert states(desk) == {"daily/2026-11-22": "draft"}
    desk.now = "2026-11-23T06:30:00Z"
    desk.ok("run")
    assert states(desk) == {"daily/2026-11-23": "sent", "daily/2026-11-22": "merged"}
    (mail,) = desk.outbox()
    assert "Ferry strike ends" in mail.read_text()


def test_a_slot_that_is_due_is_told_by_doctor(desk: Desk) -> None:
    desk.now = "2026-11-22T12:00:00Z"
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    desk.now = "2026-11-23T06:31:00Z"
    found = {one["check"]: one for one in desk("doctor", "--offline", "--json").json}
    assert found["daily"]["words"] == "the slot of Mon 23 Nov 06:30 is due; the next run sees to it"

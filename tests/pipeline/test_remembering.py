"""What was sent is known again, and what was held is not forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Desk


def test_a_text_that_was_sent_is_known_again_a_month_later(desk: Desk) -> None:
    text = "The ferry Aurora struck a reef in fog off Cape Noss. Twelve are missing, and divers go down at dawn."
    desk.reader("ana@reader.example")
    desk.story("Ferry sinks off Cape Noss", body=text)
    desk.ok("send", "daily", "--yes")
    desk.now = "2026-12-21T07:00:00Z"
    line = {"title": "Ferry sinks off Cape Noss", "body": text, "published_at": "2026-12-21T05:00:00Z"}
    again = json.dumps(line | {"url": "https://other.example/ferry", "source": "Other Wire"})
    desk.ok("stories", "add", desk.write("again.jsonl", again), "--tag", "world")
    plan = desk.ok("plan", "daily", "--json").json
    assert plan["lead"] is None
    (out,) = (one["reason"] for one in plan["left_out"] if one["id"] == 2)
    assert out == 'same event as "Ferry sinks off Cape Noss", carried by daily/2026-11-23'


def test_a_story_held_day_after_day_may_be_in_the_next_issue_however_old_it_is(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    for day, title in enumerate(
        ("Comet found twice", "School roof falls in", "Rowers win three capes", "Toll on bridge"), 23
    ):
        desk.now = f"2026-11-{day}T06:00:00Z"
        desk.ok("stories", "hold", "1")
        desk.story(title, published=f"2026-11-{day}T05:00:00Z")
        desk.now = f"2026-11-{day}T07:00:00Z"
        desk.ok("send", "daily", "--yes")
    desk.now = "2026-11-27T07:00:00Z"
    assert desk.ok("plan", "daily", "--json").json["lead"]["title"] == "Ferry strike ends"
    desk.story("Quay rebuilt", published="2026-11-27T05:00:00Z")
    desk.ok("send", "daily", "--yes")
    desk.now = "2026-11-28T07:00:00Z"
    desk.story("Orchard saved", published="2026-11-28T05:00:00Z")
    assert "Ferry strike ends" not in [one["title"] for one in desk.ok("plan", "daily", "--json").json["briefs"]]

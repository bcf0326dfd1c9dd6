"""What was sent is known again, and what was held is not forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Desk

SOUGHT = ("Search for girl, 6, missing in Dunmore", "Police search for a girl last seen at play.")
FOUND = ("Girl missing in Dunmore found safe", "A girl was found asleep in a barn by a farmer's dog.")


def tell(desk: Desk, said: tuple[str, str]) -> None:
    """Take in what a source says of its one story, title and text."""
    line = {"guid": "x", "source": "Wire", "published_at": "2026-11-23T05:00:00Z", "url": "https://wire.example/x"}
    told = json.dumps(line | dict(zip(("title", "body"), said, strict=True)))
    desk.ok("stories", "add", desk.write("a.jsonl", told), "--tag", "world")


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


def test_what_a_source_tells_anew_each_day_under_one_headline_is_news_each_day(desk: Desk) -> None:
    said = (
        "Friday will be dry and mild in Averin with a light wind from the west and highs of 14 degrees.",
        "Saturday will be wet and stormy in Averin with gales from the north-west and highs of 8 degrees.",
    )
    desk.reader("ana@reader.example")
    for day, text in enumerate(said, 23):
        desk.now = f"2026-11-{day}T06:00:00Z"
        line = {"title": "Weather in Averin", "body": text, "published_at": desk.now, "source": "Harbour Wire"}
        line["url"] = f"https://wire.example/weather-{day}"
        desk.ok("stories", "add", desk.write("weather.jsonl", json.dumps(line)), "--tag", "world")
        desk.now = f"2026-11-{day}T07:00:00Z"
        plan = desk.ok("plan", "daily", "--json").json
        assert (plan["lead"]["id"], plan["lead"]["update_of"]) == (day - 22, None)
        desk.ok("send", "daily", "--yes")


def test_two_stories_that_the_editor_pins_are_both_in_though_they_seem_one_event(desk: Desk) -> None:
    text = "The bank in Tarrow was robbed on Monday by two masked men, who fled by bicycle with 40,000 euros in cash."
    for title in ("Bank in Tarrow robbed by masked men", "Tarrow bank robbed by two masked men"):
        desk.story(title, body=text)
    assert desk.ok("plan", "daily", "--json").json["briefs"] == []
    desk.ok("stories", "pin", "1")
    desk.ok("stories", "pin", "2")
    plan = desk.ok("plan", "daily", "--json").json
    assert {plan["lead"]["id"], *(one["id"] for one in plan["briefs"])} == {1, 2}


def test_an_editors_words_on_what_was_sent_are_not_told_over_what_came_of_it(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    tell(desk, SOUGHT)
    desk.ok("stories", "edit", "1", "--title", "Dunmore searches", "--summary", "There is still hope.", "--by", "bea")
    desk.now = "2026-11-23T07:00:30Z"
    desk.ok("send", "daily", "--yes")
    desk.now = "2026-11-23T20:00:00Z"
    tell(desk, FOUND)
    desk.now = "2026-11-24T07:00:00Z"
    lead = desk.ok("plan", "daily", "--json").json["lead"]
    assert (lead["title"], lead["update_of"]) == ("Girl missing in Dunmore found safe", "daily/2026-11-23")
    assert "hope" not in lead["summary"]


def test_a_word_on_a_story_that_the_source_has_changed_since_says_so(desk: Desk) -> None:
    tell(desk, SOUGHT)
    desk.ok("stories", "edit", "1", "--summary", "There is still hope.", "--by", "bea")
    desk.now = "2026-11-23T08:00:00Z"
    tell(desk, FOUND)
    reasons = desk.ok("plan", "daily", "--json").json["lead"]["reasons"]
    assert "summary written by bea, 2026-11-23 07:00 UTC; the source has changed the story since" in reasons

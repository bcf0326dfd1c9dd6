"""Whatever a source sends: the others are stored all the same, and what is due is sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from digest.model.source import Fetched, FetchOutcome, Source, SourceKind
from digest.model.story import Harvest, IncomingStory
from digest.pipeline.stories.intake import keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Desk

FEED = {"version": "https://jsonfeed.org/version/1.1", "title": "Quay"}
BODY = "The ferry strike ends after three weeks, and boats go again from Friday on. More is said of it here. " * 6


def item(number: int, **fields: object) -> dict[str, object]:
    words = {"title": f"News {number}", "content_text": BODY, "url": f"https://wire.example/{number}"}
    return {"id": f"i{number}", "date_published": "2026-11-23T05:00:00Z", **words, **fields}


def test_a_feed_with_half_letters_in_it_keeps_no_other_source_and_no_issue_waiting(desk: Desk) -> None:
    r"""JSON can spell "\\ud800", half of a letter, which no database can hold."""
    desk.now = "2026-11-22T06:00:00Z"
    desk.reader("ana@reader.example")
    half = {"url": "https://wire.example/\ud800", "title": "Half \udfff", "image": "https://wire.example/\ud800.png"}
    odd = [item(1, **half), item(2, id="\ud800"), item(3, tags=["\ud800"], authors=[{"name": "\ud800"}])]
    desk.write("a/feed.json", json.dumps(FEED | {"title": "\ud800", "items": odd}))
    desk.write("b/story.jsonl", json.dumps(item(4) | {"body": BODY, "image": "https://wire.example/\ud800.png"}))
    for name in "ab":
        desk.ok("sources", "add", name, "--tag", "world")
    desk.now = "2026-11-23T06:30:00Z"
    done = desk.ok("run", "--json").json
    assert [one["state"] for one in done["issues"]] == ["sent"]
    titles = {one["title"] for one in desk.ok("stories", "list", "--json").json}
    assert titles == {"Half", "News 2", "News 3", "News 4"}


def test_what_cannot_be_stored_fails_its_source_alone(desk: Desk, opened: Callable[..., Any]) -> None:
    newsroom = opened(desk.folder, desk.now).newsroom
    now = datetime(2026, 11, 23, 7, tzinfo=UTC)
    source = Source(id=1, name="quay", kind=SourceKind.FEED, location="https://wire.example/feed", tags=())
    story = IncomingStory(title="Half \udfff", body=BODY, published_at=now)
    kept, taken = keep(newsroom, Fetched(source=source, outcome=FetchOutcome.OK, harvest=Harvest((story,))))
    assert (kept.outcome, kept.error) == (FetchOutcome.FAILED, "could not be taken in (UnicodeEncodeError)")
    assert taken.added == ()
    assert desk.ok("stories", "list", "--json").json == []

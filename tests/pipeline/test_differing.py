"""What a plan would change is told against the issue that is stored: the slot's own draft, or the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from digest.config import load_settings
from digest.model.desk import Verb, Word
from digest.model.story import IncomingStory
from digest.pipeline.issues import drafting
from digest.pipeline.issues.differing import difference
from digest.pipeline.issues.proposal import propose
from digest.pipeline.newsroom import Newsroom, open_newsroom
from digest.store.database import migrate
from digest.store.stories import desk, stories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
CONFIG = """
[publication]
name = "The Harbour Herald"
url = "https://herald.example"
postal_address = "1 Quay Street"
database = "digest.db"
[mail]
from = "The Harbour Herald <digest@herald.example>"
[editions.daily]
briefs = 1
schedule = "30 6 * * *"
"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    (tmp_path / "digest.toml").write_text(CONFIG)
    settings = load_settings(tmp_path / "digest.toml", environ={})
    migrate(settings.database)
    with open_newsroom(settings, clock=lambda: NOW, environ={}) as room:
        yield room


def story(newsroom: Newsroom, subject: str, *, hours: int) -> int:
    told = IncomingStory(
        title=f"The {subject} makes news in Salmar",
        summary=f"All of Salmar talks of the {subject}.",
        guid=subject,
        source=subject,
        published_at=NOW - timedelta(hours=hours),
    )
    (added,) = stories.take_in(newsroom.db, [told], now=NOW).added
    return added


def compared(newsroom: Newsroom) -> dict[str, Any]:
    return difference(newsroom, propose(newsroom, "daily"))


def ids(told: list[dict[str, Any]]) -> list[int]:
    return [one["id"] for one in told]


def test_before_the_first_issue_everything_is_new(newsroom: Newsroom) -> None:
    ferry = story(newsroom, "ferry", hours=1)
    new = [{"id": ferry, "title": "The ferry makes news in Salmar"}]
    assert compared(newsroom) == {"against": None, "new": new, "gone": [], "moved": [], "updated": []}


def test_a_draft_of_the_same_news_differs_in_nothing(newsroom: Newsroom) -> None:
    story(newsroom, "ferry", hours=1)
    drafting.draft(newsroom, "daily", at=None, extra=False)
    assert compared(newsroom) == {"against": "daily/2026-11-23", "new": [], "gone": [], "moved": [], "updated": []}


def test_what_comes_in_pushes_one_out_and_another_down(newsroom: Newsroom) -> None:
    ferry, bridge = story(newsroom, "ferry", hours=2), story(newsroom, "bridge", hours=3)
    drafting.draft(newsroom, "daily", at=None, extra=False)
    museum = story(newsroom, "museum", hours=1)
    found = compared(newsroom)
    assert (ids(found["new"]), ids(found["gone"])) == ([museum], [bridge])
    assert found["moved"] == [{"id": ferry, "title": "The ferry makes news in Salmar", "from": 1, "to": 2}]


def test_an_editors_word_that_turns_the_order_moves_both(newsroom: Newsroom) -> None:
    ferry, bridge = story(newsroom, "ferry", hours=2), story(newsroom, "bridge", hours=3)
    drafting.draft(newsroom, "daily", at=None, extra=False)
    desk.say(newsroom.db, [Word(story_id=bridge, edition="", verb=Verb.LEAD, text="", by="anna", at=NOW)])
    assert [(one["id"], one["from"], one["to"]) for one in compared(newsroom)["moved"]] == [
        (bridge, 2, 1),
        (ferry, 1, 2),
    ]


def test_without_a_draft_of_the_slot_it_is_told_against_the_issue_before(newsroom: Newsroom) -> None:
    story(newsroom, "ferry", hours=20)
    drafting.draft(newsroom, "daily", at=None, extra=False)
    tomorrow = replace(newsroom, clock=lambda: NOW + timedelta(days=1))
    museum = story(newsroom, "museum", hours=-20)
    found = compared(tomorrow)
    assert found["against"] == "daily/2026-11-23"
    assert museum in ids(found["new"])


def test_a_later_issue_does_not_count(newsroom: Newsroom) -> None:
    story(newsroom, "ferry", hours=1)
    drafting.draft(newsroom, "daily", at=NOW + timedelta(days=1), extra=False)
    assert compared(newsroom)["against"] is None

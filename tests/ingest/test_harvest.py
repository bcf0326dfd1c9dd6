"""Stories of files are bounded and get an identity that survives their revision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.ingest import harvest
from digest.ingest.harvest import gather, take_in
from digest.model.story import Harvest, IncomingStory, Refusal

if TYPE_CHECKING:
    from digest.ingest.harvest import Origin

BRIDGE = IncomingStory(title="Bridge closes", body="The old bridge closes.")


def taken(story: IncomingStory, origin: Origin) -> IncomingStory:
    (found,) = take_in(story, origin).stories
    return found


def test_a_story_is_known_again_by_file_name_and_title_whatever_changed_below(origin: Origin) -> None:
    guid = taken(BRIDGE, origin).guid
    assert guid.startswith("file:")
    assert taken(replace(BRIDGE, body="Other.", title="BRIDGE  closes"), origin).guid == guid
    assert taken(BRIDGE, replace(origin, name="/elsewhere/bridge.txt")).guid == guid
    assert taken(replace(BRIDGE, title="Bridge opens"), origin).guid != guid
    assert taken(BRIDGE, replace(origin, name="desk/tunnel.txt")).guid != guid


def test_titles_that_differ_by_a_tag_are_two_stories(origin: Origin) -> None:
    one, other = (taken(replace(BRIDGE, title=f"When to use <{tag}>"), origin).guid for tag in ("b", "i"))
    assert one != other


def test_a_story_that_brings_a_guid_or_a_url_keeps_to_that(origin: Origin) -> None:
    assert taken(replace(BRIDGE, guid="7"), origin).guid == "7"
    assert taken(replace(BRIDGE, url="https://herald.example/7"), origin).guid == ""


def test_everything_is_bounded(origin: Origin) -> None:
    found = taken(
        replace(
            BRIDGE,
            title="word " * 400,
            body="word " * 400_000,
            tags=(*(f"tag {number}" for number in range(99)), "x" * 101),
            url="https://herald.example/" + "x" * 3000,
            author="A" * 9_000,
        ),
        origin,
    )
    assert len(found.title) <= harvest.LONGEST_TITLE
    assert found.title.endswith("word…")
    assert len(found.body) <= harvest.LONGEST_BODY
    assert len(found.tags) == harvest.MOST_TAGS
    assert found.url == ""
    assert len(found.author) <= 300


def test_no_bound_touches_an_ordinary_story(origin: Origin) -> None:
    story = replace(
        BRIDGE, tags=("local",), summary="S", url="https://herald.example/1", image="https://herald.example/i.jpg"
    )
    assert taken(story, origin) == replace(story, own_length=len(story.body))


@pytest.mark.parametrize(
    ("story", "reason"), [(replace(BRIDGE, title=""), "no title"), (replace(BRIDGE, body=""), "no text")]
)
def test_a_story_with_nothing_to_print_is_refused(story: IncomingStory, reason: str, origin: Origin) -> None:
    (refusal,) = take_in(story, origin, "line 3").refused
    assert refusal.where == "desk/bridge.txt, line 3"
    assert refusal.reason.startswith(reason)


def test_a_summary_alone_is_enough(origin: Origin) -> None:
    assert taken(replace(BRIDGE, body="", summary="It closes."), origin).summary == "It closes."


def test_gathering_keeps_order_and_refusals_and_drops_a_story_that_stands_there_twice(origin: Origin) -> None:
    first, second = take_in(BRIDGE, origin), take_in(replace(BRIDGE, title="Other"), origin)
    refused = Harvest(refused=(Refusal("x", "y"),))
    whole = gather([first, refused, second, first])
    assert [story.title for story in whole.stories] == ["Bridge closes", "Other"]
    assert whole.refused == refused.refused


def test_two_different_stories_under_one_title_in_one_file_stay_two(origin: Origin) -> None:
    whole = gather([take_in(BRIDGE, origin), take_in(replace(BRIDGE, body="Other."), origin)])
    assert len({story.guid for story in whole.stories}) == 2

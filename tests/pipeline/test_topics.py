"""A tag that nothing has, since it is misspelt, is told with the nearest there is, and stops nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.store.database import open_database
from digest.store.stories.story_tags import tags_there

if TYPE_CHECKING:
    from tests.conftest import Desk


def doubts(desk: Desk) -> dict[str, str]:
    found = desk("doctor", "--offline", "--json").json
    return {one["check"]: one["words"] for one in found if one["health"] == "doubtful"}


@pytest.mark.parametrize("command", ["add", "edit"])
def test_a_reader_may_follow_what_no_story_has_and_the_nearest_is_named(desk: Desk, command: str) -> None:
    desk.ok("subscribers", "add", "ana@reader.example", "--confirmed")
    sign = "+" if command == "edit" else ""
    desk.story("Ferry strike ends", tags="harbor-side")
    said = desk.ok("subscribers", command, "ana@reader.example", "--topic", f"{sign}harbour-side").err
    assert said == "note: no story has the tag 'harbour-side' yet: did you mean 'harbor-side'?\n"
    assert desk.ok("subscribers", "show", "ana@reader.example", "--json").json["topics"] == ["harbour-side"]


@pytest.mark.parametrize("topic", ["Local", "harbour", "chess"])
def test_what_an_edition_asks_for_words_give_or_a_story_has_needs_no_note(desk: Desk, topic: str) -> None:
    desk.story("Queen takes all", tags="Chess")
    assert desk.ok("subscribers", "add", "ana@reader.example", "--confirmed", "--topic", topic).err == ""


def test_doctor_names_an_editions_tag_that_nothing_has_once_there_are_stories(desk: Desk) -> None:
    assert "tags of daily" not in doubts(desk)
    desk.story("Ferry strike ends", tags="locals")
    assert doubts(desk)["tags of daily"] == (
        "no story has the tag 'local' yet: did you mean 'locals'?; no story has the tag 'world' yet"
        "; there are: harbour, locals"
    )


def test_each_tag_is_found_once(desk: Desk) -> None:
    db = open_database(desk.folder / "digest.db")
    assert tags_there(db) == []
    db.close()
    desk.story("Ferry strike ends", tags="local")
    desk.story("Quay rebuilt", tags="local")
    db = open_database(desk.folder / "digest.db")
    assert tags_there(db) == ["harbour", "local"]
    db.close()

"""One story is stored once, revised when it changes, and found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from digest.model.selection import Window
from digest.model.tags import TagChange
from digest.store.stories import stories
from digest.store.stories.story_tags import change_word_tags, edit_tags
from tests.store.conftest import NOW, incoming

if TYPE_CHECKING:
    from sqlite_utils import Database

    from digest.model.story import IncomingStory, TakenIn

LATER = NOW + timedelta(hours=1)


def take(db: Database, *found: IncomingStory, now=NOW, tags: tuple[str, ...] = ()) -> TakenIn:
    return stories.take_in(db, found, now=now, given_tags=tags)


def test_the_same_story_twice_is_one_story(db: Database) -> None:
    story = incoming(guid="urn:1", url="https://wire.example/1")
    assert take(db, story).added == (1,)
    again = take(db, story, now=LATER)
    assert (again.added, again.revised, again.unchanged) == ((), (), (1,))


def test_a_changed_story_is_revised_not_doubled(db: Database) -> None:
    take(db, incoming(guid="urn:1"))
    assert take(db, incoming("Ferry strike is over", guid="urn:1"), now=LATER).revised == (1,)
    story = stories.get(db, 1)
    assert story is not None
    assert (story.title, story.revision, story.first_seen_at) == ("Ferry strike is over", 2, NOW)


def test_a_revision_without_a_date_keeps_the_date(db: Database) -> None:
    take(db, incoming(guid="urn:1", published_at=NOW - timedelta(hours=5)))
    take(db, incoming("Other words", guid="urn:1", published_at=None), now=LATER)
    story = stories.get(db, 1)
    assert story is not None
    assert story.published_at == NOW - timedelta(hours=5)


def test_a_story_without_a_date_is_dated_when_first_seen(db: Database) -> None:
    take(db, incoming(published_at=None))
    story = stories.get(db, 1)
    assert story is not None
    assert story.published_at == NOW


def test_without_a_guid_the_canonical_url_is_the_identity(db: Database) -> None:
    take(db, incoming(url="https://wire.example/1?utm_source=x", canonical_url="https://wire.example/1"))
    again = take(db, incoming(url="https://wire.example/1?utm_source=y", canonical_url="https://wire.example/1"))
    assert again.added == ()


def test_another_source_with_the_same_url_adds_tags_and_overwrites_nothing(db: Database) -> None:
    take(db, incoming(guid="urn:1", canonical_url="https://a.example/1", tags=("local",)))
    other = incoming("Copied title", source="Copycat", canonical_url="https://a.example/1", tags=("world",))
    assert take(db, other).unchanged == (1,)
    story = stories.get(db, 1)
    assert story is not None
    assert story.title == "Ferry strike ends"


def test_two_guids_on_one_page_of_one_source_are_two_stories(db: Database) -> None:
    """A live page or a podcast's home: many items, one URL."""
    one = incoming("Part one", guid="p1", canonical_url="https://a.example/live")
    two = incoming("Part two", guid="p2", canonical_url="https://a.example/live")
    assert len(take(db, one, two).added) == 2
    assert len(take(db, two, one).unchanged) == 2


@pytest.mark.parametrize("guid", ["1", "item-1"])
def test_a_guid_that_is_no_uri_counts_within_its_source(db: Database, guid: str) -> None:
    taken = take(db, incoming("In one feed", guid=guid), incoming("In another", guid=guid, source="Gazette"))
    assert len(taken.added) == 2


def test_tags_are_given_brought_and_earned_by_words_and_match_ignoring_case(db: Database) -> None:
    take(db, incoming(tags=("World",), word_tags=("harbour",)), tags=("LOCAL",))
    story = stories.get(db, 1)
    assert story is not None
    assert story.tags == ("harbour", "local", "world")
    assert [found.id for found in stories.listed(db, tags=["local", "world"])] == [1]
    assert stories.listed(db, tags=["local", "sport"]) == []


def test_an_editors_word_on_tags_outlives_the_next_fetch_and_retagging(db: Database) -> None:
    story = incoming(guid="urn:1", tags=("world",), word_tags=("harbour",))
    take(db, story)
    edit_tags(db, 1, add=["Politics"], remove=["world", "harbour"])
    take(db, replace(story, title="Changed"), now=LATER)
    change_word_tags(db, [TagChange(1, "", added=("harbour", "sea"), removed=("politics",))])
    found = stories.get(db, 1)
    assert found is not None
    assert found.tags == ("politics", "sea")


def test_tags_a_source_no_longer_brings_go_and_given_ones_stay(db: Database) -> None:
    story = incoming(guid="urn:1", tags=("world", "asia"))
    take(db, story, tags=("local",))
    take(db, replace(story, tags=("world",)))
    found = stories.get(db, 1)
    assert found is not None
    assert found.tags == ("local", "world")


def test_a_tag_given_is_given_also_if_the_source_brought_it_before(db: Database) -> None:
    story = incoming(guid="urn:1", tags=("world",), word_tags=("sea",))
    take(db, story)
    take(db, story, tags=("world", "sea"))
    take(db, replace(story, tags=(), word_tags=()))
    found = stories.get(db, 1)
    assert found is not None
    assert found.tags == ("sea", "world")


def test_search_finds_words_in_any_field_without_accents_and_takes_no_query_language(db: Database) -> None:
    take(db, incoming("Café opens", body="Bread and olives", guid="urn:1"), incoming("Other", guid="urn:2"))
    assert [one.id for one in stories.listed(db, search="cafe OLIVES")] == [1]
    assert stories.listed(db, search='"unbalanced OR NEAR(') == []
    assert len(stories.listed(db, search="  ")) == 2


def test_a_revised_story_is_searched_by_its_new_words(db: Database) -> None:
    take(db, incoming("Old headline", guid="urn:1", body="x"))
    take(db, incoming("New headline", guid="urn:1", body="y"))
    assert stories.listed(db, search="old") == []
    assert len(stories.listed(db, search="new")) == 1


def test_the_window_brings_what_was_published_or_first_seen_in_it_both_ends_included(db: Database) -> None:
    hour = timedelta(hours=1)
    take(db, incoming("At the start", guid="a:1", published_at=NOW - hour), now=NOW + 9 * hour)
    take(db, incoming("At the end", guid="a:2", published_at=NOW), now=NOW + 9 * hour)
    take(db, incoming("Before", guid="a:3", published_at=NOW - hour - timedelta(seconds=1)), now=NOW + 9 * hour)
    take(db, incoming("Old, seen now", guid="a:4", published_at=NOW - 99 * hour), now=NOW)
    titles = [story.title for story in stories.in_window(db, Window(NOW - hour, NOW))]
    assert titles == ["At the end", "At the start", "Old, seen now"]


def test_taking_in_is_all_or_nothing(db: Database) -> None:
    with pytest.raises(Exception, match="CHECK constraint"):
        take(db, incoming(guid="urn:1"), incoming("", guid="urn:2"))
    assert stories.listed(db) == []

"""What readers who follow topics get of an issue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.selection import choose, consider
from digest.editorial.topics import TopicChooser
from digest.editorial.window import news_window
from digest.model.selection import Role
from digest.model.tags import TagRule
from tests.editorial.conftest import NOON, make_edition, make_story

if TYPE_CHECKING:
    from digest.editorial.selection import Judged
    from digest.model.story import Story

EDITION = make_edition(tags=TagRule(), briefs=3)
TAGS = ("world", "local", "sport", "economy", "arts")
WORDS = ("ferry", "council", "orchard", "tunnel", "violin", "comet", "harvest", "lighthouse", "glacier", "parade")


def told(number: int, *tags: str, **fields: object) -> Story:
    """A story about something of its own."""
    subject = f"{WORDS[number % 10]} {WORDS[number // 10 % 10]} number {number}"
    return make_story(
        number, title=f"About the {subject}", tags=tags, summary=f"All of the {subject} is told.", **fields
    )


def considered(*stories: Story) -> Judged:
    window = news_window(EDITION, cutoff=NOON, last_cutoff=None)
    return consider(stories, edition=EDITION, window=window, cutoff=NOON)


def numbers(judged: Judged, *topics: str) -> list[int]:
    chosen = TopicChooser(judged, EDITION).choose(topics)
    return [pick.story.id for pick in chosen.picks] if chosen else []


def test_only_stories_with_a_topic_of_the_reader_are_chosen() -> None:
    judged = considered(told(1, "world"), told(2, "sport", "world"), told(3, "local"))
    assert sorted(numbers(judged, "sport")) == [2]
    assert sorted(numbers(judged, "world")) == [1, 2]
    assert sorted(numbers(judged, "world", "local")) == [1, 2, 3]


def test_the_lead_is_chosen_again_from_among_them() -> None:
    pictured = told(1, "world", image="https://pictures.example/1.jpg")
    judged = considered(pictured, told(2, "sport", published_at=NOON - timedelta(hours=5)), told(3, "sport"))
    assert choose(judged, EDITION).picks[0].story.id == 1
    chosen = TopicChooser(judged, EDITION).choose({"sport"})
    assert chosen
    assert [(pick.story.id, pick.role) for pick in chosen.picks] == [(3, Role.LEAD), (2, Role.BRIEF)]


def test_what_the_whole_issue_has_no_room_for_is_chosen_for_who_follows_it() -> None:
    news = [told(number, "world", published_at=NOON - timedelta(minutes=number)) for number in range(10, 20)]
    late = told(1, "arts", published_at=NOON - timedelta(hours=20))
    judged = considered(*news, late)
    assert 1 not in {pick.story.id for pick in choose(judged, EDITION).picks}
    assert numbers(judged, "arts") == [1]


def test_who_follows_nothing_of_today_gets_nothing() -> None:
    chooser = TopicChooser(considered(told(1, "world")), EDITION)
    assert chooser.choose({"sport"}) is None
    assert chooser.tags == {"world"}


def test_one_story_is_enough_for_who_follows_it_however_many_the_edition_wants() -> None:
    judged = considered(told(1, "world"), told(2, "world"), told(3, "sport"))
    wanting = replace(EDITION, min_stories=3)
    chosen = TopicChooser(judged, wanting).choose({"sport"})
    assert chosen
    assert [pick.story.id for pick in chosen.picks] == [3]


stories_of_today = st.lists(
    st.tuples(st.sets(st.sampled_from(TAGS), min_size=1, max_size=3), st.integers(0, 23), st.booleans()),
    min_size=1,
    max_size=14,
).map(
    lambda given: [
        told(
            number,
            *sorted(tags),
            published_at=NOON - timedelta(hours=hours),
            image="https://pictures.example/x.jpg" if pictured else "",
        )
        for number, (tags, hours, pictured) in enumerate(given, 1)
    ]
)
topic_sets = st.sets(st.sampled_from((*TAGS, "nobody's")), min_size=1, max_size=4)


@given(stories=stories_of_today, topics=topic_sets, other=topic_sets, shuffle=st.randoms())
def test_a_choice_is_deterministic_within_the_topics_and_full(stories, topics, other, shuffle) -> None:
    judged = considered(*stories)
    chooser = TopicChooser(judged, EDITION)
    chosen = chooser.choose(topics)
    matching = {one.story.id for one in judged.candidates if topics & set(one.story.tags)}
    picked = [pick.story.id for pick in chosen.picks] if chosen else []
    assert set(picked) <= matching
    assert len(picked) == len(set(picked)) == min(len(matching), EDITION.briefs + 1)
    assert (chosen.overflow if chosen else 0) == len(matching) - len(picked)
    shuffled = list(stories)
    shuffle.shuffle(shuffled)
    assert numbers(considered(*shuffled), *topics) == picked
    other_matching = {one.story.id for one in judged.candidates if other & set(one.story.tags)}
    if matching == other_matching:
        assert chooser.choose(other) is chosen

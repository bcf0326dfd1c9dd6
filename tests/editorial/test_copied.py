"""What two stories have word for word is all of a text, or background that proves nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.editorial.copied import background, same_text
from digest.editorial.prints import Print
from tests.editorial.conftest import NOON
from tests.editorial.told_pairs import joined

FLOOD = (
    "Seven people died and two are still missing after the flood of Monday night. About 900 homes were flooded and "
    "2,000 people had to leave."
)
VISIT = (
    "Prime Minister Edmund Vale visited Harlow Bridge on Thursday and promised help for all who lost their homes. He "
    "wore rubber boots and spoke with volunteers at the school."
)
LOOTING = (
    "Police arrested two men in Harlow Bridge on Thursday who had taken watches from the shop of a jeweller. They "
    "drove a van and had tools, said Superintendent Carla Moss."
)


@pytest.fixture
def both(story):
    """Make two stories of these texts, so many hours apart."""

    def make(one, other, *, hours=3, titles=("Vale visits Harlow Bridge", "Looters held in Harlow Bridge")):
        return [
            story(n, title=title, body=body, source=f"Source {n}", published_at=NOON + n * timedelta(hours=hours))
            for n, (title, body) in enumerate(zip(titles, (one, other), strict=True))
        ]

    return make


def test_background_that_two_stories_of_a_day_have_word_for_word_does_not_join_them(both):
    assert joined(both(f"{VISIT} {FLOOD}", f"{LOOTING} {FLOOD}")) == set()


def test_what_both_tell_beside_the_background_does(both):
    again = (
        "In rubber boots Edmund Vale, the prime minister, walked through Harlow Bridge on Thursday. He promised money "
        "to those who lost homes, and thanked volunteers at the school."
    )
    titles = "Vale visits Harlow Bridge", "Help promised as Vale visits Harlow Bridge"
    assert joined(both(f"{VISIT} {FLOOD}", f"{again} {FLOOD}", titles=titles)) == {(0, 1)}


def test_a_text_that_is_mostly_the_same_is_one_whatever_stands_above_it(both):
    one, other = map(Print, both(f"{FLOOD} {VISIT}", f"{FLOOD} {VISIT} {LOOTING}"))
    assert same_text(one, other) == 1


@pytest.mark.parametrize(("hours", "found"), [(11, True), (12, False)])
def test_background_counts_against_stories_of_one_day_alone(both, hours, found):
    one, other = map(Print, both(f"{VISIT} {FLOOD}", f"{LOOTING} {FLOOD}", hours=hours))
    assert bool(background(one, other)) is found


def test_under_one_headline_a_story_is_told_anew_and_nothing_is_background(both):
    titles = ("Flood in Harlow Bridge",) * 2
    assert background(*map(Print, both(f"{VISIT} {FLOOD}", f"{LOOTING} {FLOOD}", titles=titles))) == set()


def test_a_few_words_in_a_row_are_no_background(both):
    one, other = map(Print, both(f"{VISIT} It was wet.", f"{LOOTING} It was wet."))
    assert background(one, other) == set()


def test_where_one_begins_with_what_both_have_it_is_news_that_was_taken_over(both):
    one, other = map(Print, both(f"{FLOOD} {VISIT}", f"{LOOTING} {FLOOD}"))
    assert background(one, other) == background(other, one) == set()

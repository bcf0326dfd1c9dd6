"""A story of the day after goes on with what it names: a day, and of a headline a name and another word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.editorial.following import follows
from digest.editorial.prints import Print
from digest.editorial.weights import Weights
from tests.editorial.conftest import NOON
from tests.editorial.told_pairs import joined_alone, numbers, read_pairs

# What holds today, of 24 pairs each: a better rule may raise the first, and no rule may raise the second.
FEWEST_FOUND = 14
MOST_CONFUSED = 2  # two courts of one town, two medals of one championship

HEADLINE = "Gas blast flattens bakery in Wexcombe"
TEXT = "An explosion tore through a bakery in Wexcombe on Tuesday, killing the owner."


@pytest.fixture
def goes_on(story):
    """Tell whether a text of the day after goes on with the story of the explosion."""

    def tell(text, *, title="Engineer held", hours=24, first=HEADLINE, told=TEXT, language="en"):
        later = story(2, title=title, body=text, published_at=NOON + timedelta(hours=hours), language=language)
        prints = [Print(story(1, title=first, body=told, language=language)), Print(later)]
        return follows(prints[1], prints[0], Weights(prints))

    return tell


def test_of_follow_ups_half_are_found_and_of_other_events_few_are_confused(story):
    pairs = read_pairs(story, "follow_ups.txt")
    assert len(numbers(pairs, same=True)) == len(numbers(pairs, same=False)) == 24
    found = joined_alone(pairs)
    assert len(found & numbers(pairs, same=True)) >= FEWEST_FOUND
    assert len(found - numbers(pairs, same=True)) <= MOST_CONFUSED


def test_one_sentence_names_the_day_a_name_and_another_word(goes_on):
    assert goes_on("The engineer serviced the oven of the bakery in Wexcombe that exploded on Tuesday.")
    assert not goes_on("The engineer serviced the oven of the bakery in Wexcombe that exploded.")
    assert not goes_on("The engineer from Wexcombe was held on Tuesday.")
    assert not goes_on("The bakery exploded on Tuesday.")
    assert not goes_on("The bakery in Wexcombe exploded. Police held a man on Tuesday.")


def test_it_names_no_other_day(goes_on):
    assert not goes_on("A second bakery in Wexcombe was shut on Wednesday.")


@pytest.mark.parametrize("hours", [2, 50, -24])
def test_it_is_told_between_half_a_day_and_two_days_later(goes_on, hours):
    assert not goes_on("The bakery in Wexcombe that exploded on Tuesday had no licence.", hours=hours)


def test_words_side_by_side_in_the_headline_are_one_name(goes_on):
    minister = {"first": "Minister Marta Hollis raises taxes", "told": "The minister told parliament on Tuesday."}
    assert not goes_on("The minister Marta Hollis spoke to miners on Tuesday.", **minister)
    assert goes_on("The taxes that Marta Hollis named on Tuesday are off.", **minister)


def test_the_day_of_a_headline_is_no_name_of_it(goes_on):
    weather = {"first": "Weather on the coast for Tuesday", "told": "The coast will be dry on Tuesday."}
    assert not goes_on("A ferry sank off the coast in bad weather on Tuesday.", **weather)


def test_days_are_named_in_many_languages_and_with_their_hours(goes_on):
    first = {"first": "Explosion in Bäckerei in Ulmau", "told": "In Ulmau ist am Dienstag eine Bäckerei explodiert."}
    text = "Nach der Explosion vom Dienstagabend in einer Bäckerei in Ulmau ist ein Mann in Haft."
    assert goes_on(text, language="de", **first)

"""What two sources tell of one event is alike, and what they tell of two is not: counted on invented pairs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.editorial.told_pairs import joined, joined_alone, numbers, read_pairs

DAY = timedelta(days=1)

# What holds today: a better rule may raise the first, and no rule may raise the second.
FEWEST_FOUND = 23  # of the pairs that tell one event
MOST_CONFUSED = 0  # of those that tell two


@pytest.fixture(scope="module")
def pairs(story):
    return read_pairs(story, "pairs.txt")


def test_the_pairs_are_of_four_languages_and_two_in_three_tell_two_events(pairs):
    assert {one.language for _, one, _ in pairs} == {"en", "de", "fr", "es"}
    assert len(numbers(pairs, same=True)) == 30
    assert len(numbers(pairs, same=False)) == 60


def test_on_a_day_with_all_pairs_two_thirds_of_the_events_are_found_and_none_are_confused(pairs):
    found = joined([story for _, *both in pairs for story in both])
    assert len(found & numbers(pairs, same=True)) >= FEWEST_FOUND
    assert len(found - numbers(pairs, same=True)) <= MOST_CONFUSED


def test_so_are_they_on_days_of_two_stories(pairs):
    found = joined_alone(pairs)
    assert len(found & numbers(pairs, same=True)) >= FEWEST_FOUND
    assert len(found - numbers(pairs, same=True)) <= MOST_CONFUSED


@pytest.mark.parametrize(
    ("name", "same", "other", "fewest_found", "most_confused"),
    [
        ("one_day.txt", 31, 33, 10, 2),  # two news of one airline, of which each tells both; two strikes
        ("one_day_unseen.txt", 27, 28, 7, 2),
        ("recurring.txt", 6, 26, 6, 2),  # results of two days in a league; a river that rises
        ("short.txt", 14, 12, 10, 0),
        ("short_unseen.txt", 0, 44, 0, 0),
    ],
)
def test_events_of_one_place_and_day_are_seldom_confused_and_reports_of_two_days_hardly_ever(
    story, name, same, other, fewest_found, most_confused
):
    pairs = read_pairs(story, name)
    assert (len(numbers(pairs, same=True)), len(numbers(pairs, same=False))) == (same, other)
    found = joined_alone(pairs)
    assert len(found & numbers(pairs, same=True)) >= fewest_found
    assert len(found - numbers(pairs, same=True)) <= most_confused


def test_a_headline_of_verbs_and_one_of_their_nouns_are_of_one_event(story):
    told = [
        (
            "Überfall auf Bank in Ulm",
            "Zwei Männer haben am Donnerstag eine Bank in Ulm überfallen und 40.000 Euro erbeutet. Sie flohen mit "
            "einem Auto.",
        ),
        (
            "Bank in Ulm überfallen",
            "Bei einem Überfall auf eine Bank in Ulm haben zwei Männer am Donnerstag 40.000 Euro erbeutet. Sie "
            "flüchteten in einem Auto.",
        ),
    ]
    assert joined([story(n, title=title, body=body, language="de") for n, (title, body) in enumerate(told)]) == {(0, 1)}


def test_a_story_goes_on_with_another_within_two_days(story, pairs):
    followed = [(one, other) for same, one, other in pairs if same and other.published_at - one.published_at > DAY]
    later = [(one, story(other.id, **fields(other, after=one, days=3))) for one, other in followed]
    soon = set().union(*(joined(both) for both in followed))
    assert soon > set().union(*(joined(both) for both in later))


def fields(other, *, after, days):
    at = after.published_at + timedelta(days=days)
    return {"title": other.title, "body": other.body, "language": other.language, "published_at": at}

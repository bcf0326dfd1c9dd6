"""What two sources tell of one event is alike, and what they tell of two is not: counted on invented pairs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.editorial.told_pairs import joined, joined_alone, numbers, read_pairs

DAY = timedelta(days=1)

# What holds today: a better rule may raise the first, and no rule may raise the second.
FEWEST_FOUND = 24  # of the pairs that tell one event
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
        ("one_day.txt", 31, 33, 18, 4),  # two news of one airline, of which each tells both; two fires
        ("one_day_unseen.txt", 27, 28, 13, 2),
        ("recurring.txt", 6, 26, 6, 2),  # results of two days in a league; a river that rises
        ("short.txt", 14, 12, 7, 0),
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


def test_a_story_goes_on_with_another_within_days(story, pairs):
    followed = [(one, other) for same, one, other in pairs if same and other.published_at - one.published_at > DAY]
    later = [(one, story(other.id, **fields(other, after=one, days=6))) for one, other in followed]
    assert len(set().union(*(joined(both) for both in followed))) >= len(followed) - 2
    assert not set().union(*(joined(both) for both in later))


def fields(other, *, after, days):
    at = after.published_at + timedelta(days=days)
    return {"title": other.title, "body": other.body, "language": other.language, "published_at": at}


def test_a_round_up_that_opens_with_an_event_is_not_that_event(story):
    """Whatever the words that both begin with; a copy of all of it is."""
    flood = (
        "The river Orla burst its banks near Salmar on Sunday night and flooded nine hundred homes, the fire brigade "
        "said, while lifeboats took families from their roofs. "
    )
    more = (
        "Engineers had warned of the crumbling embankment since spring. Governor Tilda Rohe promised blankets, pumps "
        "and hot meals. Two bridges stay shut, trains stop at Averin, and schools remain closed until the water falls."
    )
    other = (
        "Parliament votes tomorrow on pensions after weeks of quarrel. A tanker captain was acquitted in Marenza. "
        "Rovers play Stanmere for the cup without a goalkeeper. Bread, butter and petrol cost less than in spring, "
        "before the drought."
    )
    titles = "Orla floods nine hundred homes near Salmar", "Orla floods homes near Salmar, and more this morning"
    one, round_up, copied = (
        story(n, title=titles[n == 2], body=flood + rest, source=f"Source {n}")
        for n, rest in enumerate((more, other, more), 1)
    )
    assert joined([one, round_up]) == set()
    assert joined([one, copied]) == {(1, 3)}


def test_few_stories_at_hand_leave_it_open_which_words_are_rare(story):
    """So they want more points than a day of fifty."""
    ran = "The ferry Solvind ran aground in fog off Salmar on Monday with 61 people aboard. All were saved."
    pair = [
        ("Ferry runs aground off Salmar in fog", ran),
        ("Sixty-one saved near Salmar", "All 61 people were saved when the Solvind hit rocks in fog on Monday."),
    ]
    others = [(f"Item {n}", f"w{n:03}a w{n:03}b w{n:03}c w{n:03}d w{n:03}e went to w{n:03}f.") for n in range(60)]
    alone, among = (
        [story(n, title=title, body=body, source=f"S{n}") for n, (title, body) in enumerate(told)]
        for told in (pair, [*pair, *others])
    )
    assert joined(alone) == set()
    assert joined(among) == {(0, 1)}

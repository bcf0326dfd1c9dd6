"""A story takes up an earlier one where it tells that news again, of names that few stories have."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.editorial.prints import Print
from digest.editorial.retelling import takes_up
from digest.editorial.weights import Weights
from tests.editorial.conftest import NOON
from tests.editorial.told_pairs import joined_alone, numbers, read_pairs

# What holds today of 20 pairs each, written before the rule was: a better one may raise the first, none the second.
FEWEST_FOUND = 7
MOST_CONFUSED = 0

FIRST = (
    "Ferry Marsolin sinks off Delport",
    "The ferry Marsolin sank in fog off Delport on Sunday night with 61 passengers aboard. Fishing boats pulled 48 "
    "people from the water, the coastguard said. Seven bodies were found. Survivors told of a bang on the car deck.",
)
LATER = (
    "Bow doors of Marsolin stood open, divers find",
    "Divers who searched the ferry Marsolin found that the bow doors of the car deck stood open when she sank in fog "
    "off Delport with 61 passengers aboard. The coastguard said that eleven bodies had been recovered so far.",
)
OTHER = (
    "Marsolin passengers rate food best of all ferries",
    "No ferry cooks as well as the Marsolin, a survey among passengers of 40 lines says. Her fish soup won a prize in "
    "spring. The cook, Olga Brand, learned her trade in Delport and buys from the market there each morning.",
)


@pytest.fixture
def takes(story):
    """Tell whether a story takes up the first, among others that have names of it."""

    def tell(texts=LATER, *, hours=24, source="The Mole", first=FIRST, archive=()):
        later = {"published_at": NOON + timedelta(hours=hours), "source": source}
        one, other = (
            Print(story(1, title=first[0], body=first[1])),
            Print(story(2, title=texts[0], body=texts[1], **later)),
        )
        others = [Print(story(n, title=title, body=body)) for n, (title, body) in enumerate(archive, 3)]
        return takes_up(other, one, Weights([one, other, *others]))

    return tell


def test_of_what_came_of_an_event_a_third_is_found_and_no_other_is_confused(story):
    pairs = read_pairs(story, "rare_names.txt")
    assert len(numbers(pairs, same=True)) == len(numbers(pairs, same=False)) == 20
    found = joined_alone(pairs)
    assert len(found & numbers(pairs, same=True)) >= FEWEST_FOUND
    assert len(found - numbers(pairs, same=True)) <= MOST_CONFUSED


def test_a_name_alone_is_not_enough(takes):
    assert takes()
    assert not takes(OTHER)


def test_a_name_that_many_stories_open_with_proves_nothing(takes):
    common = [(f"Notice {n}", f"News of the Marsolin and of Delport, number {n}.") for n in range(60)]
    assert not takes(archive=common)
    assert takes(archive=[(f"Notice {n}", f"News of the harbour, number {n}.") for n in range(60)])


def test_the_earlier_headline_has_to_be_known(takes):
    assert not takes(first=("Quiet night ends in tragedy", FIRST[1]))


@pytest.mark.parametrize(("hours", "taken"), [(71, True), (119, True), (121, False)])
def test_what_tells_the_whole_headline_again_is_taken_up_for_five_days(takes, hours, taken):
    assert takes(hours=hours) is taken


@pytest.mark.parametrize(("hours", "taken"), [(71, True), (73, False)])
def test_what_only_shares_many_words_is_taken_up_for_three(takes, hours, taken):
    first = ("Marsolin ferry off Delport: captain asleep", FIRST[1])
    assert takes(first=first, hours=hours) is taken


def test_within_half_a_day_only_the_house_that_told_it_takes_it_up(takes):
    assert takes(hours=6, source="The Pier")
    assert not takes(hours=6)


def test_within_half_a_day_a_name_stands_in_both_headlines(takes):
    assert not takes(("Bow doors stood open, divers find", LATER[1]), hours=6, source="The Pier")


def test_what_a_house_keeps_below_all_that_it_tells_of_a_day_is_background(takes):
    assert not takes((LATER[0], f"Bow doors stood open. {FIRST[1]}"), hours=6, source="The Pier")


def test_a_headline_of_two_words_and_a_day_proves_nothing(takes):
    assert not takes(first=("Marsolin sinks on Sunday", FIRST[1]))

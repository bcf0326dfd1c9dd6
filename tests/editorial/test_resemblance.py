"""What speaks for and against one event is weighed as it was fitted, and holds on weeks of news that newsrooms told."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest

from benchmarks.invented.weeks import weeks
from digest.editorial.clusters import clusters
from digest.editorial.prints import Print
from digest.editorial.resemblance import CONSTANT, WEIGHTS, resemblance, signs
from digest.editorial.terms import full_names
from digest.editorial.weights import Weights
from tests.editorial.conftest import NOON

FERRY = (
    "Ferry fire off Dunsey: 214 taken off",
    "A fire in the engine room of the Lady Brannock forced 214 passengers into lifeboats off Dunsey on Monday, the "
    "coastguard said. Captain Ilse Brandt praised the fishing boat that took them ashore.",
)
AGAIN = (
    "Passengers saved from burning Dunsey ferry",
    "Lifeboats took 214 people off the Lady Brannock after flames broke out in her engine room near Dunsey. Nobody was "
    "badly hurt, said Captain Ilse Brandt.",
)
SCHOOL = (
    "Dunsey school opens its doors",
    "The new school of Dunsey was opened on Monday by the mayor, Tom Carrow, who cut a ribbon before 340 children.",
)


@pytest.fixture
def told(story):
    """Compare two stories; the second may be of the first one's source, or later."""

    def tell(one, other, *, source="The Post", hours=1):
        prints = [
            Print(story(1, title=one[0], body=one[1], source="The Pier")),
            Print(
                story(2, title=other[0], body=other[1], source=source, published_at=NOON + hours * timedelta(hours=1))
            ),
        ]
        return *prints, Weights(prints)

    return tell


def test_two_tellings_of_one_event_weigh_more_than_two_events_of_one_town(told):
    assert resemblance(*told(FERRY, AGAIN)) > 4 > 0 > resemblance(*told(FERRY, SCHOOL))


def test_it_is_the_same_whichever_story_comes_first(told):
    one, other, weights = told(FERRY, AGAIN)
    assert signs(one, other, weights) == signs(other, one, weights)
    assert resemblance(one, other, weights) == resemblance(other, one, weights)


def test_the_sum_is_that_of_its_signs_unless_less_is_asked_for(told):
    both = told(FERRY, AGAIN)
    whole = CONSTANT + sum(weight * sign for weight, sign in zip(WEIGHTS, signs(*both), strict=True))
    assert resemblance(*both) == pytest.approx(whole)
    assert resemblance(*both, least=99) >= whole  # what speaks against it is then left out


def test_other_people_and_figures_speak_against_one_event_and_small_numbers_do_not(told):
    found = signs(*told(FERRY, SCHOOL))
    assert (found.strange_figures, found.strange_people) == (1, 1)
    same = signs(*told(FERRY, AGAIN))
    assert (same.strange_figures, same.strange_people) == (0, 0)
    small = signs(*told((FERRY[0], "Two of nine boats left."), (AGAIN[0], "3 of 11 boats left.")))
    assert small.strange_figures == 0


def test_time_and_one_source_for_both_speak_against_it(told):
    soon, later, house = told(FERRY, AGAIN), told(FERRY, AGAIN, hours=24), told(FERRY, AGAIN, source="The Pier")
    assert signs(*later).gap == 1
    assert resemblance(*soon) > resemblance(*later)
    assert resemblance(*soon) > resemblance(*house)


def test_stories_without_a_word_are_nothing_alike(told):
    assert resemblance(*told(("", ""), ("", ""))) < 0


# What holds today, of the groups of stories of one event, step and day: found whole, and stories put to others' events.
@pytest.mark.parametrize(
    ("week", "groups", "whole", "confused"),
    [
        ("abroad", 76, 29, 4),  # two earthquakes and a volcano; two mines of one country
        ("coast", 74, 29, 0),
        ("french_spanish", 77, 22, 0),
        ("german", 71, 20, 0),
    ],
)
def test_what_several_newsrooms_tell_of_a_week_is_often_found_and_hardly_ever_confused(week, groups, whole, confused):
    told = weeks()[week]
    events = {one.story.id: one.event for one in told}
    found = clusters([one.story for one in told])
    home = {story.id: place for place, cluster in enumerate(found) for story in cluster}
    by_day = defaultdict(list)
    for one in told:
        by_day[one.event, one.step, one.story.published_at.date(), one.story.language].append(one.story.id)
    several = [ids for ids in by_day.values() if len(ids) > 1]
    assert len(several) == groups
    assert sum(len({home[one] for one in ids}) == 1 for ids in several) >= whole
    mixed = [(one, other) for cluster in found for one in cluster for other in cluster if one.id < other.id]
    assert sum(events[one.id] != events[other.id] for one, other in mixed) <= confused


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Monday Captain Ilse Brandt sailed.", {("capta", "ilse"), ("ilse", "brand")}),
        ("Said Anna van der Berg, Tom's aunt.", {("said", "anna"), ("anna", "berg")}),
        ("В Москве сгорел склад, сообщил Иван Петров.", {("иван", "петро")}),
        ("port of Salmar\nThe ferry", set()),
        ("東京で地震があった。", set()),
    ],
)
def test_full_names_are_words_in_capitals_side_by_side_in_any_script(text, names):
    assert full_names(text) - {("on", "monda"), ("monda", "capta")} == names

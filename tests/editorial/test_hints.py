"""Of stories that are perhaps of one event an editor is told: the nearest, and seldom in vain."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from digest.editorial.hints import hints
from digest.editorial.ties import NONE, ties_of
from digest.model.selection import Carried, Pick, Role
from tests.editorial.conftest import NOON, make_story
from tests.editorial.ferry import AGAIN, CAPTAIN, SANK, told
from tests.editorial.test_ties import said
from tests.editorial.told_pairs import joined_alone, numbers, read_pairs

HOUR = timedelta(hours=1)
BEFORE = "daily/2026-11-21"
STRIKE = (
    "Rail strike brings Norland's trains to a halt",
    "Nine of ten trains in Norland stood still on Monday as train drivers began a strike of 48 hours. Commuters filled "
    "the roads into Halvern, and the railway offered buses on four lines. The drivers' union wants a week of 35 hours.",
)
PLATFORMS = (
    "Empty platforms, full roads on first day of rail strike",
    "Platforms stayed empty in Halvern on the first day of the strike by train drivers, and roads were full from six "
    "in the morning. Commuters shared cars. The railway ran one train in ten in Norland, and said that Tuesday would "
    "be no better.",
)
ROADS = (
    "Roads jammed in Halvern as rail strike begins",
    "Cars stood bumper to bumper on all roads to Halvern on Monday morning as the strike of the train drivers began. "
    "Police counted jams of ninety kilometres. Many commuters in Norland stayed at home, and schools opened later.",
)
WOLF = ("Sheep killed near Lake Tarn", "A farmer near Lake Tarn found nine sheep dead, and asks whether it was a dog.")


def pick(number, words, at=NOON, **fields):
    return Pick(
        story=told(number, words, at),
        role=Role.BRIEF,
        score=0,
        reasons=(),
        summary="",
        **fields,
    )


def sent(number, words, at=NOON - 20 * HOUR, issue=BEFORE):
    return Carried(told(number, words, at), issue)


def found(picks, carried=(), ties=NONE):
    return [(hint.story.id, hint.other.id, hint.sent_in) for hint in hints(picks, carried, ties)]


def test_two_stories_of_an_issue_that_are_perhaps_one_event_are_named_beside_the_first():
    assert found([pick(3, WOLF), pick(2, PLATFORMS), pick(1, STRIKE)]) == [(2, 1, "")]


def test_one_that_perhaps_goes_on_with_what_was_sent_is_named_with_the_issue():
    assert found([pick(2, PLATFORMS)], [sent(3, WOLF), sent(1, STRIKE)]) == [(2, 1, BEFORE)]


def test_what_has_little_in_common_is_not_named():
    assert found([pick(1, STRIKE), pick(2, WOLF), pick(3, SANK)]) == []


def test_of_each_story_the_nearest_alone_is_named():
    assert found([pick(1, STRIKE), pick(3, ROADS)]) == [(1, 3, "")]
    assert found([pick(2, PLATFORMS), pick(3, ROADS)]) == [(2, 3, "")]
    assert found([pick(1, STRIKE), pick(2, PLATFORMS), pick(3, ROADS)]) == [(1, 3, "")]
    assert found([pick(3, ROADS)], [sent(1, STRIKE), sent(2, PLATFORMS, issue="daily/2026-11-20")]) == [(3, 1, BEFORE)]


def test_one_of_the_issue_and_one_that_was_sent_may_both_be_named():
    assert sorted(found([pick(2, PLATFORMS), pick(3, ROADS)], [sent(1, STRIKE)])) == [
        (2, 1, BEFORE),
        (2, 3, ""),
        (3, 1, BEFORE),
    ]


def test_the_order_of_what_was_sent_does_not_matter():
    carried = [sent(1, STRIKE), sent(3, ROADS), sent(4, SANK), sent(5, AGAIN), sent(6, CAPTAIN)]
    expected = found([pick(2, PLATFORMS), pick(7, WOLF)], carried)
    for seed in range(5):
        Random(seed).shuffle(carried)
        assert found([pick(2, PLATFORMS), pick(7, WOLF)], carried) == expected


@pytest.mark.parametrize("words", ["1+2", "1/2"])
def test_what_an_editor_joined_or_parted_is_not_named(words):
    ties = ties_of(said(words))
    assert found([pick(1, STRIKE), pick(2, PLATFORMS)], ties=ties) == []
    assert found([pick(2, PLATFORMS)], [sent(1, STRIKE)], ties) == []


def test_what_was_parted_from_another_version_of_an_event_is_not_named_with_this_one():
    version = told(3, STRIKE)
    assert found([pick(2, PLATFORMS), pick(1, STRIKE, also=(version,))], ties=ties_of(said("2/3"))) == []
    both = [sent(1, STRIKE), sent(3, STRIKE)]
    assert found([pick(2, PLATFORMS)], both) != []
    assert found([pick(2, PLATFORMS)], both, ties_of(said("2/1"))) == []
    assert found([pick(2, PLATFORMS)], both, ties_of(said("2/3"))) == []


def test_of_an_update_it_is_not_told_with_what_else_that_was_sent_it_may_go_on():
    assert found([pick(2, PLATFORMS, update_of=BEFORE)], [sent(1, STRIKE)]) == []


def test_a_story_that_was_sent_and_is_in_again_is_not_named_beside_itself():
    assert found([pick(1, STRIKE)], [sent(1, STRIKE)]) == []


def test_what_is_more_than_three_days_old_or_in_another_language_is_not_named():
    assert found([pick(2, PLATFORMS)], [sent(1, STRIKE, NOON - 73 * HOUR)]) == []
    german = Carried(make_story(1, title=STRIKE[0], body=STRIKE[1], language="de", published_at=NOON), BEFORE)
    assert found([pick(2, PLATFORMS)], [german]) == []


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("one_day.txt", 10, 12),
        ("one_day_unseen.txt", 13, 8),
        ("follow_ups.txt", 7, 4),
        ("pairs.txt", 5, 9),
        ("recurring.txt", 0, 3),
        ("rare_names.txt", 8, 1),
        ("short.txt", 5, 1),
        ("short_unseen.txt", 0, 5),
    ],
)
def test_of_the_pairs_that_the_program_does_not_join_so_many_are_named(story, name, right, wrong):
    pairs = read_pairs(story, name)
    joined = joined_alone(pairs)
    apart = [pair for pair in pairs if (pair.one.id, pair.other.id) not in joined]
    near = {
        (one.id, other.id)
        for _, one, other in apart
        if hints([Pick(story=one, role=Role.LEAD, score=0, reasons=(), summary="")], [Carried(other, BEFORE)], NONE)
    }
    assert (len(near & numbers(pairs, same=True)), len(near & numbers(pairs, same=False))) == (right, wrong)

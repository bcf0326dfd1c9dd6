"""What an editor joined or parted comes into clusters so, with whatever the program puts to either."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from digest.editorial.clusters import clusters
from digest.editorial.desk import Desk
from digest.editorial.judging import judge
from digest.editorial.ties import ties_of
from digest.editorial.weighing import Scales
from digest.model.desk import Verb, Word
from digest.model.selection import Carried, Window
from tests.editorial.conftest import NOON, make_edition, make_story
from tests.editorial.ferry import AGAIN, CAPTAIN, SANK, told
from tests.editorial.test_ties import said

HOUR = timedelta(hours=1)
WINDOW = Window(NOON - 24 * HOUR, NOON + 24 * HOUR)
BEFORE = "daily/2026-11-21"
MILL = (
    "Old mill burns down in Tarrow",
    "A fire destroyed the old mill in Tarrow on Sunday night, and two firefighters were hurt, the town said.",
)
MILL_AGAIN = (
    "Fire destroys old mill in Tarrow",
    "Two firefighters were hurt, the town said, as the old mill in Tarrow burned down on Sunday night.",
)
JOINED = "joined with 1 by anna, 2026-11-22 12:00 UTC"

# By the program 1 and 2 tell one event, and 3 and 4 tell one.
FOUR = [
    told(1, SANK),
    told(2, AGAIN, NOON + HOUR, source="The Post"),
    told(3, MILL, NOON + 2 * HOUR),
    told(4, MILL_AGAIN, NOON + 3 * HOUR, source="The Post"),
]


def found(stories, *words):
    return [tuple(one.id for one in event) for event in clusters(stories, ties_of(said(*words)))]


@pytest.mark.parametrize(
    ("words", "events"),
    [
        ([], [(1, 2), (3, 4)]),
        (["1+3"], [(1, 2, 3, 4)]),
        (["2+4"], [(1, 2, 3, 4)]),
        (["1/2"], [(1,), (2,), (3, 4)]),
        (["1/3"], [(1, 2), (3, 4)]),
        (["2+3", "1/3"], [(1,), (2, 3, 4)]),
        (["1/3", "2+3"], [(1,), (2, 3, 4)]),
        (["1+3", "2/4"], [(1, 2, 3), (4,)]),
        (["1+3", "1/3"], [(1, 2), (3, 4)]),
        (["1+3", "1/4"], [(1, 2, 3), (4,)]),
        (["1+2", "3+4", "1/3"], [(1, 2), (3, 4)]),
        (["1+99", "3/99"], [(1, 2), (3, 4)]),
        (["1+99", "3+99"], [(1, 2, 3, 4)]),
    ],
)
def test_joined_and_parted_stories_come_into_clusters_so_in_whatever_order_they_come(words, events):
    stories = list(FOUR)
    for seed in range(6):
        Random(seed).shuffle(stories)
        assert found(stories, *words) == events


def test_no_event_ever_holds_what_was_parted_and_each_holds_what_was_joined():
    for seed in range(300):
        chance = Random(seed)
        words = [chance.choice("+/").join(map(str, chance.sample(range(1, 6), 2))) for _ in range(4)]
        ties = ties_of(said(*words))
        events = [set(event) for event in found(FOUR, *words)]
        for event in events:
            assert event.isdisjoint(ties.apart_from(event)), words
            assert all(ties.event(one) & {1, 2, 3, 4} <= event for one in event), words


def desk(*words, **places):
    pins = {
        int(name[1:]): Word(story_id=int(name[1:]), edition="", verb=verb, text="", by="anna", at=NOON)
        for name, verb in places.items()
    }
    return Desk(places=pins, ties=ties_of(said(*words)))


def judged(*stories, by, carried=()):
    return judge(stories, scales=Scales(make_edition(), WINDOW, by), cutoff=WINDOW.end, carried=carried)


def sent(story, at):
    return Carried(story, BEFORE, at=at)


def test_of_joined_stories_one_stands_and_says_so_and_so_does_the_other():
    (one,) = (heard := judged(told(1, SANK), told(3, MILL, NOON + HOUR), by=desk("1+3"))).candidates
    assert (one.story.id, [other.id for other in one.also]) == (3, [1]), "what came last leads"
    assert JOINED in [part.reason for part in one.parts]
    (out,) = heard.left_out
    assert out.reason == 'same event as "Old mill burns down in Tarrow"; joined with 3 by anna, 2026-11-22 12:00 UTC'


def test_it_says_too_what_joined_the_others():
    known = [sent(told(1, SANK), NOON - HOUR)]
    stories = [told(2, AGAIN, NOON - HOUR), told(3, MILL, NOON + HOUR), told(4, MILL_AGAIN, NOON + 2 * HOUR)]
    (one,) = judged(*stories[1:], by=desk("1+3", s4=Verb.PIN), carried=known).candidates
    assert (one.story.id, one.update_of) == (4, BEFORE)
    assert f"story 3 {JOINED}" in [part.reason for part in one.parts]
    (one,) = judged(*stories, by=desk("2+3", s4=Verb.PIN)).candidates
    told_of = [part.reason for part in one.parts if "joined" in part.reason]
    assert told_of == ["story 2 joined with 3 by anna, 2026-11-22 12:00 UTC"], "once"


def test_the_pinned_one_of_joined_stories_leads():
    (one,) = judged(told(1, SANK), told(3, MILL, NOON + HOUR), by=desk("1+3", s1=Verb.PIN)).candidates
    assert one.story.id == 1


def test_joined_stories_that_are_both_pinned_are_one_item_and_others_of_the_event_are_not():
    stories = [told(1, SANK), told(2, AGAIN, NOON + HOUR), told(3, MILL, NOON + 2 * HOUR)]
    pins = {f"s{number}": Verb.PIN for number in (1, 2, 3)}
    candidates = judged(*stories, by=desk("1+3", **pins)).candidates
    assert sorted(sorted([one.story.id, *(other.id for other in one.also)]) for one in candidates) == [[1, 3], [2]]


@pytest.mark.parametrize("verb", [Verb.HOLD, Verb.DROP])
def test_what_is_kept_out_keeps_out_what_was_joined_with_it(verb):
    assert judged(told(1, SANK), told(3, MILL, NOON + HOUR), by=desk("1+3", s1=verb)).candidates == ()


def test_a_later_story_that_was_joined_with_one_that_was_sent_is_an_update():
    heard = judged(told(3, MILL, NOON + HOUR), by=desk("1+3"), carried=[sent(told(1, SANK), NOON - HOUR)])
    (one,) = heard.candidates
    assert one.update_of == BEFORE
    assert {f"update of what {BEFORE} told", JOINED} <= {part.reason for part in one.parts}


def test_it_is_also_by_way_of_a_third():
    known = [sent(told(1, SANK), NOON - HOUR)]
    (one,) = judged(told(3, MILL, NOON + HOUR), by=desk("1+2", "2+3"), carried=known).candidates
    assert one.update_of == BEFORE


def test_an_earlier_story_that_was_joined_with_one_that_was_sent_is_out():
    heard = judged(told(3, MILL, NOON - HOUR), by=desk("1+3"), carried=[sent(told(1, SANK), NOON - HOUR)])
    assert heard.candidates == ()
    assert heard.left_out[0].reason == f'same event as "{SANK[0]}", carried by {BEFORE}; {JOINED}'


def test_of_what_was_joined_before_the_sending_the_program_judges_whether_it_moved():
    known = [sent(told(1, SANK), NOON + HOUR)]
    assert judged(told(3, AGAIN, NOON + HOUR), by=desk("1+3"), carried=known).candidates == ()
    (one,) = judged(
        told(3, CAPTAIN, NOON + 9 * HOUR, source=known[0].story.source), by=desk("1+3"), carried=known
    ).candidates
    assert one.update_of == BEFORE


def test_a_story_that_was_parted_from_one_that_was_sent_is_news():
    known = [sent(told(1, SANK), NOON - HOUR)]
    assert judged(told(2, AGAIN, NOON + HOUR), by=desk(), carried=known).candidates == ()
    (one,) = judged(told(2, AGAIN, NOON + HOUR), by=desk("1/2"), carried=known).candidates
    assert one.update_of == ""
    assert "parted from 1 by anna, 2026-11-22 12:00 UTC" in [part.reason for part in one.parts]


def test_joined_stories_may_be_of_two_languages():
    english, german = told(1, SANK), make_story(3, title="Fähre vor Salmar gesunken", language="de")
    (one,) = judged(english, german, by=desk("1+3")).candidates
    assert len(one.also) == 1


def test_what_was_joined_with_a_story_that_was_held_is_not_too_old_either():
    old = WINDOW.start - 4 * HOUR
    hold = Word(story_id=1, edition="", verb=Verb.HOLD, text="", by="anna", at=NOON)
    by = Desk(held_before={1: hold}, last_sent=NOON, ties=ties_of(said("1+3")))
    (one,) = judged(told(1, SANK, old), told(3, MILL, old), by=by).candidates
    assert len(one.also) == 1

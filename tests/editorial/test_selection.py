"""Every story is a pick, the same event as one, or left out for one reason; and the rules are those of the edition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.desk import EMPTY, Desk
from digest.editorial.selection import select
from digest.model.desk import Verb, Word
from digest.model.edition import QuietDay
from digest.model.ranking import Ranking
from digest.model.selection import Carried, Role, Window
from digest.model.tags import TagRule
from tests.editorial.conftest import make_edition

CUTOFF = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WINDOW = Window(CUTOFF - DAY, CUTOFF)
TOPICS = [
    "harbour",
    "ferry",
    "school",
    "budget",
    "library",
    "bridge",
    "museum",
    "hospital",
    "forest",
    "railway",
    "theatre",
    "airport",
    "market",
    "tower",
]
FERRY = "A ferry sank in the Orla estuary off Salmar on Sunday, killing 12 people, the coast guard said."
FERRY_AGAIN = (
    "Twelve people, the coast guard said, were killed on Sunday as a ferry sank off Salmar in the Orla estuary."
)


@pytest.fixture(scope="session")
def news(story):
    """Make a story about a topic of its own, an hour older than the one before."""

    def make(number, **fields):
        topic = TOPICS[number % len(TOPICS)]
        values = {
            "title": f"The {topic} makes news",
            "body": f"Something has happened to the {topic}, and all of Salmar talks about it on every corner.",
            "published_at": CUTOFF - number * HOUR,
        }
        return story(number, **(values | fields))

    return make


@pytest.fixture(scope="session")
def choose(edition):
    """Select with the usual window, for an edition of these fields."""

    def choose(stories, *, carried=(), window=WINDOW, cutoff=CUTOFF, desk=EMPTY, **fields):
        return select(stories, edition=edition(**fields), window=window, cutoff=cutoff, carried=carried, desk=desk)

    return choose


def why(selection):
    return {left.story.id: left.reason for left in selection.left_out}


def test_the_lead_comes_first_and_at_most_so_many_briefs_follow(choose, news):
    chosen = choose([news(n) for n in range(6)], briefs=3)
    assert [pick.role for pick in chosen.picks] == [Role.LEAD, *[Role.BRIEF] * 3]
    assert chosen.overflow == 2
    assert sorted(why(chosen).values()) == ["no room: ranked 5 of 6", "no room: ranked 6 of 6"]


def test_an_edition_without_briefs_has_a_lead(choose, news):
    assert [pick.role for pick in choose([news(1), news(2)], briefs=0).picks] == [Role.LEAD]


def test_a_pick_says_its_points_reasons_and_summary(choose, news):
    (pick,) = choose([news(2)]).picks
    assert pick.reasons == ("fresh: 2 h old", "tag world")
    assert pick.score == round(2 * 22 / 24 + 0.25, 3)
    assert pick.summary == pick.story.body


def test_a_story_first_seen_at_the_cutoff_is_eligible_and_a_second_later_is_not(choose, news):
    chosen = choose([news(1, first_seen_at=CUTOFF), news(2, first_seen_at=CUTOFF + timedelta(seconds=1))])
    assert [pick.story.id for pick in chosen.picks] == [1]
    assert why(chosen) == {2: "first seen after the cutoff"}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"published_at": CUTOFF - 4 * DAY}, "published 3 days before the window opens"),
        ({"published_at": CUTOFF + 2 * HOUR, "first_seen_at": CUTOFF}, "published 2 h after the cutoff"),
        ({"tags": ("sport", "world")}, "tag sport is excluded"),
        ({"tags": ("travel",)}, "has none of the edition's tags"),
        ({"title": "Live", "body": "Photos"}, "too short to say anything"),
    ],
)
def test_what_is_not_eligible_is_told_why(choose, news, fields, reason):
    assert why(choose([news(1), news(2, **fields)])) == {2: reason}


@pytest.mark.parametrize("published", [WINDOW.start, WINDOW.end])
def test_both_ends_of_the_window_are_eligible(choose, news, published):
    assert len(choose([news(1, published_at=published)]).picks) == 1


def test_a_headline_that_says_something_is_enough(choose, news):
    assert len(choose([news(1, title="Prime minister of Salmar resigns", body="")]).picks) == 1


def test_a_story_that_a_sent_issue_carried_is_not_carried_again(choose, news):
    carried = [Carried(news(1), "daily/2026-11-22"), Carried(news(1), "daily/2026-11-21")]
    assert why(choose([news(1), news(2)], carried=carried)) == {1: "carried by daily/2026-11-21"}


def test_an_event_that_a_sent_issue_carried_is_not_carried_again_from_another_source(choose, news):
    before = news(1, title="Ferry sinks off Salmar, 12 dead", body=FERRY, published_at=CUTOFF - 20 * HOUR)
    again = news(2, title="Twelve dead as ferry sinks off Salmar", body=FERRY_AGAIN, source="The Quay")
    chosen = choose([again, news(3)], carried=[Carried(before, "daily/2026-11-22")])
    assert why(chosen) == {2: 'same event as "Ferry sinks off Salmar, 12 dead", carried by daily/2026-11-22'}


def test_sources_of_one_event_share_a_pick(choose, news):
    one = news(1, title="Ferry sinks off Salmar, 12 dead", body=FERRY)
    other = news(2, title="Twelve dead as ferry sinks off Salmar", body=FERRY_AGAIN, source="The Quay")
    chosen = choose([one, other, news(3)])
    assert chosen.picks[0].also == (one,)
    assert "covered by 2 sources" in chosen.picks[0].reasons
    assert why(chosen) == {1: 'same event as "Twelve dead as ferry sinks off Salmar"'}


def test_a_quiet_day_is_skipped(choose, news):
    chosen = choose([news(1), news(2)], min_stories=3, quiet_day=QuietDay.SKIP)
    assert chosen.picks == ()
    assert set(why(chosen).values()) == {"quiet day: 2 stories, fewer than 3"}
    assert chosen.overflow == 0


def test_sources_of_one_event_do_not_make_a_day_less_quiet(choose, news):
    one = news(1, title="Ferry sinks off Salmar, 12 dead", body=FERRY)
    other = news(2, title="Twelve dead as ferry sinks off Salmar", body=FERRY_AGAIN, source="The Quay")
    assert choose([one, other], min_stories=2).picks == ()


def test_a_quiet_day_is_made_short(choose, news):
    assert len(choose([news(1), news(2)], min_stories=3, quiet_day=QuietDay.SHORT).picks) == 2


def test_a_quiet_day_is_widened_by_max_age_then_takes_what_there_is(choose, news):
    stories = [news(1), news(30), news(60)]
    chosen = choose(stories, min_stories=3, quiet_day=QuietDay.WIDEN, max_age=DAY)
    assert [pick.story.id for pick in chosen.picks] == [1, 30]
    assert chosen.window == Window(CUTOFF - 2 * DAY, CUTOFF, wider=True)
    assert why(chosen) == {60: "published 12 h before the window opens"}


def test_a_day_that_is_not_quiet_is_not_widened(choose, news):
    chosen = choose([news(1), news(30)], quiet_day=QuietDay.WIDEN)
    assert chosen.window == WINDOW
    assert [pick.story.id for pick in chosen.picks] == [1]


@pytest.mark.parametrize("policy", QuietDay)
def test_with_nothing_eligible_nothing_is_picked(choose, news, policy):
    stories = [news(1, tags=("sport",)), news(2, published_at=CUTOFF - 9 * DAY)]
    for least in (0, 1, 3):
        chosen = choose(stories, min_stories=least, quiet_day=policy)
        assert chosen.picks == ()
        assert len(chosen.left_out) == 2


def test_left_out_stories_are_listed_newest_first(choose, news):
    chosen = choose([news(n) for n in (5, 3, 9, 1)], tags=TagRule.parse(["nothing"]))
    assert [left.story.id for left in chosen.left_out] == [1, 3, 5, 9]


@given(st.data())
def test_each_story_has_one_outcome_and_no_order_of_arrival_changes_any(choose, news, data):
    numbers = data.draw(st.lists(st.integers(0, 40), max_size=24, unique=True))
    traits = st.fixed_dictionaries(
        {
            "source": st.sampled_from(["The Pier", "The Quay", "The Mole"]),
            "tags": st.sampled_from([("world",), ("local", "world"), ("sport",), ("local",)]),
            "image": st.sampled_from(["", "https://news.example/p.jpg"]),
            "published_at": st.sampled_from([CUTOFF, CUTOFF - HOUR, CUTOFF - 30 * HOUR]),
            "body": st.sampled_from([FERRY, FERRY_AGAIN, "", "The pier opened. " * 30]),
        }
    )
    stories = [news(number, **data.draw(traits)) for number in numbers]
    carried = [Carried(story, "daily/2026-11-22") for story in stories[:2]]
    policy = data.draw(st.sampled_from(QuietDay))
    chosen = choose(stories, carried=carried, briefs=3, min_stories=3, quiet_day=policy)
    outcomes = [pick.story.id for pick in chosen.picks] + list(why(chosen))
    assert sorted(outcomes) == sorted(numbers)
    shuffled = data.draw(st.permutations(stories))
    assert choose(shuffled, carried=carried[::-1], briefs=3, min_stories=3, quiet_day=policy) == chosen


def test_a_story_without_room_has_the_same_rank_however_much_room_there_is(choose, news):
    several = [news(number, source="Wire" if number < 4 else f"Post {number}") for number in range(1, 7)]
    orders = []
    for briefs in range(5):
        chosen = choose(several, briefs=briefs)
        rank_of = {int(reason.split()[3]): story_id for story_id, reason in why(chosen).items()}
        assert sorted(rank_of) == list(range(briefs + 2, 7))
        orders.append([pick.story.id for pick in chosen.picks] + [rank_of[rank] for rank in sorted(rank_of)])
    assert all(one == orders[0] for one in orders)


def test_a_limit_that_kept_a_story_out_is_told(choose, news):
    several = [news(1, source="Wire"), news(2, source="Wire"), news(20, source="Post")]
    chosen = choose(several, briefs=1, ranking=Ranking(per_source=1))
    assert why(chosen) == {2: "no room: ranked 3 of 3; another from Wire, past the limit of 1"}


def test_a_story_whose_place_went_to_a_pinned_one_is_told_so(choose, news):
    pinned = Word(story_id=9, edition="", verb=Verb.PIN, text="", by="anna", at=CUTOFF)
    several = [news(1), news(2), news(3), news(9)]
    desk = Desk(places={9: pinned})
    chosen = choose(several, briefs=1, desk=desk, ranking=Ranking(editor=0))
    assert [pick.story.id for pick in chosen.picks] == [1, 9]
    assert why(chosen) == {
        2: "no room: ranked 2 of 4; a place above went to what is pinned",
        3: "no room: ranked 3 of 4",
    }


def test_the_weather_stands_after_news_that_is_older_and_as_short(news):
    weather = news(9, title="Weather for Monday", published_at=CUTOFF)
    picks = select([weather, news(5), news(8)], edition=make_edition(), window=WINDOW, cutoff=CUTOFF).picks
    assert [pick.story.id for pick in picks] == [5, 8, 9]

"""What speaks for a story is weighed in plain parts, each with its words; and the best version of an event leads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.editorial.desk import Desk
from digest.editorial.developments import Newest
from digest.editorial.weighing import Scales
from digest.model.desk import Verb, Word
from digest.model.ranking import Ranking
from digest.model.selection import Window
from digest.model.tags import TagRule
from tests.editorial.conftest import NOON, make_edition, make_story

HOUR = timedelta(hours=1)
WINDOW = Window(NOON - 24 * HOUR, NOON)
FULL = "Something happened in Salmar that all of it talks about. " * 12


def weighed(*cluster, newest=Newest(), told_in="", desk=None, **fields):
    scales = Scales(make_edition(**fields), WINDOW, desk or Desk())
    return scales.candidate(cluster, newest=newest, told_in=told_in)


def points(candidate):
    return {part.reason: round(part.points, 3) for part in candidate.parts}


def word(verb, story_id, text=""):
    return Word(story_id=story_id, edition="", verb=verb, text=text, by="anna", at=NOON)


@pytest.mark.parametrize(
    ("hours", "reason", "share"), [(0, "fresh: 1 min old", 1), (12, "fresh: 12 h old", 0.5), (24, "24 h old", 0)]
)
def test_the_newest_of_the_window_gets_all_of_the_points_and_the_oldest_none(hours, reason, share):
    candidate = weighed(make_story(published_at=NOON - hours * HOUR))
    assert points(candidate)[reason] == 2.0 * share


def test_a_story_for_which_nothing_counts_says_so():
    candidate = weighed(make_story(summary="It happened."), ranking=Ranking(fresh=0), tags=TagRule())
    assert points(candidate) == {"nothing counts for it: the newer comes first": 0}


def test_a_story_of_a_day_alone_is_told_by_its_date():
    assert "fresh: dated 2026-11-22" in points(weighed(make_story(day_only=True)))


def test_each_further_source_counts_once_up_to_four():
    two = weighed(make_story(1), make_story(2, source="The Post"), make_story(3, source="The Post"))
    seven = weighed(*(make_story(number, source=f"Wire {number}") for number in range(7)))
    assert points(two)["covered by 2 sources"] == 0.75
    assert points(seven)["covered by 7 sources"] == 3.0


def test_a_full_text_counts_and_a_headline_alone_costs_and_a_summary_does_neither():
    assert points(weighed(make_story(body=FULL)))["has a full text"] == 0.5
    assert points(weighed(make_story()))["a headline only"] == -1.0
    assert not {"has a full text", "a headline only"} & set(points(weighed(make_story(summary="It happened."))))


def test_tags_of_the_edition_count_up_to_three():
    tags = TagRule.parse(["world", "local", "sea", "harbour"])
    candidate = weighed(make_story(tags=("harbour", "local", "sea", "world")), tags=tags)
    assert 0.75 in points(candidate).values()


def test_sources_and_tags_count_what_the_configuration_says():
    ranking = Ranking(source_weights={"the pier": 1.0}, tag_weights={"world": -0.5})
    found = points(weighed(make_story(), ranking=ranking))
    assert (found["source The Pier counts +1"], found["tag world counts -0.5"]) == (1.0, -0.5)


def test_a_pin_gives_its_points_and_says_who_gave_it():
    desk = Desk(places={1: word(Verb.PIN, 1)})
    candidate = weighed(make_story(1), desk=desk)
    assert points(candidate)["pinned by anna, 2026-11-22 12:00 UTC"] == candidate.pin == 3.0


def test_a_story_without_any_of_the_editions_tags_stands_under_none():
    assert weighed(make_story(1, tags=("world",)), tags=TagRule.parse(["sea"])).tag == ""


def test_a_new_wording_is_told_and_gives_no_points():
    candidate = weighed(make_story(1), desk=Desk(titles={1: word(Verb.TITLE, 1, "Ferry sinks")}))
    assert points(candidate)["retitled by anna, 2026-11-22 12:00 UTC"] == 0
    assert candidate.worded(Verb.TITLE) == "Ferry sinks"


@pytest.mark.parametrize(
    "better",
    [{"body": FULL}, {"image": "https://pier.example/1.jpg"}, {"published_at": NOON - 5 * HOUR}],
    ids=["full text", "picture", "who had it first"],
)
def test_the_best_version_leads_and_the_others_are_kept(better):
    plain, best = make_story(1, published_at=NOON - HOUR), make_story(2, **({"published_at": NOON} | better))
    candidate = weighed(plain, best)
    assert (candidate.story, candidate.also) == (best, (plain,))


def test_the_editors_word_leads_before_all_versions_and_a_lead_before_a_pin():
    best, pinned, lead = make_story(1, body=FULL), make_story(2), make_story(3)
    desk = Desk(places={2: word(Verb.PIN, 2), 3: word(Verb.LEAD, 3)})
    candidate = weighed(best, pinned, lead, desk=desk)
    assert [story.id for story in (candidate.story, *candidate.also)] == [3, 2, 1]


def test_a_version_that_surely_tells_what_came_of_it_leads_a_better_one_and_the_update_is_told():
    best, later = make_story(1, body=FULL), make_story(2, published_at=NOON, summary="It sank.")
    candidate = weighed(best, later, newest=Newest((later,)), told_in="daily/2026-11-21")
    assert candidate.story == later
    assert points(candidate)["update of what daily/2026-11-21 told"] == 0


def test_a_headline_alone_does_not_lead_whatever_it_tells():
    best, later = make_story(1, summary="It may sink."), make_story(2, published_at=NOON + HOUR)
    assert weighed(best, later, newest=Newest((later,))).story == best


def test_a_version_that_likely_tells_more_leads_those_that_are_no_better_and_not_a_better_one():
    first, later = make_story(1, summary="It may sink."), make_story(2, published_at=NOON + HOUR, summary="It sank.")
    best = make_story(3, body=FULL)
    assert weighed(first, later, newest=Newest(likely=later)).story == later
    assert weighed(first, later, best, newest=Newest(likely=later)).story == best


def test_the_editors_word_leads_before_what_came_of_it():
    pinned, later = make_story(1), make_story(2, published_at=NOON + HOUR, summary="It sank.")
    desk = Desk(places={1: word(Verb.PIN, 1)})
    assert weighed(pinned, later, newest=Newest((later,)), desk=desk).story == pinned


def test_an_event_is_worth_opening_with_where_a_version_of_it_is():
    best, later = make_story(1, body=FULL), make_story(2, published_at=NOON, summary="It sank.")
    assert weighed(best, later, newest=Newest((later,))).worth_opening


def test_only_a_picture_or_a_full_text_is_worth_opening_with():
    assert not weighed(make_story(summary="It happened.")).worth_opening
    assert weighed(make_story(image="https://pier.example/1.jpg")).worth_opening
    assert weighed(make_story(body=FULL)).worth_opening


def test_a_full_text_is_sixty_words_in_any_script_and_without_the_teasers_below_it():
    chinese = "渡轮在萨尔马附近海域沉没造成十二人死亡海岸警卫队表示搜救仍在继续" * 5
    assert weighed(make_story(body=chinese)).worth_opening
    assert not weighed(make_story(body=FULL, own_length=80)).worth_opening


def test_a_few_sentences_are_no_full_text_in_a_script_without_spaces_either():
    assert not weighed(make_story(body="港で火災があり、二人がけがをした。" * 6, language="ja")).worth_opening
    assert weighed(make_story(body="港で火災があり、二人がけがをした。" * 12, language="ja")).worth_opening

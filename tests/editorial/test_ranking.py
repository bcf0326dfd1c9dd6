"""Points can be told in words, and the same points always give the same order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.editorial.desk import Desk
from digest.editorial.doubles import Doubles
from digest.editorial.ranking import ranked as ranked_by
from digest.editorial.ties import NONE, ties_of
from digest.editorial.weighing import Scales
from digest.model.desk import Verb, Word
from digest.model.ranking import Ranking
from digest.model.selection import Carried, Window
from digest.model.tags import TagRule
from tests.editorial.conftest import make_edition

CUTOFF = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WINDOW = Window(CUTOFF - DAY, CUTOFF)
TAGS = TagRule.parse(["world", "local"])
LONG = "The pier reopened after a winter of repairs. " * 10


def candidate(cluster, *, tags, window, **fields):
    return Scales(make_edition(tags=tags, **fields), window).candidate(cluster)


def ranked(candidates, *, places, ranking=Ranking(), ties=NONE, carried=()):
    return ranked_by(candidates, places=places, ranking=ranking, doubles=Doubles(candidates, ties, carried))


@pytest.fixture
def weigh(story):
    """Weigh a story of these fields, alone."""
    return lambda number=1, tags=TAGS, **fields: candidate([story(number, **fields)], tags=tags, window=WINDOW)


def reasons(one):
    return [part.reason for part in one.parts]


def order(*candidates):
    return [one.story.id for one in ranked(candidates, places=99)]


def test_every_point_has_a_reason(weigh):
    one = weigh(published_at=CUTOFF - 2 * HOUR, image="https://news.example/p.jpg", body=LONG)
    assert reasons(one) == ["fresh: 2 h old", "has a full text", "has a picture", "tag world"]
    assert one.score == round(2 * 22 / 24 + 0.5 + 0.5 + 0.25, 3)


def test_a_story_in_the_older_half_of_the_window_is_not_called_fresh(weigh):
    assert reasons(weigh(published_at=CUTOFF - 20 * HOUR))[0] == "20 h old"


def test_a_story_dated_by_a_day_is_told_its_day(weigh):
    assert reasons(weigh(published_at=CUTOFF - 18 * HOUR, day_only=True))[0] == "dated 2026-11-22"


def test_a_headline_alone_loses_points(weigh):
    assert "a headline only" in reasons(weigh())
    assert weigh().score == round(weigh(summary="A pier reopened.").score - 1, 3)


def test_further_sources_count_up_to_four(story):
    def covered(count):
        return candidate([story(n, source=f"Source {n}", guid="g") for n in range(count)], tags=TAGS, window=WINDOW)

    assert "covered by 3 sources" in reasons(covered(3))
    assert covered(3).score > covered(2).score > covered(1).score
    assert covered(9).score == covered(5).score


def test_two_stories_of_one_source_are_one_source(story):
    assert not any("covered" in reason for reason in reasons(candidate([story(1), story(2)], tags=TAGS, window=WINDOW)))


def test_a_story_that_meets_more_of_the_edition_s_terms_has_more_points(weigh):
    assert (
        weigh(tags=TAGS).score < candidate([weigh().story], tags=TagRule.parse(["world", "world"]), window=WINDOW).score
    )


def test_an_edition_that_wants_every_tag_gives_none_points(weigh):
    assert not any("tag" in reason for reason in reasons(weigh(tags=TagRule())))


def test_a_cluster_is_led_by_its_full_text_then_its_picture_then_its_first(story):
    bare, first = story(1, published_at=CUTOFF - 5 * HOUR), story(2, body=LONG, published_at=CUTOFF - HOUR)
    pictured = story(3, body=LONG, image="https://news.example/p.jpg", published_at=CUTOFF)
    earlier = story(4, body=LONG, image="https://news.example/p.jpg", published_at=CUTOFF - 2 * HOUR)
    one = candidate([bare, first, pictured, earlier], tags=TAGS, window=WINDOW)
    assert [one.story, *one.also] == [earlier, pictured, first, bare]


def test_the_most_points_come_first_then_the_newest_then_the_guid(weigh):
    old, new = weigh(1, published_at=CUTOFF - 9 * HOUR), weigh(2, published_at=CUTOFF - HOUR)
    first, second = weigh(9, guid="a", published_at=CUTOFF - HOUR), weigh(3, guid="b", published_at=CUTOFF - HOUR)
    assert order(old, second, new, first) == [9, 3, 2, 1]


def test_the_lead_has_a_picture_or_a_text_worth_opening_with(weigh):
    top = weigh(1, tags=TagRule.parse(["world", "world"]), summary="A pier reopened.", published_at=CUTOFF)
    full = weigh(2, body=LONG, published_at=CUTOFF - 20 * HOUR, source="Other")
    assert top.score > full.score
    assert order(top, full) == [2, 1]
    assert order(top, weigh(3, summary="Short.")) == [1, 3]


def test_sources_take_turns_where_points_are_near(weigh):
    ours = [weigh(n, published_at=CUTOFF - n * HOUR / 4, source="The Pier") for n in range(1, 4)]
    theirs = weigh(4, published_at=CUTOFF - HOUR, source="The Quay")
    assert order(*ours, theirs) == [1, 4, 2, 3]
    assert [one.parts[-1].reason for one in ranked([*ours, theirs], places=4)][2] == "another with tag world"
    assert "another from The Pier" in reasons(ranked([*ours, theirs], places=4)[2])


def test_variety_leaves_no_place_empty(weigh):
    assert sorted(order(*(weigh(n) for n in range(30)))) == list(range(30))


@pytest.mark.parametrize("places", [1, 9, 40])
def test_points_never_rise_down_the_briefs(weigh, places):
    some = [weigh(n, published_at=CUTOFF - n * HOUR / 3, source=f"Source {n % 3}") for n in range(40)]
    scores = [one.score for one in ranked(some, places=places)][1:]
    assert scores == sorted(scores, reverse=True)


def test_nothing_ranks_as_nothing():
    assert ranked([], places=9) == []


def test_parts_of_no_weight_are_no_reasons(story):
    weightless = Ranking(fresh=0, full_text=0, picture=0, headline_only=0, sources=0, same_source=0, same_tag=0)
    cluster = [story(1, body=LONG, image="https://news.example/p.jpg"), story(2, source="Wire")]
    one = candidate(cluster, tags=TAGS, window=WINDOW, ranking=weightless)
    other = candidate([story(3)], tags=TAGS, window=WINDOW, ranking=weightless)
    assert [reasons(each) for each in ranked([one, other], places=9, ranking=weightless)] == [["tag world"]] * 2


def test_a_lead_says_why_one_with_more_points_does_not_lead(weigh):
    told = "leads, for what has more points has neither a picture nor a full text"
    worth, fresh = (
        weigh(1, body=LONG, published_at=CUTOFF - 20 * HOUR),
        weigh(2, summary="It shines.", published_at=CUTOFF),
    )
    assert reasons(ranked([worth, fresh], places=9)[0])[-1] == told
    assert told not in reasons(ranked([worth, weigh(3)], places=9)[0]) + reasons(ranked([fresh], places=9)[0])


QUIZ = "The big weekend quiz"


def test_a_service_leads_no_issue_and_stands_after_the_news_whatever_its_points(weigh):
    quiz = weigh(9, title=QUIZ, published_at=CUTOFF, body=LONG, image="https://news.example/p.jpg")
    old, older = (weigh(n, published_at=CUTOFF - n * 10 * HOUR, tags=TagRule()) for n in (1, 2))
    found = [one.story.title for one in ranked([quiz, old, older], places=99)]
    assert found == [old.story.title, older.story.title, QUIZ]
    assert "no news but a service: it stands after the news" in reasons(quiz)


def test_where_there_is_nothing_else_a_service_leads(weigh):
    assert [one.story.title for one in ranked([weigh(title=QUIZ, body=LONG)], places=9)] == [QUIZ]


@pytest.mark.parametrize(("verb", "text", "expected"), [(Verb.LEAD, "", [3, 1, 2]), (Verb.PIN, "2", [1, 3, 2])])
def test_an_editor_puts_a_service_where_it_pleases(story, verb, text, expected):
    said = Word(story_id=3, edition="daily", verb=verb, text=text, by="anna", at=CUTOFF)
    scales = Scales(make_edition(tags=TAGS), WINDOW, Desk(places={3: said}))
    stories = [story(n, title=QUIZ if n == 3 else f"Pier {n} opens", published_at=CUTOFF - n * HOUR) for n in (1, 2, 3)]
    assert order(*(scales.candidate([one]) for one in stories)) == expected


FERRY = {
    "title": "Ferry runs aground off Salmar in fog",
    "body": "The ferry Solvind ran aground in fog off Salmar on Monday with 61 people aboard. All were saved.",
    "source": "Harbour Wire",
}
AGROUND = {
    "title": "Sixty-one saved as Solvind hits rocks near Salmar",
    "body": "All 61 people aboard were saved when the ferry Solvind hit rocks in fog near Salmar on Monday.",
    "source": "The Gazette",
}


@pytest.fixture
def three(weigh):
    """Two tellings of what is perhaps one event, and something else that is older."""
    bread = {"title": "Bread is cheaper again", "body": "Bakers in Averin lower their prices for the third time."}
    hours = {1: FERRY, 2: AGROUND, 9: bread}
    return [weigh(age, published_at=CUTOFF - age * HOUR, **fields) for age, fields in hours.items()]


def test_what_perhaps_tells_of_an_event_above_it_gives_way_and_says_to_what(three):
    found = ranked(three, places=9)
    assert [one.story.id for one in found] == [1, 9, 2]
    assert f'perhaps of one event with "{FERRY["title"]}" above it' in reasons(found[2])
    assert found[2].score == round(three[1].score - 1.5 - 2 * 0.15, 3), "that, and two with its tag above it"
    assert not any("perhaps of" in reason for one in found[:2] for reason in reasons(one))
    assert order(*reversed(three)) == [1, 9, 2]


def test_it_gives_way_to_no_story_where_the_ranking_or_an_editor_says_so(three, weigh):
    assert [one.story.id for one in ranked(three, places=9, ranking=Ranking(perhaps_told=0))] == [1, 2, 9]
    at = CUTOFF - HOUR
    word = Word(story_id=1, edition="", verb=Verb.PART, text="", by="nora", at=at, other_id=2)
    assert [one.story.id for one in ranked(three, places=9, ties=ties_of([word]))] == [1, 2, 9]
    pin = Word(story_id=2, edition="", verb=Verb.PIN, text="", by="nora", at=at)
    scales = Scales(make_edition(tags=TAGS), WINDOW, Desk(places={2: pin}))
    pinned = [scales.candidate([one.story]) for one in three]
    assert "perhaps of" not in "".join(reason for one in ranked(pinned, places=9) for reason in reasons(one))


def test_the_story_that_gave_way_is_the_one_that_finds_no_place(three):
    found = ranked(three, places=2)
    assert [one.story.id for one in found] == [1, 9, 2]


@pytest.mark.parametrize(
    ("source", "hours", "again"),
    [("The Post", 1, True), ("The Gazette", 1, False), ("The Post", 25, False), ("The Post", -1, True)],
)
def test_what_perhaps_tells_again_what_another_source_told_and_was_sent_within_a_day_gives_way(
    three, source, hours, again
):
    sent = replace(three[0].story, id=8, source=source, published_at=three[1].story.published_at - hours * HOUR)
    found = ranked(three[1:], places=9, carried=[Carried(sent, "daily/2026-11-22")])
    assert (f'perhaps tells "{FERRY["title"]}" of daily/2026-11-22 again' in reasons(found[-1])) is again
    assert [one.story.id for one in found] == ([9, 2] if again else [2, 9])


def test_an_update_gives_way_to_nothing_that_was_sent(three):
    sent = replace(three[0].story, id=8, source="The Post", published_at=three[1].story.published_at - HOUR)
    update = replace(three[1], update_of="daily/2026-11-21")
    found = ranked([update, three[2]], places=9, carried=[Carried(sent, "daily/2026-11-22")])
    assert [one.story.id for one in found] == [2, 9]


def test_what_was_said_of_another_version_of_its_event_holds_for_the_one_that_leads(three):
    version = replace(three[1].story, id=7, source="The Mole")
    led = [three[0], replace(three[1], also=(version,)), three[2]]
    word = Word(story_id=1, edition="", verb=Verb.PART, text="", by="nora", at=CUTOFF - HOUR, other_id=7)
    assert [one.story.id for one in ranked(led, places=9)] == [1, 9, 2]
    assert [one.story.id for one in ranked(led, places=9, ties=ties_of([word]))] == [1, 2, 9]


FIRE = {
    "title": "Two die in Brannock mill fire",
    "body": "Two people died when fire swept through Hartley's Mill in Brannock on Monday. Thirty were led out.",
    "source": "Harbour Wire",
}
THIRD = {
    "title": "Brannock mill fire: alarm was switched off, third body found",
    "body": "Firefighters found a third body in Hartley's Mill in Brannock, where the alarm had been switched off for "
    "repairs, an inspector admitted. The landlord, Alan Prole, is being questioned.",
    "source": "Harbour Wire",
}
BREAD = {"title": "Bread is cheaper again", "body": "Bakers in Averin lower their prices for the third time."}


def test_what_surely_says_more_of_an_event_above_it_keeps_its_points_and_the_older_gives_way(weigh):
    older = weigh(1, published_at=CUTOFF - HOUR, image="https://news.example/p.jpg", **FIRE)
    newer = weigh(2, published_at=CUTOFF, **THIRD)
    other = weigh(9, published_at=CUTOFF - 9 * HOUR, **BREAD)
    found = ranked([older, newer, other], places=9)
    assert [one.story.id for one in found] == [2, 9, 1]
    assert f'perhaps of one event with "{THIRD["title"]}", which is newer' in reasons(found[2])
    assert not any("perhaps" in reason for reason in reasons(found[0]))


def test_what_is_perhaps_known_does_not_lead_for_having_a_full_text(three):
    long = replace(three[1], worth_opening=True)
    sent = replace(three[0].story, id=8, source="The Post", published_at=long.story.published_at - HOUR)
    found = ranked([long, three[2]], places=9, carried=[Carried(sent, "daily/2026-11-22")])
    assert [one.story.id for one in found] == [9, 2]


def test_sources_that_perhaps_tell_an_event_too_count_half_for_the_one_that_stands_first(three):
    found = ranked(three, places=9)
    assert "perhaps told by 1 more" in reasons(found[0])
    assert found[0].score == round(three[0].score + 0.75 / 2, 3)
    assert "perhaps told by 1 more" not in reasons(found[2])
    plain = ranked(three, places=9, ranking=Ranking(sources=0))
    assert "perhaps told by 1 more" not in reasons(plain[0])

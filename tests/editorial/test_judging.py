"""A story may stand in an issue, or is left out for one reason that is its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from digest.editorial.desk import Desk
from digest.editorial.judging import judge
from digest.editorial.ties import ties_of
from digest.editorial.weighing import Scales
from digest.model.desk import Verb, Word
from digest.model.selection import Carried, Window
from tests.editorial.conftest import NOON, make_edition, make_story
from tests.editorial.ferry import AGAIN, CAPTAIN, SANK, told

HOUR = timedelta(hours=1)
WINDOW = Window(NOON - 24 * HOUR, NOON + 24 * HOUR)
CUTOFF = WINDOW.end
BEFORE = "daily/2026-11-21"
SAME = f'same event as "{SANK[0]}"'


def judged(*stories, carried=(), desk=None, **fields):
    scales = Scales(make_edition(**fields), WINDOW, desk or Desk())
    found = judge(stories, scales=scales, cutoff=CUTOFF, carried=carried)
    return [one.story.id for one in found.candidates], {out.story.id: out.reason for out in found.left_out}


def says(verb, story_id):
    return Word(story_id=story_id, edition="", verb=verb, text="", by="anna", at=NOON)


def desk_with(**verbs):
    return Desk(places={int(name[1:]): says(verb, int(name[1:])) for name, verb in verbs.items()})


def joined(first, *others):
    join = {"edition": "", "verb": Verb.JOIN, "text": "", "by": "anna", "at": NOON - 99 * HOUR}
    return ties_of([Word(story_id=first, other_id=other, **join) for other in others])


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"first_seen_at": CUTOFF + HOUR}, "first seen after the cutoff"),
        ({"published_at": WINDOW.start - 2 * HOUR}, "published 2 h before the window opens"),
        ({"published_at": WINDOW.end + HOUR}, "published 1 h after the cutoff"),
        ({"title": "Oh no"}, "too short to say anything"),
    ],
)
def test_what_cannot_stand_is_left_out_for_its_own_reason(fields, reason):
    values = {"first_seen_at": NOON} | fields
    stood, out = judged(make_story(1, **values))
    assert stood == []
    assert out == {1: reason}


def test_a_few_words_of_title_are_enough_with_a_text():
    assert judged(make_story(1, title="Oh no", body="A ferry sank."))[0] == [1]


def test_tags_that_the_edition_does_not_want_keep_a_story_out():
    stood, out = judged(make_story(1, tags=("sport", "world")))
    assert (stood, list(out)) == ([], [1])
    assert "sport" in out[1]


def test_of_one_event_one_version_stands_and_the_others_say_which():
    stood, out = judged(told(1, SANK), told(2, AGAIN, NOON + HOUR, source="The Post"))
    assert (stood, out) == ([1], {2: SAME})


def crash(number, toll, *, hours, more="", **fields):
    body = f"{toll} people died when a bus left a mountain road near Korta on Sunday, the police said.{more}"
    fields = {"source": f"Source {number}"} | fields
    return told(number, (f"{toll} dead in Korta bus crash", body), NOON + hours * HOUR, **fields)


def test_of_two_tolls_of_one_day_the_later_stands_though_the_earlier_has_a_picture():
    first, later = crash(1, "Two", hours=0, image="https://pier.example/1.jpg"), crash(2, "Nine", hours=3)
    assert judged(first, later) == ([2], {1: 'same event as "Nine dead in Korta bus crash"'})


def test_so_it_does_where_the_event_was_carried_before():
    carried = Carried(crash(1, "Two", hours=-9), BEFORE)
    driver = " Its driver, who was drunk, is among those in hospital, and will be questioned by prosecutors."
    first = crash(2, "Nine", hours=0, more=driver, image="https://pier.example/1.jpg")
    later = crash(3, "14", hours=1, more=driver.replace("drunk", "asleep"))
    stood, out = judged(first, later, carried=[carried])
    assert (stood, out) == ([3], {2: 'same event as "14 dead in Korta bus crash"'})


@pytest.mark.parametrize(("toll", "spelled"), [("14", "Fourteen"), ("30", "Thirty"), ("Fourteen", "14")])
def test_a_toll_in_figures_in_the_headline_and_in_letters_in_the_text_is_one_that_readers_do_not_know(toll, spelled):
    before = crash(1, "Nine", hours=0)
    after = replace(
        before, title=f"{toll} dead in Korta bus crash", body=before.body.replace("Nine", spelled), revision=2
    )
    assert judged(after, carried=[Carried(before, BEFORE)]) == ([1], {})


def test_a_story_that_was_carried_is_not_carried_again():
    story = told(1, SANK)
    assert judged(story, carried=[Carried(story, BEFORE)]) == ([], {1: f"carried by {BEFORE}"})


def test_an_event_that_was_carried_is_not_carried_again_in_other_words():
    stood, out = judged(told(2, AGAIN, NOON + HOUR), carried=[Carried(told(1, SANK), BEFORE)])
    assert (stood, out) == ([], {2: f"{SAME}, carried by {BEFORE}"})


def test_the_earliest_issue_that_carried_an_event_is_named():
    carried = [Carried(told(1, SANK), "daily/2026-11-22"), Carried(told(1, SANK), BEFORE)]
    assert judged(told(1, SANK), carried=carried)[1] == {1: f"carried by {BEFORE}"}


def candidates(*stories, carried=(), **desk):
    scales = Scales(make_edition(), WINDOW, Desk(**desk))
    return judge(stories, scales=scales, cutoff=CUTOFF, carried=carried).candidates


def test_an_update_names_the_last_issue_that_told_the_event():
    carried = [Carried(told(1, SANK), day) for day in ("daily/2026-11-22", BEFORE)]
    (one,) = candidates(told(2, CAPTAIN, NOON + 20 * HOUR), carried=carried, ties=joined(1, 2))
    assert one.update_of == "daily/2026-11-22"


def test_what_another_source_says_within_a_day_stands_and_is_known_to_be_perhaps_the_same():
    carried = [Carried(told(1, SANK), BEFORE)]
    (one,) = candidates(told(2, CAPTAIN, NOON + 9 * HOUR), carried=carried, ties=joined(1, 2))
    assert (one.update_of, one.perhaps_again) == (BEFORE, f'"{SANK[0]}" of {BEFORE}')
    (one,) = candidates(told(2, CAPTAIN, NOON + 9 * HOUR, source="Source 1"), carried=carried, ties=joined(1, 2))
    assert (one.update_of, one.perhaps_again) == (BEFORE, "")


def test_what_an_editor_has_told_again_says_which_issue_told_it():
    carried = [Carried(told(1, SANK), BEFORE)]
    (one,) = candidates(told(2, AGAIN, NOON + HOUR), carried=carried, places={2: says(Verb.LEAD, 2)})
    assert one.update_of == ""
    assert f"told in {BEFORE}, and again by an editor's word" in [part.reason for part in one.parts]


def test_of_versions_in_several_languages_the_best_leads_though_all_words_of_another_are_new():
    german = ("Fähre vor Salmar gesunken", "Zwölf Menschen starben am Sonntag, als vor Salmar eine Fähre sank.")
    french = ("Un ferry coule au large de Salmar", "Douze personnes sont mortes dimanche au large de Salmar.")
    first = told(1, (SANK[0], SANK[1] * 6))
    others = (told(2, german, NOON + 9 * HOUR, language="de"), told(3, french, NOON + 10 * HOUR, language="fr"))
    (one,) = candidates(first, *others, ties=joined(1, 2, 3))
    assert (one.story.id, len(one.also)) == (1, 2)


def test_of_versions_in_one_language_that_which_tells_what_came_last_leads_those_of_others_too():
    german = ("Fähre vor Salmar gesunken", "Zwölf Menschen starben am Sonntag, als vor Salmar eine Fähre sank.")
    first, later = told(1, SANK), told(2, CAPTAIN, NOON + 20 * HOUR)
    (one,) = candidates(first, later, told(3, german, NOON + HOUR, language="de"), ties=joined(1, 2, 3))
    assert one.also[-1].id == 1


def test_a_revision_that_says_what_came_of_it_stands_again_and_a_mended_one_does_not():
    carried = [Carried(told(1, SANK), BEFORE)]
    assert judged(told(1, CAPTAIN, NOON + HOUR, revision=2), carried=carried)[0] == [1]
    assert judged(told(1, SANK, NOON + HOUR, revision=2), carried=carried)[0] == []


def test_a_story_that_was_sent_again_is_told_to_be_of_the_issue_that_sent_it_so():
    again = told(1, CAPTAIN, NOON + HOUR, revision=2)
    carried = [Carried(told(1, SANK), BEFORE), Carried(again, "daily/2026-11-22")]
    assert judged(again, carried=carried)[1] == {1: "carried by daily/2026-11-22"}


def test_what_the_editor_pins_stands_whatever_its_age_and_tags():
    old = make_story(1, tags=("sport",), published_at=NOON - 300 * HOUR, first_seen_at=NOON)
    assert judged(old, desk=desk_with(s1=Verb.PIN))[0] == [1]


@pytest.mark.parametrize("verb", [Verb.HOLD, Verb.DROP])
def test_what_the_editor_keeps_out_keeps_its_event_out(verb):
    stood, out = judged(told(1, SANK), told(2, AGAIN, NOON + HOUR), desk=desk_with(s1=verb))
    said = str(says(verb, 1))
    assert (stood, out) == ([], {1: said, 2: f"{SAME}, {said}"})


def test_what_was_dropped_long_ago_is_not_left_out_of_each_issue_and_keeps_its_event_out():
    old, week = WINDOW.start - 25 * HOUR, WINDOW.start - 200 * HOUR
    assert judged(told(1, SANK, week), desk=desk_with(s1=Verb.DROP)) == ([], {})
    assert list(judged(told(1, SANK, week), desk=desk_with(s1=Verb.HOLD))[1]) == [1]
    stood, out = judged(told(1, SANK, old), told(2, AGAIN, WINDOW.start), desk=desk_with(s1=Verb.DROP))
    assert (stood, out) == ([], {2: f"{SAME}, {says(Verb.DROP, 1)}"})


def test_what_is_left_out_for_another_is_told_by_the_title_that_an_editor_gave_that():
    title = Word(story_id=1, edition="", verb=Verb.TITLE, text="Ferry lost", by="anna", at=NOON)
    desk = Desk(titles={1: title})
    assert judged(told(1, SANK), told(2, AGAIN, NOON + HOUR), desk=desk)[1] == {2: 'same event as "Ferry lost"'}
    carried = [Carried(told(1, SANK), BEFORE)]
    again = judged(told(2, AGAIN, NOON + HOUR), carried=carried, desk=desk)
    assert again == ([], {2: f'same event as "Ferry lost", carried by {BEFORE}'})


def test_another_version_stands_where_the_editor_pins_it_though_one_is_dropped():
    stood, out = judged(told(1, SANK), told(2, AGAIN, NOON + HOUR), desk=desk_with(s1=Verb.DROP, s2=Verb.PIN))
    assert (stood, list(out)) == ([2], [1])


def test_a_story_that_was_held_back_may_stand_when_its_window_is_over():
    held = make_story(
        1, title="The bridge is closed for a year", published_at=WINDOW.start - 20 * HOUR, first_seen_at=NOON
    )
    assert judged(held)[0] == []
    assert judged(held, desk=Desk(held_before={1: says(Verb.HOLD, 1)}, last_sent=NOON))[0] == [1]


def test_the_event_of_a_story_that_was_held_back_is_told_with_its_other_versions():
    old = WINDOW.start - 4 * HOUR
    held, twin = told(1, SANK, old), told(2, AGAIN, old - HOUR, source="The Post")
    bridge = make_story(3, title="The bridge is closed for a year", published_at=old)
    desk = Desk(held_before={1: says(Verb.HOLD, 1)}, last_sent=NOON)
    candidates = judge([held, twin, bridge], scales=Scales(make_edition(), WINDOW, desk), cutoff=CUTOFF, carried=())
    (one,) = candidates.candidates
    assert {one.story.id, *(version.id for version in one.also)} == {1, 2}
    held_by = "held back by anna, 2026-11-22 12:00 UTC, until an issue was sent, 2026-11-22 12:00 UTC"
    assert held_by in [part.reason for part in one.parts]


def test_every_story_stands_or_is_left_out_once_or_is_another_version():
    stories = [told(1, SANK), told(2, AGAIN, NOON + HOUR), make_story(3), make_story(4, tags=("sport",))]
    stood, out = judged(*stories)
    assert sorted([*stood, *out]) == [1, 2, 3, 4]


def test_what_comes_each_day_in_one_mould_is_a_service():
    days = enumerate(("Saturday", "Sunday", "Monday"), 1)
    daily = [
        make_story(n, title=f"Open late in Kelwick on {day}", published_at=NOON + (n - 3) * 24 * HOUR)
        for n, day in days
    ]
    scales = Scales(make_edition(), WINDOW)
    found = judge(
        [*daily, make_story(4, title="Pier reopens in Kelwick today")], scales=scales, cutoff=CUTOFF, carried=()
    )
    assert {one.story.id: one.service for one in found.candidates} == {2: True, 3: True, 4: False}

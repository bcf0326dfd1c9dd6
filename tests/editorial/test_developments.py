"""A story is a development when it says what came of an event, and not when it only tells it again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.editorial.developments import LATER, NEXT_DAY, is_development, newest, perhaps_the_same
from tests.editorial.conftest import NOON
from tests.editorial.ferry import AGAIN, CAPTAIN, SANK, told

HOUR = timedelta(hours=1)


def test_what_came_of_it_well_after_is_a_development() -> None:
    first = told(1, SANK)
    assert is_development(told(2, CAPTAIN, NOON + LATER, source=first.source), [first])
    assert is_development(told(2, CAPTAIN, NOON + NEXT_DAY), [first])


FOUND = "The men who robbed a bank in Tarrow on {day} lay in a ditch with the money, as a farmer {found}."


@pytest.mark.parametrize(
    ("found", "hours", "perhaps"),
    [
        ("found", 6, True),
        ("found", 20, True),  # who told nothing of it yet tells it in other words
        ("found on Monday", 20, False),  # NOON is a Sunday's
        ("found on Monday", 6, True),
        ("found on Sunday", 20, True),
        ("found", 24, False),
    ],
)
def test_what_another_source_says_within_a_day_is_perhaps_the_same_unless_it_names_that_day(
    found: str, hours: int, perhaps: bool
) -> None:
    robbed = told(1, ("Bank robbed in Tarrow", "Two masked men robbed a bank in Tarrow on Sunday and fled by bicycle."))
    caught = ("Farmer finds thieves of Tarrow asleep", FOUND.format(day="Sunday", found=found))
    later = told(2, caught, NOON + hours * HOUR)
    assert is_development(later, [robbed])
    assert perhaps_the_same(later, [robbed]) is perhaps
    assert newest([robbed, later]).surely == (() if perhaps else (later,))


def test_another_source_within_hours_has_to_say_twice_as_much() -> None:
    robbed = told(1, ("Bank robbed in Tarrow", "Two masked men robbed a bank in Tarrow on Monday and fled by bicycle."))
    again = "Two men robbed a bank in Tarrow on Monday, wearing masks, and left by bicycle with cash."
    assert not is_development(told(2, ("Tarrow bank raided by masked men", again), NOON + 6 * HOUR), [robbed])


def test_who_told_the_event_surely_says_what_came_of_it_though_others_told_it_last() -> None:
    before = [told(1, SANK), told(2, AGAIN, NOON + 9 * HOUR)]
    house, other = (told(3, CAPTAIN, NOON + 10 * HOUR, source=name) for name in (before[0].source, "The Mole"))
    assert is_development(house, before)
    assert not perhaps_the_same(house, before)
    assert perhaps_the_same(other, before)


def test_a_new_figure_and_a_later_revision_are_surely_no_retelling() -> None:
    first = told(1, ("12 dead as ferry sinks off Salmar", "A ferry sank off Salmar on Sunday, killing 12 people."))
    more = ("19 dead as ferry sinks off Salmar", "19 people died as a ferry sank off Salmar on Sunday.")
    assert not perhaps_the_same(told(2, more, NOON + HOUR), [first])
    assert not perhaps_the_same(told(1, CAPTAIN, NOON + HOUR, revision=2, source="The Mole"), [first])


def test_nothing_is_a_development_of_what_was_published_after_it() -> None:
    assert not is_development(told(2, CAPTAIN, NOON - 10 * HOUR), [told(1, SANK)])


def test_the_same_news_in_other_words_is_none_however_late() -> None:
    assert not is_development(told(2, AGAIN, NOON + 30 * HOUR), [told(1, SANK)])


def test_what_any_of_the_earlier_stories_knew_is_no_news() -> None:
    later = told(3, CAPTAIN, NOON + 30 * HOUR)
    assert not is_development(later, [told(1, SANK), told(2, CAPTAIN, NOON + 10 * HOUR)])


def test_a_later_revision_of_a_story_is_measured_by_that_story_alone_and_needs_no_hours() -> None:
    revised = told(1, CAPTAIN, NOON + HOUR, revision=2)
    assert is_development(revised, [told(1, SANK), told(2, CAPTAIN)])


def test_a_mended_word_is_no_development() -> None:
    mended = (SANK[0], SANK[1].replace("twelve", "twelve (corrected)"))
    assert not is_development(told(1, mended, NOON + 20 * HOUR, revision=2), [told(1, SANK)])


def test_another_headline_over_the_same_text_is_no_development() -> None:
    text = "A bakery in Wexcombe burned down on Thursday night. Nobody was hurt, the fire brigade said."
    first = told(1, ("Fire at Wexcombe bakery", text))
    for later in (
        told(1, ("Blaze guts popular cake shop", text), NOON + HOUR, revision=2),
        told(2, ("Blaze guts popular cake shop", text), NOON + 10 * HOUR),
    ):
        assert not is_development(later, [first])
    more = f"{text} On Friday police led away the owner, who is said to have set it himself."
    assert is_development(told(1, ("Owner of Wexcombe bakery arrested", more), NOON + HOUR, revision=2), [first])


def test_a_source_that_puts_the_outcome_before_its_old_text_says_what_came_of_it() -> None:
    rest = "Ray, 54, was arrested in March after divers found his partner in the harbour of Averin. " * 6
    tried = told(1, ("Jury retires in Ray murder trial", f"The jury in the trial of Tom Ray retired. {rest}"))
    guilty = ("Ray found guilty of murder", f"Tom Ray was found guilty of murder on Friday and jailed for life. {rest}")
    assert is_development(told(1, guilty, NOON + HOUR, revision=2), [tried])
    reworded = ("Murder trial: jurors out", f"The jury in the trial of Tom Ray has retired. {rest}")
    assert not is_development(told(1, reworded, NOON + HOUR, revision=2), [tried])


def test_the_newest_of_a_cluster_are_those_that_tell_what_came_last() -> None:
    first, again = told(1, SANK), told(2, AGAIN, NOON + HOUR)
    came, by_another = told(3, CAPTAIN, NOON + 20 * HOUR), told(4, CAPTAIN, NOON + 21 * HOUR)
    assert newest([by_another, again, came, first]) == ((came, by_another), came)


ROBBED = told(1, ("Bank robbed in Tarrow", "Two masked men robbed a bank in Tarrow on Monday and fled by bicycle."))
CAUGHT = (
    "Tarrow bank robbers caught",
    "Police have caught two men who robbed a bank in Tarrow on Monday and fled by bicycle.",
)


def test_within_hours_the_one_that_says_more_is_likely_the_newest_and_one_that_says_it_again_is_not() -> None:
    caught, again = told(2, CAUGHT, NOON + 3 * HOUR), told(3, CAUGHT, NOON + 4 * HOUR)
    assert newest([ROBBED, caught]) == newest([again, ROBBED, caught]) == ((), caught)


@pytest.mark.parametrize(
    ("title", "surely"),
    [
        ("Ferry sinks off Salmar, 19 dead", True),
        ("Nine dead as ferry sinks off Salmar", True),
        ("Twelve dead as ferry sinks off Salmar", False),
        ("Ferry sinks off Salmar, 12 dead", False),
        ("12 dead as ferry sinks off Salmar: 5 questions", False),
    ],
)
def test_a_figure_that_none_before_knows_is_a_development_within_hours_and_surely_the_newest(
    title: str, surely: bool
) -> None:
    first = told(1, ("12 dead as ferry sinks off Salmar", "A ferry sank off Salmar on Sunday, killing 12 people."))
    toll = "Nine" if title.startswith("Nine") else "19" if "19" in title else "12"
    later = told(2, (title, f"{toll} people died as a ferry sank off Salmar on Sunday."), NOON + 2 * HOUR)
    assert newest([first, later]).surely == ((later,) if surely else ())
    assert is_development(later, [first]) is surely
    assert not is_development(told(2, (title, later.body), NOON - HOUR), [first])


def test_what_tells_the_old_figure_later_is_not_the_newest() -> None:
    first = told(1, ("Two dead in Korta", "Two people died in a crash near Korta on Sunday."))
    more = told(2, ("Nine dead in Korta", "Nine people died in a crash near Korta on Sunday."), NOON + HOUR)
    old = told(3, ("Korta crash: two dead", "Two people died in a crash near Korta on Sunday."), NOON + 2 * HOUR)
    assert newest([first, more, old]).surely == (more,)


@pytest.mark.parametrize("cluster", [[], [told(1, SANK)], [told(1, SANK), told(2, AGAIN, NOON + 20 * HOUR)]])
def test_where_nothing_came_of_it_yet_none_is_newest(cluster: list[object]) -> None:
    assert newest(cluster) == ((), None)


def test_the_house_that_told_it_last_has_to_say_less_within_hours() -> None:
    missing = (
        "Boy missing in Osmar woods",
        "Police search the woods near Osmar for a boy of eight who got lost on Sunday.",
    )
    found = ("Missing boy of Osmar is safe", "The boy of eight who got lost near Osmar slept in a hide, police said.")
    first = told(1, missing, source="The Pier")
    again, by_another = (told(2, found, NOON + 6 * HOUR, source=source) for source in ("The Pier", "The Mole"))
    assert is_development(again, [first])
    assert not is_development(by_another, [first])
    assert newest([first, again]).surely == (again,)


def test_a_house_may_tell_news_under_a_headline_of_known_words() -> None:
    asked = (
        "Wolf or dog?",
        "Sheep lay dead near Tarn on Sunday. The laboratory confirms today whether it was a wolf or a dog.",
    )
    told_now = (
        "It was a wolf, laboratory confirms",
        "Saliva from throats matches males of southern packs, experts wrote.",
    )
    first = told(1, asked, source="The Pier")
    assert is_development(told(2, told_now, NOON + 30 * HOUR, source="The Pier"), [first])
    assert not is_development(told(2, told_now, NOON + 30 * HOUR, source="The Mole"), [first])


def test_so_late_that_nobody_tells_the_same_in_other_words_any_source_may() -> None:
    sought = (
        "Life sentence sought for Ray",
        "The prosecution asked for a life sentence for the carpenter Tom Ray on Monday.",
    )
    given = ("Life sentence for Ray", "The carpenter Tom Ray has to go to prison for good, judges in Averin ruled.")
    first = told(1, sought)
    assert is_development(told(2, given, NOON + 40 * HOUR), [first])
    assert not is_development(told(2, given, NOON + 20 * HOUR), [first])

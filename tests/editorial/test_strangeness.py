"""What sets two events apart: names, what is cast in a mould, and of reports of two days the days and figures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.editorial.prints import Print, Weights
from digest.editorial.strangeness import other_event
from tests.editorial.conftest import NOON
from tests.editorial.told_pairs import joined

CRASH = "{} people died when a bus with pilgrims left a mountain road near Korta on {}."
GOLD = (
    "Gold stood at {} dollars an ounce in London on {}, {} percent {}. Silver cost {} dollars. Traders wait for rates."
)


@pytest.fixture
def apart(story):
    """Tell whether two stories are set apart, given their headlines and texts."""

    def tell(one, other, *, hours=3, sources=("The Pier", "The Post"), language="en"):
        told = zip((one, other), sources, strict=True)
        prints = [
            Print(story(n, title=title, body=body, source=source, language=language, published_at=at(n, hours)))
            for n, ((title, body), source) in enumerate(told)
        ]
        return other_event(*prints, Weights(prints))

    return tell


def at(number, hours):
    return NOON + number * timedelta(hours=hours)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Three dead in Korta bus crash", "Seven dead in Korta bus crash"),
        ("Korta bus crash: 3 dead", "Korta bus crash: 12 dead"),
        ("Bus crash in Korta kills 3 pilgrims on mountain road", "12 die as bus leaves mountain road near Korta"),
    ],
)
def test_tolls_that_two_sources_tell_in_turn_are_no_sign_of_two_events(apart, one, other):
    stories = (one, CRASH.format("Some", "Sunday")), (other, CRASH.format("More", "Sunday"))
    assert not apart(*stories)
    assert not apart(*stories, hours=20)
    assert apart(*stories, sources=("The Pier", "The Pier"))
    assert apart(stories[0], (other, CRASH.format("More", "Monday")), hours=20)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Drei Tote bei Busunglück in Korta", "Sieben Tote bei Busunglück in Korta"),
        ("fr", "Accident de car à Korta : quatre morts", "Accident de car à Korta : sept morts"),
        ("es", "Cuatro muertos en un autobús en Korta", "Nueve muertos en un autobús en Korta"),
        ("pt", "Acidente em Korta faz quatro mortos", "Acidente em Korta faz nove mortos"),
        ("it", "Incidente a Korta, quattro morti", "Incidente a Korta, nove morti"),
        ("nl", "Vier doden bij busongeluk in Korta", "Negen doden bij busongeluk in Korta"),
    ],
)
def test_they_are_not_in_letters_either(apart, language, one, other):
    assert not apart((one, "Korta."), (other, "Korta."), language=language)


def test_what_else_is_cast_in_the_mould_sets_two_events_apart(apart):
    assert apart(
        ("Boy of 9 drowns in Lake Ferrow", "A boy drowned."), ("Man of 40 drowns in Lake Ferrow", "A man did.")
    )


def test_scores_are_no_tolls(apart):
    one, other = ("Salmar 2-1 Porto", "Salmar won 2-1."), ("Salmar 3-0 Porto", "Salmar won 3-0.")
    assert apart(one, other)


def gold(price, day, change, way, silver, title):
    return title, GOLD.format(price, day, change, way, silver)


MONDAY = gold("2,412", "Monday", "0.4", "up", "28.90", "Gold edges up as dollar weakens")
TUESDAY = gold("2,398", "Tuesday", "0.6", "down", "28.58", "Gold slips on firmer dollar")


def test_a_report_of_the_next_day_with_figures_of_its_own_is_another_whoever_tells_it(apart, story):
    assert apart(MONDAY, TUESDAY, hours=22)
    assert apart(MONDAY, TUESDAY, hours=22, sources=("The Pier", "The Pier"))
    told = [
        story(n, title=title, body=body, source=f"Source {n}", published_at=at(n, 22))
        for n, (title, body) in enumerate((MONDAY, TUESDAY))
    ]
    assert joined(told) == set()


@pytest.mark.parametrize(
    "again",
    [
        gold("2,398", "Monday", "0.6", "down", "28.58", "Gold slips on firmer dollar"),
        gold("2,412", "Tuesday", "0.6", "down", "28.90", "Gold slips on firmer dollar"),
        ("Gold slips on firmer dollar", "Gold stood lower in London on Tuesday, and silver did too."),
    ],
    ids=["of the same day", "with most of the same figures", "without figures"],
)
def test_it_is_another_only_with_a_day_and_figures_of_its_own(apart, again):
    assert not apart(MONDAY, again, hours=22)


def test_the_same_text_with_another_day_is_no_report_of_its_own(apart):
    title, body = MONDAY
    long = f"{body} " + " ".join(f"Trader {number} of the harbour said that she would wait." for number in range(9))
    assert not apart((title, long), ("Gold again", long), hours=22)

"""What sets two events apart: names, what is cast in a mould, and of reports of two days the days and figures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.editorial.prints import Print
from digest.editorial.strangeness import doubtful, other_event
from digest.editorial.weights import Weights
from tests.editorial.conftest import NOON
from tests.editorial.told_pairs import joined

CRASH = "{} people died when a bus with pilgrims left a mountain road near Korta on {}."
GOLD = (
    "Gold stood at {} dollars an ounce in London on {}, {} percent {}. Silver cost {} dollars. Traders wait for rates."
)


@pytest.fixture
def apart(story):
    """Tell whether two stories are set apart, given their headlines and texts."""

    def tell(first, second, *, hours=3, sources=("The Pier", "The Post"), language="en"):
        told = zip((first, second), sources, strict=True)
        one, other = (
            Print(story(n, title=title, body=body, source=source, language=language, published_at=at(n, hours)))
            for n, ((title, body), source) in enumerate(told)
        )
        return other_event(one, other)

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


STABBED = (
    "Stabbing in Northgate: man, {}, dead",
    "A man of {} was stabbed to death outside a club in Northgate early on Friday. Detectives asked for films.",
)
SHOT = (
    "Man, {}, shot dead in Northgate",
    "A man of {} was shot dead in his car in Northgate on Friday. Detectives asked for films.",
)
RUN = " She ran on along the quay with her dog."


@pytest.fixture
def doubt(story):
    """Tell whether it is in doubt that two stories, alike otherwise, tell one event."""

    def tell(one, other, language="en"):
        told = enumerate((one, other))
        prints = [Print(story(n, title=title, body=body, language=language)) for n, (title, body) in told]
        answers = {doubtful(*both, Weights(prints)) for both in (prints, prints[::-1])}
        assert len(answers) == 1
        return answers.pop()

    return tell


def aged(texts, age):
    return tuple(text.format(age) for text in texts)


def test_short_texts_without_a_figure_in_common_are_in_doubt(doubt):
    assert doubt(aged(STABBED, 22), aged(SHOT, 31))
    assert not doubt(aged(STABBED, 31), aged(SHOT, 31))
    assert not doubt((STABBED[0].format("young"), STABBED[1].format("twenty")), aged(SHOT, 31))


def test_the_number_of_a_road_is_no_figure(doubt):
    (title, text), (headline, body) = aged(STABBED, 22), aged(SHOT, 31)
    assert doubt((title, text + " The A7 was closed."), (headline, body + " It was near the A7."))


def test_long_texts_are_not(doubt):
    (title, text), other = aged(STABBED, 22), aged(SHOT, 31)
    assert doubt((title, text + RUN), other)
    assert not doubt((title, text + RUN * 5), other)


def test_a_small_number_in_letters_is_a_figure_of_a_headline_but_not_of_a_text(doubt):
    lorry = ("Lorry crash in Norland injures two", "A lorry hit a bus in Norland on Friday.")
    assert doubt(("Coach crash in Norland hurts 14", "A coach left a road in Norland on Friday."), lorry)
    assert not doubt(("Coach crash in Norland hurts 2", "A coach left a road in Norland on Friday."), lorry)
    assert not doubt(("Coach crash in Norland", "A coach left a road in Norland on Friday, and two men died."), lorry)


def test_thousands_apart_from_what_follows_are_one_figure(doubt):
    assert doubt(
        ("Vol de montres à Montreix", "Des montres ont été volées. Le butin est de 60 000 euros."),
        ("Vol de bijoux à Montreix", "Des bijoux ont été volés. Le butin est de 12\u202f000 euros."),
        "fr",
    )


@pytest.mark.parametrize("size", [12, 60])
def test_two_scores_are_two_matches_also_below_headlines_without_any(doubt, size):
    told = "{0} reached the cup final on Friday. They won {1}." + " The crowd was singing." * size
    one, other = (
        (f"{team} reach final", told.format(team, score)) for team, score in (("Osterby", "3-1"), ("Hem", "3-2"))
    )
    assert doubt(one, other)
    assert not doubt(one, (other[0], other[1].replace("3-2", "3-1")))


def test_times_of_day_are_no_scores(doubt):
    one, other = (("Fire in Hem", f"A fire broke out in Hem at {time}." + RUN * 9) for time in ("14:30", "15:10"))
    assert not doubt(one, other)


def test_who_tells_nearly_all_of_it_may_count_the_dead_in_turn(doubt):
    crash = "At least {} people were killed when a coach with pensioners overturned near Halden on Sunday, police said."
    one, other = ((f"Coach overturns near Halden: {dead} dead", crash.format(dead)) for dead in (9, 12))
    assert not doubt(one, other)


def test_names_of_more_than_a_place_in_both_leave_no_doubt(doubt):
    one = ("Golden Gull goes to 'Lights of Varde'", "The film won in Havn. Lena Corvin sold 48,000 tickets.")
    other = ("Mill film wins Havn festival", "The jury named Lena Corvin. Brekke, 28, made 'Lights of Varde' in Havn.")
    assert not doubt(one, other)
    assert doubt(one, (other[0], other[1].replace("Lena Corvin", "an actress").replace("Lights of Varde", "it")))


def test_where_all_nouns_have_capitals_they_are_no_names(doubt):
    school = "Unbekannte stahlen in einer Schule in Werlen zwölf Computer und 20.000 Euro. Die Polizei sucht Zeugen."
    shop = "Unbekannte nahmen in einem Laden in Werlen Zigaretten für 9.000 Euro mit. Die Polizei hofft auf Zeugen."
    assert doubt(("Einbruch in Schule", school), ("Diebe in Laden", shop), "de")


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("Wachmann gesteht Brandstiftung in Korta", "Wachmann legte Feuer in Averin", True),
        ("Wachmann gesteht Brandstiftung in Korta", "Geständnis: Feuer in Korta war gelegt", False),
        ("Geflügelpest bei Wittmoor", "Stallpflicht: Seuche erreicht Wittmoor", False),
    ],
)
def test_where_all_nouns_have_capitals_a_name_never_stands_behind_an_article(apart, one, other, two):
    text = "Die Geflügelpest, eine Seuche, führt zur Stallpflicht. Ein Wachmann hat das Feuer gestanden, hieß es in {}."
    place = [title.split()[-1] if " in A" in title or " in K" in title else "Wittmoor" for title in (one, other)]
    place[1] = "Korta" if "Korta" in other else place[1]
    stories = [(title, text.format(name)) for title, name in zip((one, other), place, strict=True)]
    assert apart(*stories, language="de") is two

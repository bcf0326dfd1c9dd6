"""Puzzles, lottery numbers, the weather and tomorrow's paper are no news, and news of them is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.editorial.service import in_one_mould, is_service


@pytest.mark.parametrize(
    "title",
    [
        "In tomorrow's paper",
        "The big weekend quiz: how well do you know your Norland?",
        "Quick crossword No 16,412",
        "Sudoku 7,102",
        "Horoscope for Monday",
        "Your horoscope for November 23",
        "Picture quiz of the week",
        "Lottery numbers, Monday 2 November",
        "Winning numbers in Saturday's lottery",
        "Lesen Sie morgen im Küstenboten",
        "Das große Wochenendquiz: Wie gut kennen Sie Ihre Stadt?",
        "Kreuzworträtsel vom 23. November",
        "Tageshoroskop für Montag",
        "Lottozahlen vom Samstag",
        "Horoscope du jour",
        "Mots croisés",
        "Demain dans votre journal",
        "Résultats du Loto de samedi",
        "Horóscopo de hoy, lunes 23 de noviembre",
        "Crucigrama: ¿te atreves?",
        "Bonoloto de hoy martes: comprobar resultados",
        "Horóscopo do dia",
        "Palavras cruzadas",
        "Na edição de amanhã",
        "Mega-Sena: resultado do concurso 2800",
        "In tomorrow's paper: the secret life of lighthouse keepers",
        "Weather",
        "Weather for Monday",
        "Today's weather",
        "Weather forecast for Tuesday, 10 November",
        "Weather on the coast for Monday",
        "Weather: rain in the west, sunny in the east",
        "Weather for Calverton: sunny spells on Tuesday",
        "Tuesday's weather",
        "Das Wetter am Mittwoch",
        "Wetter in Lindstadt: Regen am Montag",
        "La météo du mardi 10 novembre",
        "El tiempo para mañana",
        "Traffic news",
        "Roadworks and closures this week",
        "High tides at Kelwick, 10 November",
        "Tide times for Tuesday",
        "What's on TV tonight",
        "TV-Programm heute",
        "Exchange rates on Tuesday",
        "Wechselkurse vom 10.11.",
        "On this day: the first ferry to Sorn",
        "On this day, 10 November",
        "Kalenderblatt: 10. November",
    ],
)
def test_what_a_house_offers_beside_the_news_is_known_by_its_headline(title):
    assert is_service(title)


@pytest.mark.parametrize(
    "title",
    [
        "Quiz show host arrested",
        "Pub quiz ends in brawl, three hurt",
        "Crossword champion dies at 81",
        "Puzzle of missing ferry crew deepens",
        "Horoscope app sued over data",
        "Lottery winner gives millions to hospital",
        "School cook wins lottery and goes to work",
        "Tomorrow's vote splits the coalition",
        "In tomorrow's world, robots milk cows",
        "News: 12 dead in ferry disaster",
        "Rätsel um toten Wal gelöst",
        "Rätsel: Polizei sucht nach Herkunft der Leiche",
        "Lotto-Millionär spendet für Kinderheim",
        "Quizmaster tritt ab",
        "Demain, la France vote",
        "Un quiz tourne mal à Courbenac",
        "Horóscopo chino: una exposición en Madrid abre sus puertas",
        "La Once despide a 200 trabajadores",
        "Mega-Sena: apostador fica sem prémio",
        "Amanhã há greve nos comboios",
        "Weather kills nine",
        "Weather warning for Monday",
        "Weather: storm kills nine",
        "Weather: red warning for the coast",
        "Weather for Tuesday: gales and floods on the coast",
        "Weather for Monday's final worries organisers",
        "Weather keeps ferries in port on Monday",
        "Unwetter am Montag: neun Tote",
        "Wetter: neun Tote nach Sturm",
        "Snow brings traffic to a standstill around Brambleford",
        "Traffic: two dead on the A7",
        "Exchange rates fall after bank's collapse",
        "Tides of refugees on Monday",
        "TV presenter dies at 51",
        "On this day of mourning, Tarvas buries its dead",
        "El tiempo se acaba para el acuerdo",
        "Météo: alerte rouge sur le littoral",
    ],
)
def test_news_is_none(title):
    assert not is_service(title)


def _told_daily(story, titles, **fields):
    return [
        story(number, title=title, published_at=story().published_at + timedelta(days=number), **fields)
        for number, title in enumerate(titles, 1)
    ]


def test_the_third_headline_that_differs_in_its_day_alone_is_of_a_service(story):
    titles = ["Open late in Kelwick on Sunday", "Open late in Kelwick on Monday", "Open late in Kelwick on Tuesday"]
    assert in_one_mould(_told_daily(story, titles)) == {1, 2, 3}
    assert not in_one_mould(_told_daily(story, titles[:2]))


@pytest.mark.parametrize(
    "titles",
    [
        ["Quake in Tarvas: 12 dead", "Quake in Tarvas: 40 dead", "Quake in Tarvas: 83 dead"],
        ["Tarvas quake", "Tarvas quake", "Tarvas quake"],
        ["Fire in Havn on Sunday", "Flood in Havn on Monday", "Strike in Havn on Tuesday"],
    ],
)
def test_what_differs_in_more_than_the_day_or_names_none_is_news(story, titles):
    assert not in_one_mould(_told_daily(story, titles))


def test_headlines_of_several_houses_are_in_no_mould(story):
    titles = ["Strike on Sunday", "Strike on Monday", "Strike on Tuesday"]
    told = [story(number, title=title, source=f"House {number}") for number, title in enumerate(titles)]
    assert not in_one_mould(told)

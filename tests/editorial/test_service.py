"""Puzzles, horoscopes, lottery numbers and tomorrow's paper are no news, and news of them is."""

from __future__ import annotations

import pytest

from digest.editorial.service import is_service


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
        "Weather for Monday",
    ],
)
def test_news_is_none(title):
    assert not is_service(title)

"""A sentence that only makes sense after another is told from one that can open a standfirst."""

from __future__ import annotations

import pytest

from digest.editorial.leaning import leans, points


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("She said that the pier was safe.", "en"),
        ("However, nobody came.", "en"),
        ("That is how long the boat drifted.", "en"),
        ("Gemeint ist der Hafen.", "de"),
        ("“It is safe,” she said on Sunday.", "en"),
        ("Some like drums; I prefer the latter category.", ""),
        ("Zum Beispiel für Tomaten.", "de"),
        ('"It is safe," said he.', ""),
        ("“But the pier is safe.”", "en-GB"),
        ("Er sprach von einem Wunder.", "de"),
        ("Elle a dit non.", "fr"),
        ("Sin embargo, nadie vino.", "es"),
        ("Он сказал нет.", "ru"),
        ("On nie przyszedł.", "pl"),
        ("但是没有人来。", "zh"),
        ("彼は来なかった。", "ja"),
        ("¿Y hasta cuándo?", "es"),
        ("E agora?", "pt"),
        ("首相はそう語った。", "ja"),
        ("但是没有人来。", ""),
        ("The former was shut, and she liked it.", "en"),
        ("Of pier and bridge the former is dearer.", ""),
        ("His majority fell.", "en"),
        ("Seine Mehrheit schmolz.", "de"),
    ],
)
def test_connectives_and_pronouns_lean(sentence, language):
    assert leans(sentence, language=language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The mayor said that she would stay.", "en"),
        ("On Sunday the pier reopened.", "en"),
        ("On Sunday the pier reopened.", ""),
        ("Heron numbers are up.", "en"),
        ("Er is een brug gesloten.", "nl"),
        ("Er is een brug gesloten.", ""),
        ("Butter is dear.", "en"),
        ("That pier is safe.", "en"),
        ("“It is safe,” the mayor said.", "en"),
        ("码头周日重新开放。", "zh"),
        ("Y Combinator moves to Salmar.", ""),
        ("¿Yates en el puerto?", "es"),
        ("首相はそうめんを食べた。", "ja"),
        ("", ""),
        ("The former prime minister Ada Quill has died.", "en"),
        ("A friend of the former prime minister has died.", ""),
        ("The latter part of the pier fell into the sea.", "en"),
        ("His Majesty the King opened the pier.", "en"),
        ("Her Royal Highness Princess Ada opened the pier.", ""),
        ("Seine Majestät hat den Pier eröffnet.", "de"),
        ("Leurs Majestés ont inauguré la jetée.", "fr"),
    ],
)
def test_what_names_its_own_subject_does_not(sentence, language):
    assert not leans(sentence, language=language)


@pytest.mark.parametrize(
    "sentence",
    [
        "These piles are of oak.",
        "Diese Pfähle sind aus Eiche.",
        "Cette jetée est sûre.",
        "Both piers are safe.",
        "The two piers are safe.",
        "But for a dog nobody would have woken.",
    ],
)
def test_a_sentence_may_point_at_what_was_said(sentence):
    assert points(sentence)


@pytest.mark.parametrize(
    "sentence", ["This week it rained.", "Diese Woche regnete es.", "This is the pier.", "Thistles"]
)
def test_the_calendar_is_known_to_everybody(sentence):
    assert not points(sentence)

"""The words of a story earn it tags: whole words and phrases of any script, and none that an exclusion forbids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.tag_words import Phrase
from digest.editorial.tagging import Tagger, parsed, tags_in, text_of


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Syria's envoy met", "Syria"),
        ("«SYRIA»", "syria"),
        ("New\nYork votes", "New York"),
        ("A COVID 19 wave", "COVID-19"),
        ("high-interest rates", '"interest rates"'),
        ("in the U.S. today", "U.S."),
        ("She writes C++ code", "C++"),
        ("all of #metoo", "#metoo"),
        ("Hafen-Chef", "Hafen"),
        ("Hafenmeister", "Hafen*"),
        ("Der Fischereihafen", "*hafen"),
        ("Hochseehafenamt", "*hafen*"),
        ("Interest rates rise", "interest rate*"),
        ("Große Straße", "STRASSE"),
        ("cafe\u0301 culture", "Café"),
        ("ISTANBUL ve İstanbul", "istanbul"),
        ("В Москве", "Москв*"),
        ("东京都知事", "东京"),
        ("上海和北京", "北京"),
        ("ﾊﾟﾘの街", "パリ"),
        ("ประเทศไทย", "ไทย"),
        ("नदी में बाढ़", "नदी"),
        ("وسوريا تعلن", "سوريا"),
        ("إلى الرئيس", "رئيس"),
        ("والرئيس", "الرئيس"),
        ("للأمم المتحدة", "الأمم المتحدة"),
        ("سُورِيَا", "سوريا"),
    ],
)
def test_a_word_or_phrase_is_found(text, phrase):
    assert tags_in(text, {"tag": (phrase,)}) == ("tag",)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The Syrian envoy met", "Syria"),
        ("Something new. York said", "New York"),
        ("He told us today", "U.S."),
        ("C code", "C++"),
        ("metoo", "#metoo"),
        ("Hafenmeister", "Hafen"),
        ("cafe culture", "Café"),
        ("नदीया", "नदी"),
        ("คนึง", "คน"),
        ("北海", "上海"),
        ("", "x"),
    ],
)
def test_what_only_looks_like_it_is_not(text, phrase):
    assert tags_in(text, {"tag": (phrase,)}) == ()


def test_an_exclusion_takes_the_tag_away_and_no_other():
    words = {"cats": ("jaguar", '-"Jaguar Land Rover"'), "trade": ("rover",)}
    assert tags_in("A jaguar in the zoo", words) == ("cats",)
    assert tags_in("Jaguar Land Rover calls back cars named jaguar", words) == ("trade",)


def test_phrases_that_share_words_are_all_found():
    words = {"city": ("New York",), "press": ("York Times",), "paper": ("New York Times",)}
    assert tags_in("The New York Times", words) == ("city", "paper", "press")


def test_title_summary_and_own_body_are_looked_at_and_the_teasers_of_others_are_not(story):
    told = story(title="Ferry", summary="Strike", body="Quay\n\nTeaser", own_length=4)
    assert text_of(told).split() == ["Ferry", "Strike", "Quay"]


@pytest.mark.parametrize("phrase", ["", '""', "*", "--", "…"])
def test_a_phrase_without_a_word_is_refused(phrase):
    with pytest.raises(ValueError, match="names no word"):
        Phrase.parse(phrase)


@pytest.mark.parametrize("phrase", ["Ha*fen", '-"port Ha*fen"', "M*A*S*H", "上*海"])
def test_a_star_inside_a_word_which_would_find_nothing_is_refused(phrase):
    with pytest.raises(ValueError, match=r"\* stands for the rest of a word, not for its middle"):
        parsed(phrase)


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=80))
def test_any_text_is_tagged_the_same_however_often_and_in_whatever_order(phrases, text):
    usable = [phrase for phrase in phrases if any(character.isalnum() for character in phrase)]
    words = {}
    for phrase in usable:
        try:
            Phrase.parse(phrase)
        except ValueError:
            continue
        words[phrase] = (phrase.removeprefix("-"),) if phrase.removeprefix("-").strip() else ("x",)
    tagger = Tagger(words)
    once = tagger.tags_in(text)
    assert tagger.tags_in(text) == once == Tagger(dict(reversed(words.items()))).tags_in(text)


@pytest.mark.parametrize("pointer", ["Lesen Sie auch:", "Read more:", "À lire aussi :", "Leia também |", "See also –"])
def test_a_line_that_names_another_story_earns_no_tag(pointer):
    words = {"ferry": ("ferry",), "opera": ("opera",)}
    text = f"The opera has a new head.\n\n{pointer} Eleven dead in ferry disaster\n\nThe opera season begins in May."
    assert tags_in(text, words) == ("opera",)
    assert tags_in(f"{pointer} the ferry disaster", words) == ("ferry",), "as a title it is the story's own"

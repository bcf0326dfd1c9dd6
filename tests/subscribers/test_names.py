"""Foreign words are made fit for a header, a page and a file name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadValue
from subscribers.names import clean, language_tag, list_name, normal_language, normal_topic


@given(st.text(max_size=600))
def test_cleaned_text_is_one_bounded_line_without_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= 500
    assert not {unicodedata.category(character) for character in cleaned} & {"Cc", "Cs", "Zl", "Zp"}
    assert cleaned == cleaned.strip()
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Ada  Lovelace", "Ada Lovelace"),
        ("Ada\r\nBcc: all@herald.example", "Ada Bcc: all@herald.example"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u202eadA\u202c", "adA"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", ""),
    ],
)
def test_names_keep_their_letters_and_lose_what_turns_or_breaks_a_line(given_name: str, kept: str) -> None:
    assert clean(given_name) == kept


def test_topics_are_compared_ignoring_case_and_white_space() -> None:
    assert normal_topic("  World   News ") == normal_topic("world news") == "world news"


@pytest.mark.parametrize(
    ("given_tag", "kept"),
    [("EN", "en"), ("pt_br", "pt-BR"), ("zh-HANT-tw", "zh-Hant-TW"), ("es-419", "es-419"), (" de ", "de")],
)
def test_a_language_is_kept_in_the_usual_case(given_tag: str, kept: str) -> None:
    assert normal_language(given_tag) == language_tag(given_tag) == kept


@pytest.mark.parametrize("text", ["Portuguese", "e", "en-", "en us", "ｅｎ", "en-US\n-x"])
def test_what_is_no_language_is_passed_over_in_a_file_and_refused_of_a_person(text: str) -> None:
    assert normal_language(text) == ""
    with pytest.raises(BadValue, match="not a language"):
        language_tag(text)


@pytest.mark.parametrize("name", ["daily", "eu-economy", "Weekend.2", "a", "x" * 63])
def test_a_list_is_named_by_letters_digits_and_marks_between_them(name: str) -> None:
    assert list_name(name) == name


@pytest.mark.parametrize("name", ["", "-daily", "daily-", "daily news", "täglich", "a/b", "daily\n", "x" * 64])
def test_other_names_of_lists_are_refused(name: str) -> None:
    with pytest.raises(BadValue, match="cannot name a list"):
        list_name(name)

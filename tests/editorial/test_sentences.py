"""Sentences are told apart in many languages, rather too few than one cut in two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.sentences import is_cut, is_whole, paragraphs, sentences, stopped


@pytest.mark.parametrize(
    "paragraph",
    [
        "The ferry left at noon. | It never arrived. | Why?",
        "Mr. Hale met Sen. Ortiz of the U.S. Senate at 5 p.m. on Friday. | They spoke for 2.5 hours.",
        "Gen. J. R. Vance spoke. | The crowd left at 9 a.m. | Then it rained.",
        "Prices rose 3.4 percent in the U.S. | The euro fell.",
        "No. 10 refused to comment. | Nobody asked.",
        "“We stay. We work,” she said. | Then they left.",
        '"Is it over?" he asked. | "Yes!" | (It was not.) Nobody spoke.',
        "The shop Yahoo! sold was small... and cold. | It closed.",
        "Harbour Ltd. Chairman Ana Reis resigned. | Harbour Ltd. | The board met.",
        "It opened on Dec. 3. | The mayor came.",
        "1. Save the pier. | 2. Save the boats.",
        "M. Dupont a dit : « Nous partons. » | C'est fini !",
        "El Sr. Vega llegó a EE. UU. el lunes. | ¿Por qué?",
        "Le sustituirá la vicepresidenta, Dña. Marta Gil. | Aceptó ayer.",
        "A Dra. Lopes chegou. | Ninguém saiu.",
        "Привет, г. Иванов. | Как дела?",
        "船沉了。 | 没有人受伤！ | 真的吗？",
        "「行きます。」と言った。 | 雨が降った。",
        "नदी में बाढ़ आई। | लोग भागे।",
        "هل هذا صحيح؟ | نعم.",
        "یہ پہلا ہے۔ | یہ دوسرا ہے۔",
        "ይህ ነው። | ያ ነው።",
        "Die Initiative „Kein Hafen ohne Boote!“ (KHB) lud ein. | Alle kamen.",
        "Sie trafen sich in der Hafenstr. 24. | Alle kamen.",
        "The list is on Pier.net today. | It is long.",
        "“We stay,” he said. | “It is home.",
        "no full stop at all",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(paragraph):
    expected = paragraph.split(" | ")
    text = paragraph.replace(" | ", "" if "。" in paragraph else " ")
    assert sentences(text, language="en") == expected


@pytest.mark.parametrize("language", ["de", "de-AT", ""])
def test_a_number_with_a_full_stop_may_be_an_ordinal(language):
    text = "Am 3. Mai kam Dr. Kranz, z.B. mit dem Boot. Der 2. Versuch gelang."
    assert len(sentences(text, language=language)) == 2


def test_in_english_a_number_ends_a_sentence():
    assert len(sentences("They won 3. Nobody cheered.", language="en")) == 2


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("month", ["November", "november", "marraskuuta", "listopadu", "Kasım"])
def test_no_line_end_parts_the_day_from_the_month(gap, month):
    assert paragraphs(f"It is seen from the 6. to the 10.{gap}{month} at night.") == [
        f"It is seen from the 6. to the 10. {month} at night."
    ]
    assert paragraphs(f"Er kommt am 10.{gap}Morgen regnet es.") == ["Er kommt am 10.", "Morgen regnet es."]


def test_blank_lines_part_paragraphs():
    assert paragraphs("One  line.\n\n \nAnother\tline.\n") == ["One line.", "Another line."]


def test_lines_of_uneven_length_are_paragraphs():
    assert paragraphs("By Ada Quill\nThe pier reopened on Sunday.") == ["By Ada Quill", "The pier reopened on Sunday."]


def test_wrapped_lines_make_one_paragraph():
    wrapped = (
        "The pier reopened on Sunday after a winter of repairs\nthat cost twice what the town had put aside for it."
    )
    assert paragraphs(wrapped) == [wrapped.replace("\n", " ")]


@pytest.mark.parametrize("text", ["It rained.", "Did it?", "He said “no.”", "Er sagte: „Nein.“", "下雨了。", "बाढ़ आई।"])
def test_a_sentence_with_its_stop_is_whole(text):
    assert is_whole(text)


@pytest.mark.parametrize("text", ["It rained", "It rained and…", "It rained...", "It rained […]", "At 3.5", ""])
def test_one_without_a_stop_or_with_dots_of_omission_is_not(text):
    assert not is_whole(text)


def test_only_dots_of_omission_cut_a_text():
    assert is_cut("The mayor said that [...]")
    assert not is_cut("The mayor said that.")


@given(st.text(alphabet=st.sampled_from('aB1 .!?…"“”»)。！」\n-U.S.'), max_size=80), st.sampled_from(["", "en", "de"]))
def test_no_letter_is_lost_or_moved(text, language):
    told = [sentence for paragraph in paragraphs(text) for sentence in sentences(paragraph, language=language)]
    assert "".join("".join(told).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ferries are back", "Ferries are back."),
        ("Паромы вернулись", "Паромы вернулись."),
        ("渡船回来了", "渡船回来了。"),
        ("नौकाएँ लौट आईं", "नौकाएँ लौट आईं।"),
        ("เรือกลับมาแล้ว", "เรือกลับมาแล้ว"),
        ("12 – 13", "12 – 13"),
    ],
)
def test_a_line_is_given_the_full_stop_of_its_script(line, expected):
    assert stopped(line) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The harbour counted\nits cats this week, and found\none hundred.",
            ["The harbour counted its cats this week, and found one hundred."],
        ),
        ("It sails again.\nthe rest follows", ["It sails again.", "the rest follows"]),
        ("Harbour news\nThe pier is open.", ["Harbour news", "The pier is open."]),
        ("Out today\niPhone prices fall.", ["Out today", "iPhone prices fall."]),
    ],
)
def test_a_line_that_goes_on_in_the_middle_of_a_sentence_is_no_paragraph(text, found) -> None:
    assert paragraphs(text) == found

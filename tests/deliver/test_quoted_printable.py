import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.quoted_printable import encode, encode_around

MARKS = ("markOne123", "markTwo456")
TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \t\r\n.=é😀From "), max_size=400)


def decoded(encoded: bytes) -> str:
    return quopri.decodestring(encoded).decode().replace("\r\n", "\n")


def normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_lines(encoded: bytes) -> None:
    assert encoded.isascii()
    assert b"\r" not in encoded.replace(b"\r\n", b"")
    assert b"\n" not in encoded.replace(b"\r\n", b"")
    for line in encoded.split(b"\r\n"):
        assert len(line) <= 76
        assert not line.startswith((b".", b"From "))
        assert not line.endswith((b" ", b"\t"))


@given(TEXT)
def test_any_text_comes_back_from_lines_of_at_most_76(text):
    encoded = encode(text)
    check_lines(encoded)
    assert decoded(encoded) == normal(text)


@given(st.lists(TEXT | st.sampled_from(MARKS), max_size=8), TEXT, TEXT)
def test_any_value_may_stand_in_a_marks_place(pieces, one, two):
    text = "".join(pieces)
    template = encode_around(text, MARKS)
    filled = template.replace(MARKS[0].encode(), encode(one)).replace(MARKS[1].encode(), encode(two))
    check_lines(filled)
    assert decoded(filled) == normal(normal(text).replace(MARKS[0], one).replace(MARKS[1], two))


@pytest.mark.parametrize("width", range(60, 90))
def test_a_mark_stays_whole_wherever_it_stands_in_a_line(width):
    template = encode_around("x" * width + MARKS[0] + "y", MARKS)
    assert template.count(MARKS[0].encode()) == 1
    check_lines(template)


@given(st.text("é😀日x", min_size=80, max_size=200))
def test_a_line_never_ends_within_a_character(text):
    for line in encode(text).split(b"=\r\n"):
        quopri.decodestring(line).decode()


def test_a_half_of_a_surrogate_pair_becomes_a_question_mark():
    assert encode("a\ud800b") == b"a?b"

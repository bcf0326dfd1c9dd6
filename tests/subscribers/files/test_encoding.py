"""Bytes become text by their mark, by the zeros of UTF-16, as UTF-8 if all of them are, else as Windows-1252."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadValue
from subscribers.files.encoding import text_of

TEXT = "email,name\r\nana@reader.example,Ana Muñoz\nben@reader.example,“Ben” Żuk\n"


def read(data: bytes, **options: str) -> str:
    return text_of(io.BytesIO(data), **options).read()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_told_by_its_mark_or_its_bytes(encoding: str) -> None:
    assert read(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_a_mark_is_no_part_of_the_text(mark: bytes) -> None:
    assert read(mark + "email".encode("utf-16-le" if mark[0] == 0xFF else "utf-16-be")) == "email"


def test_latin_1_and_what_windows_makes_of_it_is_what_is_no_utf_8() -> None:
    assert read("email;name\nx@y.example;José “Pepe” €5".encode("cp1252")) == "email;name\nx@y.example;José “Pepe” €5"


def test_one_letter_that_is_no_utf_8_late_in_the_file_is_seen() -> None:
    data = b"email\n" + b"x@y.example\n" * 200_000 + "é@y.example".encode("latin-1")
    assert read(data).endswith("é@y.example")


def test_a_letter_cut_off_at_the_end_is_no_utf_8() -> None:
    assert read("a,é".encode()[:-1]) == "a,Ã"


def test_the_operator_knows_better() -> None:
    assert read("Żuk".encode("cp1250"), encoding="cp1250") == "Żuk"
    assert read(TEXT.encode("latin-1", "replace"), encoding="utf-8").startswith("email")


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", "utf-7", "idna", "unicode_escape", "a\0b", "punycode"])
def test_what_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(BadValue, match="there is no encoding"):
        read(b"x", encoding=name)


def test_zeros_in_a_file_of_letters_do_not_make_it_utf_16() -> None:
    assert read(b"email\0,name\0\0\n") == "email\0,name\0\0\n"


@given(st.binary(max_size=300))
def test_any_bytes_become_text(data: bytes) -> None:
    text = read(data)
    assert text.encode("utf-8") or not text

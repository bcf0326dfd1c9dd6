"""Bytes become text by their mark, by the zeros of UTF-16, as UTF-8 if most of them are, else as Windows-1252."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadValue
from subscribers.files.text.encoding import LOST, text_of

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


@pytest.mark.parametrize("bad", [b"\xff", b"\xe9", "ß".encode()[:1], b"\xed\xa0\x80"[:1]])
@pytest.mark.parametrize("at", [0, 30, len(TEXT.encode())])
def test_a_bad_byte_does_not_make_the_rest_another_text(bad: bytes, at: int) -> None:
    data = TEXT.encode()
    assert read(data[:at] + bad + data[at:]) == TEXT[:at] + LOST + TEXT[at:]


def test_as_many_letters_that_are_utf_8_as_are_not_make_it_damaged_utf_8() -> None:
    assert read("é,é".encode() + b"\xe9,\xe9") == f"é,é{LOST},{LOST}"
    assert read("é".encode() + b"\xe9,\xe9") == "Ã©é,é"


def test_what_has_no_meaning_in_the_encoding_told_is_lost_too() -> None:
    assert read(b"a\xe9", encoding="ascii") == f"a{LOST}"
    assert read(b"\xff\xfea\0\0\xd8", encoding="utf-16") == f"a{LOST}"
    assert read(b"a\x81\xe9") == f"a{LOST}é"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"a", "utf-8"),
        ("é".encode("utf-8-sig"), "utf-8"),
        ("é".encode("utf-16"), "utf-16"),
        ("email".encode("utf-16-be"), "utf-16-be"),
        ("é".encode("latin-1"), "windows-1252"),
    ],
)
def test_the_encoding_taken_has_a_name_that_can_be_told_again(data: bytes, name: str) -> None:
    assert text_of(io.BytesIO(data)).encoding_name == name
    assert text_of(io.BytesIO(data), encoding=name).encoding_name == name


def test_damage_is_known_once_it_was_read() -> None:
    text = text_of(io.BytesIO("é".encode() + b"\xff"))
    assert (text.read(1), text.damaged) == ("é", False)
    assert (text.read(1), text.damaged) == (LOST, True)


def test_the_operator_knows_better() -> None:
    assert read("Żuk".encode("cp1250"), encoding="cp1250") == "Żuk"
    assert read(TEXT.encode("latin-1", "replace"), encoding="utf-8").startswith("email")


@pytest.mark.parametrize("written", ["utf-16", "utf-16-le", "utf-16-be"])
def test_an_encoding_of_two_orders_is_read_in_the_one_that_its_mark_or_its_zeros_tell(written: str) -> None:
    assert read(TEXT.encode(written), encoding="utf-16") == TEXT
    assert read(b"", encoding="utf-16") == ""


@pytest.mark.parametrize(("data", "name"), [("邮件地址".encode("utf-16-le"), "utf-16"), (b"e\0\0\0" * 9, "utf-32")])
def test_where_nothing_tells_the_order_the_operator_is_to_say_it(data: bytes, name: str) -> None:
    with pytest.raises(BadValue, match=f"^the file has no mark that tells the order of its bytes; say {name}-le or"):
        read(data, encoding=name)


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", "utf-7", "idna", "unicode_escape", "a\0b", "punycode"])
def test_what_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(BadValue, match="there is no encoding"):
        read(b"x", encoding=name)


def test_zeros_in_a_file_of_letters_do_not_make_it_utf_16() -> None:
    assert read(b"email\0,name\0\0\n") == "email\0,name\0\0\n"


@given(st.binary(max_size=300))
def test_any_bytes_become_text(data: bytes) -> None:
    text = read(data)
    assert text.replace(LOST, "").encode("utf-8") or not text.replace(LOST, "")

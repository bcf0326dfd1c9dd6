"""Bytes become text whatever their encoding, and whatever they claim it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.ingest.encoding import declared_charset, decode

TEXT = "Fri. Nov 21st\r\nCafé owners say “no” to a £5 fee"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_any_western_encoding_without_being_told(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("El señor Muñoz llegó mañana a España, según él.", "latin-1"),
        ("Президент посетил город Москву и встретился с жителями района.", "cp1251"),
        ("東京都は二十一日、新しい計画を発表した。", "shift_jis"),
        ("北京市政府周五宣布了一项新的计划。", "gb18030"),
    ],
)
def test_the_likeliest_of_the_other_encodings_is_guessed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("日本", "iso-2022-jp"), ("東京", "EUC-JP"), ("중앙", "ks_c_5601-1987"), ("Łódź", "iso-8859-2")],
)
def test_a_declared_encoding_is_believed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), declared=encoding) == text


def test_latin_1_is_read_as_browsers_read_it() -> None:
    assert decode("“Café” – £5".encode("cp1252"), declared="ISO-8859-1") == "“Café” – £5"


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-16", "base64", "rot13", "utf-7", "no-such", "x\0y", ""])
def test_valid_utf_8_is_not_believed_to_be_anything_less(declared: str) -> None:
    assert decode("Café “no”".encode(), declared=declared) == "Café “no”"


@given(
    st.binary(max_size=400), st.one_of(st.text(max_size=20), st.sampled_from(["utf-8", "gbk", "latin-1", "hz", "big5"]))
)
def test_no_bytes_make_it_raise(data: bytes, declared: str) -> None:
    assert isinstance(decode(data, declared=declared), str)


def test_the_servers_word_on_the_charset_goes_before_the_documents() -> None:
    page = b'<?xml version="1.0" encoding="windows-1251"?><meta charset=utf-8>'
    assert declared_charset(page) == "windows-1251"
    assert declared_charset(page, content_type='text/html; charset="koi8-r"') == "koi8-r"
    assert declared_charset(b"<meta charset='shift_jis'>", content_type="text/html") == "shift_jis"
    assert declared_charset(b"plain") == ""


def test_markup_in_english_does_not_hide_the_language_of_the_text() -> None:
    item = "<item><title>Simulações de 2º turno não mudam eleição</title></item>"
    text = f"<rss><channel><title>Notícias</title>{item}</channel></rss>"
    assert decode(text.encode("latin-1")) == text

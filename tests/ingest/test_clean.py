"""Foreign text and HTML come out as plain text, or as HTML that is safe to show."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.ingest import clean

PIECES = """
<b> </b> < > & amp; #38; lt; &lt; <script> </script> <!-- --> <p ' " <![CDATA[ ]]> <img = ก e\u0301 \ufb2c
"""
MARKUP = st.lists(
    st.sampled_from([*PIECES.split(), " ", "\n", "\u202e", "\u200b", "\u2028", "\x00", "\ud800"]), max_size=30
).map("".join)


def is_clean(text: str, *, breaks: str = "") -> bool:
    return (
        all(char in breaks or unicodedata.category(char) not in {"Cc", "Cs"} for char in text) and "\u202e" not in text
    )


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("AT&T <3 cats", "AT&T <3 cats"),
        ("if a < b", "if a < b"),
        ("<script>alert(1)</script>Storm", "Storm"),
        ("<STYLE>p{}</STYLE>Storm", "Storm"),
        ("It&amp;#8217;s &amp;amp;amp; on", "It’s & on"),
        ("x &lt;b&gt;bold&lt;/b&gt; y", "x bold y"),
        ("Storm<br>hits<p>coast", "Storm hits coast"),
        ("un<i>believ</i>able", "unbelievable"),
        ("List<String> & Map<K, V>", "List<String> & Map<K, V>"),
        ("mail <jane@herald.example>", "mail <jane@herald.example>"),
        ('<a href="x" title="a > b">Link</a>', "Link"),
        ('Cut off <a href="https://herald.example/lo', "Cut off"),
        ("<![CDATA[Storm]]> <!-- note -->", "Storm"),
        ("<o:p>Word</o:p>", "Word"),
        ("R&D; x&unknown; ?a=1&copy=2", "R&D; x&unknown; ?a=1&copy=2"),
        ("quoted &#147;so&#148;", "quoted “so”"),
        ("  two \t\n lines\u00a0here ", "two lines here"),
        ("\ufeffsoft\u00adhyphen\u200b", "softhyphen"),
        ("\u202eevil\u202c \x07bell", "evil bell"),
        ("cafe\u0301", "café"),
    ],
)
def test_a_line_is_decoded_and_freed_of_markup_while_text_that_only_looks_like_it_stays(raw: str, plain: str) -> None:
    assert clean.line(raw) == plain


@pytest.mark.parametrize(
    "text",
    ["👩\u200d👩\u200d👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\u200fالسَّلامُ عليكم", "नमस्ते क्\u200dष", "สวัสดี\u200bชาวโลก", "می\u200cخواهم"],
)
def test_joined_emoji_arabic_hindi_persian_and_thai_stay_intact(text: str) -> None:
    assert clean.line(text) == unicodedata.normalize("NFC", text)
    assert clean.block(text) == unicodedata.normalize("NFC", text)


def test_a_line_is_bounded() -> None:
    assert len(clean.line("word " * 10_000)) <= clean.LONGEST_LINE
    assert len(clean.plain_line("word " * 10_000)) <= clean.LONGEST_LINE


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("How <b> and <table> differ from <main> in 2 < 3", "How <b> and <table> differ from <main> in 2 < 3"),
        ("<script>alert(1)</script> &amp; &lt;", "<script>alert(1)</script> &amp; &lt;"),
        ("  two \t\n lines\u00a0here ", "two lines here"),
        ("\u202eevil\u202c \x07bell", "evil bell"),
        ("cafe\u0301", "café"),
    ],
)
def test_a_line_that_is_plain_already_loses_no_words(raw: str, plain: str) -> None:
    assert clean.plain_line(raw) == plain


@given(st.one_of(st.text(), MARKUP))
@example("&amp;" * 40 + "lt;b>")
@example("<<b>b>")
def test_any_text_comes_out_as_one_clean_line_and_cleaning_it_again_changes_nothing(raw: str) -> None:
    for cleaned in (clean.line, clean.plain_line):
        once = cleaned(raw)
        assert is_clean(once)
        assert cleaned(once) == once


@given(st.one_of(st.text(), MARKUP))
def test_any_text_comes_out_as_a_clean_block_and_cleaning_it_again_changes_nothing(raw: str) -> None:
    once = clean.block(raw)
    assert is_clean(once, breaks="\n")
    assert clean.block(once) == once
    assert "\n\n\n" not in once


def test_a_block_keeps_its_paragraphs_and_loses_stray_blanks() -> None:
    assert (
        clean.block("One \r\ntwo\r\r\n\n\n  three\x0bfour\u2029five &amp; <b>")
        == "One\ntwo\n\nthree\nfour\n\nfive &amp; <b>"
    )


def test_html_becomes_text_with_its_breaks() -> None:
    html = """<html><head><title>No</title><style>p{}</style></head><body><h1>Head</h1>
    <p>One&nbsp;two &amp;lt; three<br>four</p><ul><li>a</li><li>b</li></ul>
    <table><tr><td>x</td><td>y</td></tr><tr><td>z</td></tr></table>
    <figure><img src="x.jpg"><figcaption>Photo: Smith</figcaption></figure>
    <script>no()</script>if a < b<br><br>end</body>"""
    assert clean.text_of(html) == "Head\n\nOne two &lt; three\nfour\n\na\nb\n\nx y\nz\n\nif a < b\n\nend"


def test_sanitised_html_keeps_text_and_absolute_links_and_nothing_that_acts() -> None:
    html = (
        '<p onclick="x()" style="position:fixed">Hi <a href="/a">a</a> <a href="javascript:x()">b</a>'
        '<a href="java\u202escript:x()">c</a> <a href="mailto:desk@herald.example">d</a></p>'
        '<form><input name="x"></form><iframe src="https://evil.example"></iframe><script>x()</script>'
    )
    safe = clean.sanitise(html, base="https://herald.example/news/")
    assert 'href="https://herald.example/a"' in safe
    assert 'href="mailto:desk@herald.example"' in safe
    assert "Hi" in safe
    assert not any(word in safe for word in ("script:", "onclick", "style", "form", "input", "iframe", "x()"))


def test_a_relative_link_without_a_base_loses_its_address_and_keeps_its_text() -> None:
    assert clean.sanitise('<a href="/a">here</a>') == '<a rel="noopener noreferrer">here</a>'


def test_tracking_pixels_and_pictures_without_address_do_not_survive() -> None:
    html = '<p>x<img src="https://t.example/p.gif" width="1" height="1"><img src="data:image/png;base64,AA"></p>'
    assert clean.sanitise(html) == "<p>x</p>"


@given(st.one_of(st.text(), MARKUP))
def test_html_of_any_kind_is_sanitised_without_scripts_and_read_without_control_characters(raw: str) -> None:
    safe = clean.sanitise(raw, base="https://herald.example/")
    assert "<script" not in safe
    assert is_clean(safe, breaks="\n\t")
    assert is_clean(clean.text_of(raw), breaks="\n")


@pytest.mark.parametrize(
    "raw", ["<div>" * 300_000, "<b x=1>a" * 200_000, "<font color=red><p>" * 100_000, "<i></b>" * 200_000]
)
def test_markup_nested_beyond_reason_costs_little_and_yields_its_bare_text(raw: str) -> None:
    begin = time.monotonic()
    clean.sanitise(raw)
    clean.text_of(raw)
    assert clean.first_image(raw) == ("", "")
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<img src="/a.jpg" alt="The &quot;old&quot; bridge">', ("https://herald.example/a.jpg", 'The "old" bridge')),
        ('<img src="data:image/gif;base64,R0" data-src="b.jpg">', ("https://herald.example/b.jpg", "")),
        ('<img srcset="s.jpg 320w, l.jpg 1280w">', ("https://herald.example/l.jpg", "")),
        ('<img src="p.gif" width="1" height="1"><img src="c.jpg">', ("https://herald.example/c.jpg", "")),
        ('<img src="e.png" style="height: 16px"><img src="d.jpg" width="640px">', ("https://herald.example/d.jpg", "")),
        ('<img src="javascript:x()"><img src="http://[">', ("", "")),
        ("no picture", ("", "")),
    ],
)
def test_the_first_real_picture_is_found_with_its_alt_text(html: str, found: tuple[str, str]) -> None:
    assert clean.first_image(html, base="https://herald.example/") == found


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("/a?b=c", "https://herald.example/a?b=c"),
        ("//cdn.example/x", "https://cdn.example/x"),
        (" https://other.example/\u200b ", "https://other.example/"),
        ("old bridge.jpg", "https://herald.example/old%20bridge.jpg"),
        ("javascript:alert(1)", ""),
        ("https:///nowhere", "https://herald.example/nowhere"),
        ("ftp://files.example/x", ""),
        ("http://[::1", ""),
        ("", ""),
        (" \u200b\n", ""),
        ("#top", ""),
    ],
)
def test_an_address_is_made_absolute_or_dropped(url: str, whole: str) -> None:
    assert clean.absolute(url, base="https://herald.example/") == whole


def test_text_of_drops_every_attribute_also_those_every_element_may_have() -> None:
    assert clean.text_of('<p lang="en" title="x" dir="rtl">one <b>two</b></p>') == "one two"

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from mjml import mjml2html

from digest.render.escape import attr, clean, line, tongue, web_address
from digest.render.page import lay_out
from tests.contracts.issues import MARKS, issue_of, item

TRAPS = {
    "newline": "two\nlines",
    "carriage return": "two\r\nlines",
    "tab": "two\tcolumns",
    "backslash": "C:\\new\\table \\u{a0}",
    "no-break space": "3\u00a0min",
    "zero-width space": "zero\u200bwidth",
    "joined emoji": "family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "variation selector": "heart \u2764\ufe0f",
    "soft hyphen": "Donau\u00addampf",
    "combining accent": "cafe\u0301",
    "Thai": "ข่าววันนี้",
    "Hindi": "आज की ख़बरें",
    "Arabic vowels": "الأَخْبَارُ",
    "double quote": 'he said "no"',
    "single quote": "it's",
    "tags": "<script>alert(1)</script> </mj-text><mj-raw>",
    "character data": "<![CDATA[x]]>",
    "entities": "&amp; &#34; & &nbsp;",
    "marks of a template": "{{ page }} {% if %} {# #}",
    "NUL": "a\x00b",
    "lone surrogate": "a\ud800b",
}


def through_mjml(text: str) -> tuple[str, str, str, str]:
    """Return an attribute of MJML's own, one of HTML within mj-text, the title and its label, as they arrive."""
    value = attr(text)
    mail = mjml2html(
        f"<mjml><mj-head><mj-title>{value}</mj-title></mj-head><mj-body><mj-section><mj-column>"
        f'<mj-image src="https://pictures.example/a.png" alt="{value}"/><mj-text><a title="{value}">x</a></mj-text>'
        "</mj-column></mj-section></mj-body></mjml>"
    )
    page = html.fromstring(mail.encode())
    label = page.xpath("//div[@role='article']/@aria-label")[0]
    return page.find(".//img").get("alt"), page.find(".//a").get("title"), page.findtext(".//title") or "", label


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS.keys())
def test_every_trap_for_attributes_arrives_intact(trap: str) -> None:
    assert through_mjml(trap) == (clean(trap),) * 4


@given(st.text(min_size=1).filter(clean))
def test_any_text_arrives_in_an_attribute_as_it_was(text: str) -> None:
    assert set(through_mjml(text)) == {clean(text)}


def test_an_attribute_is_plain_ascii() -> None:
    assert attr('“é” \\ "').isascii()


def test_clean_text_stands_on_one_line_and_keeps_no_break_spaces() -> None:
    assert clean(" a\r\n\tb\u2028c\x00d\u00a0e ") == "a b c d\u00a0e"


@given(st.text())
def test_clean_text_can_be_encoded_and_stays_as_it_is(text: str) -> None:
    assert clean(text).encode().decode() == clean(text)
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//herald.example/", "/news", "", "https://"]
)
def test_only_addresses_of_the_web_are_linked_to(url: str) -> None:
    assert web_address(url) == ""


def test_an_address_keeps_its_query_and_fragment() -> None:
    assert web_address(" HTTPS://herald.example/a b?c=d&e=%20#f\n") == "HTTPS://herald.example/a%20b?c=d&e=%20#f"


@given(st.lists(st.text().map(clean)))
def test_the_parts_of_a_line_are_those_that_say_something_each_as_text(parts: list[str]) -> None:
    dot = " ·\u00a0"
    read = html.fromstring(f"<p>{line(parts, dot)}</p>")
    assert read.text_content() == dot.join(filter(None, parts))
    kinds = [one.get("class") for one in read]
    assert kinds == ["part", *["dot", "part"] * max(len(list(filter(None, parts))) - 1, 0)]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("", ""),
        ("en-US", ""),
        ("de", ' lang="de"'),
        ("ar", ' lang="ar" dir="rtl"'),
        ('x"><b', ' lang="x&#34;&gt;&lt;b"'),
    ],
)
def test_a_story_tells_its_language_where_it_is_another_and_its_direction_where_that_is(
    language: str, said: str
) -> None:
    assert tongue(lay_out(issue_of(item("A", language=language)), MARKS).lead) == said

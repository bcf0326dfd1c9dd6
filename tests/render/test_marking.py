"""What somebody looked for is marked in what was found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from digest.render.marking import marked


@pytest.mark.parametrize(
    ("text", "query", "said"),
    [
        ("Ferry strike ends", "ferry", "<mark>Ferry</mark> strike ends"),
        ("Ferries and wherries", "ferr", "<mark>Ferries</mark> and wherries"),
        ("The Café of Zürich", "CAFE zurich", "The <mark>Café</mark> of <mark>Zürich</mark>"),
        ("Cafe\u0301 noir", "café", "<mark>Cafe\u0301</mark> noir"),
        ("港の船は再び運航する", "運航", "港の船は再び<mark>運航</mark>する"),
        ("أطقم العبّارات توافق", "العبارات", "أطقم <mark>العبّارات</mark> توافق"),
        ("<b>R&D of ferries", "b ferries", "&lt;<mark>b</mark>&gt;R&amp;D of <mark>ferries</mark>"),
        ("Ferry", '"*', "Ferry"),
        ("Ferry", "", "Ferry"),
    ],
)  # fmt: skip
def test_words_that_begin_as_the_query_does_are_marked(text: str, query: str, said: str) -> None:
    assert marked(text, query) == said


@given(st.text(), st.text())
def test_the_text_stays_as_it_is_whatever_is_looked_for(text: str, query: str) -> None:
    assert Markup(re.sub("</?mark>", "", marked(text, query))).unescape() == Markup.escape(text).unescape()

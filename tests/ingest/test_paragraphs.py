"""Paragraphs of plain text need no sanitiser: it would return them as they are."""

from __future__ import annotations

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.ingest import clean
from digest.ingest.paragraphs import are_plain

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PIECES = st.one_of(TEXTS, st.sampled_from(["<p>", "</p>", "<p>a</p>", "\n", "\x0c", "\r", "\xa0", "&amp;", "&", "<b>"]))
BLOCKS = {"attributes": {"*": set()}, "link_rel": None, "clean_content_tags": {"script", "figcaption"}}


@given(st.lists(PIECES, max_size=12).map("".join).map(clean._seen))
def test_what_is_called_plain_is_what_a_sanitiser_returns(markup):
    if are_plain(markup):
        assert nh3.clean(markup) == markup
        assert nh3.clean(markup, tags={"p", "div"}, **BLOCKS) == markup


@given(st.lists(TEXTS.map(clean._seen), min_size=1, max_size=6))
def test_text_and_html_are_the_same_whether_a_sanitiser_is_asked_or_not(texts):
    plain = "".join(f"<p>{text}</p>" for text in texts if are_plain(text))
    asked = f"{plain}<!-- -->"  # a comment, which says nothing, but which no plain paragraphs have
    assert are_plain(plain)
    assert not are_plain(asked)
    assert clean.text_of(plain) == clean.text_of(asked)
    assert clean.sanitise(plain) == clean.sanitise(asked)


@pytest.mark.parametrize("markup", ["", "It rained.", "<p>It rained.</p>", "It <p>rained</p> and\n<p>poured.</p>\n"])
def test_text_and_closed_paragraphs_are_plain(markup):
    assert are_plain(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>It rained.",
        "<p><p>It rained.</p></p>",
        "It rained.</p>",
        '<p class="a">It rained.</p>',
        "<P>It rained.</P>",
        "<p>1 &lt; 2</p>",
        "<p>1 > 2</p>",
        "<p>It\xa0rained.</p>",
        "<p>It rained.</p><script>alert(1)</script>",
        "<p>It rained.<br></p>",
    ],
)
def test_anything_else_is_not(markup):
    assert not are_plain(markup)

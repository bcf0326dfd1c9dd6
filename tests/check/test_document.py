"""The HTML of a mail is read whatever state it is in, and what nobody sees is known."""

from __future__ import annotations

import pytest

from digest.check.document import own_texts, parse


@pytest.mark.parametrize(
    "style", ["display:none", "visibility:hidden", "opacity:0", "max-height:0px;overflow:hidden", "DISPLAY: NONE"]
)
def test_what_is_hidden_is_not_among_the_words(style: str) -> None:
    page = parse(f"<p>one<span style='{style}'>two<b>three</b></span>four")
    assert page.words(page.root) == "onefour"


def test_comments_styles_and_titles_are_not_among_the_words() -> None:
    page = parse("<title>t</title><style>p{}</style><p>one<!-- two -->three<script>four</script></p>")
    assert page.words(page.root) == "onethree"
    assert "t" in page.all_words()


def test_a_sheet_for_another_medium_is_no_rule_of_the_page() -> None:
    assert parse("<style media=print>p{color:red}</style><p>").rules == ()


def test_elements_have_the_order_in_which_they_are_read() -> None:
    page = parse("<p>one</p><a>two</a>")
    assert page.position(page.named("p")[0]) < page.position(page.named("a")[0])


def test_own_texts_are_those_beside_the_elements_within() -> None:
    (paragraph,) = parse("<p>one <b>two</b> three</p>").named("p")
    assert own_texts(paragraph) == ["one ", " three"]


@pytest.mark.parametrize("html", ["", "\x00", "<!-- only -->", "<?xml version='1.0'?>", "\ud800", "<" * 1000])
def test_what_is_no_page_is_an_empty_one(html: str) -> None:
    page = parse(html)
    assert page.root.tag == "html"

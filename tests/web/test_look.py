"""What the preview shows: sizes, and the publication's own pictures."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.web.look import PreviewPage, local_pictures

URL = "https://herald.example/news"


@pytest.mark.parametrize(
    ("mail", "view"),
    [
        ('<img src="https://herald.example/news/media/a.jpg">', '<img src="/media/a.jpg">'),
        ("<img src='https://herald.example/news/media/a.jpg?x=1'>", "<img src='/media/a.jpg?x=1'>"),
        ('<td background="https://herald.example/news/media/a.jpg">', '<td background="/media/a.jpg">'),
        ('<v:fill src="https://herald.example/news/media/a.jpg" />', '<v:fill src="/media/a.jpg" />'),
        ("<style>td{background:url(https://herald.example/news/media/a)}", "<style>td{background:url(/media/a)}"),
        ("url('https://herald.example/news/media/a')", "url('/media/a')"),
        ("url(&quot;https://herald.example/news/media/a&quot;)", "url(&quot;/media/a&quot;)"),
        (
            '<img srcset="https://herald.example/news/media/a 1x, https://herald.example/news/media/b 2x">',
            '<img srcset="/media/a 1x, /media/b 2x">',
        ),
    ],
)
def test_the_publications_own_pictures_are_taken_from_here(mail: str, view: str):
    assert local_pictures(mail, URL) == view


@pytest.mark.parametrize(
    "mail",
    [
        '<a href="https://herald.example/news/media/a.jpg">',
        "<p>https://herald.example/news/media/a.jpg</p>",
        '<img src="https://elsewhere.example/media/a.jpg">',
        '<img src="https://herald.example/newsmedia/a.jpg">',
        '<img src="https://heraldXexample/news/media/a.jpg">',
        '<img src="https://elsewhere.example/?of=https://herald.example/news/media/a.jpg">',
    ],
)
def test_links_words_and_the_pictures_of_others_stay_as_they_are(mail: str):
    assert local_pictures(mail, URL) == mail


OWN = f"{URL}/media/"
PIECES = st.sampled_from([OWN, URL, ' src="', ' srcset="', '"', "'", "url(", ")", ", ", "<b>", "é", "\r\n"]) | st.text()


@given(st.lists(PIECES.filter(lambda piece: piece in (OWN, URL) or "/" not in piece)))
def test_nothing_but_the_address_of_a_picture_changes(pieces: list[str]):
    mail = "".join(pieces)
    assert re.sub(r"(?<!news)/media/", OWN, local_pictures(mail, URL)) == mail


def test_sizes_are_counted_in_bytes():
    page = PreviewPage(
        issue="daily/2026-11-23",
        subject="",
        preheader="",
        html="é",
        text="日本",
        headers=(),
        recipients=0,
        picks=(),
        left_out=(),
        publication_url=URL,
    )
    assert (page.html_bytes, page.text_bytes) == (2, 6)

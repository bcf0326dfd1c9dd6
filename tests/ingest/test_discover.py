"""The feeds that a page offers, and its title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.ingest.discover import discover, title

BASE = "https://herald.example/news/"


def link(kind="application/rss+xml", href="/feed", rel="alternate"):
    return f'<link rel="{rel}" type="{kind}" href="{href}">'


def find(head):
    return discover(f"<html><head>{head}</head><body></body></html>".encode(), BASE)


@pytest.mark.parametrize(
    "kind",
    ["application/rss+xml", "application/atom+xml", "Application/RSS+XML; charset=utf-8", "application/feed+json"],
)
def test_feeds_are_found_by_their_type(kind):
    assert find(link(kind)) == ["https://herald.example/feed"]


def test_they_come_once_each_in_the_order_of_the_page():
    head = link(href="b.xml") + link(href="a.xml") + link(href="b.xml")
    assert find(head) == ["https://herald.example/news/b.xml", "https://herald.example/news/a.xml"]


@pytest.mark.parametrize(
    "head",
    [
        link(rel="stylesheet"),
        link("text/html"),
        link(href="javascript:alert(1)"),
        link(href=""),
        link("application/json", href="/wp-json/v2/posts/7"),
        "<!--" + link() + "-->",
        "",
    ],
)
def test_other_links_are_no_feeds(head):
    assert find(head) == []


def test_plain_json_counts_where_its_address_says_feed():
    assert find(link("application/json", href="/feed.json")) == ["https://herald.example/feed.json"]


def test_several_relations_and_a_base_are_understood():
    head = '<base href="https://cdn.example/x/">' + link(rel="Home ALTERNATE", href="f")
    assert find(head) == ["https://cdn.example/x/f"]


def test_the_title_is_one_plain_line():
    assert title(b"<title> The\n &amp; Herald </title>") == "The & Herald"
    assert title("<meta charset=latin1><title>Número</title>".encode("latin-1")) == "Número"
    assert title(b"<p>x") == ""
    assert title(b"") == ""


@given(st.binary())
def test_no_page_breaks_it(page):
    assert isinstance(discover(page, BASE), list)
    assert "\n" not in title(page)

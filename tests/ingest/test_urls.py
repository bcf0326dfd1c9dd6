"""Links made absolute, and the form in which two links to one story are equal."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.ingest.urls import absolute, canonical
from digest.model.source import without_credentials


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("/x?y=1#z", "https://herald.example/x?y=1#z"),
        ("x y", "https://herald.example/news/x%20y"),
        ("//b.example/x", "https://b.example/x"),
        ("  /x\n", "https://herald.example/x"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:a@b.example", ""),
        ("ftp://a.example/", ""),
        ("http:///x", ""),
        ("http://[", ""),
    ],
)
def test_links_become_absolute_and_only_web_links_remain(link, found):
    assert absolute(link, "https://herald.example/news/list") == found


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("HTTP://Herald.Example/a", "https://herald.example/a"),
        ("http://herald.example:80/a", "https://herald.example/a"),
        ("https://herald.example:443/a/", "https://herald.example/a"),
        ("https://herald.example", "https://herald.example/"),
        ("https://herald.example./a", "https://herald.example/a"),
        ("https://herald.example/a#comments", "https://herald.example/a"),
        ("https://herald.example/a?b=2&a=1", "https://herald.example/a?a=1&b=2"),
        ("https://herald.example/a?utm_source=x&utm_medium=rss&id=7", "https://herald.example/a?id=7"),
        ("https://herald.example/a?fbclid=1&GCLID=2&mc_cid=3&mc_eid=4&igshid=5", "https://herald.example/a"),
        ("https://herald.example/a?CMP=share_btn_tw&at_medium=RSS&ns_mchannel=rss", "https://herald.example/a"),
        ("https://jane:secret@herald.example/a", "https://herald.example/a"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://herald.example/%7ejane/%c3%a4", "https://herald.example/~jane/%C3%A4"),
        ("https://herald.example/a?", "https://herald.example/a"),
        ("https://herald.example/a?&&b=1&", "https://herald.example/a?b=1"),
        (" https://herald.example/a\n", "https://herald.example/a"),
    ],
)
def test_two_links_to_one_story_are_equal(one, same):
    assert canonical(one) == canonical(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.herald.example/a", "https://herald.example/a"),
        ("https://herald.example/a", "https://herald.example/A"),
        ("https://herald.example/?p=1", "https://herald.example/?p=2"),
        ("https://herald.example/?cid=1", "https://herald.example/?cid=2"),
        ("https://herald.example/?123", "https://herald.example/?124"),
        ("https://herald.example/?id=1&id=2", "https://herald.example/?id=2&id=1"),
        ("https://herald.example/a?b", "https://herald.example/a?b=1"),
        ("https://herald.example/#!/a", "https://herald.example/#!/b"),
        ("https://herald.example:8080/", "https://herald.example/"),
        ("https://herald.example/a%2Fb", "https://herald.example/a/b"),
        ("https://herald.example/?ref=a", "https://herald.example/?ref=b"),
    ],
)
def test_links_to_two_stories_are_not(one, other):
    assert canonical(one) != canonical(other)


def test_the_canonical_form_reads_as_one_expects():
    assert canonical("HTTP://Herald.Example:80/a/?b=1&a=2&utm_id=3#top") == "https://herald.example/a?a=2&b=1"
    assert canonical("http://[2001:DB8::1]:81/") == "https://[2001:db8::1]:81/"
    assert canonical("urn:story:7 ") == "urn:story:7"


@given(
    st.text()
    | st.from_regex(r"https?://[^/\s]{1,20}(/[^\s]{0,20})?(\?[^\s]{0,20})?(#[^\s]{0,9})?", fullmatch=True)
    | st.text().map("https://herald.example/".__add__)
)
@example("http://a:99999/")
@example("http://[::1")
@example("http://xn--/%")
@example("http://a.example/%25%41%%41")
@example("http://\u2100.example/")
@example("http://a\u3002")
@example("http://a?0&{")
@example("http://a?b=c&%75tm_source=d")
@example("http://a/%%341")
def test_the_canonical_form_never_fails_and_is_its_own(url):
    once = canonical(url)
    assert canonical(once) == once


@given(st.text(), st.text())
def test_absolute_never_fails(link, base):
    assert absolute(link, base).startswith(("http://", "https://")) or absolute(link, base) == ""


def test_credentials_are_cut_out_of_what_is_shown():
    assert without_credentials("https://jane:p@ss@a.example/x@y") == "https://a.example/x@y"
    assert without_credentials("https://a.example/?mail=x@y") == "https://a.example/?mail=x@y"

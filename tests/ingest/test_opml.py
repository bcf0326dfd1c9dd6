"""Lists of feeds go out and come in as OPML."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from digest.errors import IngestError
from digest.ingest.opml import OpmlEntry, read, write

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def body(inside):
    return (
        f'<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>{inside}</body></opml>'.encode()
    )


def test_folders_and_categories_become_tags():
    inside = (
        '<outline text="News"><outline title="World"><outline type="rss" text="A &amp; B" XMLURL="https://a.example/f"'
        ' category="/politics,eu"/></outline><outline text="C" xmlUrl=" https://c.example/f "/></outline>'
        '<outline xmlUrl="https://d.example/f"/><outline text="no feed" htmlUrl="https://e.example/"/>'
    )
    assert read(body(inside)) == [
        OpmlEntry("A & B", "https://a.example/f", ("News", "World", "politics", "eu")),
        OpmlEntry("C", "https://c.example/f", ("News",)),
        OpmlEntry("https://d.example/f", "https://d.example/f"),
    ]


def test_a_feed_listed_twice_comes_once_with_the_tags_of_both_places():
    feed = '<outline text="A" xmlUrl="https://a.example/f"/>'
    inside = f'<outline text="x">{feed}</outline><outline text="y">{feed}</outline>'
    assert read(body(inside)) == [OpmlEntry("A", "https://a.example/f", ("x", "y"))]


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("feed://a.example/f", "http://a.example/f"),
        ("feed:https://a.example/f", "https://a.example/f"),
        ("feed://https://a.example/f", "https://a.example/f"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_the_scheme_feed_stands_for_http_and_nothing_else_is_judged_here(url, meant):
    assert read(body(f'<outline text="A" xmlUrl="{url}"/>'))[0].url == meant


@pytest.mark.parametrize("data", [b"", b"hello", b"<rss/>", b"{}", b"<html><body>x</body></html>"])
def test_what_is_no_opml_is_refused(data):
    with pytest.raises(IngestError):
        read(data)


def test_entities_that_blow_up_are_refused_at_once():
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    started = time.monotonic()
    with pytest.raises(IngestError, match="not safe to read"):
        read(f'<!DOCTYPE opml [<!ENTITY a0 "x">{laughs}]><opml><body><outline text="&a11;"/></body></opml>'.encode())
    assert time.monotonic() - started < 5


def test_a_list_that_is_not_well_formed_keeps_its_good_feeds():
    inside = '<outline text="A & B" xmlUrl="https://a.example/?x=1&y=2"><outline text="C" xmlUrl="https://c.example/"/>'
    assert {entry.url for entry in read(body(inside))} >= {"https://a.example/?x=1&y=2"}


def test_what_is_written_is_opml_2_with_a_folder_for_each_first_tag():
    entries = [OpmlEntry("A", "https://a.example/f", ("world", "eu")), OpmlEntry("B", "https://b.example/f")]
    root = etree.fromstring(write(entries, title="Herald", now=NOW))
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Herald")
    assert root.findtext("head/dateCreated") == "Mon, 23 Nov 2026 06:00:00 GMT"
    assert [outline.get("text") for outline in root.findall("body/outline")] == ["world", "B"]
    assert root.find("body/outline/outline").get("xmlUrl") == "https://a.example/f"


words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)


@given(
    st.lists(
        st.builds(OpmlEntry, words, words.map("https://a.example/".__add__), st.lists(words, unique=True).map(tuple))
    )
)
def test_what_is_written_is_read_again(entries):
    once = read(write(entries, title="Herald", now=NOW))
    assert {entry.url for entry in once} == {entry.url for entry in entries}
    assert sorted(read(write(once, title="Herald", now=NOW)), key=lambda e: e.url) == sorted(once, key=lambda e: e.url)


@given(st.text(), st.text(), st.text())
def test_no_name_breaks_the_file(name, url, tag):
    etree.fromstring(write([OpmlEntry(name, url, (tag, name))], title=tag, now=NOW))

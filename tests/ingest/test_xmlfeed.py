"""What feedparser makes of XML feeds, and that none can keep it busy."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from digest.ingest import hardxml, xmlfeed

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:georss="http://www.georss.org/georss" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def parse(inside):
    document = f'<rss version="2.0" {SPACES}><channel><item>{inside}</item></channel></rss>'
    return xmlfeed.parse(hardxml.tree(document), url="https://herald.example/feed", now=NOW)


def only(inside):
    (story,) = parse(inside).stories
    return story


@pytest.mark.parametrize(
    ("inside", "image"),
    [
        ('<media:thumbnail url="/t.jpg"/>', "/t.jpg"),
        ('<media:thumbnail url="/t.jpg"/><media:content url="/c.jpg" medium="image"/>', "/c.jpg"),
        ('<media:group><media:content url="/c.png?x=1"/></media:group>', "/c.png?x=1"),
        ('<media:content url="/c.mp4" type="video/mp4"/><enclosure url="/e.jpg" type="image/jpeg"/>', "/e.jpg"),
        ('<enclosure url="/e.mp3" type="audio/mpeg"/><itunes:image href="/i.jpg"/>', "/i.jpg"),
        ('<description>&lt;img src="/d.jpg"&gt;</description>', "/d.jpg"),
        ('<enclosure url="/e.mp3" type="audio/mpeg"/>', None),
        ('<media:content url="/c.webp" width="900" medium="image"/><media:thumbnail url="/t.jpg"/>', "/t.jpg"),
        ('<media:content url="/c.webp" medium="image"/><description>&lt;img src="/d.jpg"&gt;</description>', "/d.jpg"),
        ('<media:content url="/c.webp?w=9" medium="image"/><media:thumbnail url="/t.AVIF"/>', "/c.webp?w=9"),
    ],
)
def test_a_picture_is_found_wherever_a_feed_names_one(inside, image):
    assert only(f"<title>x</title>{inside}").image == (f"https://herald.example{image}" if image else "")


def test_podcast_keywords_are_no_categories():
    inside = "<title>x</title><category>Local</category><itunes:keywords>bridge,quay</itunes:keywords>"
    assert only(inside).tags == ("Local",)


@pytest.mark.parametrize(
    ("inside", "author"),
    [
        ("<author>jane@herald.example (Jane Doe)</author>", "Jane Doe"),
        ("<author>jane@herald.example</author>", ""),
        ("<dc:creator>Jane Doe</dc:creator>", "Jane Doe"),
    ],
)
def test_authors_are_names_not_addresses(inside, author):
    assert only(f"<title>x</title>{inside}").author == author


def test_a_guid_that_is_a_permanent_link_stands_in_for_a_link():
    assert only("<title>x</title><guid>https://herald.example/7</guid>").url == "https://herald.example/7"
    assert only('<title>x</title><guid isPermaLink="false">7</guid>').url == ""


@pytest.mark.parametrize("guid", ["a", "/news/7", "#7", "urn:uuid:7"])
def test_a_guid_that_is_no_whole_address_is_no_link(guid):
    story = only(f"<title>x</title><guid>{guid}</guid>")
    assert (story.guid, story.url) == (guid, "")
    assert only(f"<title>x</title><link>/7</link><guid>{guid}</guid>").url == "https://herald.example/7"
    assert only(f"<title>x</title><guid>{guid}</guid><link>/7</link>").url == "https://herald.example/7"


def test_an_id_is_taken_as_it_stands_even_where_links_are_resolved():
    atom = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x"><entry><id>t3_7</id><title>x</title></entry></feed>'
    (story,) = xmlfeed.parse(hardxml.tree(atom), url="https://herald.example/", now=NOW).stories
    assert story.guid == "t3_7"


def test_the_longest_content_is_the_body_and_the_description_the_standfirst():
    story = only("<description>Short.</description><content:encoded>&lt;p&gt;Long text.&lt;/p&gt;</content:encoded>")
    assert (story.summary, story.body) == ("Short.", "Long text.")
    assert story.title == "Long text."


@pytest.mark.parametrize(
    "inside",
    [
        "<author>" + "a" * 1_000_000 + "</author>",
        "<dc:creator>" + "a." * 500_000 + "</dc:creator>",
        "<author>" + "aaaa<x/>" * 20_000 + "</author>",
        "<media:keywords>" + "a,b," * 200_000 + "</media:keywords>",
        "".join(f"<category>{number}</category>" for number in range(20_000)),
        "<georss:where></georss:where>",
    ],
    ids=["author", "creator", "author in pieces", "keywords", "categories", "a handler that fails"],
)
def test_nothing_in_an_entry_takes_long(inside):
    started = time.monotonic()
    assert only(f"<title>x</title>{inside}").title == "x"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("end", ["", "]]>", "]]]]>&lt;b>"])
def test_escaped_markup_comes_through_as_it_stands_whatever_is_in_it(end):
    escaped = f"&lt;p&gt;Fish &amp;amp; ships, 3 &amp;lt; 4 {end.replace('>', '&gt;')}&lt;/p&gt;"
    story = only(f"<title>Fish &amp; ships &lt; 3</title><description>{escaped}</description>")
    assert story.title == "Fish & ships < 3"
    assert story.body == f"Fish & ships, 3 < 4 {end.replace('&lt;b>', '')}".strip()


def test_xhtml_in_a_feed_keeps_what_it_escapes():
    inside = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>3 &lt; 4 &amp; 5</p></div></content>'
    document = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Sums</title>{inside}</entry></feed>'
    (story,) = xmlfeed.parse(hardxml.tree(document), url="https://herald.example/feed", now=NOW).stories
    assert story.body == "3 < 4 & 5"

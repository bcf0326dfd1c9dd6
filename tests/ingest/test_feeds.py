"""Every format of feed becomes stories, and what is no feed says what it is."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import IngestError
from digest.ingest import feeds

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
URL = "https://herald.example/feeds/news"
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

RSS2 = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Herald</title><link>https://herald.example/</link><language>en-gb</language>
<item><title>Bridge &amp; quay open</title><link>/news/bridge?a=1&amp;b=2</link><guid isPermaLink="false">h-7</guid>
<pubDate>Sun, 22 Nov 2026 10:30:00 +0100</pubDate><dc:creator>Jane Doe</dc:creator>
<category domain="https://herald.example/sections">Local</category><category>Traffic</category>
<description>The bridge opened at noon.</description>
<content:encoded><![CDATA[<p>The bridge <b>opened</b> at noon.</p><script>steal()</script><p>Hundreds came.</p>]]>
</content:encoded>
<media:content url="small.jpg" type="image/jpeg" width="100"/>
<media:content url="large.jpg" type="image/jpeg" width="1200"/>
<media:content url="film.mp4" type="video/mp4" width="1920"/></item></channel></rss>"""

RSS091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">
<rss version="0.91"><channel><title>The Herald</title><language>en</language>
<item><title>Bridge opens</title><link>https://herald.example/bridge</link>
<description>The bridge opened at noon.</description></item></channel></rss>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://herald.example/"><title>The Herald</title>
</channel><item rdf:about="https://herald.example/bridge"><title>Bridge opens</title>
<link>https://herald.example/bridge</link><dc:date>2026-11-22T09:30:00Z</dc:date><dc:subject>Local</dc:subject>
<description>The bridge opened at noon.</description></item></rdf:RDF>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://herald.example/blog/">
<title type="html">The &lt;i&gt;Herald&lt;/i&gt;</title><id>urn:f</id>
<entry xml:lang="en"><title>Bridge opens</title><id>tag:herald.example,2026:7</id>
<link rel="self" href="entry/7.atom"/><link rel="alternate" type="text/html" href="bridge"/>
<published>2026-11-22T10:30:00+01:00</published><updated>2026-11-22T12:00:00Z</updated>
<author><name>Jane Doe</name><email>jane@herald.example</email></author><author><name>Rui Silva</name></author>
<category term="local-7" label="Local" scheme="https://herald.example/s"/><category term="traffic"/>
<summary>The bridge opened at noon.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The bridge <b>opened</b> at noon.</p>
<p><img src="pic.jpg" alt="The bridge" width="600" height="400"/>Hundreds came.</p></div></content></entry></feed>"""

JSONFEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Herald",
    "language": "en",
    "items": [
        {
            "id": 7,
            "url": "/news/bridge",
            "title": "Bridge opens",
            "content_html": "<p>The bridge <b>opened</b> at noon.</p><p>Hundreds came.</p>",
            "summary": "The bridge < the quay.",
            "date_published": "2026-11-22T10:30:00+01:00",
            "tags": ["Local", "Traffic", 3],
            "image": "/large.jpg",
            "authors": [{"name": "Jane Doe"}, {"url": "x"}],
        }
    ],
}


def parse(document, **more):
    data = document if isinstance(document, bytes) else document.encode()
    return feeds.parse(data, **({"url": URL, "now": NOW} | more))


def only(document, **more):
    (story,) = parse(document, **more).stories
    return story


def test_rss_2_comes_in_whole():
    story = only(RSS2)
    assert story.title == "Bridge & quay open"
    assert story.url == "https://herald.example/news/bridge?a=1&b=2"
    assert (story.guid, story.source, story.author) == ("h-7", "The Herald", "Jane Doe")
    assert (story.published_at, story.day_only, story.language) == (AT, False, "en-GB")
    assert story.tags == ("Local", "Traffic")
    assert story.summary == "The bridge opened at noon."
    assert story.body == "The bridge opened at noon.\n\nHundreds came."
    assert story.body_html == "<p>The bridge <b>opened</b> at noon.</p><p>Hundreds came.</p>"
    assert story.image == "https://herald.example/feeds/large.jpg"


def test_rss_0_91_comes_in():
    story = only(RSS091)
    assert (story.title, story.url, story.published_at) == ("Bridge opens", "https://herald.example/bridge", None)


def test_rdf_comes_in():
    story = only(RDF)
    assert (story.guid, story.published_at, story.tags) == ("https://herald.example/bridge", AT, ("Local",))


def test_atom_comes_in_whole():
    harvest = parse(ATOM)
    (story,) = harvest.stories
    assert (harvest.title, story.source) == ("The Herald", "The Herald")
    assert (story.url, story.guid) == ("https://herald.example/blog/bridge", "tag:herald.example,2026:7")
    assert (story.published_at, story.language) == (AT, "en")
    assert story.author == "Jane Doe, Rui Silva"
    assert story.tags == ("Local", "traffic")
    assert story.summary == "The bridge opened at noon."
    assert story.body == "The bridge opened at noon.\n\nHundreds came."
    assert (story.image, story.image_alt) == ("https://herald.example/blog/pic.jpg", "The bridge")


def test_json_feed_comes_in_whole():
    story = only(json.dumps(JSONFEED))
    assert (story.title, story.url, story.guid) == ("Bridge opens", "https://herald.example/news/bridge", "7")
    assert (story.published_at, story.language, story.author) == (AT, "en", "Jane Doe")
    assert story.tags == ("Local", "Traffic")
    assert story.summary == "The bridge < the quay."
    assert story.body == "The bridge opened at noon.\n\nHundreds came."
    assert story.image == "https://herald.example/large.jpg"


@pytest.mark.parametrize("document", ['<rss version="2.0"><channel><title>A</title></channel></rss>', "<feed/>"])
def test_a_feed_without_entries_is_fine(document):
    assert parse(document).stories == ()


@pytest.mark.parametrize(
    ("document", "looks"),
    [
        (b"", "is empty"),
        (b" \n\xef\xbb\xbf", "is empty"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "is an HTML page, not a feed"),
        (b"<!-- moved -->\n<HTML><head>", "is an HTML page, not a feed"),
        (b"<head><title>Document Moved</title></head>\n<body><h1>Object Moved</h1></body>", "is an HTML page"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "is an HTML page"),
        (b'<opml version="2.0"><body/></opml>', "is an OPML list of feeds; take it in with `digest sources import`"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "is a sitemap, not a feed"),
        (b"<note>hello</note>", r"is XML of another kind \(<note>\), not a feed"),
        (b"Service unavailable", "is no feed: it holds neither XML nor JSON"),
        (b"\x1f\x8b\x08\x00\x00\x00", "is no feed"),
        (b"<", "is no XML document"),
        (b'{"items": []}', "is JSON, but no JSON Feed"),
        (b'["a"]', "is JSON, but no JSON Feed"),
        (b'{"version": "1", "items": ', "neither XML nor whole JSON"),
    ],
)
def test_what_is_no_feed_says_what_it_looks_like(document, looks):
    with pytest.raises(IngestError, match=looks):
        parse(document)


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (RSS2.replace("Bridge", "Müller").encode(), ""),
        (RSS2.replace("Bridge", "Müller").encode(), "text/xml"),
        (RSS2.replace("Bridge", "Müller").encode(), "text/html; charset=iso-8859-1"),
        (RSS2.replace("Bridge", "Müller").replace("utf-8", "iso-8859-1").encode("latin-1"), "text/xml"),
        (RSS2.replace("Bridge", "Müller").replace("utf-8", "iso-8859-1").encode(), ""),
        (RSS2.replace("Bridge", "Müller").encode("utf-16"), ""),
        (RSS091.replace("Bridge", "Müller").encode("latin-1"), "application/rss+xml; charset=latin1"),
    ],
)
def test_characters_survive_wrong_and_missing_declarations(data, content_type):
    assert only(data, content_type=content_type).title.startswith("Müller")


def test_bytes_that_fit_no_encoding_cost_only_themselves():
    story = only(RSS2.encode().replace(b"quay", b"qu\xff\x00\x01ay"))
    assert story.title.startswith("Bridge & qu")
    assert len(story.tags) == 2


def test_a_page_is_told_from_a_feed():
    assert feeds.is_page(b"<!doctype html><p>x")
    assert not feeds.is_page(RSS2.encode())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_feed_never_breaks_the_program(data):
    document = bytearray(data.draw(st.sampled_from([RSS2, RDF, ATOM, json.dumps(JSONFEED)])).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(document)))
        end = data.draw(st.integers(start, min(start + 40, len(document))))
        document[start:end] = data.draw(st.binary(max_size=8) | st.sampled_from([b"<", b"]]>", b"&", b"</item>", b'"']))
    with suppress(IngestError):
        assert all(story.title for story in parse(bytes(document)).stories)

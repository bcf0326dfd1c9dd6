"""Feeds: read by a feed reader without complaint, by the rules of their formats, the same in both."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from digest.render.escape import clean
from digest.render.feeds import Feed, FeedEntry, json_feed, rss
from tests.render.feed_rules import findings

AT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
HOME = "https://herald.example/archive/daily"
NOW = AT + timedelta(days=7)


def entry(number: int = 1, **changes: Any) -> FeedEntry:
    values: dict[str, Any] = {
        "url": f"{HOME}/2026-11-{number:02}",
        "title": f"Ferry & strike <{number}>",
        "summary": "Boats sail again.",
        "html": '<h2><a href="https://wire.example/1">Ferry</a></h2>\n<p>Boats sail again.</p>',
        "image": "https://pictures.example/ferry.jpg",
        "tags": ("World", "Local"),
        "published_at": AT + timedelta(days=number),
    }
    return FeedEntry(**(values | changes))


def feed(*entries: FeedEntry, **changes: Any) -> Feed:
    values: dict[str, Any] = {
        "title": "Daily digest · The Harbour Herald",
        "description": "Daily digest · The Harbour Herald",
        "publisher": "The Harbour Herald",
        "language": "en",
        "url": HOME,
        "rss_url": f"{HOME}/rss.xml",
        "json_url": f"{HOME}/feed.json",
        "entries": entries,
    }
    return Feed(**(values | changes))


def test_a_feed_reader_reads_it_without_complaint() -> None:
    read = feedparser.parse(rss(feed(entry(2), entry(1))))
    assert not read.bozo
    assert read.version == "rss20"
    assert (read.feed.title, read.feed.link, read.feed.language) == ("Daily digest · The Harbour Herald", HOME, "en")
    assert [one.title for one in read.entries] == ["Ferry & strike <2>", "Ferry & strike <1>"]
    first = read.entries[0]
    assert first.id == first.link == f"{HOME}/2026-11-02"
    assert first.content[0].value.startswith("<h2><a href=")
    assert [tag.term for tag in first.tags] == ["World", "Local"]


def test_rss_keeps_the_rules_of_its_specification() -> None:
    root = etree.fromstring(rss(feed(entry(2), entry(1))))
    (channel,) = root
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    for required in ("title", "link", "description"):
        assert channel.findtext(required)
    assert [one.tag for one in channel.iterchildren()].count("item") == 2
    (own,) = channel.findall("{http://www.w3.org/2005/Atom}link")
    assert dict(own.attrib) == {"rel": "self", "type": "application/rss+xml", "href": f"{HOME}/rss.xml"}
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    assert len(set(guids)) == len(guids)
    for item in items:
        assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo
        assert re.match(
            r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$", item.findtext("pubDate")
        )
        assert item.findtext("guid") == item.findtext("link")
    assert channel.findtext("lastBuildDate") == items[0].findtext("pubDate")


@pytest.mark.parametrize("language", ["en", "pt-BR", "ar", "hi", "zh-Hant"])
def test_the_w3c_validators_rules_find_nothing(language: str) -> None:
    for told in (feed(entry(2), entry(1), language=language), feed(language=language)):
        assert findings(rss(told), at=f"{HOME}/rss.xml", now=NOW) == []


BROKEN = {
    "<title>Ferry": ("<titel>Ferry", "SAXError"),
    "'utf-8'": ("'iso-8859-1'", "ObscureEncoding"),
    '"2.0"': ('"3.0"', "InvalidRSSVersion"),
    "<language>en<": ("<language>en</language><language>de<", "DuplicateElement: language"),
    ">en<": (">xyzzy<", "InvalidLanguage: xyzzy"),
    'rel="self"': ('rel="next"', "MissingAtomSelfLink"),
    'daily/rss.xml"': ('weekly/rss.xml"', "SelfDoesntMatchLocation: https://herald.example/archive/weekly/rss.xml"),
    "<category>World</category>": ("<comments>none</comments>", "UndefinedElement: comments"),
    "<link>https://herald.example/archive/daily</link>": (
        "<link>https://herald.example</link>",
        "NonCanonicalURI: https://herald.example",
    ),
    "<link>https://herald.example/archive/daily/2026-11-02": (
        "<link>/archive/daily/2026-11-02",
        "InvalidFullLink: /archive/daily/2026-11-02",
    ),
    "2026-11-01</guid>": ("2026-11-02</guid>", "DuplicateValue: guid"),
    'isPermaLink="true"': ('isPermaLink="yes"', "InvalidBooleanAttribute"),
    "<pubDate>Wed, ": ("<pubDate>Thu, ", "IncorrectDOW: Thu, 25 Nov 2026 07:00:00 +0000"),
    "<pubDate>Wed, 25 Nov 2026": ("<pubDate>2026-11-25", "InvalidRFC2822Date: 2026-11-25 07:00:00 +0000"),
    "25 Nov 2026 07:00:00 +0000</pub": (
        "25 Nov 2054 07:00:00 +0000</pub",
        "ImplausibleDate: Wed, 25 Nov 2054 07:00:00 +0000",
    ),
    "<title>Ferry &amp; strike &lt;2&gt;</title>": ("<title> </title>", "NotBlank: title"),
    "<description>Boats sail again.</description>": ("", "NeedDescriptionBeforeContent"),
    "&lt;/h2&gt;": ("&lt;/h3&gt;", "NotHtml: an end of h3"),
    "&lt;h2&gt;": ("&lt;body&gt;&lt;h2&gt;", "HtmlFragment: body"),
    "&lt;p&gt;": ("&lt;p onclick='x()' style='x'&gt;&lt;script&gt;", "SecurityRiskAttr: onclick"),
    '"https://wire.example/1"': ('"/1"', "ContainsRelRef: /1"),
}


@pytest.mark.parametrize("right", BROKEN)
def test_the_rules_find_what_is_broken(right: str) -> None:
    wrong, finding = BROKEN[right]
    whole = rss(feed(entry(2), entry(1))).decode()
    assert right in whole
    assert finding in findings(whole.replace(right, wrong, 1).encode(), at=f"{HOME}/rss.xml", now=NOW)


def test_a_summary_is_words_to_a_reader_that_takes_it_for_html() -> None:
    words = "Use <main> & say AT&amp;T; if a < b."
    (read,) = feedparser.parse(rss(feed(entry(summary=words)))).entries
    assert html.unescape(read.summary) == words
    assert "<" not in read.summary


def test_json_feed_keeps_the_rules_of_version_1_1() -> None:
    document = json.loads(json_feed(feed(entry(2), entry(1))))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert (document["home_page_url"], document["feed_url"]) == (HOME, f"{HOME}/feed.json")
    assert document["authors"] == [{"name": "The Harbour Herald"}]
    texts = {"id", "url", "title", "content_html", "summary", "image", "date_published"}
    for item in document["items"]:
        assert set(item) == texts | {"tags"}
        assert all(isinstance(item[name], str) and item[name] for name in texts)
        assert all(isinstance(tag, str) for tag in item["tags"])
        assert datetime.fromisoformat(item["date_published"]).tzinfo
    assert [item["id"] for item in document["items"]] == [f"{HOME}/2026-11-02", f"{HOME}/2026-11-01"]


def test_what_there_is_not_is_left_out() -> None:
    document = json.loads(json_feed(feed(entry(image="", tags=(), summary=""))))
    assert set(document["items"][0]) == {"id", "url", "title", "content_html", "date_published"}


def test_a_feed_without_an_issue_is_still_one() -> None:
    assert not feedparser.parse(rss(feed())).bozo
    assert json.loads(json_feed(feed()))["items"] == []


@given(st.text(max_size=80).filter(clean))
def test_any_text_arrives(words: str) -> None:
    told = feed(entry(title=words, summary=words, tags=(words,)), title=words)
    root = etree.fromstring(rss(told))
    assert root.findtext("channel/item/title") == root.findtext("channel/title") == clean(words)
    assert json.loads(json_feed(told))["items"][0]["title"] == clean(words)


@pytest.mark.parametrize("written", [rss, json_feed])
def test_the_same_feed_gives_the_same_bytes(written: Any) -> None:
    assert written(feed(entry())) == written(feed(entry()))

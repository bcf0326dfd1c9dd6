"""Writes an edition's latest issues as RSS 2.0 and as JSON Feed 1.1, for whoever reads without a mailbox.

Both say the same, with absolute addresses alone; the address of an issue is its name in them, for good.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, Any

from lxml import etree

from digest.render.escape import clean

if TYPE_CHECKING:
    from datetime import datetime

RSS_TYPE, JSON_TYPE = "application/rss+xml", "application/feed+json"

_ATOM, _CONTENT = "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/modules/content/"
_JSON_VERSION = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An issue in a feed: its page and headline, a line of what is in it, all of it as HTML, its lead's picture."""

    url: str
    title: str
    summary: str
    html: str
    image: str
    tags: tuple[str, ...]
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An edition as a feed; `url` is its page, and the latest issue comes first."""

    title: str
    description: str
    publisher: str
    language: str
    url: str
    rss_url: str
    json_url: str
    entries: tuple[FeedEntry, ...]


def rss(feed: Feed) -> bytes:
    """Return the feed as RSS 2.0, by the best practices of the RSS Advisory Board."""
    root = etree.Element("rss", version="2.0", nsmap={"atom": _ATOM, "content": _CONTENT})
    channel = etree.SubElement(root, "channel")
    _put(channel, "title", feed.title)
    _put(channel, "link", feed.url)
    _put(channel, "description", feed.description)
    _put(channel, "language", feed.language.lower())
    if feed.entries:
        _put(channel, "lastBuildDate", format_datetime(feed.entries[0].published_at))
    etree.SubElement(channel, f"{{{_ATOM}}}link", rel="self", type=RSS_TYPE, href=feed.rss_url)
    for entry in feed.entries:
        item = etree.SubElement(channel, "item")
        _put(item, "title", entry.title)
        _put(item, "link", entry.url)
        etree.SubElement(item, "guid", isPermaLink="true").text = entry.url
        _put(item, "pubDate", format_datetime(entry.published_at))
        for tag in entry.tags:
            _put(item, "category", tag)
        _put(item, "description", escape(clean(entry.summary), quote=False))  # which is HTML; a title is not
        etree.SubElement(item, f"{{{_CONTENT}}}encoded").text = entry.html
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def json_feed(feed: Feed) -> bytes:
    """Return the feed as JSON Feed 1.1."""
    document = {
        "version": _JSON_VERSION,
        "title": clean(feed.title),
        "home_page_url": feed.url,
        "feed_url": feed.json_url,
        "description": clean(feed.description),
        "language": feed.language,
        "authors": [{"name": clean(feed.publisher)}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: FeedEntry) -> dict[str, Any]:
    item = {
        "id": entry.url,
        "url": entry.url,
        "title": clean(entry.title),
        "content_html": entry.html,
        "summary": clean(entry.summary),
        "image": entry.image,
        "date_published": entry.published_at.isoformat(),
        "tags": list(entry.tags),
    }
    return {name: value for name, value in item.items() if value}


def _put(parent: Any, name: str, text: str) -> None:  # noqa: ANN401  lxml ships no types
    etree.SubElement(parent, name).text = clean(text)

"""Reads a feed (RSS, RDF, Atom or JSON Feed) into stories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.errors import IngestError
from digest.ingest import hardxml, jsonfeed, xmlfeed

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.story import Harvest

_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_FIRST_TAG = re.compile(r"<([A-Za-z_][\w.:-]*)|<!doctype\s+(html)\b", re.IGNORECASE)
_HTML = frozenset({"html", "head", "body", "title", "meta", "link", "script", "div", "p", "h1", "span", "table"})
_OTHERS = {
    "opml": "is an OPML list of feeds; take it in with `digest sources import`",
    "urlset": "is a sitemap, not a feed",
    "sitemapindex": "is a sitemap, not a feed",
}


def parse(data: bytes, *, url: str, now: datetime, content_type: str = "") -> Harvest:
    """Return the stories of a feed that stands at `url`, in the feed's order, and the feed's title.

    Moments after `now` are not believed. Entries without a title and a text are refused, one by one; a feed of more
    than `entries.MAX_STORIES` yields its newest.

    Raises:
        IngestError: this is no feed; the message says what it looks like.
    """
    text = hardxml.text(data, content_type=content_type).strip()
    if not text:
        raise IngestError("is empty")
    if text[0] in "{[":
        return jsonfeed.parse(text, url=url, now=now)
    if _looks_like_html(text):
        raise IngestError("is an HTML page, not a feed")
    if not text.startswith("<"):
        raise IngestError("is no feed: it holds neither XML nor JSON")
    root = hardxml.tree(text)
    name = hardxml.name_of(root)
    if name not in _ROOTS:
        raise IngestError(_OTHERS.get(name, f"is XML of another kind (<{name[:40]}>), not a feed"))
    return xmlfeed.parse(root, url=url, now=now)


def is_page(data: bytes) -> bool:
    """Tell whether a document begins as an HTML page does."""
    return _looks_like_html(hardxml.text(data[:20_000]))


def _looks_like_html(text: str) -> bool:
    found = _FIRST_TAG.search(re.sub(r"<!--.*?-->", "", text[:10_000], flags=re.DOTALL))
    return bool(found and (found[2] or found[1].lower() in _HTML))

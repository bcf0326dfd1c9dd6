"""Finds the feeds that an HTML page names, and the page's title."""

from __future__ import annotations

from lxml import etree, html

from digest.ingest import clean, encoding
from digest.ingest.urls import absolute

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"})
_JSON = "application/json"  # a feed only where its address says so: many pages link other JSON


def discover(page: bytes, base: str, *, content_type: str = "") -> list[str]:
    """Return the absolute addresses of the feeds that a page at `base` offers, in the page's order.

    By the HTML standard, 4.6.7.1: `link` elements whose `rel` holds `alternate` and whose `type` is that of a feed.
    """
    root = _tree(page, content_type)
    if root is None:
        return []
    bases = root.xpath("//base/@href")
    base = absolute(str(bases[0]), base) or base if bases else base
    found = (absolute(link.get("href", ""), base) for link in root.iter("link") if _is_feed(link))
    return list(dict.fromkeys(url for url in found if url))


def title(page: bytes, *, content_type: str = "") -> str:
    """Return the title of a page, on one line; empty when it has none."""
    root = _tree(page, content_type)
    return clean.line(root.findtext(".//title") or "") if root is not None else ""


def _is_feed(link: etree._Element) -> bool:
    kind = link.get("type", "").partition(";")[0].strip().lower()
    if "alternate" not in link.get("rel", "").lower().split():
        return False
    return kind in _FEED_TYPES or (kind == _JSON and "feed" in link.get("href", ""))


def _tree(page: bytes, content_type: str) -> etree._Element | None:
    text = encoding.decode(page, declared=encoding.declared_charset(page, content_type=content_type))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None

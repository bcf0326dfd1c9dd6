"""Writes for search engines where the public pages are: sitemap.xml (sitemaps.org, 0.9) and robots.txt (RFC 9309)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

MOST_PAGES = 50_000  # that one sitemap may name; the oldest are left to the links between pages

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PRIVATE = ("c", "p", "u", "v")  # pages that a reader's own link opens


class Place(NamedTuple):
    """A page, and when it last changed, as far as that is known."""

    url: str
    changed_at: datetime | None = None


def sitemap(places: Iterable[Place]) -> bytes:
    """Return the sitemap of these pages, in their order."""
    root = etree.Element("urlset", nsmap={None: _NAMESPACE})
    for place, _ in zip(places, range(MOST_PAGES), strict=False):
        element = etree.SubElement(root, "url")
        etree.SubElement(element, "loc").text = place.url
        if place.changed_at:
            etree.SubElement(element, "lastmod").text = place.changed_at.isoformat()
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def robots(url: str, *, base: str) -> bytes:
    """Return a robots.txt that keeps search engines off readers' own pages and tells them of the sitemap.

    `url` is the publication's address, and `base` the path in it.
    """
    lines = ["User-agent: *", *(f"Disallow: {base}/{page}/" for page in _PRIVATE), "", f"Sitemap: {url}/sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()

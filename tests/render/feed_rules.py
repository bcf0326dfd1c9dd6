"""The rules of the W3C's feed validator (https://validator.w3.org/feed/docs/) that concern what we publish.

Each has the name that the validator gives its finding, errors and warnings alike. Left out are those about elements
that our feeds never have: they may have none but those named here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
CHANNEL_HAS = ("title", "link", "description", "language", "lastBuildDate", ATOM_LINK, "item")
ITEM_HAS = ("title", "link", "guid", "pubDate", "category", "description", ENCODED)
MANY = ("item", "category")

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://)?(?:[A-Za-z0-9;/?:@&=+$.\-_!~*'()\[\],#]|%[0-9A-Fa-f]{2})+")
_DATE = re.compile(r"(\w{3}), \d\d \w{3} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)")
_ALONE = {"area", "base", "br", "col", "hr", "img", "input", "link", "source", "wbr"}
_RISKY = {"applet", "embed", "form", "frame", "iframe", "link", "meta", "object", "script", "style"}
_WHOLE_PAGES_HAVE = {"body", "head", "html"}


def findings(feed: bytes, *, at: str, now: datetime) -> list[str]:
    """Return what the validator would say of an RSS feed that was fetched from the address `at`."""
    try:
        root = etree.fromstring(feed)
    except etree.XMLSyntaxError:
        return ["SAXError"]
    return [*_envelope(feed, root), *_channel(root[0], at=at, now=now)]


def _envelope(feed: bytes, root: etree._Element) -> Iterator[str]:
    if not feed.startswith((b"<?xml version='1.0' encoding='utf-8'?>", b'<?xml version="1.0" encoding="utf-8"?>')):
        yield "ObscureEncoding"
    if (root.tag, dict(root.attrib)) != ("rss", {"version": "2.0"}):
        yield "InvalidRSSVersion"
    if [child.tag for child in root] != ["channel"]:
        yield "UndefinedElement"


def _channel(channel: etree._Element, *, at: str, now: datetime) -> Iterator[str]:
    yield from _children(channel, CHANNEL_HAS, needed=("title", "link", "description"))
    yield from _address(channel.findtext("link"))
    if (language := channel.findtext("language")) is not None and not _is_language(language):
        yield f"InvalidLanguage: {language}"
    own = [link.get("href") for link in channel.findall(ATOM_LINK) if link.get("rel") == "self"]
    if not own:
        yield "MissingAtomSelfLink"
    for href in own:
        yield from _address(href)
        if href != at:
            yield f"SelfDoesntMatchLocation: {href}"
    if (built := channel.findtext("lastBuildDate")) is not None:
        yield from _date(built, now=now)
    items = channel.findall("item")
    for item in items:
        yield from _item(item, now=now)
    for tag in ("guid", "link"):
        told = [item.findtext(tag) for item in items]
        if len(set(told)) < len(told):
            yield f"DuplicateValue: {tag}"


def _item(item: etree._Element, *, now: datetime) -> Iterator[str]:
    yield from _children(item, ITEM_HAS, needed=("title", "link", "guid", "pubDate"))
    for tag in ("link", "guid"):
        yield from _address(item.findtext(tag))
    if item.find("guid") is not None and item.find("guid").get("isPermaLink") not in {"true", "false"}:
        yield "InvalidBooleanAttribute"
    yield from _date(item.findtext("pubDate") or "", now=now)
    tags = [child.tag for child in item]
    if ENCODED in tags and "description" not in tags[: tags.index(ENCODED)]:
        yield "NeedDescriptionBeforeContent"
    for html in (item.findtext("description"), item.findtext(ENCODED)):
        if html:
            yield from _Html(html).found


def _children(parent: etree._Element, known: tuple[str, ...], *, needed: tuple[str, ...]) -> Iterator[str]:
    tags = [child.tag for child in parent]
    yield from (f"UndefinedElement: {tag}" for tag in tags if tag not in known)
    yield from (f"DuplicateElement: {tag}" for tag in known if tag not in MANY and tags.count(tag) > 1)
    yield from (f"MissingElement: {tag}" for tag in needed if tag not in tags)
    yield from (f"NotBlank: {tag}" for tag in needed if tag in tags and not (parent.findtext(tag) or "").strip())


def _address(address: str | None) -> Iterator[str]:
    if not address or not _URI.fullmatch(address):
        yield f"InvalidFullLink: {address}"
        return
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"} and (parts.netloc != parts.netloc.lower() or not parts.path):
        yield f"NonCanonicalURI: {address}"


def _date(written: str, *, now: datetime) -> Iterator[str]:
    form = _DATE.fullmatch(written)
    if not form:
        yield f"InvalidRFC2822Date: {written}"
        return
    moment = parsedate_to_datetime(written)
    if f"{moment:%a}" != form[1]:
        yield f"IncorrectDOW: {written}"
    if not datetime(1990, 1, 1, tzinfo=UTC) < moment < now + timedelta(days=1):
        yield f"ImplausibleDate: {written}"


def _is_language(tag: str) -> bool:
    try:
        Locale(tag.partition("-")[0])
    except (UnknownLocaleError, ValueError):
        return False
    return True


class _Html(HTMLParser):
    """What is said of HTML within a feed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        if self._open:
            self.found.append(f"NotHtml: {self._open} without an end")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _RISKY:
            self.found.append(f"SecurityRisk: {tag}")
        if tag in _WHOLE_PAGES_HAVE:
            self.found.append(f"HtmlFragment: {tag}")
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(f"SecurityRiskAttr: {name}")
            if name == "style":
                self.found.append(f"DangerousStyleAttr: {value}")
            if name in {"href", "src"} and not urlsplit(value or "").scheme:
                self.found.append(f"ContainsRelRef: {value}")
            if name in {"href", "src"} and urlsplit(value or "").scheme not in {"http", "https", "mailto"}:
                self.found.append(f"SecurityRiskAttr: {name}={value}")
        if tag not in _ALONE:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.found.append(f"NotHtml: an end of {tag}")

"""Reads RSS 0.9 to 2.0, RDF and Atom, through feedparser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import feedparser
from lxml import etree

from digest.errors import IngestError
from digest.ingest import hardxml
from digest.ingest.entries import Entry, Passage, harvest
from digest.ingest.urls import absolute
from digest.model.pictures import best

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from digest.model.story import Harvest

_LONGEST_LABEL = 300  # characters of a name or keyword
_MOST_LABELS = 200  # of one entry
_NAMES: Final = frozenset({"author", "creator", "managingeditor", "webmaster", "publisher"})
_ENTRIES: Final = frozenset({"item", "entry"})
_KEYWORDS: Final = frozenset({"category", "subject", "keywords", "tags"})
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PODCAST_SCHEME = "http://www.itunes.com/"  # feedparser's mark for keywords, which are no categories
_MAIL = re.compile(r"[<(]?[^\s<>()]+@[^\s<>()]+[>)]?")
_MARKUP = ("text/html", "application/xhtml+xml")


def parse(root: etree._Element, *, url: str, now: datetime) -> Harvest:
    """Return the stories of a feed given as a tree.

    Raises:
        IngestError: feedparser cannot read it.
    """
    _tidy_labels(root)
    _join_pieces(root)
    try:
        feed = feedparser.parse(
            etree.tostring(root, encoding="utf-8"),
            sanitize_html=False,  # ours is stricter, and costs a fiftieth
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except Exception as error:  # feedparser lets anything escape from a handler that meets what it did not expect
        raise IngestError(f"is a feed that cannot be read ({type(error).__name__})") from error
    base = url or _string(feed.feed, "link")
    language = _string(feed.feed, "language")
    guids = _guids(root)
    if len(guids) != len(feed.entries):
        guids = [_string(raw, "id") for raw in feed.entries]
    entries = (_entry(raw, guid, base, language) for raw, guid in zip(feed.entries, guids, strict=True))
    return harvest(entries, title=_string(feed.feed, "title"), now=now)


def _join_pieces(root: etree._Element) -> None:
    """Write texts that hold markup as CDATA: a parser hands over what is escaped in a piece for each mark."""
    for element in root.iter("*"):
        text = element.text
        if text and ("<" in text or "&" in text) and "]]>" not in text:
            element.text = etree.CDATA(text)


def _tidy_labels(root: etree._Element) -> None:
    """Cut names and keywords short, and mail addresses out of names.

    On long ones feedparser takes time that grows with the square of their length, and it knows no top level domain of
    more than four letters.
    """
    labels = 0
    for element in list(root.iter("*")):
        name = hardxml.name_of(element)
        labels = 0 if name in _ENTRIES else labels + (name in _KEYWORDS)
        if name in _KEYWORDS and labels > _MOST_LABELS:
            element.clear()
            element.tag = "dropped"
        elif name in _KEYWORDS or name in _NAMES:
            label = (element.text or "")[:_LONGEST_LABEL]
            element.text = _MAIL.sub(" ", label).strip(" ()") if name in _NAMES else label
            for child in element:
                child.tail = ""


def _guids(root: etree._Element) -> list[str]:
    """Return the ids of the entries as they stand; feedparser resolves them, which RFC 4287, 4.2.6, forbids."""
    return [_guid(element) for element in root.iter("*") if hardxml.name_of(element) in _ENTRIES]


def _guid(entry: etree._Element) -> str:
    named = (str(child.text) for child in entry if hardxml.name_of(child) in ("guid", "id") and child.text)
    return next(named, str(entry.get(_ABOUT, "")))


def _entry(raw: Mapping[str, Any], guid: str, base: str, language: str) -> Entry:
    content, summary, title = _content(raw), raw.get("summary_detail") or {}, raw.get("title_detail") or {}
    if content and _string(raw, "summary") == _string(content, "value"):
        summary = {}  # feedparser's copy of the content
    return Entry(
        title=_string(raw, "title"),
        url=_link(raw, guid),
        guid=guid,
        dates=[_string(raw, key) for key in ("published", "updated", "created") if key in raw],
        content=_passage(content),
        standfirst=_passage(summary),
        tags=_categories(raw),
        language=_string(raw, "language") or _string(title, "language") or language,
        image=best(*((address, "") for address in ["", *_images(raw)]))[0],
        author=_author(raw),
        base=absolute(_string(content or summary, "base"), base) or base,
    )


def _link(raw: Mapping[str, Any], guid: str) -> str:
    """Return an entry's link; an id that feedparser takes for one, as RSS 2.0 has it, must be a whole address."""
    link = _string(raw, "link")
    return absolute(guid, "") if raw.get("guidislink") and link == _string(raw, "id") else link


def _passage(detail: Mapping[str, Any]) -> Passage:
    return Passage(_string(detail, "value"), plain=detail.get("type") not in _MARKUP)


def _string(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""


def _content(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the longest of an entry's contents that is text of some kind."""
    contents = [part for part in raw.get("content") or () if str(part.get("type", "text")).startswith(("text", "app"))]
    return max(contents, key=lambda part: len(_string(part, "value")), default={})


def _categories(raw: Mapping[str, Any]) -> list[str]:
    return [
        tag.get("label") or tag.get("term") or ""
        for tag in raw.get("tags") or ()
        if tag.get("scheme") != _PODCAST_SCHEME
    ]


def _author(raw: Mapping[str, Any]) -> str:
    names = (_string(person, "name") for person in raw.get("authors") or ())
    return ", ".join(dict.fromkeys(name for name in names if name))


def _images(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield the addresses of the pictures an entry names, the best first."""
    pictures = [medium for medium in raw.get("media_content") or () if _is_picture(medium)]
    yield from (_string(medium, "url") for medium in sorted(pictures, key=_width, reverse=True) if medium.get("url"))
    thumbnails = raw.get("media_thumbnail") or ()
    yield from (_string(medium, "url") for medium in sorted(thumbnails, key=_width, reverse=True) if medium.get("url"))
    for link in raw.get("links") or ():
        if link.get("rel") == "enclosure" and str(link.get("type", "")).startswith("image/") and link.get("href"):
            yield _string(link, "href")
    if isinstance(image := raw.get("image"), dict) and image.get("href"):
        yield _string(image, "href")


def _is_picture(medium: Mapping[str, Any]) -> bool:
    kind = f"{medium.get('medium', '')} {medium.get('type', '')}"
    if kind.strip():
        return "image" in kind
    return str(medium.get("url", "")).partition("?")[0].lower().endswith((".jpg", ".jpeg", ".png", ".gif", ".webp"))


def _width(medium: Mapping[str, Any]) -> int:
    width = str(medium.get("width", ""))
    return int(width) if width.isdecimal() and len(width) < 6 else 0

"""Reads the story out of an HTML page."""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import trafilatura
from lxml.html import HtmlElement, HTMLParser, document_fromstring, tostring

from digest.ingest import clean
from digest.ingest.dates import published
from digest.ingest.harvest import take_in
from digest.ingest.plaintext import same_words
from digest.ingest.standfirsts import standfirst
from digest.model.pictures import best
from digest.model.story import IncomingStory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.ingest.harvest import Origin
    from digest.model.story import Harvest

# They report each page without a story as an error, which it is not here.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

LONGEST_PAGE = 3_000_000  # characters
MOST_ELEMENTS = 30_000  # some seconds of work; an ordinary page has a few thousand

_KEYS = ("property", "name", "itemprop")
_FOLDED = "translate(@{}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') = $key"
_META = f"//meta[{' or '.join(_FOLDED.format(key) for key in _KEYS)}]/@content"
_CANONICAL = "//link[@rel='canonical']/@href"
_LINKED_DATA = "//script[@type='application/ld+json']/text()"
_TIMES = "//time[@itemprop='datePublished' or @pubdate]/@datetime"
_DATE_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
_DATES = (
    *("article:published_time", "datepublished", "og:published_time", "parsely-pub-date", "sailthru.date", "pubdate"),
    *("publish-date", "dc.date.issued", "dcterms.created", "dc.date", "date"),
)
_PROSE = "//p[not(ancestor::nav or ancestor::header or ancestor::footer or ancestor::aside or ancestor::form)]"
_SURE = 250  # characters of text; below that trafilatura's own guesses take in menus and forms
_SENTENCE = 20
_HEADING = re.compile(r"\s*<h1>(.*?)</h1>", re.DOTALL)
_WRAPPER = re.compile(r"</?(?:html|body)>")


def parse(text: str, origin: Origin) -> Harvest:
    """Return the story of an HTML page, by the page's own metadata where it has any and by its looks elsewhere.

    The date is that of publication, not of the last change. A page without a story on it is refused.
    """
    try:
        root = document_fromstring(
            clean.block(text[:LONGEST_PAGE]).encode(), parser=HTMLParser(encoding="utf-8", remove_comments=True)
        )
        if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
            return origin.refuse("this page is too large to be one story")
        story = _story(root, origin)
    except Exception:  # noqa: BLE001 - foreign code judges foreign markup; whatever it stumbles over is no story
        story = None
    return take_in(story, origin) if story else origin.refuse("no story found on this page")


def _story(root: HtmlElement, origin: Origin) -> IncomingStory | None:
    address = origin.name if origin.name.startswith(("http://", "https://")) else ""
    base = origin.base_url or address
    metadata: Any = trafilatura.extract_metadata(root, address or None, date_config=_date_config(origin.now))
    title = clean.line(metadata.title or "")
    body_html = _without_title(clean.sanitise(_markup(root), base=base), title)
    body = clean.text_of(body_html)
    if not body:
        return None
    moment, day_only = _published(root, metadata.date or "", origin)
    image, image_alt = _image(root, body_html, metadata.image or "", base)
    return IncomingStory(
        title=title,
        body=body,
        body_html=body_html,
        summary=standfirst(root, clean.line(metadata.description or "")),
        url=clean.absolute(_first(root, _CANONICAL), base=base) or address,
        source=clean.line(metadata.sitename or ""),
        published_at=moment,
        day_only=day_only,
        tags=tuple(_tags(metadata)),
        language=_language(root),
        image=image,
        image_alt=image_alt,
        author=clean.line((metadata.author or "").replace(";", ",")),
    )


def _markup(root: HtmlElement) -> str:
    """Return the markup of the story; of a page too short to judge, its paragraphs that are not links."""
    markup = trafilatura.extract(
        deepcopy(root),
        output_format="html",
        include_formatting=True,
        include_links=True,
        include_images=True,
        include_comments=False,
    )
    if len(clean.text_of(markup or "")) >= _SURE:
        return _WRAPPER.sub("", markup or "")
    return "\n".join(
        tostring(element, encoding="unicode", with_tail=False) for element in root.xpath(_PROSE) if _is_prose(element)
    )


def _is_prose(paragraph: HtmlElement) -> bool:
    linked = sum(len(link.text_content()) for link in paragraph.iter("a"))
    return len(paragraph.text_content().strip()) >= max(_SENTENCE, 2 * linked)


def _date_config(now: datetime) -> dict[str, object]:
    """Ask for the original date, from metadata alone: a date guessed from the text is worse than none."""
    return {"original_date": True, "extensive_search": False, "max_date": now.strftime("%Y-%m-%d")}


def _published(root: HtmlElement, guess: str, origin: Origin) -> tuple[datetime | None, bool]:
    for spelled in (*_spelled_dates(root), guess):
        moment, day_only = published(spelled, zone=origin.zone, now=origin.now)
        if moment:
            return moment, day_only
    return None, False


def _spelled_dates(root: HtmlElement) -> Iterator[str]:
    for script in _all(root, _LINKED_DATA):
        yield from _DATE_PUBLISHED.findall(script)
    for key in _DATES:
        yield from _all(root, _META, key=key)
    yield from _all(root, _TIMES)


def _image(root: HtmlElement, body_html: str, named: str, base: str) -> tuple[str, str]:
    """Return the picture the page names for sharing, or the first one in the story."""
    shared = clean.absolute(named, base=base), clean.line(_first(root, _META, key="og:image:alt"))
    return best(shared, clean.first_image(body_html, base=base))


def _tags(metadata: Any) -> Iterator[str]:  # noqa: ANN401 - trafilatura's own type is untyped
    for words in (*(metadata.categories or ()), *(metadata.tags or ())):
        yield from filter(None, (clean.line(word) for word in words.split(",")))


def _language(root: HtmlElement) -> str:
    named = _first(root, "/html/@lang") or _first(root, _META, key="og:locale")
    return clean.line(named).replace("_", "-")


def _without_title(body_html: str, title: str) -> str:
    heading = _HEADING.match(body_html)
    return body_html[heading.end() :] if heading and same_words(clean.line(heading[1]), title) else body_html


def _all(root: HtmlElement, path: str, **names: str) -> list[str]:
    found = root.xpath(path, **names)
    return [str(value) for value in found] if isinstance(found, list) else []


def _first(root: HtmlElement, path: str, **names: str) -> str:
    return next(iter(_all(root, path, **names)), "")

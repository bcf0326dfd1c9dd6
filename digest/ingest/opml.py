"""Reads and writes lists of feeds as OPML (OPML 2.0, opml.org)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from typing import TYPE_CHECKING

from lxml import etree

from digest.errors import IngestError
from digest.ingest import clean, hardxml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

MAX_ENTRIES = 10_000

_FEED_SCHEME = re.compile(r"\Afeed:(?://)?(?P<whole>(?=https?:))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpmlEntry:
    """One feed of a list; `url` is as the list has it, and not checked."""

    name: str
    url: str
    tags: tuple[str, ...] = ()


def read(data: bytes) -> list[OpmlEntry]:
    """Return the feeds of a list, each address once, at most `MAX_ENTRIES`.

    The names of the folders a feed stands in become its tags, and so do the words of its `category`.

    Raises:
        IngestError: this is no OPML.
    """
    text = hardxml.text(data).strip()
    if not text.startswith("<") or hardxml.name_of(root := hardxml.tree(text)) != "opml":
        raise IngestError("is no OPML list of feeds")
    entries: dict[str, OpmlEntry] = {}
    for entry in _entries(root, ()):
        known = entries.get(entry.url, entry)
        entries[entry.url] = OpmlEntry(known.name, entry.url, tuple(dict.fromkeys((*known.tags, *entry.tags))))
    return list(entries.values())[:MAX_ENTRIES]


def write(entries: Iterable[OpmlEntry], *, title: str, now: datetime) -> bytes:
    """Return a list of feeds that other readers understand, each in the folder of its first tag."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = clean.line(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(now.astimezone(UTC), usegmt=True)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for entry in entries:
        tags = [clean.line(tag) for tag in entry.tags]
        name = clean.line(entry.name)
        folder = _folder(body, tags[0], folders) if tags else body
        outline = etree.SubElement(
            folder, "outline", type="rss", text=name, title=name, xmlUrl=hardxml.allowed(entry.url).strip()
        )
        if len(tags) > 1:
            outline.set("category", ",".join(tag.replace(",", " ") for tag in tags))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _folder(body: etree._Element, tag: str, folders: dict[str, etree._Element]) -> etree._Element:
    if tag not in folders:
        folders[tag] = etree.SubElement(body, "outline", text=tag, title=tag)
    return folders[tag]


def _entries(element: etree._Element, folders: tuple[str, ...]) -> Iterator[OpmlEntry]:
    for outline in element:
        attributes = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        name = clean.line(attributes.get("text") or attributes.get("title", ""))
        url = _FEED_SCHEME.sub(_web, attributes.get("xmlurl", "").strip())
        if url:
            words = (clean.line(word.strip(" /")) for word in attributes.get("category", "").split(","))
            yield OpmlEntry(name or url, url, tuple(word for word in (*folders, *words) if word))
        elif hardxml.name_of(outline) in ("body", "outline"):
            yield from _entries(outline, (*folders, name) if name else folders)


def _web(found: re.Match[str]) -> str:
    """Return what stands for `feed:`: nothing before a whole address, else http."""
    return "http://" if found["whole"] is None else ""

"""Reads stories from files, folders and bytes, in any of the formats we know."""

from __future__ import annotations

import json
import os
import re
import stat
from enum import StrEnum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from digest.errors import IngestError
from digest.ingest import encoding, jsonlines, plaintext
from digest.ingest.harvest import Origin, gather, printable
from digest.model.story import Harvest, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

LARGEST = 10_000_000  # bytes of one file

_MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_JSON = frozenset({".json", ".jsonl", ".ndjson"})
_XML = frozenset({".xml", ".rss", ".atom", ".rdf"})
_KNOWN = frozenset({".txt", ".text"}) | _MARKDOWN | _HTML | _JSON | _XML
_ENDINGS = ", ".join(sorted(_KNOWN))

_PROLOGUE = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^<>]*>", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(r"<(?:\w+:)?([A-Za-z][\w-]*)[\s/>]")
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_PAGE_ROOT = re.compile(r"html|head|body|title|meta|main|article|section|header|div|p|h[1-6]", re.IGNORECASE)
_JSON_HEAD = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{\[\]"])')
_MARKDOWN_HEAD = re.compile(r"\s*(?:#{1,3} \S|(?:---|\+\+\+)[ \t]*\n)")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 4_000  # bytes or characters by which a format is told


class _Format(StrEnum):
    FEED = "feed"
    PAGE = "page"
    JSON = "json"
    MARKDOWN = "markdown"
    TEXT = "text"


def read_path(path: Path, *, zone: ZoneInfo, now: datetime, base_url: str = "", title: str = "") -> Harvest:
    """Return the stories of a file, or of every story file below a folder, in the order of their paths.

    In a folder, hidden files and those whose names say that they are nothing of ours are passed over; a folder without
    any other is refused. Relative links and pictures are made absolute against `base_url`; times without a zone are in
    `zone`. What has no title is called `title`.

    Raises:
        IngestError: nothing stands at `path`, or what has no end, such as a pipe.
    """
    if not _stands(path):
        raise IngestError("no such file; check the path")
    if _is_special(path):
        raise IngestError("is a pipe, a socket or a device, and no file; give `-` to read standard input")
    if not path.is_dir():
        return _read_file(path, zone=zone, now=now, base_url=base_url, title=title)
    refused: list[OSError] = []
    harvests = [
        _read_file(file, zone=zone, now=now, base_url=base_url, title=title) for file in _story_files(path, refused)
    ]
    harvests += [Harvest(refused=(_unreadable(error.filename, error),)) for error in refused]
    return gather(harvests or [_nothing_in(path)])


def read_bytes(
    data: bytes,
    *,
    name: str,
    zone: ZoneInfo,
    now: datetime,
    base_url: str = "",
    content_type: str = "",
    title: str = "",
) -> Harvest:
    """Return the stories of a document called `name` (a file name or a URL); its content tells the format.

    What has no title of its own is called `title`.

    Never raises for what the document holds: that is a refusal.
    """
    if not base_url and name.startswith(("http://", "https://")):
        base_url = name
    origin = Origin(name=name, zone=zone, now=now, base_url=base_url, title=title)
    if len(data) > LARGEST:
        return origin.refuse(f"is larger than {LARGEST // 1_000_000} MB")
    if _is_binary(data):
        return origin.refuse("is no text; stories come as text, Markdown, HTML, JSON or feeds")
    declared = encoding.declared_charset(data if data.lstrip()[:1] == b"<" else b"", content_type=content_type)
    text = encoding.decode(data, declared=declared).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return origin.refuse("is empty")
    kind = _format(text, suffix=PurePath(name).suffix.lower(), content_type=content_type)
    return _parsed(kind, data, text, origin=origin, content_type=content_type)


def _stands(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for the file system
        return False


def _is_special(path: Path) -> bool:
    """Tell whether a pipe, socket or device stands at `path`, which reading might wait on for ever."""
    try:
        mode = path.stat().st_mode
    except OSError:  # opening it will say why
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _parsed(kind: _Format, data: bytes, text: str, *, origin: Origin, content_type: str) -> Harvest:
    """Read a document with the one parser that it needs; some take longer to load than most stories to read."""
    match kind:
        case _Format.FEED:
            from digest.ingest import feeds

            try:
                return feeds.parse(data, url=origin.base_url, now=origin.now, content_type=content_type)
            except IngestError as error:
                return origin.refuse(str(error))
        case _Format.PAGE:
            from digest.ingest import pages

            return pages.parse(text, origin)
        case _Format.JSON:
            return jsonlines.parse(text, origin)
        case _Format.MARKDOWN:
            from digest.ingest import markdown

            return markdown.parse(text, origin)
        case _Format.TEXT:
            return plaintext.parse(text, origin)


def _format(text: str, *, suffix: str, content_type: str) -> _Format:
    """Tell the format by what stands at the head, then by the name's ending, then by what the server says."""
    root = _root(text)
    if root in _FEED_ROOTS or _is_json_feed(text):
        return _Format.FEED
    if _PAGE_ROOT.fullmatch(root):
        return _Format.PAGE
    if _JSON_HEAD.match(text) or suffix in _JSON:
        return _Format.JSON
    if root and (suffix in _XML or text.lstrip().startswith("<?xml")):
        return _Format.FEED
    if root and (suffix in _HTML or "html" in content_type):
        return _Format.PAGE
    if suffix in _MARKDOWN or _MARKDOWN_HEAD.match(text) or "markdown" in content_type:
        return _Format.MARKDOWN
    return _Format.TEXT


def _root(text: str) -> str:
    """Return the lower-case name of the element that a document of markup begins with, else an empty string."""
    start = 0
    while start < _HEAD and (skipped := _PROLOGUE.match(text, start)):
        start = skipped.end()
    found = _ROOT.match(text, start)
    return found[1].lower() if found else ""


def _is_json_feed(text: str) -> bool:
    if text.lstrip()[:1] != "{" or "jsonfeed.org/version/" not in text:
        return False
    try:
        version = json.loads(text).get("version")
    except (ValueError, RecursionError):
        return False
    return isinstance(version, str) and version.startswith("https://jsonfeed.org/")


def _is_binary(data: bytes) -> bool:
    head = encoding.decode(data[:_HEAD])
    return len(_CONTROL.findall(head)) > len(head) // 50


def _read_file(path: Path, *, zone: ZoneInfo, now: datetime, base_url: str, title: str) -> Harvest:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        return Harvest(refused=(_unreadable(str(path), error),))
    return read_bytes(data, name=str(path), zone=zone, now=now, base_url=base_url, title=title)


def _unreadable(name: str, error: OSError) -> Refusal:
    return Refusal(printable(name), f"cannot be read: {error.strerror or error}")


def _nothing_in(folder: Path) -> Harvest:
    return Harvest(refused=(Refusal(printable(str(folder)), f"no story files in this folder; they end in {_ENDINGS}"),))


def _story_files(folder: Path, refused: list[OSError]) -> Iterator[Path]:
    """Yield the files below a folder that bear a story file's name; folders that cannot be listed go to `refused`."""
    for place, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            story_name = not name.startswith(".") and path.suffix.lower() in _KNOWN
            if story_name and not _is_special(path):
                yield path

"""Reads JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from digest.errors import IngestError
from digest.ingest.encoding import storable
from digest.ingest.entries import Entry, Passage, harvest
from digest.model.pictures import best

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.story import Harvest


def parse(text: str, *, url: str, now: datetime) -> Harvest:
    """Return the stories of a JSON Feed that stands at `url`.

    Raises:
        IngestError: this is no JSON, or no JSON Feed.
    """
    try:
        feed = json.loads(text)
    except RecursionError:
        raise IngestError("is nested too deep") from None
    except ValueError:
        raise IngestError("is no feed: it is neither XML nor whole JSON") from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list) or "version" not in feed:
        raise IngestError("is JSON, but no JSON Feed")
    base = url or _string(feed, "feed_url") or _string(feed, "home_page_url")
    items = (item if isinstance(item, dict) else {} for item in feed["items"])
    entries = (_entry(item, feed, base) for item in items)
    return harvest(entries, title=_string(feed, "title"), now=now)


def _entry(item: dict[str, Any], feed: dict[str, Any], base: str) -> Entry:
    html = _string(item, "content_html")
    return Entry(
        title=_string(item, "title"),
        url=_string(item, "url") or _string(item, "external_url"),
        guid=_guid(item.get("id")),
        dates=[date for key in ("date_published", "date_modified") if (date := _string(item, key))],
        content=Passage(html or _string(item, "content_text"), plain=not html),
        standfirst=Passage(_string(item, "summary"), plain=True),
        tags=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
        language=_string(item, "language") or _string(feed, "language"),
        image=best((_string(item, "image"), ""), (_string(item, "banner_image"), ""))[0],
        author=_authors(item) or _authors(feed),
        base=base,
    )


def _string(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    return storable(value) if isinstance(value, str) else ""


def _list(holder: dict[str, Any], key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


def _guid(value: object) -> str:
    """Return an id as text: the specification wants a string, but numbers are seen, and are to be coerced."""
    return storable(str(value)) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _authors(holder: dict[str, Any]) -> str:
    """Return the names of the authors: `authors` since version 1.1, `author` before."""
    people = _list(holder, "authors") or [holder.get("author")]
    names = [_string(person, "name") for person in people if isinstance(person, dict)]
    return ", ".join(name for name in names if name)

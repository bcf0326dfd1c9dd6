"""Tells whether an incoming story is one we have: by guid, then by canonical URL."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from digest.store.rows import Row, row

if TYPE_CHECKING:
    from sqlite_utils import Database

    from digest.model.story import IncomingStory

BY_GUID = "SELECT id, guid, source, title, content_hash FROM stories WHERE guid_key = :guid_key"

# Several stories may share a URL (a live page, a podcast's home), so the oldest with the same title goes first.
BY_URL = """
SELECT id, guid, source, title, content_hash FROM stories WHERE canonical_url = :canonical_url
ORDER BY title <> :title, id LIMIT 1
"""


def guid_key(story: IncomingStory) -> str | None:
    """Return the story's guid made unique over all sources, or None when it brings none.

    Many feeds number their items 1, 2, 3: only a guid that looks like a URI stands for itself, any other counts within
    its source (RSS 2.0 calls a guid unique, but says nothing of among whom).
    """
    if not story.guid:
        return None
    return story.guid if ":" in story.guid else f"{story.source}|{story.guid}"


def known_as(db: Database, story: IncomingStory) -> Row | None:
    """Return the stored row that is the same story as the incoming one, or None.

    The same URL is not enough where one source gives two guids and two titles: those are two stories on one page.
    """
    if (key := guid_key(story)) and (found := row(db, BY_GUID, {"guid_key": key})):
        return found
    if not story.canonical_url:
        return None
    found = row(db, BY_URL, {"canonical_url": story.canonical_url, "title": story.title})
    return None if found is None or _two_on_one_page(found, story) else found


def content_hash(story: IncomingStory) -> str:
    """Return a hash of all that a reader could see of the story; another hash means it was revised."""
    seen = (story.title, story.body, story.body_html, story.summary, story.url, story.image, story.image_alt)
    when = story.published_at.isoformat() if story.published_at else ""
    text = "\x1f".join((*seen, when, story.author, story.language))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _two_on_one_page(found: Row, story: IncomingStory) -> bool:
    both_have_guids = bool(found["guid"] and story.guid)
    return both_have_guids and found["source"] == story.source and found["title"] != story.title

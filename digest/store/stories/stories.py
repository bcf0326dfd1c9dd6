"""Keeps stories: takes them in once, revises them when they change, and finds them again."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from digest.clock import iso
from digest.model.story import IncomingStory, Story, TakenIn
from digest.store.rows import row, rows, stamp, story_of
from digest.store.stories import identity
from digest.store.stories.revisions import as_of
from digest.store.stories.story_tags import forget_tags, write_tags
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from digest.model.selection import Window

STORY_COLUMNS = """
s.id, s.guid, s.title, s.url, s.source, s.published_at, s.day_only, s.first_seen_at, s.body, s.own_length, s.body_html,
s.summary, s.language, s.image, s.image_alt, s.author, s.revision,
(SELECT json_group_array(t.tag) FROM
    (SELECT tag FROM story_tags WHERE story_id = s.id AND removed = 0 ORDER BY tag) AS t) AS tags
"""

INSERT = """
INSERT INTO stories (guid, guid_key, url, canonical_url, title, source, published_at, day_only, first_seen_at, body,
    own_length, body_html, summary, language, image, image_alt, author, content_hash)
VALUES (:guid, :guid_key, :url, :canonical_url, :title, :source, COALESCE(:published_at, :now), :day_only, :now, :body,
    :own_length, :body_html, :summary, :language, :image, :image_alt, :author, :content_hash)
RETURNING id
"""

# A revision without a date of its own keeps the date we have: a story never grows younger by being touched.
REVISE = """
UPDATE stories SET url = :url, canonical_url = :canonical_url, title = :title, body = :body, own_length = :own_length,
    body_html = :body_html, summary = :summary, language = :language, image = :image, image_alt = :image_alt,
    author = :author, content_hash = :content_hash, revision = revision + 1, revised_at = :now,
    day_only = CASE WHEN :published_at IS NULL THEN day_only ELSE :day_only END,
    published_at = COALESCE(:published_at, published_at)
WHERE id = :id
"""

BY_ID = f"SELECT {STORY_COLUMNS} FROM stories AS s WHERE s.id = :id"

# Everything published in the window, and everything first seen in it: so that a story too old to be carried is still
# explained by `plan`.
IN_WINDOW = f"""
SELECT {STORY_COLUMNS} FROM stories AS s
WHERE s.published_at BETWEEN :start AND :end OR s.first_seen_at BETWEEN :start AND :end
    OR s.id IN (SELECT value FROM json_each(:besides))
ORDER BY s.published_at DESC, s.id
"""

LISTED = f"""
SELECT {STORY_COLUMNS} FROM stories AS s
WHERE (:since IS NULL OR s.published_at >= :since)
  AND NOT EXISTS (SELECT 1 FROM json_each(:tags) AS wanted WHERE NOT EXISTS
      (SELECT 1 FROM story_tags AS t WHERE t.story_id = s.id AND t.tag = wanted.value AND t.removed = 0))
  AND (:search IS NULL OR s.id IN (SELECT rowid FROM stories_fts WHERE stories_fts MATCH :search))
ORDER BY s.published_at DESC, s.id DESC LIMIT :limit
"""

_NAMES = tuple(field.name for field in fields(IncomingStory))


def take_in(
    db: Database, stories: Sequence[IncomingStory], *, now: datetime, given_tags: Iterable[str] = ()
) -> TakenIn:
    """Store new stories and revise changed ones, all in one transaction.

    `given_tags` are those of the source or of the command line, beside those each story brings.
    """
    taken = TakenIn()
    given = tuple(given_tags)
    with immediate(db):
        for story in stories:
            taken += _take_in_one(db, story, now=now, given=given)
    return taken


def get(db: Database, story_id: int) -> Story | None:
    """Return a story by its id, or None."""
    found = row(db, BY_ID, {"id": story_id})
    return story_of(found) if found else None


def in_window(db: Database, window: Window, *, besides: Iterable[int] = ()) -> list[Story]:
    """Return every story published or first seen in the window (both ends included), as it was at its end.

    `besides` are the ids of stories wanted wherever they stand.
    """
    times = {"start": iso(window.start), "end": iso(window.end), "besides": json.dumps(sorted(besides))}
    return as_of(db, [story_of(found) for found in rows(db, IN_WINDOW, times)], window.end)


def listed(
    db: Database, *, tags: Sequence[str] = (), since: datetime | None = None, search: str = "", limit: int = 1000
) -> list[Story]:
    """Return stories with all these (normal) tags, published since then, that hold every word of `search`."""
    values = {
        "tags": json.dumps(list(tags)),
        "since": stamp(since),
        "search": _every_word(search) or None,
        "limit": limit,
    }
    return [story_of(found) for found in rows(db, LISTED, values)]


def _take_in_one(db: Database, story: IncomingStory, *, now: datetime, given: Sequence[str]) -> TakenIn:
    values = _columns(story, now=now)
    found = identity.known_as(db, story)
    if found is None:
        story_id = db.conn.execute(INSERT, values).fetchone()[0]
        write_tags(db, story_id, story, given=given)
        return TakenIn(added=(story_id,))
    story_id = found["id"]
    # Another source's telling of a story we have adds its tags, but does not overwrite the first telling.
    revised = found["content_hash"] != values["content_hash"] and found["source"] == story.source
    if revised:
        db.conn.execute(REVISE, values | {"id": story_id})
    forget_tags(db, story_id)
    write_tags(db, story_id, story, given=given)
    return TakenIn(revised=(story_id,)) if revised else TakenIn(unchanged=(story_id,))


def _columns(story: IncomingStory, *, now: datetime) -> dict[str, Any]:
    own_length = len(story.body) if story.own_length is None else story.own_length
    texts = {name: value for name in _NAMES if isinstance(value := getattr(story, name), str)}
    return texts | {
        "guid_key": identity.guid_key(story),
        "canonical_url": story.canonical_url or None,
        "content_hash": identity.content_hash(story),
        "own_length": own_length,
        "published_at": stamp(story.published_at),
        "day_only": int(story.day_only),
        "now": iso(now),
    }


def _every_word(search: str) -> str:
    """Quote each word for FTS5, so that no word of a reader is taken for its query language."""
    return " ".join('"{}"'.format(word.replace('"', '""')) for word in search.split())

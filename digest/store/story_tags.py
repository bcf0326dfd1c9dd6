"""Keeps the tags of stories and where each came from, so that an editor's word outlives the next fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.model.tags import normal_tag
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from digest.model.story import IncomingStory

FORGET = "DELETE FROM story_tags WHERE story_id = :id AND origin = :origin"

# What an editor added or took away stands; and a tag once given is not demoted to one found by its words.
ADD = """
INSERT INTO story_tags (story_id, tag, origin) VALUES (:id, :tag, :origin) ON CONFLICT (story_id, tag) DO NOTHING
"""

SET_BY_EDITOR = """
INSERT INTO story_tags (story_id, tag, origin, removed) VALUES (:id, :tag, 'editor', :removed)
ON CONFLICT (story_id, tag) DO UPDATE SET origin = 'editor', removed = :removed
"""


def write_tags(db: Database, story_id: int, story: IncomingStory, *, given: Sequence[str]) -> None:
    """Write a story's tags: those given, those it brings, those its words earn. Runs in the caller's transaction."""
    _add(db, story_id, given, origin="given")
    for origin, tags in (("own", story.tags), ("word", story.word_tags)):
        db.conn.execute(FORGET, {"id": story_id, "origin": origin})
        _add(db, story_id, tags, origin=origin)


def edit_tags(db: Database, story_id: int, *, add: Iterable[str], remove: Iterable[str]) -> None:
    """Write an editor's word on a story's tags, which no fetch and no retagging undoes."""
    changes = [(tag, 0) for tag in add] + [(tag, 1) for tag in remove]
    with immediate(db):
        for tag, removed in changes:
            db.conn.execute(SET_BY_EDITOR, {"id": story_id, "tag": normal_tag(tag), "removed": removed})


def retag(db: Database, word_tags: Mapping[int, Sequence[str]]) -> None:
    """Replace the tags that stories (by id) have for their words."""
    with immediate(db):
        for story_id, tags in word_tags.items():
            db.conn.execute(FORGET, {"id": story_id, "origin": "word"})
            _add(db, story_id, tags, origin="word")


def _add(db: Database, story_id: int, tags: Iterable[str], *, origin: str) -> None:
    values = [{"id": story_id, "tag": normal_tag(tag), "origin": origin} for tag in tags if normal_tag(tag)]
    db.conn.executemany(ADD, values)

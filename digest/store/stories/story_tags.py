"""Keeps the tags of stories and where each came from, so that an editor's word outlives the next fetch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.model.tags import normal_tag
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlite_utils import Database

    from digest.model.story import IncomingStory
    from digest.model.tags import TagChange


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryText:
    """The words a story is tagged by, and the origin of each tag it has or was refused."""

    id: int
    title: str
    text: str
    tags: Mapping[str, str]


# Each tag is found by one look into the index on (tag, story_id), however many stories have it.
EVERY_TAG = """
WITH RECURSIVE seen(tag) AS (
    SELECT MIN(tag) FROM story_tags
    UNION ALL SELECT (SELECT MIN(tag) FROM story_tags WHERE tag > seen.tag) FROM seen WHERE seen.tag IS NOT NULL
)
SELECT tag FROM seen WHERE tag IS NOT NULL
"""

FORGET = "DELETE FROM story_tags WHERE story_id = :id AND origin = :origin"

# What an editor added or took away stands; and a tag once given is not demoted to one found by its words.
ADD = """
INSERT INTO story_tags (story_id, tag, origin) VALUES (:id, :tag, :origin) ON CONFLICT (story_id, tag) DO NOTHING
"""

FORGET_WORD_TAG = "DELETE FROM story_tags WHERE story_id = :id AND tag = :tag AND origin = 'word'"

# The tags come along as JSON, so that one pass over the stories sees all of it without keeping any.
EVERY_TEXT = """
SELECT id, title, title || char(10) || summary || char(10) || substr(body, 1, own_length) AS text,
       (SELECT json_group_array(json_array(tag, origin)) FROM story_tags WHERE story_id = stories.id) AS tags
FROM stories ORDER BY id
"""

SET_BY_EDITOR = """
INSERT INTO story_tags (story_id, tag, origin, removed) VALUES (:id, :tag, 'editor', :removed)
ON CONFLICT (story_id, tag) DO UPDATE SET origin = 'editor', removed = :removed
"""


def tags_there(db: Database) -> list[str]:
    """Return every tag that a story has, in order."""
    return [tag for (tag,) in db.conn.execute(EVERY_TAG)]


def write_tags(db: Database, story_id: int, story: IncomingStory, *, given: Sequence[str]) -> None:
    """Write a story's tags: those given, those it brings, those its words earn. Runs in the caller's transaction."""
    _add(db, story_id, given, origin="given")
    _add(db, story_id, story.tags, origin="own")
    _add(db, story_id, story.word_tags, origin="word")


def forget_tags(db: Database, story_id: int) -> None:
    """Forget what a story brought and what its words earned, before it is told anew."""
    db.conn.executemany(FORGET, [{"id": story_id, "origin": origin} for origin in ("own", "word")])


def edit_tags(db: Database, story_id: int, *, add: Iterable[str], remove: Iterable[str]) -> None:
    """Write an editor's word on a story's tags, which no fetch and no retagging undoes."""
    changes = [(tag, 0) for tag in add] + [(tag, 1) for tag in remove]
    with immediate(db):
        for tag, removed in changes:
            db.conn.execute(SET_BY_EDITOR, {"id": story_id, "tag": normal_tag(tag), "removed": removed})


def every_text(db: Database) -> Iterator[StoryText]:
    """Yield what each story is tagged by, one after the other, however many there are."""
    for story_id, title, text, tags in db.conn.execute(EVERY_TEXT):
        yield StoryText(id=story_id, title=title, text=text, tags=dict(json.loads(tags)))


def change_word_tags(db: Database, changes: Iterable[TagChange]) -> None:
    """Give and take the tags that stories have for their words, and no others."""
    with immediate(db):
        for change in changes:
            gone = [{"id": change.story_id, "tag": tag} for tag in change.removed]
            db.conn.executemany(FORGET_WORD_TAG, gone)
            _add(db, change.story_id, change.added, origin="word")


def _add(db: Database, story_id: int, tags: Iterable[str], *, origin: str) -> None:
    values = [{"id": story_id, "tag": normal_tag(tag), "origin": origin} for tag in tags if normal_tag(tag)]
    db.conn.executemany(ADD, values)

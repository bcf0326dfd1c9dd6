"""Keeps the editor's words on stories, every one of them, with who said it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.clock import from_iso, iso
from digest.model.desk import Verb, Word
from digest.store.rows import rows, value
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

SAY = """
INSERT INTO editor_words (story_id, edition, verb, text, said_by, said_at, other_id)
VALUES (:story_id, :edition, :verb, :text, :by, :at, :other_id)
"""

# There are a handful a day, so all that was ever said is read.
WORDS = """
SELECT w.story_id, w.edition, w.verb, w.text, w.said_by, w.said_at, w.other_id,
    s.revised_at > w.said_at AND s.revised_at <= :until AS overtaken
FROM editor_words AS w JOIN stories AS s ON s.id = w.story_id
WHERE w.edition IN ('', :edition) AND w.said_at <= :until ORDER BY w.said_at, w.id
"""

# By number, for two words may be of one second.
SINCE = """
SELECT story_id, edition, verb, text, said_by, said_at, other_id FROM editor_words
WHERE edition IN ('', :edition) AND id > :last ORDER BY id
"""

LAST = "SELECT MAX(id) AS last FROM editor_words"

# What was said of two stories was said of either.
ON_STORY = """
SELECT :id AS story_id, edition, verb, text, said_by, said_at,
    CASE WHEN story_id = :id THEN other_id ELSE story_id END AS other_id
FROM editor_words WHERE story_id = :id OR other_id = :id ORDER BY said_at, id
"""


def say(db: Database, words: Sequence[Word]) -> None:
    """Write words down, all or none."""
    with immediate(db):
        db.conn.executemany(SAY, [_columns(word) for word in words])


def words(db: Database, edition: str, *, until: datetime) -> list[Word]:
    """Return what was said for an edition up to a moment, the oldest first."""
    return [_word(found) for found in rows(db, WORDS, {"edition": edition, "until": iso(until)})]


def since(db: Database, edition: str, *, last: int) -> list[Word]:
    """Return what was said for an edition after the word of that number, the oldest first."""
    return [_word(found) for found in rows(db, SINCE, {"edition": edition, "last": last})]


def last_word(db: Database) -> int:
    """Return the number of the last word that was said; 0 if there is none."""
    return value(db, LAST) or 0


def on_story(db: Database, story_id: int) -> list[Word]:
    """Return all that was said of a story, for any edition, the oldest first."""
    return [_word(found) for found in rows(db, ON_STORY, {"id": story_id})]


def _columns(word: Word) -> dict[str, Any]:
    return {
        "story_id": word.story_id,
        "edition": word.edition,
        "verb": word.verb,
        "text": word.text,
        "by": word.by,
        "at": iso(word.at),
        "other_id": word.other_id,
    }


def _word(found: dict[str, Any]) -> Word:
    return Word(
        story_id=found["story_id"],
        edition=found["edition"],
        verb=Verb(found["verb"]),
        text=found["text"],
        by=found["said_by"],
        at=from_iso(found["said_at"]),
        other_id=found["other_id"],
        overtaken=bool(found.get("overtaken")),
    )

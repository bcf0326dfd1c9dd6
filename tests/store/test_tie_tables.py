"""The editor's words as they are since two stories can be joined: every one of an earlier version is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from digest.store.database import migrate
from tests.store.test_origin_tables import STORY
from tests.store.test_variants import half_sent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORD = "INSERT INTO editor_words (id, story_id, verb, text, said_by, said_at) VALUES (?, ?, ?, 'text', 'anna', ?)"
TIE = "INSERT INTO editor_words (story_id, verb, other_id, said_by, said_at) VALUES (?, ?, ?, 'anna', '2026-11-02')"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A database of the version before, with two stories and a few words, migrated."""
    path = tmp_path / "digest.db"
    half_sent(path, ["accepted"], before="m016_ties")
    with closing(sqlite3.connect(path)) as old:
        for _ in range(2):
            old.execute(STORY, ("Wire",))
        for number, verb in ((1, "pin"), (3, "title"), (4, "release")):
            old.execute(WORD, (number, 1 + number % 2, verb, f"2026-11-0{number}T00:00:00Z"))
        old.commit()
    migrate(path)
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA foreign_keys = ON")
        yield opened


def test_every_word_of_an_earlier_version_is_kept(db: sqlite3.Connection) -> None:
    words = "SELECT id, story_id, edition, verb, text, said_by, said_at, other_id FROM editor_words ORDER BY id"
    assert db.execute(words).fetchall() == [
        (1, 2, "", "pin", "text", "anna", "2026-11-01T00:00:00Z", None),
        (3, 2, "", "title", "text", "anna", "2026-11-03T00:00:00Z", None),
        (4, 1, "", "release", "text", "anna", "2026-11-04T00:00:00Z", None),
    ]


@pytest.mark.parametrize(("one", "verb", "other"), [(1, "join", None), (1, "pin", 2), (1, "part", 1), (1, "met", 2)])
def test_what_means_nothing_is_not_kept(db: sqlite3.Connection, one: int, verb: str, other: int | None) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        db.execute(TIE, (one, verb, other))


@pytest.mark.parametrize("gone", [1, 2])
def test_a_join_goes_with_either_story(db: sqlite3.Connection, gone: int) -> None:
    db.execute(TIE, (1, "join", 2))
    db.execute("DELETE FROM stories WHERE id = ?", (gone,))
    assert db.execute("SELECT COUNT(*) FROM editor_words WHERE verb = 'join'").fetchone() == (0,)

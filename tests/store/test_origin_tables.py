"""What an earlier version knew of who brought a story is kept: a feed's stories bear its name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from digest.store.database import migrate
from tests.store.test_variants import half_sent

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "INSERT INTO sources (name, kind, location, title, added_at) VALUES (?, 'feed', ?, ?, '2026-11-01T00:00:00Z')"
STORY = """
INSERT INTO stories (guid, url, title, source, published_at, day_only, first_seen_at, body, own_length, body_html,
    summary, language, image, image_alt, author, content_hash)
VALUES ('', '', 'Ferry strike ends', ?, '2026-11-01T00:00:00Z', 0, '2026-11-01T00:00:00Z', '', 0, '', '', '', '', '',
    '', '')
RETURNING id
"""


def test_stories_that_bear_a_sources_name_or_title_are_its_own(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    half_sent(path, ["accepted"], before="m014_origins")
    with closing(sqlite3.connect(path)) as db:
        for name, title in (("Wire", ""), ("board", "The Fishing Board")):
            db.execute(SOURCE, (name, f"https://{name}.example", title))
        ids = [db.execute(STORY, (name,)).fetchone()[0] for name in ("wire", "The Fishing Board", "Somebody")]
        db.commit()
    migrate(path)
    with closing(sqlite3.connect(path)) as db:
        named = "SELECT o.story_id, s.name FROM story_origins AS o JOIN sources AS s ON s.id = o.source_id ORDER BY 1"
        assert db.execute(named).fetchall() == [(ids[0], "Wire"), (ids[1], "board")]

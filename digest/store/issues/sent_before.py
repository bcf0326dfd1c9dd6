"""Brings into the archive what was sent before there was one: words from its plan, the rest from the stories."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from digest.store.issues.content_index import put_document
from digest.store.rows import row, rows
from digest.store.schema.archive_tables import SENT_BEFORE, STORY

if TYPE_CHECKING:
    from sqlite_utils import Database


def take_in(db: Database) -> None:
    """Keep the content of every issue that was sent; runs in a migration."""
    for found in rows(db, SENT_BEFORE):
        plan = json.loads(found["plan"])
        picks = [plan["lead"], *plan.get("briefs", ())]
        put_document(
            db,
            found["id"],
            {
                "title": found["edition"].replace("-", " ").capitalize(),
                "theme": "classic",
                "more": 0,
                "sections": [],
                "items": [_line(db, pick) for pick in picks],
            },
        )


def _line(db: Database, pick: dict[str, Any]) -> dict[str, Any]:
    story = row(db, STORY, {"id": pick["id"]}) or dict.fromkeys(("image", "image_alt", "language"), "")
    return {
        "story_id": pick["id"],
        "role": pick["role"],
        **{name: pick[name] for name in ("title", "summary", "url", "source", "published_at", "tags")},
        "day_only": bool(story.get("day_only")),
        "kicker": "",
        **{name: story[name] for name in ("language", "image", "image_alt")},
        "reading_minutes": 0,
        "also_covered_by": list(dict.fromkeys(one["source"] for one in pick.get("also", ()) if one["source"])),
    }

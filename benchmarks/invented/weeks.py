"""Reads the invented weeks: news of five days, told by several newsrooms, of which it is known what tells one event."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from digest.model.story import Story

FOLDER = Path(__file__).parent / "weeks"
FULL_TEXT = 60  # words, from where on a feed's text is a story's body


class Told(NamedTuple):
    """A story, the event it tells of, and how much had happened in it by then, counted from 0."""

    event: str
    step: int
    story: Story


def weeks() -> dict[str, list[Told]]:
    """Return the stories of each week, in the order of their files."""
    return {file.stem: _week(file) for file in sorted(FOLDER.glob("*.jsonl"))}


def _week(file: Path) -> list[Told]:
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [Told(line["event"], line["step"], _story(number, line)) for number, line in enumerate(lines, 1)]


def _story(number: int, line: dict[str, str]) -> Story:
    text, at = line["text"], datetime.fromisoformat(line["at"]).replace(tzinfo=UTC)
    full = len(text.split()) >= FULL_TEXT
    return Story(
        id=number,
        guid=f"week:{number}",
        title=line["title"],
        url=f"https://news.example/{number}",
        source=line["source"],
        published_at=at,
        day_only=False,
        first_seen_at=at,
        body=text if full else "",
        own_length=len(text) if full else 0,
        body_html="",
        summary="" if full else text,
        tags=(),
        language=line["lang"],
        image="",
        image_alt="",
        author="",
        revision=1,
    )

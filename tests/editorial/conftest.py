"""Stories and editions for the tests of the editorial room, each given only what a test is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.model.edition import CatchUp, Edition, QuietDay
from digest.model.story import Story
from digest.model.tags import TagRule

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def make_story(number=1, **fields):
    body = fields.get("body", "")
    published = fields.get("published_at", NOON)
    values = {
        "id": number,
        "guid": f"guid-{number}",
        "title": f"Headline number {number}",
        "url": f"https://news.example/{number}",
        "source": "The Pier",
        "published_at": published,
        "day_only": False,
        "first_seen_at": published,
        "body": body,
        "own_length": len(body),
        "body_html": "",
        "summary": "",
        "tags": ("world",),
        "language": "en",
        "image": "",
        "image_alt": "",
        "author": "",
        "revision": 1,
    }
    return Story(**(values | fields))


def make_edition(**fields):
    values = {
        "name": "daily",
        "title": "Daily digest",
        "tags": TagRule.parse(["world", "local", "-sport"]),
        "lists": ("daily",),
        "schedule": "30 6 * * *",
        "deadline": timedelta(hours=6),
        "max_age": timedelta(hours=24),
        "briefs": 8,
        "min_stories": 1,
        "theme": "classic",
        "quiet_day": QuietDay.SKIP,
        "catch_up": CatchUp.MERGE,
    }
    return Edition(**(values | fields))


@pytest.fixture(scope="session")
def story():
    """Make a story from a number and the fields a test is about."""
    return make_story


@pytest.fixture(scope="session")
def edition():
    """Make an edition from the fields a test is about."""
    return make_edition

"""A real database file, and what its tests put into it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from digest.model.story import IncomingStory
from digest.store.database import open_database
from tests.conftest import settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path, empty_database: Path) -> Path:
    """Where a fresh, migrated database stands."""
    shutil.copy(empty_database, tmp_path)
    return settled(tmp_path) / "digest.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    """The database, open."""
    opened = open_database(path)
    yield opened
    opened.close()


def incoming(title: str = "Ferry strike ends", **more: Any) -> IncomingStory:
    """A story as it comes in."""
    values: dict[str, Any] = {"body": f"{title}. More is said.", "source": "Wire", "published_at": NOW} | more
    return IncomingStory(title=title, **values)

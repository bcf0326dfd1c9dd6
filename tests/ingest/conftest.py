"""Shared by the tests of what reads stories from files."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from digest.ingest.harvest import Origin


@pytest.fixture
def origin() -> Origin:
    """A file of the Harbour Herald's, read on a Sunday morning in Lisbon."""
    return Origin(
        name="desk/bridge.txt",
        zone=ZoneInfo("Europe/Lisbon"),
        now=datetime(2025, 11, 23, 6, 30, tzinfo=UTC),
        base_url="https://herald.example/",
    )

"""The newsroom of a drill has nothing in it that could reach anybody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.config import load_settings
from digest.drill.newsroom import EDITION, LIST, furnish, readers

if TYPE_CHECKING:
    from pathlib import Path


def test_its_readers_are_all_different_and_at_domains_that_nobody_can_have() -> None:
    made = readers(1000)
    assert len(set(made)) == 1000
    assert all(address.endswith(".example") for address in made)


def test_its_settings_are_right_and_stay_within_the_folder(tmp_path: Path) -> None:
    file, stories = furnish(tmp_path, mail='transport = "outbox"', now=datetime(2026, 11, 23, 7, tzinfo=UTC))
    settings = load_settings(file, environ={})
    assert settings.editions[EDITION].lists == (LIST,)
    assert settings.database.parent == settings.mail.outbox.path.parent == stories.parent == tmp_path

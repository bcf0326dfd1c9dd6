from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.errors import StoreError
from digest.store.upkeep.presence import Presence

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_stands_where_it_stood_is_present(tmp_path: Path) -> None:
    file = tmp_path / "digest.db"
    file.write_text("news")
    presence = Presence(file)
    presence.check()
    file.write_text("other news, written into the same file")
    presence.check()


def test_one_that_was_taken_away_or_replaced_is_not(tmp_path: Path) -> None:
    file, other = tmp_path / "digest.db", tmp_path / "restored.db"
    file.write_text("news")
    presence = Presence(file)
    file.rename(tmp_path / "gone.db")
    with pytest.raises(StoreError, match=r"was taken away or replaced; begin again with: digest serve"):
        presence.check()
    other.write_text("news")
    other.rename(file)
    with pytest.raises(StoreError):
        presence.check()

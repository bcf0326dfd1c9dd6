"""A logo that the media folder does not have is told before a reader misses it, without asking anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk

BRAND = '\n[brand]\nlogo = "herald & co.png"\nlogo_dark = "night.png"\nlogo_width = 300\nlogo_height = 60\n'


@pytest.fixture
def branded(desk: Desk) -> Desk:
    file = desk.folder / "digest.toml"
    file.write_text(
        file.read_text().replace('database = "digest.db"', 'database = "digest.db"\nmedia = "media"') + BRAND
    )
    (desk.folder / "media").mkdir()
    (desk.folder / "media" / "night.png").write_bytes(b"\x89PNG" * 200_000)
    desk.story("Ferry strike ends")
    return desk


def warnings(desk: Desk) -> dict[str, str]:
    return {one["rule"]: one["message"] for one in desk.ok("check", "daily", "--json").json["warnings"]}


def logo(desk: Desk) -> dict[str, str]:
    (found,) = [one for one in desk("doctor", "--json", "--offline").json if one["check"] == "logo"]
    return found


def test_a_logo_that_is_not_in_the_media_folder_is_told_with_its_path(branded: Desk) -> None:
    file = branded.folder / "media" / "herald & co.png"
    assert str(file) in logo(branded)["words"]
    assert logo(branded)["health"] == "wrong"
    assert f"{file}: no such file" in warnings(branded)["image-dead"]
    result = branded.ok("themes", "check", "classic")
    assert f"{file}: no such file" in result.err


def test_a_logo_that_is_there_is_good_and_weighed(branded: Desk) -> None:
    (branded.folder / "media" / "herald & co.png").write_bytes(b"\x89PNG" * 200_000)
    assert logo(branded) == {"check": "logo", "health": "good", "words": "it is there", "remedy": ""}
    found = warnings(branded)
    assert "image-dead" not in found
    assert "weighs 800 kB" in found["image-weight"]

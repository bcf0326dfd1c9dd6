"""A name means the issue that is stored, or the slot that is to be filled; none that never was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk


@pytest.mark.parametrize("command", [("check",), ("preview", "--out", "look")])
def test_a_slot_that_is_over_and_left_no_issue_is_not_made_up(desk: Desk, command: tuple[str, ...]) -> None:
    desk.story("Ferry strike ends")
    refused = desk(command[0], "daily/2026-11-20", *command[1:])
    assert (refused.code, refused.out) == (2, "")
    assert "no issue was stored for daily/2026-11-20; what would have been sent then: " in refused.err
    assert "digest plan daily --at 2026-11-20T06:30:00Z" in refused.err
    assert not (desk.folder / "look").exists()


@pytest.mark.parametrize("label", ["2026-11-23", "2026-11-24"])
def test_the_latest_slot_and_those_to_come_are_looked_at_before_anything_is_stored(desk: Desk, label: str) -> None:
    desk.story("Ferry strike ends")
    assert desk.ok("check", f"daily/{label}", "--json").json["issue"] == f"daily/{label}"

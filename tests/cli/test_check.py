"""`digest check`: what it says of an issue, and of a day that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Desk


def test_a_day_without_an_issue_is_told_from_an_issue_without_a_fault(desk: Desk) -> None:
    why = "nothing to send for daily/2026-11-23: no new story since 2026-11-21T19:00:00Z fits"
    told, document = desk.ok("check", "daily"), desk.ok("check", "daily", "--json").json
    assert told.out == "daily/2026-11-23: there was no issue to judge\n"
    assert told.err.startswith(why)
    assert (document["errors"], document["warnings"]) == ([], [])
    assert document["nothing_to_judge"].startswith(why)
    desk.story("Ferry crews agree")
    assert desk.ok("check", "daily").out.endswith("daily/2026-11-23: nothing to object to\n")
    assert desk.ok("check", "daily", "--json").json["nothing_to_judge"] is None

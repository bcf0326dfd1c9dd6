"""The plan names stories that are perhaps of one event, for an editor to join."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.newsdesk import TOMORROW, edited, plan
from tests.editorial.test_hints import PLATFORMS, STRIKE

if TYPE_CHECKING:
    from tests.conftest import Desk


@pytest.fixture
def desk(desk: Desk) -> Desk:
    return edited(desk)


def test_the_plan_names_what_is_perhaps_one_event_until_an_editor_has_said_so(desk: Desk) -> None:
    desk.story(STRIKE[0], body=STRIKE[1], published="2026-11-23T05:00:00Z")
    desk.story(PLATFORMS[0], body=PLATFORMS[1], published="2026-11-23T06:00:00Z")
    told = f'       perhaps one event with "{STRIKE[0]}" (Harbour Wire): digest stories join 5 6\n'
    out = desk.ok("plan", "daily").out
    assert out.count("perhaps one event with") == 1
    assert told in out
    assert f'perhaps of one event with "{PLATFORMS[0]}" above it' in " ".join(out.split()), "and so it stands last"
    assert plan(desk)["perhaps"] == [
        {"id": 6, "other": {"id": 5, "title": STRIKE[0], "source": "Harbour Wire"}, "sent_in": None}
    ]
    desk.now = "2026-11-23T07:10:00Z"
    desk.ok("stories", "part", "5", "6")
    assert plan(desk)["perhaps"] == []
    assert len(plan(desk, "--at", "2026-11-23T07:05:00Z")["perhaps"]) == 1, "nobody had said so then"


def test_the_plan_names_what_was_sent_and_perhaps_goes_on(desk: Desk) -> None:
    desk.story(STRIKE[0], body=STRIKE[1], published="2026-11-23T05:00:00Z")
    desk.ok("send", "daily", "--yes")
    desk.now = TOMORROW
    desk.story(PLATFORMS[0], body=PLATFORMS[1], published="2026-11-23T14:00:00Z")
    told = f'perhaps goes on with "{STRIKE[0]}", sent in daily/2026-11-23: digest stories join 5 6\n'
    assert told in desk.ok("plan", "daily").out
    assert [one["sent_in"] for one in plan(desk)["perhaps"]] == ["daily/2026-11-23"]
    desk.ok("stories", "join", "5", "6")
    found = plan(desk)
    assert (found["lead"]["update_of"], found["perhaps"]) == ("daily/2026-11-23", [])
    desk.ok("send", "daily", "--yes")
    assert plan(desk)["perhaps"] == [], "what is sent is sent"


def test_of_what_was_sent_later_a_past_moment_knows_nothing(desk: Desk) -> None:
    desk.story(PLATFORMS[0], body=PLATFORMS[1], published="2026-11-23T06:00:00Z")
    desk.now = TOMORROW
    desk.story(STRIKE[0], body=STRIKE[1], published="2026-11-24T05:00:00Z")
    desk.ok("send", "daily", "--yes")
    assert plan(desk, "--at", "2026-11-23T07:00:00Z")["perhaps"] == []

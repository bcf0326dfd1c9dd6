"""No reader gets two mails running with the same subject, whatever they chose."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Desk

WEATHER = {
    "2026-11-23": "Rain comes over the harbour from noon, and umbrellas turn inside out on the pier. " * 6,
    "2026-11-24": "Snow closes mountain roads; ploughs leave their depots before dawn to salt bridges. " * 6,
    "2026-11-25": "Fog keeps trams slow while lamps burn all morning beside the old brewery. " * 6,
}


def subjects(desk: Desk, day: str) -> dict[str, str]:
    """Send the day's issue, which the weather leads, and return the subject that each reader got."""
    desk.now = f"{day}T07:00:00Z"
    story = {
        "title": "Weather for today",
        "body": WEATHER[day],
        "published_at": f"{day}T05:00:00Z",
        "url": f"https://wire.example/weather/{day}",
        "source": "Harbour Wire",
    }
    desk.ok("stories", "add", desk.write("weather.jsonl", json.dumps(story)), "--tag", "local")
    desk.ok("send", "daily", "--yes")
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in desk.outbox() if day in str(path)]
    return {mail["To"]: mail["Subject"] for mail in mails}


def test_no_variant_repeats_the_subject_of_the_issue_before(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.reader("bo@reader.example", "--language", "de")
    desk.reader("cy@reader.example", "--topic", "local")
    first, second, third = (subjects(desk, day) for day in WEATHER)
    assert len(first) == len(second) == len(third) == 3
    for reader, subject in first.items():
        assert len({subject, second[reader], third[reader]}) == 3
    assert second["bo@reader.example"] == "Weather for today, 24. November 2026"


def test_who_missed_an_issue_does_not_get_the_subject_they_got_last(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.reader("cy@reader.example", "--topic", "local")
    (monday, tuesday, wednesday) = WEATHER
    first = subjects(desk, monday)
    desk.now = f"{tuesday}T07:00:00Z"
    desk.story("Comet found twice in one night", published=f"{tuesday}T05:00:00Z")
    desk.ok("send", "daily", "--yes")
    second = subjects(desk, wednesday)
    assert first["cy@reader.example"] == "Weather for today"
    assert second["cy@reader.example"] == "Weather for today, 25 November 2026"

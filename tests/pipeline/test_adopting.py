"""A database that is taken over sends what comes later, and nothing that another copy of it may have sent."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from digest.pipeline.operations.adopting import adopt
from tests.pipeline.conftest import READERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Desk, Result
    from tests.pipeline.conftest import Sent

STOP_AFTER_ONE = "[mail.smtp]"


@pytest.fixture
def copied_alone(desk: Desk) -> Path:
    """A newsroom with three readers and news, and its database copied over itself, as a restore does."""
    for reader in READERS:
        desk.reader(reader)
    desk.story("Ferry strike ends")
    return desk.folder


def take_for_a_copy(folder: Path) -> None:
    (folder / "digest.db.home").unlink()


def test_a_copy_neither_sends_nor_runs_nor_writes_letters_nor_test_copies(desk: Desk, copied_alone: Path) -> None:
    desk.ok("lists", "create", "weekend")
    desk.ok("subscribers", "add", "dot@reader.example", "--list", "weekend")
    take_for_a_copy(copied_alone)
    for command in (["send", "daily", "--yes"], ["run"], ["send", "daily", "--to", "me@herald.example"]):
        result = desk(*command)
        assert result.code == 1, command
        assert "is held and sends nothing" in result.err
        assert "digest db adopt" in result.err
        assert result.err.count("\n") == 1
    asked = desk("subscribers", "ask", "--list", "weekend")
    assert asked.code == 1, asked
    assert desk.outbox() == []
    standing = desk.ok("status", "daily", "--json")
    assert standing.json["state"] is None, "nothing is frozen either"
    assert "is held and sends nothing" in standing.err


def test_a_held_newsroom_still_fetches_shows_and_takes_people_off(desk: Desk, copied_alone: Path) -> None:
    take_for_a_copy(copied_alone)
    desk.write("feed/one.md", "---\ntitle: Quay reopens\n---\nThe quay is open again. " * 3)
    desk.ok("sources", "add", "feed", "--name", "desk", "--tag", "world")
    assert desk("run").code == 1
    assert "Quay reopens" in desk.ok("stories", "list").out
    desk.ok("subscribers", "unsubscribe", READERS[0])
    desk.ok("plan", "daily")


def test_adopting_lets_it_send_the_next_issue_and_not_the_one_of_today(desk: Desk, copied_alone: Path) -> None:
    take_for_a_copy(copied_alone)
    result = desk.ok("db", "adopt", "--json").json
    assert result["adopted"]
    assert result["slots"] == ["daily/2026-11-23"]
    desk.ok("run")
    refused = desk("send", "daily", "--yes")
    assert refused.code == 1
    assert "may have been handed over from another copy" in refused.err
    assert desk.outbox() == []
    desk.now = "2026-11-24T07:00:00Z"
    desk.story("Tuesday's news", published="2026-11-24T05:00:00Z")
    desk.ok("run")
    assert len(desk.outbox()) == 3


def test_a_database_at_home_has_nothing_to_adopt(desk: Desk, copied_alone: Path) -> None:
    assert "nothing to adopt" in desk.ok("db", "adopt").out
    desk.ok("send", "daily", "--yes")
    assert len(desk.outbox()) == 3


def test_slots_since_the_backup_are_cancelled_each_and_earlier_issues_stay(desk: Desk, copied_alone: Path) -> None:
    desk.ok("send", "daily", "--yes")
    desk.ok("db", "backup", "kept.db")
    shutil.copy(copied_alone / "kept.db", copied_alone / "digest.db")
    desk.now = "2026-11-26T12:00:00Z"
    result = desk.ok("db", "adopt", "--json").json
    assert result["slots"] == [f"daily/2026-11-{day}" for day in (24, 25, 26)]
    states = {one["issue"]: one["state"] for one in desk.ok("issues", "list", "--json").json}
    assert states["daily/2026-11-23"] == "sent"
    assert {states[name] for name in result["slots"]} == {"cancelled"}


def test_a_draft_that_was_waiting_is_cancelled(desk: Desk, copied_alone: Path) -> None:
    desk.ok("compose", "daily")
    take_for_a_copy(copied_alone)
    assert desk.ok("db", "adopt", "--json").json["slots"] == ["daily/2026-11-23"]
    assert desk("send", "daily", "--yes").code == 1
    assert desk.outbox() == []


@pytest.mark.parametrize("state", ["sending", "paused", "frozen"])
def test_mails_under_way_become_unknown_and_only_a_person_resends_them(
    copied: Callable[[], Sent], desk: Desk, state: str
) -> None:
    sent = copied()
    sent.put("pending", "ben")
    sent.put("claimed", "cid")
    sent.close(state)
    done = adopt(sent.newsroom, rolled_back=True)
    assert done.issues == {"daily/2026-11-23": 2}
    assert [sent.status(who) for who in ("ana", "ben", "cid")] == ["accepted", "unknown", "unknown"]
    desk.folder = sent.newsroom.settings.file.parent
    shutil.rmtree(desk.folder / "outbox")
    assert desk.ok("status", "daily", "--json").json["state"] == "partial"
    desk.ok("run")
    assert desk("send", "daily", "--yes").code == 4
    assert desk.outbox() == []
    desk.ok("issues", "resolve", "daily", "--unknown", "resend")
    desk.ok("send", "daily", "--yes")
    assert len(desk.outbox()) == 2


def test_letters_under_way_become_unknown(desk: Desk, copied_alone: Path) -> None:
    desk.ok("lists", "create", "weekend")
    desk.ok("subscribers", "add", "dot@reader.example", "--list", "weekend")
    take_for_a_copy(copied_alone)
    desk("subscribers", "ask", "--list", "weekend")
    result: Result = desk.ok("db", "adopt", "--json")
    assert result.json["letters"] == 1
    desk.ok("run")
    assert desk.outbox() == []

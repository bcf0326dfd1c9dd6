"""Whoever asks what is kept about them gets all of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.store.database import open_database
from subscribers.keys import signing_keys
from subscribers.model import Via
from subscribers.roster import Roster
from subscribers.tokens import TokenMint
from tests.web.signing import entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Desk

ANA, BEFORE = "Ana@reader.example", "before@reader.example"
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def become_known(desk: Desk) -> None:
    db = open_database(desk.folder / "digest.db")
    roster = Roster(db)
    words = "Yes, mail me the Daily digest."
    desk.ok("lists", "list")
    roster.add(BEFORE, now=NOW, name="Ana", lists=["daily"], via=Via.WEB, wording=words, origin="192.0.2.7")
    roster.confirm(BEFORE, now=NOW, via=Via.WEB, wording=words, origin="192.0.2.8")
    desk.story("Ferry strike ends")
    desk.ok("send", "daily")
    reference = TokenMint(signing_keys(db)).reference(1, 1)
    db.close()
    desk.write("e.json", json.dumps([entry(1, "bounce", reference, type="bounce", status="4.2.2", reason="full")]))
    desk.ok("events", "import", "e.json")
    desk.write("r.csv", f"email,name,note\n{BEFORE},Ana Lima,of the fair\n")
    desk.ok("subscribers", "import", "r.csv", "--list", "daily")
    desk.ok("subscribers", "edit", BEFORE, "--address", ANA, "--note", "prefers the paper", "--topic", "+sea")
    desk.ok("suppressions", "add", "@reader.example", "--reason", "asked by telephone")


@pytest.fixture
def known(live: Callable[..., Desk]) -> Desk:
    """A reader who joined by the web, moved, was mailed, bounced, and is suppressed by domain."""
    return live(become_known)


def test_the_record_is_complete(known: Desk) -> None:
    record = known.ok("subscribers", "show", ANA, "--json").json
    assert (record["address"], record["name"], record["note"]) == (ANA, "Ana Lima", "prefers the paper")
    assert (record["topics"], record["former_addresses"]) == (["sea"], [BEFORE])
    assert [(one["action"], one["via"], one["origin"]) for one in record["consents"]] == [
        ("joined", "web", "192.0.2.7"),
        ("confirmed", "web", "192.0.2.8"),
        ("preferred", "shell", ""),
        ("moved", "shell", ""),
    ]
    assert {one["wording"] for one in record["consents"]} == {"Yes, mail me the Daily digest.", ""}
    (before,) = record["before_imports"]
    assert (before["import_id"], before["name"], before["note"], before["topics"]) == (1, "Ana", "", [])
    assert [(one["list"], one["state"]) for one in before["subscriptions"]] == [("daily", "confirmed")]
    (delivery,) = record["deliveries"]
    assert (delivery["issue"], delivery["address"], delivery["status"]) == ("daily/2026-11-23", BEFORE, "bounced")
    assert delivery["via"].startswith("outbox ")
    (event,) = record["events"]
    assert (event["issue"], event["kind"], event["detail"]) == ("daily/2026-11-23", "bounced", "full")
    assert record["soft_bounces"] == ["daily/2026-11-23"]
    (suppression,) = record["suppressions"]
    assert (suppression["address"], suppression["reason"]) == ("@reader.example", "asked by telephone")
    assert (record["suppressed"], record["epoch"]) == ("asked by telephone", 0)


def test_no_value_of_a_row_about_them_is_left_out(known: Desk) -> None:
    """Whatever the database holds of the person by number, but keys and marks of the program's own."""
    text = known.ok("subscribers", "show", ANA, "--json").out
    db = open_database(known.folder / "digest.db")
    own = {"key", "variant_id", "subscriber_id", "list_id", "address_key", "id", "lane", "issue_id", "delivery_id"}
    for sql in (
        "SELECT * FROM subscribers", "SELECT * FROM subscriptions", "SELECT * FROM consents", "SELECT * FROM topics",
        "SELECT * FROM skipped_editions", "SELECT * FROM deliveries", "SELECT * FROM events",
    ):  # fmt: skip
        for row in db.query(sql):
            for name, value in row.items():
                assert name in own or not value or json.dumps(value, ensure_ascii=False) in text, (sql, name, value)
    db.close()


def test_what_was_said_of_an_address_before_a_file_said_more_is_told(known: Desk) -> None:
    known.ok("suppressions", "remove", "@reader.example")
    known.ok("suppressions", "add", ANA, "--reason", "hard-bounce")
    known.write("c.csv", f"email,complained\n{ANA},yes\n")
    known.ok("subscribers", "import", "c.csv", "--list", "daily")
    (before,) = known.ok("subscribers", "show", ANA, "--json").json["suppressed_before"]
    assert (before["address"], before["reason"]) == (ANA.lower(), "hard-bounce")


def test_people_read_since_when_with_what_consent_and_what_came_of_it(known: Desk) -> None:
    shown = known.ok("subscribers", "show", ANA).out
    for words in (
        "Ana@reader.example  Ana Lima",
        "known since: 2026-11-23 07:00Z",
        "formerly: before@reader.example",
        "suppressed: @reader.example, asked by telephone, by shell, 2026-11-23 07:00Z",
        "mails: 1, the last of them daily/2026-11-23: bounced",
        "daily  confirmed  2026-11-23 07:00Z  2026-11-23 07:00Z",
        "2026-11-23 07:00Z  confirmed daily by web from 192.0.2.8",
        "Yes, mail me the Daily digest.",
        "moved by shell",
    ):
        assert words in shown

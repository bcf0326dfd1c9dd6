"""`digest status` and `digest issues`: how issues stand, and who got what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk

COUNTS = [
    "recipients", "pending", "claimed", "deferred", "accepted", "refused", "unknown", "skipped", "expired", "cancelled",
    "delivered", "bounced", "complained",
]  # fmt: skip


@pytest.fixture
def sent(desk: Desk) -> Desk:
    """One issue sent to one reader."""
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.ok("send", "daily")
    return desk


def test_an_edition_without_an_issue_can_be_reported_on(desk: Desk) -> None:
    document = desk.ok("status", "daily", "--json").json
    assert (document["edition"], document["state"], document["counts"]["recipients"]) == ("daily", None, 0)
    assert desk.ok("status", "--json").json == []
    assert "no issue yet" in desk.ok("status").out
    assert desk("status", "dayly").code == 2


def test_the_document_has_the_contracts_keys(sent: Desk) -> None:
    document = sent.ok("status", "daily", "--json").json
    assert {"issue", "edition", "slot", "state", "subject", "counts"} <= document.keys()
    assert sorted(document["counts"]) == sorted(COUNTS)
    assert document["slot"] == "2026-11-23T06:30:00Z"


@pytest.mark.parametrize("name", ["daily", "daily/2026-11-23", "daily#1"])
def test_an_issue_is_named_by_edition_date_or_number(sent: Desk, name: str) -> None:
    assert sent.ok("status", name, "--json").json["issue"] == "daily/2026-11-23"


def test_each_recipient_is_listed_with_what_became_of_their_mail(sent: Desk) -> None:
    (one,) = sent.ok("status", "daily", "--deliveries", "--json").json["deliveries"]
    assert (one["address"], one["status"], one["list"]) == ("ana@reader.example", "accepted", "Daily digest")
    assert "ana@reader.example" in sent.ok("status", "daily", "--deliveries").out


def test_an_issue_left_half_way_is_told_beside_later_ones_by_status_and_doctor(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    desk("send", "daily")
    desk.ok("issues", "pause", "daily")
    desk.configure()
    desk.now = "2026-11-24T07:00:00Z"
    desk.story("Library opens", published="2026-11-24T05:00:00Z")
    desk.ok("send", "daily")
    found = {one["issue"]: one["state"] for one in desk.ok("status", "--json").json}
    assert found == {"daily/2026-11-24": "sent", "daily/2026-11-23": "paused"}
    assert desk.ok("status", "daily", "--json").json["issue"] == "daily/2026-11-24"
    told = [one for one in desk("doctor", "--offline", "--json").json if one["check"] == "daily"]
    assert [(one["health"], one["words"]) for one in told] == [
        ("good", "daily/2026-11-24 is sent"), ("wrong", "daily/2026-11-23 is paused"),
    ]  # fmt: skip
    assert "digest issues resume daily/2026-11-23" in told[1]["remedy"]


def test_asked_to_be_quiet_a_word_on_an_issue_is_not_confirmed(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    desk("send", "daily")
    for command in ("pause daily", "resume daily", "resolve daily --unknown skip", "cancel daily"):
        assert desk.ok("-q", "issues", *command.split()).out == ""


def test_a_line_of_a_status_ends_with_its_last_word(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    assert desk("send", "daily").code == 3
    assert desk.ok("status", "daily").out.splitlines()[0] == "daily/2026-11-23: quiet"


def test_what_is_deferred_is_listed_with_the_time_of_its_next_try(sent: Desk) -> None:
    from digest.store.database import open_database

    db = open_database(sent.folder / "digest.db")
    db.conn.execute("UPDATE deliveries SET status = 'deferred', detail = 'later', retry_at = '2026-11-23T22:05:00Z'")
    db.close()
    (sent.folder / "digest.toml").write_text((sent.folder / "digest.toml").read_text().replace("Lisbon", "Athens"))
    line = sent.ok("status", "daily", "--deliveries").out.splitlines()[-1]
    assert line.endswith("later; again from Tue 24 Nov 00:05")


def test_show_answers_why_each_story_is_there(sent: Desk) -> None:
    shown = sent.ok("issues", "show", "daily", "--json").json
    assert shown["plan"]["lead"]["reasons"]
    assert "tag world" in sent.ok("issues", "show", "daily").out


def test_list_shows_every_issue_the_latest_first(sent: Desk) -> None:
    sent.now = "2026-11-24T07:00:00Z"
    sent.story("Night buses return", published="2026-11-24T05:00:00Z")
    sent.ok("send", "daily")
    assert [one["number"] for one in sent.ok("issues", "list", "--json").json] == [2, 1]


def test_every_command_that_reports_answers_with_one_document(sent: Desk) -> None:
    sent.ok("lists", "create", "sea", "--json")
    sent.ok("suppressions", "add", "x@spam.example", "--reason", "trap", "--json")
    commands = [
        "status", "status daily", "issues list", "issues show daily", "stories list", "stories show 1", "stories retag",
        "sources list", "fetch", "plan daily", "send daily", "run", "lists list", "lists show sea",
        "lists rename sea shore", "lists remove shore", "subscribers list", "subscribers show ana@reader.example",
        "subscribers unsubscribe ana@reader.example", "suppressions list", "suppressions remove x@spam.example",
        "cron show", "db migrate", "send daily --dry-run",
    ]  # fmt: skip
    for command in commands:
        result = sent(*command.split(), "--json")
        assert result.out, (command, result)
        assert result.json is not None, command


def test_an_issue_half_way_whose_edition_is_gone_is_told_too(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    desk("send", "daily")
    file = desk.folder / "digest.toml"
    file.write_text(file.read_text().replace("[editions.daily]", "[editions.evening]"))
    assert [one["issue"] for one in desk.ok("status", "--json").json] == ["daily/2026-11-23"]


def test_no_number_is_spent_on_a_draft_that_is_called_off(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    assert desk.ok("compose", "daily", "--json").json["number"] == 1
    desk.ok("issues", "cancel", "daily")
    assert desk.ok("status", "daily", "--json").json["number"] is None
    assert desk.ok("compose", "daily", "--extra", "--json").json["number"] == 1

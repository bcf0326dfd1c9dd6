"""`digest events import`: files of SendGrid's events, and of mails, into the ledger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest.store.database import open_database
from digest.store.issues import issues
from subscribers.keys import signing_keys
from subscribers.tokens import TokenMint
from tests.web.signing import entry

if TYPE_CHECKING:
    from tests.conftest import Desk

DIGEST = str(Path(sys.executable).with_name("digest"))

KEYS = ["read", "new", "duplicate", "foreign", "moved", "suppressed", "unsubscribed", "set_aside"]


@pytest.fixture
def sent(desk: Desk) -> Desk:
    """One issue sent to one reader."""
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.ok("send", "daily")
    return desk


def reference(desk: Desk) -> str:
    db = open_database(desk.folder / "digest.db")
    issue = issues.named(db, "daily")
    made = TokenMint(signing_keys(db)).reference(1, issue.id)
    db.close()
    return made


def status(desk: Desk) -> str:
    (one,) = desk.ok("status", "daily", "--deliveries", "--json").json["deliveries"]
    return one["status"]


def test_the_document_tells_what_became_of_every_event(sent: Desk) -> None:
    events = [
        entry(1, "bounce", reference(sent), status="5.1.1", type="bounce"),
        entry(2, "delivered", "c" * 26),
        entry(3, "unsubscribe", reference(sent)),
        {"event": "nonsense"},
    ]
    sent.write("events.json", json.dumps(events))
    document = sent.ok("events", "import", "events.json", "--json").json
    assert list(document) == KEYS
    assert document == {
        "read": 3, "new": 2, "duplicate": 0, "foreign": 1, "moved": 1, "suppressed": 1, "unsubscribed": 1,
        "set_aside": [{"where": "events.json", "reason": "line 1, event 4: unknown event 'nonsense'"}],
    }  # fmt: skip
    assert status(sent) == "bounced"
    assert sent.ok("suppressions", "list", "--json").json[0]["source"] == "sendgrid: daily/2026-11-23"


def test_importing_again_is_harmless_and_succeeds(sent: Desk) -> None:
    sent.write("events.json", json.dumps([entry(1, "delivered", reference(sent))]))
    sent.ok("events", "import", "events.json")
    again = sent.ok("events", "import", "events.json", "--json").json
    assert (again["new"], again["duplicate"], again["moved"]) == (0, 1, 0)


def test_it_says_in_words_what_was_done(sent: Desk) -> None:
    sent.write("events.json", json.dumps([entry(1, "spamreport", reference(sent)), 5]))
    result = sent.ok("events", "import", "events.json")
    assert result.out.splitlines() == [
        "1 event: 1 new, 0 known, 0 not ours", "  1 status changed", "  1 address suppressed",
    ]  # fmt: skip
    assert result.err == "set aside: events.json: line 1, event 2: not an object\n"


@pytest.mark.parametrize("text", ["[]", "not json at all", '[{"event": "open"}]', ""])
def test_where_nothing_comes_in_it_fails(sent: Desk, text: str) -> None:
    sent.write("events.json", text)
    assert sent("events", "import", "events.json", "--from", "sendgrid").code == 1


@pytest.mark.parametrize("place", ["empty.json", "array.json", "folder", "Maildir"])
def test_where_nothing_is_found_one_line_says_so_and_what_next(sent: Desk, place: str) -> None:
    emptied(sent)
    result = sent("events", "import", place)
    assert (result.code, result.out) == (1, "")
    (line,) = result.err.splitlines()
    assert line.startswith(f"digest: nothing came in: {place} holds ")
    assert "check the path" in line


@pytest.mark.parametrize("place", ["empty.json", "array.json", "folder", "Maildir"])
def test_for_a_cron_line_finding_nothing_is_silent_and_no_failure(sent: Desk, place: str) -> None:
    emptied(sent)
    quiet = sent("-q", "events", "import", place)
    assert (quiet.code, quiet.out, quiet.err) == (1, "", "")
    healthy = sent("-q", "events", "import", "--allow-empty", place)
    assert (healthy.code, healthy.out, healthy.err) == (0, "", "")


def emptied(desk: Desk) -> None:
    """Lay out places that hold nothing."""
    desk.write("empty.json", "")
    desk.write("array.json", "[]")
    (desk.folder / "folder").mkdir()
    for name in ("cur", "new", "tmp"):
        (desk.folder / "Maildir" / name).mkdir(parents=True)


def test_what_belongs_to_another_newsroom_did_not_come_in(sent: Desk) -> None:
    sent.write("events.json", json.dumps([entry(1, "delivered", "c" * 26)]))
    result = sent("events", "import", "events.json")
    assert (result.code, result.out) == (1, "1 event: 0 new, 0 known, 1 not ours\n")
    assert "tells of no mail sent from here; if it should, check the configuration read (--config)" in result.err
    assert "--config" in result.err


def test_asked_to_be_quiet_it_says_nothing_of_what_it_did(sent: Desk) -> None:
    sent.write("events.json", json.dumps([entry(1, "spamreport", reference(sent)), 5]))
    for _ in range(2):
        result = sent.ok("-q", "events", "import", "events.json")
        assert (result.out, result.err) == ("", "")
    assert status(sent) == "complained"


@pytest.mark.parametrize("options", [(), ("-q",)], ids=["", "quietly"])
def test_a_place_that_is_not_there_is_wrong_usage(sent: Desk, options: tuple[str, ...]) -> None:
    result = sent(*options, "events", "import", "--allow-empty", "nowhere.json")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "digest: nowhere.json: no such file or folder; check the path, or give - to read standard input\n"
    )


@pytest.mark.parametrize("place", ["Maildir/new/loop", "Maildir", "posts"])
def test_what_cannot_be_read_is_an_error_also_for_a_cron_line(sent: Desk, place: str) -> None:
    for folder in ("Maildir/cur", "Maildir/new", "posts"):
        (sent.folder / folder).mkdir(parents=True)
    for folder in ("Maildir/new", "posts"):
        (sent.folder / folder / "loop").symlink_to("loop")
    result = sent("-q", "events", "import", "--allow-empty", place)
    assert (result.code, result.out) == (1, "")
    (line,) = result.err.splitlines()
    assert line.startswith("digest: ")
    assert "loop: cannot be read: too many levels of symbolic links" in line
    document = sent("events", "import", place, "--json").json
    assert [one["reason"] for one in document["set_aside"]] == ["cannot be read: too many levels of symbolic links"]


def test_another_kind_is_wrong_usage(sent: Desk) -> None:
    result = sent("events", "import", "x", "--from", "pigeon")
    assert result.code == 2
    assert "sendgrid, mail" in result.err


def test_a_folder_is_read_file_by_file_and_hidden_ones_are_passed_over(sent: Desk) -> None:
    made = reference(sent)
    sent.write("posts/1.json", json.dumps([entry(1, "processed", made)]))
    sent.write("posts/2/later.json", json.dumps(entry(2, "delivered", made)))
    sent.write("posts/.3.json", json.dumps([entry(3, "spamreport", made)]))
    assert sent.ok("events", "import", "posts", "--json").json["new"] == 2
    assert status(sent) == "delivered"


def test_lines_are_read_a_piece_at_a_time_and_numbered_through(sent: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from digest.pipeline.returns import event_files

    monkeypatch.setattr(event_files, "_CHUNK", 500)
    made = reference(sent)
    lines = [json.dumps(entry(number, "delivered", made)) for number in range(30)]
    sent.write("log.jsonl", "\n".join([*lines[:20], "broken", *lines[20:]]))
    document = sent.ok("events", "import", "log.jsonl", "--json").json
    assert document["new"] == 30
    assert document["set_aside"] == [{"where": "log.jsonl", "reason": "line 21, event 1: not JSON"}]


def test_an_array_past_any_sense_is_set_aside(sent: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from digest.pipeline.returns import event_files

    monkeypatch.setattr(event_files, "LARGEST", 2000)
    events: list[Any] = [entry(number, "delivered", reference(sent)) for number in range(30)]
    sent.write("events.json", json.dumps(events, indent=1))
    result = sent("events", "import", "events.json")
    assert result.code == 1
    assert "write one event, or one array, a line" in result.err


def test_standard_input_is_read_and_what_it_holds_is_seen_by_its_first_bytes(sent: Desk) -> None:
    body = b"\xef\xbb\xbf \n" + json.dumps([entry(1, "delivered", reference(sent))]).encode()
    command = [DIGEST, "--config", str(sent.folder / "digest.toml"), "events", "import", "-", "--json"]
    done = subprocess.run(
        command, input=body[3:], capture_output=True, check=True, env=os.environ | {"DIGEST_NOW": sent.now}
    )
    assert json.loads(done.stdout)["new"] == 1

"""What a reader asked for, set from the shell, and what it does to the mail they get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk

ANA = "ana@reader.example"


def record(desk: Desk, address: str = ANA) -> dict[str, Any]:
    found: dict[str, Any] = desk.ok("subscribers", "show", address, "--json").json
    return found


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """Two readers and a story."""
    desk.reader(ANA, "--topic", "sport")
    desk.reader("ben@reader.example")
    desk.story("Ferry strike ends")
    return desk


def test_a_language_is_given_with_the_reader_and_nonsense_is_refused(desk: Desk) -> None:
    desk.reader(ANA, "--language", "PT-br")
    assert record(desk)["language"] == "pt-BR"
    assert desk("subscribers", "add", "ben@reader.example", "--language", "Portuguese").code == 2


def test_topics_are_followed_and_dropped(ready: Desk) -> None:
    done = ready.ok("subscribers", "edit", ANA, "--topic", "+Harbour", "--topic", "+h", "--topic", "-sport", "--json")
    assert done.json["outcome"] == "updated"
    assert record(ready)["topics"] == ["h", "harbour"]
    ready.ok("subscribers", "edit", ANA, "--topic", "-h")
    assert record(ready)["topics"] == ["harbour"]


def test_name_language_note_and_address_change_together_or_not_at_all(ready: Desk) -> None:
    assert ready("subscribers", "edit", ANA, "--name", "Ana C", "--address", "ben@reader.example").code == 1
    assert record(ready)["name"] == ""
    words = ("--name", "Ana C", "--language", "pt-br", "--note", "prefers the paper", "--address", "ana@new.example")
    ready.ok("subscribers", "edit", ANA, *words)
    found = record(ready, "ana@new.example")
    assert (found["name"], found["language"], found["note"]) == ("Ana C", "pt-BR", "prefers the paper")
    assert found["topics"] == ["sport"]
    ready.ok("subscribers", "edit", "ana@new.example", "--language", "", "--note", "")
    assert record(ready, "ana@new.example")["note"] == ""


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((), "nothing to change"),
        (("--topic", "harbour"), "'harbour' is neither +topic nor -topic"),
        (("--topic", "-"), "'-' is neither"),
        (("--edition", "-dayly"), "no edition named 'dayly': did you mean 'daily'?"),
        (("--language", "Portuguese"), "not a language"),
    ],
)
def test_a_mistake_is_told_in_a_line_and_changes_nothing(ready: Desk, words: tuple[str, ...], problem: str) -> None:
    before = record(ready)
    done = ready("subscribers", "edit", ANA, *words)
    assert done.code == 2
    assert problem in done.err
    assert len(done.err.splitlines()) == 1
    assert record(ready) == before


def test_an_edition_turned_off_is_not_sent_to_that_reader_and_the_plan_says_so(ready: Desk) -> None:
    ready.ok("subscribers", "edit", ANA, "--edition", "-daily")
    assert record(ready)["skipped_editions"] == ["daily"]
    recipients = ready.ok("plan", "daily", "--json").json["recipients"]
    assert recipients == {"total": 1, "skipped": [{"reason": "edition turned off", "count": 1}]}
    assert ready.ok("send", "daily", "--json").json["counts"]["recipients"] == 1
    assert [path.name for path in ready.outbox()] == ["ben@reader.example.eml"]
    ready.ok("subscribers", "edit", ANA, "--edition", "+daily")
    assert ready.ok("plan", "daily", "--json").json["recipients"]["total"] == 2


def test_an_edition_turned_off_after_the_freeze_is_not_sent_either(ready: Desk) -> None:
    ready.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    assert ready("send", "daily").code == 1
    ready.ok("subscribers", "edit", ANA, "--edition", "-daily")
    ready.configure()
    counts = ready.ok("send", "daily", "--json").json["counts"]
    assert (counts["accepted"], counts["skipped"]) == (1, 1)
    assert [path.name for path in ready.outbox()] == ["ben@reader.example.eml"]


def test_an_edition_that_is_gone_can_still_be_taken_back(ready: Desk) -> None:
    ready.ok("subscribers", "edit", ANA, "--edition", "-daily")
    config = ready.folder / "digest.toml"
    config.write_text(config.read_text().replace("[editions.daily]", "[editions.morning]"))
    ready.ok("subscribers", "edit", ANA, "--edition", "+daily")
    assert record(ready)["skipped_editions"] == []


def test_a_pause_ends_when_it_is_resumed(ready: Desk) -> None:
    ready.ok("subscribers", "edit", ANA, "--topic", "-sport")
    done = ready.ok("subscribers", "pause", ANA, "--until", "2026-12-24", "--json").json
    assert (done["outcome"], done["paused_until"]) == ("updated", "2026-12-24T00:00:00Z")
    assert ready.ok("plan", "daily", "--json").json["recipients"]["total"] == 1
    assert ready("subscribers", "pause", ANA, "--until", "2026-11-01").code == 2
    assert ready.ok("subscribers", "resume", ANA, "--json").json["outcome"] == "updated"
    assert ready.ok("plan", "daily", "--json").json["recipients"]["total"] == 2
    assert ready.ok("subscribers", "resume", ANA, "--json").json["outcome"] == "unchanged"

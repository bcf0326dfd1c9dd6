"""`digest segments`, `subscribers list --segment`, and an edition whose issues go to a segment alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.test_terminal import Terminal

if TYPE_CHECKING:
    from tests.conftest import Desk

SEGMENTS = "[segments]\nsporty = 'topic in (sport, football)'\nabroad = \"not language none and sporty\""


@pytest.fixture
def readers(desk: Desk) -> Desk:
    """Three readers of daily, two of whom follow sport, and one who waits for confirmation."""
    desk.reader("ana@reader.example", "--topic", "Sport", "--topic", "world")
    desk.reader("ben@reader.example", "--topic", "football", "--topic", "sea", "--topic", "world")
    desk.reader("cid@reader.example")
    desk.ok("subscribers", "add", "dia@reader.example", "--list", "daily", "--topic", "sport")
    return desk


def listed(desk: Desk, *arguments: str) -> list[str]:
    return [one["address"][:3] for one in desk.ok("subscribers", "list", "--json", *arguments).json]


def mailed(desk: Desk, state: str = "accepted") -> list[str]:
    status = desk.ok("status", "daily", "--deliveries", "--json").json
    (one,) = status if isinstance(status, list) else [status]
    return [delivery["address"][:3] for delivery in one["deliveries"] if delivery["status"] == state]


def test_readers_are_listed_by_expression(readers: Desk) -> None:
    assert listed(readers, "--segment", "topic = SPORT") == ["ana", "dia"]
    assert listed(readers, "--segment", "topic in (sport, sea) and list = daily") == ["ana", "ben"]
    assert listed(readers, "--segment", "topic none and joined >= 2026-11-23") == ["cid"]
    assert listed(readers, "--segment", "topic = sport", "--state", "confirmed") == ["ana"]
    assert listed(readers, "--segment", "topic = sport", "--list", "daily") == ["ana", "dia"]


def test_readers_are_listed_by_the_name_of_a_segment(readers: Desk) -> None:
    readers.configure(edition=SEGMENTS)
    assert listed(readers, "--segment", "sporty") == ["ana", "ben", "dia"]
    assert listed(readers, "--segment", "not sporty") == ["cid"]


def test_a_mistake_ends_with_2_and_its_place(readers: Desk) -> None:
    for command in (["subscribers", "list", "--segment"], ["segments", "show"]):
        result = readers(*command, "list = daily and topc = a")
        assert result.code == 2
        assert result.err == (
            "digest: segment, column 18: 'topc' is neither a field nor a segment: did you mean 'topic'?\n"
        )
        result = readers(*command, "list in (daily, dialy)")
        assert result.code == 2
        assert result.err == "digest: segment, column 17: no list named 'dialy': did you mean 'daily'?\n"
        assert readers(*command, "").code == 2


def test_on_a_terminal_the_place_is_drawn(readers: Desk) -> None:
    terminal = Terminal(readers, "subscribers", "list", "--segment", "list = daily and topc = a")
    assert terminal.end() == 2
    lines = terminal.seen.splitlines()
    assert lines[1:] == ["digest:   list = daily and topc = a", "digest:                    ^"]


def test_a_wrong_segment_in_the_configuration_ends_every_command_with_2(readers: Desk) -> None:
    readers.configure(edition="segment = 'topic = sport and lst = a'")
    result = readers("plan", "daily")
    assert result.code == 2
    assert result.err.startswith("digest: digest.toml: editions.daily.segment: column 19: 'lst' is neither")


def test_segments_are_listed_with_their_counts_and_editions(readers: Desk) -> None:
    readers.configure(edition=f"segment = 'sporty'\n{SEGMENTS}")
    readers.ok("suppressions", "add", "ben@reader.example", "--reason", "asked")
    sporty, abroad = readers.ok("segments", "list", "--json").json
    assert sporty == {
        "name": "sporty",
        "expression": "topic in (sport, football)",
        "means": "topic in (football, sport)",
        "editions": ["daily"],
        "subscribers": 3,
        "mailable": 1,
        "doubts": [],
    }
    assert (abroad["name"], abroad["subscribers"], abroad["editions"]) == ("abroad", 0, [])
    assert abroad["means"] == "not language none and topic in (football, sport)"
    head, first, _ = readers.ok("segments", "list").out.splitlines()
    assert head.split() == ["name", "readers", "mailable", "editions", "expression"]
    assert first.split()[:4] == ["sporty", "3", "1", "daily"]


def test_a_segment_or_an_expression_is_shown(readers: Desk) -> None:
    readers.configure(edition=SEGMENTS)
    shown = readers.ok("segments", "show", "Sporty")
    assert shown.out == "sporty\n  means: topic in (football, sport)\n  readers: 3, of them mailable: 2\n"
    tried = readers.ok("segments", "show", "sporty and not topic = sea", "--json").json
    assert (tried["name"], tried["subscribers"], tried["mailable"]) == (None, 2, 1)


def test_a_topic_that_nobody_follows_is_doubted(readers: Desk) -> None:
    shown = readers.ok("segments", "show", "topic in (sprot, sea)")
    assert shown.err == "note: nobody follows 'sprot': did you mean 'sport'?\n"
    assert readers.ok("segments", "show", "topic = 經濟", "--json").json["doubts"] == ["nobody follows '經濟'"]


def test_without_segments_the_list_says_how_to_write_one(desk: Desk) -> None:
    assert desk.ok("segments", "list", "--json").json == []
    assert "below [segments]" in desk.ok("segments", "list").err


def test_an_issue_goes_to_its_editions_segment_alone(readers: Desk) -> None:
    readers.configure(edition=f"segment = 'sporty and not topic = sea'\n{SEGMENTS}")
    readers.story("Ferry strike ends")
    plan = readers.ok("plan", "daily", "--json").json
    assert plan["segment"] == "sporty and not topic = sea"
    assert plan["recipients"] == {
        "total": 1,
        "skipped": [{"reason": "segment", "count": 2}, {"reason": "unconfirmed", "count": 1}],
    }
    assert "2 not: segment" in readers.ok("plan", "daily").out
    assert readers.ok("send", "daily", "--yes", "--json").json["counts"]["recipients"] == 1
    assert mailed(readers) == ["ana"]


def test_the_segment_is_a_choice_made_when_the_issue_is_frozen(readers: Desk) -> None:
    """Whoever leaves the segment afterwards still gets the issue; whoever unsubscribes does not."""
    readers.configure(mail="rate = '1/h'", edition="segment = 'topic in (sport, sea)'")
    readers.story("Ferry strike ends")
    terminal = Terminal(readers, "send", "daily", "--yes")
    terminal.read_until("1 of 2")
    terminal.interrupt()
    terminal.end()
    readers.configure(edition="segment = 'topic none'")
    readers.ok("send", "daily", "--yes")
    assert mailed(readers) == ["ana", "ben"]


def test_when_the_segment_lets_nobody_through_that_is_said(readers: Desk) -> None:
    readers.configure(edition="segment = \"topic = 'sea' and topic = sport\"")
    readers.story("Ferry strike ends")
    result = readers("send", "daily", "--yes")
    assert result.code == 3
    assert "all 3 readers of daily are outside its segment" in result.err
    assert "digest subscribers list --segment 'topic = '\"'\"'sea'\"'\"' and topic = sport'" in result.err


def test_activity_is_what_the_ledger_knows(readers: Desk) -> None:
    readers.story("Ferry strike ends")
    readers.ok("send", "daily", "--yes")
    assert listed(readers, "--segment", "mailed within 1d") == ["ana", "ben", "cid"]
    assert listed(readers, "--segment", "mailed never") == ["dia"]
    assert listed(readers, "--segment", "delivered within 1d or bounced within 1d or complained within 1d") == []
    readers.now = "2026-11-26T07:00:00Z"
    assert listed(readers, "--segment", "mailed within 1d") == []
    assert listed(readers, "--segment", "mailed = 2026-11-23") == ["ana", "ben", "cid"]


def test_a_list_of_an_editions_segment_that_is_gone_is_told_before_anything_is_sent(readers: Desk) -> None:
    readers.ok("lists", "create", "partners")
    readers.configure(edition="segment = 'not list = partners'")
    readers.story("Ferry strike ends")
    assert readers.ok("plan", "daily", "--json").json["recipients"]["total"] == 3
    readers.ok("lists", "rename", "partners", "friends")
    for command in ("plan", "send"):
        result = readers(command, "daily")
        assert result.code == 2
        assert result.err.startswith("digest: editions.daily.segment, column 12: no list named 'partners'")

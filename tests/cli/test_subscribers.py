"""`digest subscribers`, `lists` and `suppressions`: who receives, from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk


def state(desk: Desk, address: str) -> dict[str, str]:
    record = desk.ok("subscribers", "show", address, "--json").json
    return {one["list"]: one["state"] for one in record["subscriptions"]}


def test_a_double_opt_in_list_waits_for_the_reader(desk: Desk) -> None:
    desk.ok("subscribers", "add", "ana@reader.example")
    assert state(desk, "ana@reader.example") == {"daily": "unconfirmed"}
    desk.story("Ferry strike ends")
    skipped = desk.ok("plan", "daily", "--json").json["recipients"]
    assert skipped == {"total": 0, "skipped": [{"reason": "unconfirmed", "count": 1}]}
    desk.ok("subscribers", "confirm", "ANA@reader.example")
    assert state(desk, "ana@reader.example") == {"daily": "confirmed"}


def test_a_single_opt_in_list_does_not(desk: Desk) -> None:
    desk.ok("lists", "create", "sea", "--opt-in", "single", "--title", "By the sea")
    desk.ok("subscribers", "add", "ana@reader.example", "--list", "sea")
    assert state(desk, "ana@reader.example") == {"sea": "confirmed"}


def test_unsubscribing_one_list_or_all(desk: Desk) -> None:
    desk.ok("lists", "create", "sea")
    desk.ok("subscribers", "add", "ana@reader.example", "--list", "sea", "--list", "daily", "--confirmed")
    desk.ok("subscribers", "unsubscribe", "ana@reader.example", "--list", "sea")
    assert state(desk, "ana@reader.example") == {"daily": "confirmed", "sea": "unsubscribed"}
    desk.ok("subscribers", "unsubscribe", "ana@reader.example")
    assert set(state(desk, "ana@reader.example").values()) == {"unsubscribed"}


def test_whoever_left_is_not_revived_by_being_added_again(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.ok("subscribers", "unsubscribe", "ana@reader.example")
    again = desk("subscribers", "add", "ana@reader.example", "--list", "daily")
    assert again.code == 1, "nobody came in"
    assert state(desk, "ana@reader.example") == {"daily": "unsubscribed"}
    assert "gets no mail all the same" in again.err


def test_a_suppression_is_stronger_than_any_list(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.ok("suppressions", "add", "@Reader.example", "--reason", "asked by telephone")
    desk.story("Ferry strike ends")
    assert desk("send", "daily").code == 3
    (one,) = desk.ok("suppressions", "list", "--json").json
    assert (one["address"], one["reason"]) == ("@reader.example", "asked by telephone")
    desk.ok("suppressions", "remove", "@reader.example")
    assert desk.ok("send", "daily", "--json").json["counts"]["accepted"] == 1
    assert desk("suppressions", "remove", "@reader.example").code == 2


def test_a_paused_reader_gets_nothing_until_the_day(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    desk.ok("subscribers", "pause", "ana@reader.example", "--until", "2026-11-25")
    assert desk.ok("plan", "daily", "--json").json["recipients"]["skipped"] == [{"reason": "paused", "count": 1}]
    desk.now = "2026-11-25T07:00:00Z"
    assert desk.ok("plan", "daily", "--json").json["recipients"]["total"] == 1


def test_an_address_can_change_and_history_stays(desk: Desk) -> None:
    desk.reader("ana@reader.example", "--note", "at the fair")
    desk.ok("subscribers", "edit", "ana@reader.example", "--address", "ana@new.example", "--name", "Ana C")
    record = desk.ok("subscribers", "show", "ana@new.example", "--json").json
    assert record["name"] == "Ana C"
    assert "at the fair" in {one["note"] for one in record["consents"]}
    assert desk.ok("subscribers", "show", "ana@reader.example", "--json").json["address"] == "ana@new.example"


def test_lists_and_readers_are_listed(desk: Desk) -> None:
    desk.reader("ana@reader.example", "--name", "Ana")
    (one,) = desk.ok("subscribers", "list", "--list", "daily", "--state", "confirmed", "--json").json
    assert (one["address"], one["name"]) == ("ana@reader.example", "Ana")
    assert desk.ok("subscribers", "list", "--state", "unsubscribed", "--json").json == []
    (daily,) = desk.ok("lists", "list", "--json").json
    assert (daily["name"], daily["counts"]["confirmed"]) == ("daily", 1)


@pytest.mark.parametrize("address", ["no-at-sign", "a@b@c.example", "ana@reader.example\nBcc: x@y.example", ""])
def test_what_is_no_address_is_refused(desk: Desk, address: str) -> None:
    result = desk("subscribers", "add", address)
    assert result.code == 2
    assert len(result.err.splitlines()) == 1

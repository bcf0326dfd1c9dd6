"""`digest subscribers`, `lists` and `suppressions`: who receives, from the shell."""

from __future__ import annotations

import re
from contextlib import closing
from sqlite3 import connect
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from subscribers.errors import BadToken
from subscribers.keys import signing_keys
from subscribers.roster import Roster
from subscribers.tokens import TokenMint

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


def test_who_has_still_to_confirm_is_told_with_what_asks_them(desk: Desk) -> None:
    add = ("subscribers", "add", "ana@reader.example", "--list", "daily")
    assert "ana@reader.example gets nothing of daily before they confirm; digest subscribers ask" in desk.ok(*add).err
    assert desk.ok("-q", *add).err == ""
    assert desk.ok(*add, "--confirmed").err == ""
    assert desk.ok(*add).err == ""


def test_a_pause_is_told_in_the_publications_time(desk: Desk) -> None:
    file = desk.folder / "digest.toml"
    file.write_text(file.read_text().replace("Europe/Lisbon", "America/New_York"))
    desk.reader("ana@reader.example")
    paused = desk.ok("subscribers", "pause", "ana@reader.example", "--until", "2027-01-07")
    assert "paused until 2027-01-07 00:00 EST" in paused.out


def test_who_is_let_in_is_told_to_be_paused_or_to_have_turned_off_what_goes_there(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    add = ("subscribers", "add", "Ana@reader.example", "--list", "daily", "--confirmed")
    assert desk.ok(*add).err == ""
    desk.ok("subscribers", "edit", "ana@reader.example", "--edition", "-daily")
    assert "ana@reader.example gets nothing there: they turned off daily" in desk.ok(*add).err
    desk.ok("subscribers", "pause", "ana@reader.example", "--until", "2027-01-07")
    told = "note: ana@reader.example is paused until 2027-01-07 00:00 WET"
    assert told in desk.ok(*add).err
    assert told in desk.ok("subscribers", "confirm", "ana@reader.example").err
    desk.now = "2027-01-07T12:00:00Z"
    assert "paused" not in desk.ok(*add).err


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


def test_whoever_leaves_or_pauses_is_not_said_to_get_no_mail_all_the_same(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.ok("suppressions", "add", "ana@reader.example", "--reason", "asked by telephone")
    assert (
        "all the same: suppressed (asked by telephone)" in desk.ok("subscribers", "confirm", "ana@reader.example").err
    )
    assert desk.ok("subscribers", "pause", "ana@reader.example", "--until", "2027-01-07").err == ""
    assert desk.ok("subscribers", "unsubscribe", "ana@reader.example").err == ""


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


def test_new_links_end_those_that_were_mailed_and_the_next_mail_brings_others(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    desk.ok("send", "daily", "--yes")
    desk.now = "2026-11-24T07:00:00Z"
    desk.story("Tide tables redrawn")
    assert desk.ok("subscribers", "edit", "ana@reader.example", "--new-links", "--json").json["outcome"] == "updated"
    before = desk.outbox()
    desk.ok("send", "daily", "--yes")
    mails = sorted(desk.outbox(), key=lambda path: path not in before)
    old, new = (re.findall(r"/u/([\w-]{22})>", path.read_text())[0] for path in mails)
    with closing(connect(desk.folder / "digest.db")) as connection:
        db = Database(connection)
        mint, epoch = TokenMint(signing_keys(db)), Roster(db).epoch
        assert mint.verify(new, epoch).subscriber_id == 1
        with pytest.raises(BadToken):
            mint.verify(old, epoch)


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


@pytest.mark.parametrize(
    ("command", "remedy"),
    [
        (("show",), "see who there is: digest subscribers list"),
        (("pause", "--until", "2027-01-07"), "see who there is: digest subscribers list"),
        (("forget", "--yes"), "nothing is kept about it"),
        (("confirm",), "to add them as confirmed: digest subscribers add nobody@reader.example --confirmed"),
        (
            ("unsubscribe",),
            "to keep mail from them: digest suppressions add nobody@reader.example --reason unsubscribed",
        ),
    ],
)
def test_of_an_unknown_reader_it_says_what_else_does_what_was_wanted(
    desk: Desk, command: tuple[str, ...], remedy: str
) -> None:
    result = desk("subscribers", command[0], "nobody@reader.example", *command[1:])
    assert result.code == 2
    assert result.err == f"digest: no subscriber with the address 'nobody@reader.example'; {remedy}\n"


def test_the_listing_says_who_is_suppressed_or_paused(desk: Desk) -> None:
    for name in ("ana", "ben", "cleo"):
        desk.reader(f"{name}@reader.example")
    desk.ok("suppressions", "add", "ana@reader.example", "--reason", "asked by telephone")
    paused = desk.ok("subscribers", "pause", "ben@reader.example", "--until", "2035-01-07")
    assert paused.out.startswith("ben@reader.example: updated, paused until 2035-01-07 00:00 ")
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in desk.ok("subscribers", "list").out.splitlines()}
    assert lines["ana@reader.example"].endswith("daily confirmed; suppressed (asked by telephone)")
    assert "daily confirmed; paused until 2035-01-0" in lines["ben@reader.example"]
    assert lines["cleo@reader.example"].endswith("daily confirmed")


def test_what_a_former_address_is_suppressed_for_is_not_said_of_the_reader(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.ok("subscribers", "edit", "ana@reader.example", "--address", "ana@new.example")
    desk.ok("suppressions", "add", "ana@reader.example", "--reason", "hard-bounce")
    shown = desk.ok("subscribers", "show", "ana@new.example").out
    assert "suppressed formerly: ana@reader.example, hard-bounce" in shown
    assert "suppressed: " not in shown
    (former,) = desk.ok("subscribers", "show", "ana@new.example", "--json").json["suppressions"]
    assert former["former"] is True
    desk.ok("suppressions", "add", "ana@new.example", "--reason", "asked")
    assert "suppressed: ana@new.example, asked" in desk.ok("subscribers", "show", "ana@new.example").out


def test_a_note_keeps_its_lines(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.ok("subscribers", "edit", "ana@reader.example", "--note", " Met at the fair.\r\nCalls  on Mondays. ")
    assert desk.ok("subscribers", "show", "ana@reader.example", "--json").json["note"] == (
        "Met at the fair.\nCalls on Mondays."
    )
    assert (
        "  note: Met at the fair.\n        Calls on Mondays.\n"
        in desk.ok("subscribers", "show", "ana@reader.example").out
    )
    written = desk.write("readers.csv", desk.ok("subscribers", "export").out)
    desk.ok("subscribers", "edit", "ana@reader.example", "--note", "")
    desk.ok("subscribers", "import", written)
    assert desk.ok("subscribers", "export").out == desk.folder.joinpath("readers.csv").read_text()

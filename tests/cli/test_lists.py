"""`digest lists`: what readers join, made, changed and removed from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk


def test_a_list_is_double_opt_in_and_public_unless_said_otherwise(desk: Desk) -> None:
    made = desk.ok("lists", "create", "weekend", "--title", "Weekend reads", "--json").json
    assert (made["name"], made["title"], made["opt_in"], made["private"]) == (
        "weekend", "Weekend reads", "double", False,
    )  # fmt: skip
    staff = desk.ok("lists", "create", "staff", "--opt-in", "single", "--private", "--json").json
    assert (staff["title"], staff["opt_in"], staff["private"]) == ("staff", "single", True)
    assert desk("lists", "create", "Staff").code == 1
    assert desk("lists", "create", "other", "--opt-in", "triple").code == 2


def test_all_lists_are_listed_with_their_counts(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.ok("lists", "create", "weekend")
    listed = desk.ok("lists", "list", "--json").json
    assert [(one["name"], one["counts"]["confirmed"]) for one in listed] == [("daily", 1), ("weekend", 0)]
    assert "weekend  weekend       double opt-in  nobody yet" in desk.ok("lists", "list").out


def test_one_list_is_shown_with_its_editions_and_who_joined_last(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.ok("subscribers", "add", "ben@reader.example", "--list", "daily")
    shown = desk.ok("lists", "show", "DAILY", "--json").json
    assert shown["editions"] == ["daily"]
    assert shown["counts"] == {"unconfirmed": 1, "confirmed": 1, "unsubscribed": 0}
    assert [(one["address"], one["state"]) for one in shown["recent"]] == [
        ("ben@reader.example", "unconfirmed"),
        ("ana@reader.example", "confirmed"),
    ]
    words = desk.ok("lists", "show", "daily").out
    assert words.startswith("daily: Daily digest, double opt-in; 1 unconfirmed, 1 confirmed\neditions: daily\n")
    assert "ben@reader.example" in words


def test_title_opt_in_and_being_public_can_be_edited(desk: Desk) -> None:
    edited = desk.ok("lists", "edit", "daily", "--title", "Mornings", "--opt-in", "single", "--private", "--json").json
    assert (edited["title"], edited["opt_in"], edited["private"]) == ("Mornings", "single", True)
    assert desk.ok("lists", "edit", "daily", "--public", "--json").json["private"] is False
    assert desk("lists", "edit", "daily").code == 2
    assert desk("lists", "edit", "dayly", "--public").code == 2


def test_a_renamed_list_keeps_its_readers_and_the_edition_to_mend_is_named(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    done = desk.ok("lists", "rename", "daily", "morning")
    assert "[editions.daily]" in done.err
    desk.configure(edition="")
    config = desk.folder / "digest.toml"
    config.write_text(config.read_text().replace('lists = ["daily"]', 'lists = ["morning"]'))
    desk.story("Ferry strike ends")
    assert desk.ok("send", "daily", "--json").json["counts"]["accepted"] == 1


@pytest.mark.parametrize("new", ["Daily", "DAILY"])
def test_another_case_of_the_name_leaves_the_editions_as_they_are(desk: Desk, new: str) -> None:
    assert desk.ok("lists", "rename", "daily", new).err == ""
    assert desk.ok("lists", "show", "daily", "--json").json["name"] == new


def test_a_list_with_people_on_it_is_not_removed_by_a_slip(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    refused = desk("lists", "remove", "daily")
    assert refused.code == 1
    assert "--yes" in refused.err
    done = desk.ok("lists", "remove", "daily", "--yes")
    assert "will be made anew" in done.err
    record = desk.ok("subscribers", "show", "ana@reader.example", "--json").json
    assert record["subscriptions"] == []
    assert record["consents"][-1]["note"] == "the list was removed"


def test_an_empty_list_is_removed_without_asking(desk: Desk) -> None:
    desk.ok("lists", "create", "weekend")
    assert desk.ok("lists", "remove", "weekend", "--json").json["name"] == "weekend"
    assert desk("lists", "show", "weekend").code == 2

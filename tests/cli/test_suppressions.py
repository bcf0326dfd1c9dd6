"""`digest suppressions`: what must not be mailed, one by one and from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk


def test_a_file_is_taken_in_and_told_like_an_import_of_subscribers(desk: Desk) -> None:
    desk.write("blocked.csv", "address,reason\nana@reader.example,complaint\nnobody\n@spam.example,\n")
    done = desk.ok("suppressions", "import", "blocked.csv", "--reason", "old list", "--json")
    assert done.json == {
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "kept_out": [],
        "refused": [{"row": 3, "address": "nobody", "reason": "An email address must have an @-sign"}],
    }
    found = {one["address"]: (one["reason"], one["source"]) for one in desk.ok("suppressions", "list", "--json").json}
    assert found == {
        "ana@reader.example": ("complaint", "import: blocked.csv"),
        "@spam.example": ("old list", "import: blocked.csv"),
    }


def test_whoever_is_in_such_a_file_gets_no_mail(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.reader("ben@spam.example")
    desk.write("blocked.txt", "ANA@reader.example\n@spam.example\n")
    desk.ok("suppressions", "import", "blocked.txt")
    desk.story("Ferry strike ends")
    assert desk("send", "daily").code == 3


def test_refused_rows_are_told_by_number_and_stop_nothing(desk: Desk) -> None:
    desk.write("blocked.txt", "nobody\nana@reader.example\n")
    done = desk.ok("suppressions", "import", "blocked.txt")
    assert done.out == "1 suppressed, 0 were already, 1 row refused\n"
    assert "blocked.txt: row 1: 'nobody': " in done.err


def test_a_file_of_which_nothing_came_in_ends_with_1(desk: Desk) -> None:
    desk.write("blocked.txt", "nobody\n")
    assert desk("suppressions", "import", "blocked.txt").code == 1
    assert desk("suppressions", "import", "nowhere.txt").code == 1
    assert desk("suppressions", "import", "blocked.txt", "--reason", "").code == 2


def test_a_file_that_holds_nothing_is_told_of(desk: Desk) -> None:
    result = desk("suppressions", "import", desk.write("blocked.csv", "address\n"))
    assert (result.code, result.err) == (1, "digest: nothing came in: blocked.csv: it has no rows\n")


def test_an_erased_address_is_not_shown_and_not_taken_in(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    desk.ok("subscribers", "forget", "ana@reader.example")
    desk.write("blocked.txt", "ana@reader.example\n@spam.example\n")
    done = desk.ok("suppressions", "import", "blocked.txt")
    assert "1 kept out since they were erased" in done.out
    listed = desk.ok("suppressions", "list").out
    assert "(erased)" in listed
    assert "ana@reader.example" not in listed
    assert desk.ok("suppressions", "add", "ana@reader.example", "--reason", "x").out.startswith("(erased) is already")


@pytest.mark.parametrize("address", ["ana@reader.example", "@reader.example", "@Bücher.example"])
def test_an_address_or_domain_is_added_and_removed_whatever_its_case(desk: Desk, address: str) -> None:
    made = desk.ok("suppressions", "add", address, "--reason", "asked by telephone", "--json").json
    assert (made["reason"], made["source"]) == ("asked by telephone", "shell")
    assert desk.ok("suppressions", "remove", address.upper(), "--json").json == made
    assert desk("suppressions", "remove", address).code == 2
    assert desk("suppressions", "add", address).code == 2, "a reason is needed"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_exported_comes_in_elsewhere_as_it_was(desk: Desk, form: str) -> None:
    desk.ok("suppressions", "add", "@spam.example", "--reason", "trap")
    desk.ok("suppressions", "add", "ana@reader.example", "--reason", "asked by telephone")
    done = desk.ok("suppressions", "export", "--format", form, "--out", "out.txt", "--json")
    assert done.json == {"file": "out.txt", "exported": 2}
    before = desk.ok("suppressions", "list", "--json").json
    for one in before:
        desk.ok("suppressions", "remove", one["address"])
    desk.ok("suppressions", "import", "out.txt")
    assert desk.ok("suppressions", "list", "--json").json == before


def test_an_export_can_go_to_standard_output_and_nowhere_else_with_json(desk: Desk) -> None:
    desk.ok("suppressions", "add", "@spam.example", "--reason", "trap")
    assert "'@spam.example,trap,shell," in desk.ok("suppressions", "export").out
    assert desk("suppressions", "export", "--json").code == 2
    assert desk("suppressions", "export", "--format", "xml").code == 2

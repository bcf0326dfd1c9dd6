"""`digest subscribers import`, `undo-import`, `imports` and `export`: readers from files and to files."""

from __future__ import annotations

import csv
import io
import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk

DIGEST = str(Path(sys.executable).with_name("digest"))
READERS = "email,name,status\nana@reader.example,Ana,confirmed\nben@reader.example,Ben,active\nbad,,\n"


def recipients(desk: Desk) -> int:
    return desk.ok("plan", "daily", "--json").json["recipients"]["total"]


def test_the_json_of_an_import_is_to_the_letter_of_the_contract(desk: Desk) -> None:
    desk.reader("left@reader.example")
    desk.ok("subscribers", "unsubscribe", "left@reader.example")
    name = desk.write("readers.csv", READERS + "left@reader.example,,\n")
    done = desk.ok("subscribers", "import", name, "--json").json
    assert list(done) == [
        "import_id", "format", "encoding", "added", "updated", "unchanged", "asked", "unconfirmed", "unsubscribed",
        "suppressed", "columns_not_read",
        "times_not_read", "words_on_leaving", "passed_over", "kept_out", "refused", "moved",
    ]  # fmt: skip
    assert (done["import_id"], done["added"], done["updated"], done["unchanged"]) == (1, 2, 0, 0)
    reason = "left daily on 2026-11-23; only a consent given since brings them back"
    assert done["kept_out"] == [{"row": 5, "address": "left@reader.example", "reason": reason}]
    assert done["refused"] == [{"row": 4, "address": "bad", "reason": "An email address must have an @-sign"}]


def test_into_a_double_opt_in_list_only_who_confirmed_is_mailed(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    result = desk.ok("subscribers", "import", desk.write("readers.csv", READERS), "--list", "daily")
    assert result.out.splitlines() == [
        "import 1 (columns by their names; utf-8): 2 added, 0 updated, 0 unchanged, 0 kept out, 1 refused",
        "of those added or updated, 1 unconfirmed",
        "to take it back: digest subscribers undo-import 1",
    ]
    assert result.err == "refused: row 4: bad: An email address must have an @-sign\n"
    assert recipients(desk) == 1
    assert desk.ok("send", "daily", "--json").json["counts"]["accepted"] == 1


def test_exit_codes_tell_whether_anybody_came_in(desk: Desk) -> None:
    name = desk.write("readers.csv", READERS)
    assert desk("subscribers", "import", name).code == 0
    again = desk("subscribers", "import", name)
    assert (again.code, "2 unchanged" in again.out) == (1, True)
    nothing = "digest: nothing came in: readers.csv: no row of it says anything new of anybody who may be taken in"
    assert again.err.splitlines()[-1] == nothing
    asked = desk("subscribers", "import", name, "--ask")
    assert (asked.code, "1 reader will be asked by mail to confirm" in asked.out) == (0, True)
    for text, words in (("email\nbad\n", "1 refused"), ("email\n", "0 added")):
        result = desk("subscribers", "import", desk.write("none.csv", text))
        assert (result.code, words in result.out, "nothing came in: none.csv: " in result.err) == (1, True, True)
    for text in ("", "Kontakt,Ort\nAna,Lisboa\n"):
        result = desk("subscribers", "import", desk.write("none.csv", text))
        assert result.code == 1
        assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--list", "dayly"], "did you mean 'daily'?"),
        (["--map", "x"], "is not COLUMN=FIELD, with FIELD one of address, name"),
        (["--map", "x=name"], "no column 'x'; there are: 'email', 'name', 'status'"),
        (["--map", "status=status", "--map", "status=ignore"], "names column 'status' twice"),
        (["--as", "gone"], "'gone' is no standing; say subscribed, confirmed, unconfirmed, unsubscribed, bounced"),
        (["--encoding", "klingon"], "there is no encoding 'klingon'"),
    ],
)
def test_wrong_usage_is_exit_code_2_with_what_to_do(desk: Desk, options: list[str], words: str) -> None:
    result = desk("subscribers", "import", desk.write("readers.csv", READERS), *options)
    assert (result.code, len(result.err.splitlines())) == (2, 1)
    assert words in result.err
    assert desk.ok("subscribers", "list", "--json").json == []


def test_unknown_columns_are_shown_with_how_to_map_them_and_mapping_them_helps(desk: Desk) -> None:
    name = desk.write("leute.csv", "Kontaktweg;Rufname\nana@reader.example;Ana\n")
    refused = desk("subscribers", "import", name)
    assert refused.err == (
        "digest: leute.csv: no column is known to hold addresses; there are: 'Kontaktweg', 'Rufname'; "
        "say which one does, such as: --map 'Kontaktweg=address'\n"
    )
    desk.ok("subscribers", "import", name, "--map", "Kontaktweg=address", "--map", "Rufname=name")
    assert desk.ok("subscribers", "list", "--json").json[0]["name"] == "Ana"


def test_columns_that_are_not_read_are_named(desk: Desk) -> None:
    name = desk.write("leute.csv", "email,Ort,Alter,\nana@reader.example,Lisboa,40,\n")
    result = desk.ok("subscribers", "import", name, "--map", "Alter=ignore", "--dry-run")
    assert result.err == "columns not read: 'Ort', 'column 4'; to say what one holds: --map COLUMN=FIELD\n"
    assert desk.ok("subscribers", "import", name, "--json").json["columns_not_read"] == ["Ort", "Alter", "column 4"]


def test_times_that_could_mean_two_days_are_not_guessed_at_but_told_of(desk: Desk) -> None:
    rows = "ana@reader.example,31/12/2020,\nben@reader.example,,01/02/2020\ncleo@reader.example,2020-12-31,no\n"
    rows += "dan@reader.example,last May,\n"
    name = desk.write("times.csv", f"email,joined_at,unsubscribed_at\n{rows}")
    told = "times not read in 2 rows, the first row 3: write the year first, like 2023-03-24\n"
    assert desk.ok("subscribers", "import", name, "--dry-run").err == told
    assert desk.ok("subscribers", "import", name, "--json").json["times_not_read"] == 2
    ben = desk.ok("subscribers", "show", "ben@reader.example", "--json").json
    assert ben["subscriptions"][0]["state"] == "unsubscribed"
    assert "time given as '01/02/2020'" in ben["consents"][0]["note"]


def test_a_column_that_may_say_who_left_stops_the_import_until_it_is_understood(desk: Desk) -> None:
    name = desk.write("leute.csv", "email,Kündigung zum\nana@reader.example,2021-01-01\n")
    refused = desk("subscribers", "import", name)
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    assert "--map 'Kündigung zum=unsubscribed'; or that it does not matter" in refused.err
    assert desk.ok("subscribers", "list", "--json").json == []
    desk.ok("subscribers", "import", name, "--map", "Kündigung zum=unsubscribed")
    assert (
        desk.ok("subscribers", "show", "ana@reader.example", "--json").json["subscriptions"][0]["state"]
        == "unsubscribed"
    )


def test_a_file_called_unsubscribed_brings_in_no_readers_unless_they_are_called_so(desk: Desk) -> None:
    name = desk.write("unsubscribed.csv", "ana@reader.example\n")
    refused = desk("subscribers", "import", name)
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    assert refused.err.endswith("import it with --as unsubscribed, or, if they are readers: --as subscribed\n")
    desk.ok("subscribers", "import", name, "--as", "unsubscribed")
    shown = desk.ok("subscribers", "show", "ana@reader.example", "--json").json
    assert shown["subscriptions"][0]["state"] == "unsubscribed"


def test_a_dry_run_tells_the_same_and_changes_nothing(desk: Desk) -> None:
    name = desk.write("readers.csv", READERS)
    dry = desk.ok("subscribers", "import", name, "--dry-run", "--json").json
    assert desk.ok("subscribers", "list", "--json").json == []
    assert desk.ok("subscribers", "imports", "--json").json == []
    words = desk.ok("subscribers", "import", name, "--dry-run").out
    assert words.startswith("nothing was changed (columns by their names; utf-8); it would be: 2 added, 0 updated")
    real = desk.ok("subscribers", "import", name, "--json").json
    assert dry | {"import_id": 1} == real


def test_long_lists_are_cut_for_people_and_whole_in_json(desk: Desk) -> None:
    name = desk.write("bad.csv", "email\nana@reader.example\n" + "bad\n" * 25)
    words = desk.ok("subscribers", "import", name).err
    assert words.count("refused: row") == 10
    assert "refused: and 15 more; --json lists them all" in words
    assert len(desk("subscribers", "import", name, "--json").json["refused"]) == 25
    assert desk("-q", "subscribers", "import", name).err == ""


def test_each_row_is_told_of_in_one_line_whatever_is_in_it(desk: Desk) -> None:
    name = desk.write("rows.csv", 'email,status\n"b\nad",x\nana@reader.example,"not\na\tword"\n')
    assert desk("subscribers", "import", name).err.splitlines()[:-1] == [
        "refused: row 2: b ad: An email address must have an @-sign",
        "refused: row 3: ana@reader.example: the status 'not\\na\\tword' is not known; "
        "put a word like subscribed or unsubscribed there",
    ]


def test_imports_are_listed_and_taken_back(desk: Desk) -> None:
    assert "nothing was imported yet" in desk.ok("subscribers", "imports").err
    desk.ok("subscribers", "import", desk.write("readers.csv", READERS))
    desk.ok("subscribers", "edit", "ben@reader.example", "--name", "Benjamin")
    (one,) = desk.ok("subscribers", "imports", "--json").json
    assert (one["id"], one["file"], one["lists"], one["added"], one["refused"]) == (1, "readers.csv", ["daily"], 2, 1)
    undone = desk.ok("subscribers", "undo-import", "1", "--json").json
    assert undone == {
        "import_id": 1, "removed": 1, "restored": 0, "lifted": 0,
        "stayed": [{"address": "ben@reader.example", "reason": "changed by hand since"}],
    }  # fmt: skip
    again = desk.ok("subscribers", "undo-import", "1")
    assert again.out.startswith("import 1 (taken back before, on 2026-11-23): 0 removed, 0 as before")
    assert again.err == "stays: ben@reader.example: changed by hand since\n"
    assert "taken back 2026-11-23" in desk.ok("subscribers", "imports").out
    assert desk("subscribers", "undo-import", "7").code == 2
    wrong = desk("subscribers", "undo-import", "abc")
    assert (wrong.code, wrong.err) == (
        2,
        "digest: imports have numbers, and 'abc' is none; see: digest subscribers imports\n",
    )


def test_export_goes_to_standard_output_or_whole_to_a_file_of_the_owners(desk: Desk) -> None:
    desk.ok("subscribers", "import", desk.write("readers.csv", READERS))
    rows = list(csv.DictReader(io.StringIO(desk.ok("subscribers", "export").out)))
    assert [row["address"] for row in rows] == ["ana@reader.example", "ben@reader.example"]
    assert rows[0]["lists"].startswith("daily confirmed, joined 2026-11-23T07:00:00Z")
    result = desk.ok("subscribers", "export", "--format", "jsonl", "--list", "daily", "--out", "daily.jsonl")
    assert result.out == "2 readers written to daily.jsonl\n"
    path = desk.folder / "daily.jsonl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [json.loads(line)["name"] for line in path.read_text().splitlines()] == ["Ana", "Ben"]
    assert desk.ok("subscribers", "export", "--out", "all.csv", "--json").json == {"file": "all.csv", "exported": 2}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--format", "xml"], "--format 'xml' is not one of csv, jsonl"),
        (["--json"], "--json reports on a file"),
        (["--list", "weekly"], "no list named 'weekly'"),
    ],
)
def test_an_export_that_cannot_be_is_wrong_usage(desk: Desk, options: list[str], words: str) -> None:
    result = desk("subscribers", "export", *options)
    assert (result.code, words in result.err) == (2, True)


def test_an_export_that_cannot_be_written_says_so_in_one_line(desk: Desk) -> None:
    result = desk("subscribers", "export", "--out", "nowhere/all.csv")
    assert (result.code, len(result.err.splitlines())) == (1, 1)
    assert "nowhere/all.csv" in result.err
    assert "no such file or directory" in result.err


def test_an_export_can_be_piped_into_an_import(desk: Desk) -> None:
    desk.ok("subscribers", "import", desk.write("readers.csv", READERS))
    command = f"{DIGEST} subscribers export | {DIGEST} subscribers import - --json"
    done = subprocess.run(command, shell=True, cwd=desk.folder, capture_output=True, text=True, check=False, timeout=60)
    assert json.loads(done.stdout)["unchanged"] == 2


def test_a_reader_of_a_pipe_who_leaves_early_is_no_fault(desk: Desk) -> None:
    desk.ok(
        "subscribers", "import", desk.write("many.csv", "email\n" + "".join(f"r{n}@x.example\n" for n in range(9000)))
    )
    command = f"{DIGEST} subscribers export | head -1"
    done = subprocess.run(command, shell=True, cwd=desk.folder, capture_output=True, text=True, check=True, timeout=60)
    assert "Traceback" not in done.stderr


def test_nobody_is_queued_to_be_asked_without_ask(desk: Desk) -> None:
    name = desk.write("readers.csv", READERS)
    assert desk.ok("subscribers", "import", name, "--json").json["asked"] == 0
    assert desk.ok("subscribers", "import", name, "--ask", "--json").json["asked"] == 1


def test_foreign_text_commands_no_terminal(desk: Desk) -> None:
    name = desk.write("readers.csv", "email,name\n\x1b[2J@x,\nana@reader.example,\x1b]0;x\x07Ana\n")
    assert "\x1b" not in desk.ok("subscribers", "import", name).err
    assert desk.ok("subscribers", "list", "--json").json[0]["name"] == "]0;x Ana"


@pytest.mark.parametrize("what", ["subscribers", "suppressions"])
def test_a_dash_is_standard_output(desk: Desk, what: str) -> None:
    desk.ok("suppressions", "add", "ana@reader.example", "--reason", "manual")
    assert desk.ok(what, "export", "--out", "-").out.startswith("address,")
    assert not (desk.folder / "-").exists()
    assert desk(what, "export", "--out", "-", "--json").code == 2

"""A user's mistake is one line on stderr that says what, which and what next, with the contract's exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk, Result


def one_line(result: Result, code: int, *words: str) -> None:
    assert result.code == code, result
    assert result.out == ""
    lines = result.err.splitlines()
    assert len(lines) == 1, result.err
    assert lines[0].startswith("digest: ")
    for word in words:
        assert word in lines[0]
    assert "Traceback" not in result.err


def test_a_wrong_key_is_named_with_the_nearest(desk: Desk) -> None:
    desk.configure(edition="breifs = 3")
    one_line(desk("plan", "daily"), 2, "digest.toml", "editions.daily.breifs", "briefs")


def test_a_configuration_that_is_a_folder_is_told_with_what_helps(desk: Desk) -> None:
    told = desk("--config", ".", "status")
    one_line(told, 2, "cannot be read: Is a directory; name a file that this account may read")


def test_every_mistake_of_a_configuration_is_told_at_once(desk: Desk) -> None:
    desk.configure(edition='breifs = 3\nquiet_day = "skp"')
    result = desk("plan", "daily")
    assert result.code == 2
    assert len(result.err.splitlines()) == 2


def test_no_configuration(desk: Desk) -> None:
    (desk.folder / "digest.toml").unlink()
    one_line(desk("plan", "daily"), 2, "no digest.toml", "digest init")


def test_a_missing_database(desk: Desk) -> None:
    (desk.folder / "digest.db").unlink()
    one_line(desk("plan", "daily"), 1, "is gone", "restore a backup")
    (desk.folder / "digest.db.home").unlink()
    one_line(desk("plan", "daily"), 1, "no database", "digest db migrate")


@pytest.mark.parametrize("verb", ["pin", "lead", "hold", "drop", "release", "edit", "show"])
def test_what_is_no_id_is_named(desk: Desk, verb: str) -> None:
    said = f"'abc' is not a whole number; see: digest stories {verb} --help"
    one_line(desk("stories", verb, "abc"), 2, "'ID'", said)


@pytest.mark.parametrize("command", ["plan", "send", "preview", "compose"])
def test_an_unknown_edition(desk: Desk, command: str) -> None:
    one_line(desk(command, "dayly"), 2, "no edition named 'dayly'", "did you mean 'daily'?")


def test_an_unknown_issue_source_list_story_and_subscriber(desk: Desk) -> None:
    one_line(desk("status", "daily/2020-01-01"), 2, "no issue named")
    one_line(desk("sources", "remove", "Wire"), 2, "no source named 'Wire'")
    one_line(desk("lists", "show", "dayly"), 2, "no list named 'dayly'", "daily")
    one_line(desk("stories", "show", "12"), 2, "no story with id 12")
    one_line(desk("subscribers", "show", "ana@reader.example"), 2, "no subscriber")


def test_a_missing_file(desk: Desk) -> None:
    result = desk("stories", "add", "nowhere.txt")
    assert result.code == 1
    assert "nowhere.txt" in result.err
    assert "Traceback" not in result.err


def test_an_unreadable_feed_does_not_keep_the_good_file_beside_it_out(desk: Desk) -> None:
    bad = desk.write("feed.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boom">]><rss><channel>&b;')
    good = desk.write("story.md", "# Ferry strike ends\n\n" + "The crews agreed. " * 20)
    result = desk("stories", "add", bad, good)
    assert result.code == 0
    assert "1 added" in result.out
    assert "feed.xml" in result.err
    assert len(result.err.splitlines()) == 1


def test_a_source_that_is_not_there(desk: Desk) -> None:
    one_line(desk("sources", "add", "http://127.0.0.1:1/feed"), 1, "http://127.0.0.1:1/feed")
    one_line(desk("sources", "add", "nowhere"), 1, "neither a URL nor a folder")


def test_an_unreachable_mail_server(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1')
    one_line(desk("send", "daily"), 1, "127.0.0.1:1", "[mail.smtp]")
    assert desk.ok("status", "daily", "--json").json["counts"]["pending"] == 1


def test_wrong_usage(desk: Desk) -> None:
    one_line(desk("plan", "daily", "--att", "x"), 2, "--att", "digest plan --help")
    one_line(desk("plan", "daily", "--config", "x"), 2, "--config stands before", "digest --config FILE plan")
    one_line(desk("lists", "list", "-q"), 2, "-q stands before the command, as in: digest -q lists list")
    one_line(desk("nonsense"), 2, "nonsense", "digest --help")
    one_line(desk("plan", "daily", "--at", "yesterday"), 2, "'yesterday' is not a time")
    one_line(desk("subscribers", "add", "not an address"), 2, "not an address")
    desk.now = "noon"
    one_line(desk("plan", "daily"), 2, "DIGEST_NOW")


def test_a_full_or_closed_outbox_blames_no_reader(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    (desk.folder / "outbox").write_text("a file where the folder should be")
    result = desk("send", "daily")
    one_line(result, 1, "outbox")
    assert desk.ok("status", "daily", "--json").json["counts"]["pending"] == 1


def test_no_secret_is_printed(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 1\nusername = "herald"')
    desk.environ["DIGEST_SMTP_PASSWORD"] = "hunter2-very-secret"
    for arguments in (["send", "daily"], ["-v", "send", "daily", "--json"], ["plan", "daily"]):
        result = desk(*arguments)
        assert "hunter2" not in result.out + result.err


def test_a_file_that_we_may_not_write_is_told_with_what_helps(desk: Desk) -> None:
    lock = desk.folder / "digest.db-daily.lock"
    lock.touch(mode=0o400)
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    one_line(desk.bound("send", "daily"), 1, f"{lock}: permission denied; chmod u+rwX {lock}, then do the same again")


def test_a_database_that_fails_is_one_line(desk: Desk) -> None:
    import sqlite3

    holder = sqlite3.connect(desk.folder / "digest.db", isolation_level=None)
    holder.execute("DROP TABLE stories_fts")
    holder.close()
    story = desk.write("story.md", "# Ferry strike ends\n\n" + "The crews agreed. " * 20)
    one_line(desk("stories", "add", story), 1, "the database ", "stories_fts", "digest db check")


@pytest.mark.parametrize(
    "arguments",
    [
        ["stories", "show", "99999999999999999999"],
        ["issues", "show", "daily#99999999999999999999"],
        ["issues", "show", "daily#²"],
        ["stories", "list", "--limit", "99999999999999999999"],
        ["plan", "daily", "--at", "0001-01-02"],
        ["stories", "list", "--search", "\udcff"],
    ],
    ids=" ".join,
)
def test_values_out_of_all_bounds(desk: Desk, arguments: list[str]) -> None:
    one_line(desk(*arguments), 2)


def test_a_server_cannot_command_the_terminal_through_an_error(desk: Desk) -> None:
    one_line(desk("plan", "\x1b[31mdaily"), 2)
    assert "\x1b" not in desk("plan", "\x1b[31mdaily").err


def test_output_that_cannot_be_written_or_spelled_is_no_traceback(desk: Desk) -> None:
    """Closed, full, or of an encoding without the letter: real processes, since the streams are theirs."""
    import os
    import subprocess
    import sys
    from pathlib import Path

    desk.story("Café opens")
    digest = Path(sys.executable).with_name("digest")
    environ = os.environ | {"DIGEST_NOW": desk.now, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for shell in (
        "stories list",
        "stories list >&-",
        "stories list >/dev/full",
        "subscribers export >/dev/full",
        "plan daily | head -1",
        "plan daily 2>&-",
    ):
        done = subprocess.run(
            f"{digest} {shell}", shell=True, cwd=desk.folder, env=environ, capture_output=True, text=True
        )
        assert "Traceback" not in done.stderr, shell
        assert len(done.stderr.splitlines()) <= 1, shell


@pytest.mark.parametrize("arguments", [("list", "--search"), ("drop", "1", "--by"), ("edit", "1", "--title")])
def test_words_in_another_encoding_are_named(desk: Desk, arguments: tuple[str, ...]) -> None:
    desk.story("Kiosk opens")
    words = b"J\xe9r\xf4me".decode(errors="surrogateescape")
    one_line(desk("stories", *arguments, words), 2, "J?r?me", "is not UTF-8 text; write its letters in UTF-8")


def test_json_loses_no_letter_where_the_terminals_encoding_lacks_it(desk: Desk) -> None:
    desk.story("Kiosk öffnet: 日本")
    desk.reader("ana@reader.example", "--name", "日本")
    desk.ok("send", "daily")
    desk.environ = {"PYTHONIOENCODING": "latin-1"}
    assert desk.bound("stories", "list", "--json").json[0]["title"] == "Kiosk öffnet: 日本"
    assert desk.bound("subscribers", "list", "--json").json[0]["name"] == "日本"


def test_a_name_with_a_line_break_makes_no_second_line(desk: Desk) -> None:
    one_line(desk("sources", "import", "a\nb.opml"), 1, "a b.opml: no such file")


def test_an_empty_folder_to_begin_in_is_not_the_one_where_one_stands(desk: Desk) -> None:
    (desk.folder / "digest.toml").rename(desk.folder / "away.toml")
    one_line(desk("init", ""), 2, "it is empty", "not set")
    assert not (desk.folder / ".gitignore").exists()


@pytest.mark.parametrize(
    "words", [("stories", "add"), ("sources", "add"), ("events", "import"), ("stories", "add", "digest.toml")]
)
def test_an_empty_argument_is_not_the_folder_where_one_stands(desk: Desk, words: tuple[str, ...]) -> None:
    desk.write("news.txt", "Ferry strike ends\n\nIt ends today.")
    one_line(desk(*words, ""), 2, "it is empty", "not set")
    assert desk.ok("stories", "list", "--json").json == []
    assert desk.ok("sources", "list", "--json").json == []


@pytest.mark.parametrize("place", ["/", "..", "themes"])
def test_a_folder_is_no_database(desk: Desk, place: str) -> None:
    (desk.folder / "themes").mkdir()
    desk.write("digest.toml", (desk.folder / "digest.toml").read_text().replace("digest.db", place))
    for words in (("status",), ("run",), ("db", "check"), ("db", "migrate")):
        one_line(desk(*words), 2, "digest.toml: publication.database: ", "is a folder; name a file in it")


def test_a_mistyped_option_is_not_taken_for_a_tag(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    assert desk("stories", "tag", "1", "+sea", "--jsn").code == 2
    assert desk.ok("stories", "tag", "1", "+sea", "--json").json["tags"] == ["harbour", "sea", "world"]


def test_a_reader_is_not_added_to_no_list_by_a_slip(desk: Desk) -> None:
    desk.ok("lists", "create", "sea")
    one_line(desk("subscribers", "add", "ana@reader.example", "--confirmed"), 2, "daily, sea")


@pytest.mark.parametrize(
    "command",
    [
        "db backup --force",
        "report --out",
        "subscribers export --out",
        "suppressions export --out",
        "issues edit daily --out",
    ],
)
@pytest.mark.parametrize("name", ["digest.toml", "digest.db", "./digest.db-wal", "link.db"])
def test_no_command_writes_over_the_newsroom_itself(desk: Desk, command: str, name: str) -> None:
    desk.story("Ferry strike ends")
    (desk.folder / "link.db").symlink_to("digest.db")
    before = (desk.folder / "digest.toml").read_bytes(), (desk.folder / "digest.db").stat().st_ino
    one_line(desk(*command.split(), name), 2, name, "the newsroom's own", "name another file")
    assert ((desk.folder / "digest.toml").read_bytes(), (desk.folder / "digest.db").stat().st_ino) == before

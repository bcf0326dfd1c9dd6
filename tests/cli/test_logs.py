"""The log goes where [log] says, line by line, and names nobody."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from digest.cli.logs import JsonLine, TextLine, set_up
from digest.model.settings import LogSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Desk


@pytest.fixture(autouse=True)
def untouched() -> Iterator[None]:
    """Take off again what a command puts on the root of all loggers."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def record(message: str) -> logging.LogRecord:
    made = logging.LogRecord("digest.x", logging.WARNING, "x.py", 1, message, None, None)
    made.created = 0.0
    return made


def test_a_line_is_text_or_an_object_and_foreign_words_command_nothing() -> None:
    text = TextLine().format(record("Ferry \x1b[31mstrike"))
    assert text == "1970-01-01T00:00:00Z WARNING digest.x: Ferry  [31mstrike"
    assert json.loads(JsonLine().format(record('Ferry "strike"\n'))) == {
        "at": "1970-01-01T00:00:00Z",
        "level": "warning",
        "logger": "digest.x",
        "message": 'Ferry "strike"\n',
    }


def test_runs_are_logged_to_a_file_that_may_be_moved_away(desk: Desk) -> None:
    desk.configure(mail='[log]\nfile = "logs/digest.log"\nformat = "json"')
    desk.reader("ana@reader.example")
    log = desk.folder / "logs" / "digest.log"
    assert desk.ok("run").err == ""
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert lines[0]["message"] == "run 1 begins"
    assert lines[-1]["message"].endswith("ends with exit code 0")
    assert {one["run"] for one in lines} == {1}
    assert (lines[-1]["exit_code"], lines[-1]["level"]) == (0, "info")
    assert 0 <= lines[-1]["seconds"] < 60
    assert "ana@" not in log.read_text()
    log.rename(log.with_suffix(".1"))
    desk.ok("run")
    assert "run 2" in log.read_text()


def test_only_what_is_grave_enough_is_written(desk: Desk) -> None:
    desk.configure(mail='[log]\nfile = "digest.log"\nlevel = "warning"')
    desk.ok("run")
    assert (desk.folder / "digest.log").read_text() == ""


def test_without_a_word_nothing_is_written_and_stderr_stays_empty(desk: Desk) -> None:
    assert desk.ok("run").err == ""
    assert not list(desk.folder.glob("*.log"))


def test_a_log_that_cannot_be_written_stops_nothing_and_is_told_in_one_line(desk: Desk) -> None:
    (desk.folder / "logs").mkdir()
    desk.configure(mail='[log]\nfile = "logs"')
    told = (
        f"digest: cannot write the log {desk.folder / 'logs'}: is a directory; all else goes on; "
        "name another in [log] file, or see: digest doctor\n"
    )
    listed = desk.ok("lists", "list", "--json")
    assert (listed.err, [one["name"] for one in listed.json]) == (told, ["daily"])
    desk.reader("ana@reader.example")
    desk.story("Ferry strike ends")
    desk.now = "2026-11-24T06:31:00Z"
    assert desk.ok("run").err == told
    assert len(desk.outbox()) == 1


def test_a_run_tells_once_a_day_that_its_log_cannot_be_written(desk: Desk) -> None:
    desk.configure(mail='[log]\nfile = "digest.toml/log"')
    assert "cannot write the log" in desk.ok("run").err
    assert desk.ok("run").err == ""
    assert "cannot write the log" in desk.ok("run", "--json").json["troubles"][0]
    desk.now = "2026-11-24T07:00:00Z"
    assert len(desk.ok("run").err.splitlines()) == 1


@pytest.mark.parametrize("level", ["info", "warning"])
def test_a_full_disk_under_the_log_is_one_line_a_process(desk: Desk, level: str) -> None:
    """Real, since some of what a log prints comes at the very end."""
    desk.configure(mail=f'[log]\nfile = "/dev/full"\nlevel = "{level}"')
    (desk.folder / "digest.db.home").unlink()  # so that there are lines of each level
    environ = os.environ | {"DIGEST_NOW": desk.now}
    call = [sys.executable, "-m", "digest.cli", "run", "--summary"]
    done = subprocess.run(call, cwd=desk.folder, env=environ, capture_output=True, text=True)
    told = [line for line in done.stderr.splitlines() if "is held" not in line]
    assert (done.returncode, len(told)) == (1, 1), done.stderr
    assert told[0].startswith("digest: cannot write the log /dev/full: no space left on device; ")


def test_a_log_that_was_moved_away_and_cannot_be_made_anew_stops_nothing(desk: Desk, tmp_path: Path) -> None:
    folder, told = tmp_path / "logs", []
    settings = LogSettings(file=folder / "digest.log", stderr=False, format="text", level="info")
    set_up(settings, verbose=False, complain=told.append)
    logging.getLogger("digest.x").info("one")
    folder.rename(tmp_path / "old")
    for words in ("two", "three"):
        logging.getLogger("digest.x").info(words)
    assert [line.split("; ")[0] for line in told] == [
        f"cannot write the log {folder / 'digest.log'}: no such file or directory"
    ]
    folder.mkdir()
    logging.getLogger("digest.x").info("four")
    assert "four" in (folder / "digest.log").read_text()

"""The log goes where [log] says, line by line, and names nobody."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from digest.cli.logs import JsonLine, TextLine

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def test_a_log_that_cannot_be_written_is_told_in_one_line(desk: Desk) -> None:
    (desk.folder / "logs").mkdir()
    desk.configure(mail='[log]\nfile = "logs"')
    result = desk("run")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        f"digest: cannot write the log {desk.folder / 'logs'}: is a directory; "
        "name another in [log] file, or give us its folder\n"
    )

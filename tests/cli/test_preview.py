"""`digest preview --out`: three files, and nothing of a server; and how commands name the files that they wrote."""

from __future__ import annotations

import os
import subprocess
import sys
from email import message_from_bytes
from email.policy import default as modern
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk

LOADED = """
import sys
from digest.cli.main import main
try:
    main(["preview", "daily", "--out", "look"])
finally:
    print([name for name in ("starlette", "uvicorn", "h11", "digest.web") if name in sys.modules], file=sys.stderr)
"""


def test_files_are_written_without_loading_the_server(desk: Desk) -> None:
    desk.configure()
    desk.story("Ferry crews agree")
    command, environ = [sys.executable, "-c", LOADED], os.environ | {"DIGEST_NOW": desk.now}
    done = subprocess.run(command, cwd=desk.folder, env=environ, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "[]\n")
    message = message_from_bytes((desk.folder / "look/issue.eml").read_bytes(), policy=modern)
    text, html = message.iter_parts()
    assert html.get_content().splitlines() == (desk.folder / "look/issue.html").read_text("utf-8").splitlines()
    assert text.get_content().splitlines() == (desk.folder / "look/issue.txt").read_text("utf-8").splitlines()


def test_a_wrong_name_is_told_on_the_command_line(desk: Desk) -> None:
    told = desk("preview", "dayly", "--no-open")
    assert (told.code, told.err) == (2, "digest: no edition named 'dayly': did you mean 'daily'?\n")


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("preview daily --out look", ["look/issue.html", "look/issue.txt", "look/issue.eml"]),
        ("issues edit daily --out issue.txt", ["issue.txt"]),
        ("themes eject classic house _lead.mjml.j2", ["house/theme.toml", "house/_lead.mjml.j2"]),
        ("init new", ["new/digest.toml", "new/.gitignore", "new/digest.db"]),
    ],
)
def test_commands_that_write_files_name_them_in_json_too(desk: Desk, command: str, files: list[str]) -> None:
    desk.story("Ferry crews agree")
    desk.ok("compose", "daily")
    told = desk.ok(*command.split(), "--json")
    assert (told.json, told.err) == ({"files": files}, "")
    assert all((desk.folder / file).is_file() for file in files)


def test_json_of_an_issue_file_that_is_written_nowhere_has_its_text(desk: Desk) -> None:
    desk.story("Ferry crews agree")
    desk.ok("compose", "daily")
    text = desk.ok("issues", "edit", "daily").out
    assert desk.ok("issues", "edit", "daily", "--json").json == {"files": [], "text": text}


def test_json_of_a_preview_in_a_browser_is_refused(desk: Desk) -> None:
    told = desk("preview", "daily", "--json")
    assert (told.code, told.err) == (2, "digest: --json reports on files; name a folder for them with --out\n")

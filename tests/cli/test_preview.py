"""`digest preview --out`: three files, and nothing of a server."""

from __future__ import annotations

import os
import subprocess
import sys
from email import message_from_bytes
from email.policy import default as modern
from typing import TYPE_CHECKING

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

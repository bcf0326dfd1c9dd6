"""What a person at a terminal sees: the question before what cannot be undone, and Ctrl-C at it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk

DIGEST = str(Path(sys.executable).with_name("digest"))


def _at_a_terminal() -> None:
    """Be what a shell at a terminal starts: whoever runs the tests may have had Ctrl-C ignored, as nohup and & do."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, desk: Desk, *arguments: str) -> None:
        self._master, slave = pty.openpty()
        environ = os.environ | {"DIGEST_NOW": desk.now, "TERM": "xterm"} | desk.environ
        self.process = subprocess.Popen(
            [DIGEST, *arguments], cwd=desk.folder, env=environ, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True, preexec_fn=_at_a_terminal,
        )  # fmt: skip
        os.close(slave)
        self.seen = ""

    def read_until(self, words: str, *, within: float = 20) -> str:
        until = time.monotonic() + within
        while words not in self.seen and time.monotonic() < until:
            if select.select([self._master], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self._master, 4096).decode()
                except OSError:
                    break
        return self.seen

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, again if need be: one that comes just before the read begins is not seen until the next."""
        for _ in range(10):
            self.type("\x03")
            if "digest: stopped" in self.read_until("digest: stopped", within=2):
                return

    def end(self) -> int:
        code = self.process.wait(20)
        self.read_until("\0 never \0")
        os.close(self._master)
        return code


def ready(desk: Desk) -> Desk:
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    return desk


def test_send_asks_with_the_number_of_recipients_and_nothing_wipes_the_question(desk: Desk) -> None:
    terminal = Terminal(ready(desk), "send", "daily")
    seen = terminal.read_until("[y/N]:")
    assert "Send daily/2026-11-23 to 1 recipient?" in seen
    time.sleep(0.3)
    assert "\x1b[2K" not in terminal.read_until("[y/N]:")
    terminal.type("y\n")
    assert terminal.end() == 0
    assert "1 accepted" in terminal.seen
    assert len(desk.outbox()) == 1


def test_whom_only_to_keeps_mail_from_is_not_in_the_number_asked_about(desk: Desk) -> None:
    desk.reader("ben@reader.example")
    desk.configure(mail='only_to = ["ANA@reader.example"]')
    terminal = Terminal(ready(desk), "send", "daily")
    assert "Send daily/2026-11-23 to 1 recipient?" in terminal.read_until("[y/N]:")
    terminal.type("y\n")
    assert terminal.end() == 0
    assert [path.name for path in desk.outbox()] == ["ana@reader.example.eml"]


def test_no_is_no(desk: Desk) -> None:
    terminal = Terminal(ready(desk), "send", "daily")
    terminal.read_until("[y/N]:")
    terminal.type("n\n")
    assert terminal.end() == 1
    assert desk.outbox() == []


def test_one_ctrl_c_at_the_question_ends_the_command(desk: Desk) -> None:
    terminal = Terminal(ready(desk), "send", "daily")
    terminal.read_until("[y/N]:")
    terminal.interrupt()
    assert "stopping" not in terminal.seen
    assert terminal.end() == 130
    assert desk.outbox() == []
    assert desk.ok("send", "daily", "--json").json["counts"]["accepted"] == 1, "the lock is free"


def test_a_second_send_says_that_it_did_nothing(desk: Desk) -> None:
    ready(desk).ok("send", "daily")
    assert "sent before" in desk.ok("send", "daily").err


def test_what_erases_asks_first_and_no_is_no(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    for command, question in (
        (("subscribers", "forget", "ana@reader.example"), "Erase ana@reader.example everywhere, for good?"),
        (("lists", "remove", "daily"), "Remove daily with 1 subscription?"),
    ):
        terminal = Terminal(desk, *command)
        assert question in terminal.read_until("[y/N]:")
        terminal.type("n\n")
        assert terminal.end() == 1
    assert desk.ok("subscribers", "show", "ana@reader.example", "--json").json["subscriptions"]
    terminal = Terminal(desk, "subscribers", "forget", "ana@reader.example")
    terminal.read_until("[y/N]:")
    terminal.type("y\n")
    assert terminal.end() == 0
    assert desk("subscribers", "show", "ana@reader.example").code == 2


@pytest.mark.parametrize(
    "arguments", [("doctor", "--offline"), ("db", "check"), ("themes", "check", "minimal")], ids=" ".join
)
def test_colours_are_colours_and_no_letters(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    desk.ok("db", "migrate")
    seen = Terminal(desk, *arguments)
    seen.end()
    assert "\x1b[32m" in seen.seen
    assert " [32m" not in seen.seen


def seen_in(desk: Desk, *arguments: str) -> str:
    terminal = Terminal(desk, *arguments)
    terminal.end()
    return terminal.seen


@pytest.mark.parametrize(("columns", "ruled"), [("40", False), ("120", True)])
def test_a_table_is_ruled_only_where_nothing_of_it_is_cut(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: str, ruled: bool
) -> None:
    desk.story("Ferry strike ends")
    monkeypatch.setenv("COLUMNS", columns)
    seen = seen_in(desk, "stories", "list")
    assert [word for word in ("id", "2026-11-23 05:00", "Harbour Wire", "Ferry strike ends") if word not in seen] == []
    assert ("──" in seen) is ruled


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_that_wants_no_colour_gets_no_bold_heads_either(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    desk.story("Ferry strike ends")
    desk.environ = {"TERM": "xterm", "COLUMNS": "120"}
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1m" in seen_in(desk, "stories", "list")
    desk.environ[name] = value
    assert "\x1b" not in seen_in(desk, "stories", "list")

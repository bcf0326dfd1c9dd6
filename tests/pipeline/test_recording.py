"""Each run leaves a record and tells those who watch; what they answer changes nothing for the run."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from digest.store.database import open_database
from digest.store.upkeep import runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model.run import RunRecord
    from tests.conftest import Desk


def last(desk: Desk) -> RunRecord:
    with closing(open_database(desk.folder / "digest.db")) as db:
        return runs.latest(db, most=1)[0]


@contextmanager
def watcher(status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """Somebody outside who is called, with what they heard."""
    heard: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", heard
        running.shutdown()
        thread.join()


def health(url: str, *, timeout: str = "5s") -> str:
    keys = ("start", "success", "failure")
    return (
        "[health]\n" + "\n".join(f'{key}_url = "{url}/{key}?key=secret"' for key in keys) + f'\ntimeout = "{timeout}"'
    )


def test_a_run_is_written_down_with_what_it_did(desk: Desk) -> None:
    desk.now = "2026-11-23T06:00:00Z"
    desk.reader("ana@reader.example")
    desk.now = "2026-11-23T07:00:00Z"
    desk.story("Ferry strike ends")
    desk.ok("run")
    record = last(desk)
    assert (record.exit_code, record.troubles) == (0, ())
    assert record.done == ("daily/2026-11-23: sent, 1 recipient",)
    assert record.ended_at


def test_a_run_that_fails_is_written_down_and_told_of(desk: Desk) -> None:
    with watcher() as (url, heard):
        desk.configure(mail=health(url))
        desk.ok("run")
        assert heard == ["/start?key=secret", "/success?key=secret"]
        (desk.folder / "digest.db.home").unlink()
        assert desk("run").code == 1
        assert heard[2:] == ["/start?key=secret", "/failure?key=secret"]
    assert last(desk).exit_code == 1
    assert "is held" in last(desk).troubles[0]


def test_a_mistake_in_the_call_is_a_failure_too(desk: Desk) -> None:
    with watcher() as (url, heard):
        desk.configure(mail=health(url))
        assert desk("run", "weekly").code == 2
        assert heard[-1].startswith("/failure")
    assert last(desk).exit_code == 2


def test_a_moment_to_come_is_a_slip_and_no_run(desk: Desk) -> None:
    desk.ok("run")
    done = desk("run", "--at", "2026-11-24T06:30:00Z")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert last(desk).exit_code == 0


@pytest.mark.parametrize("how", ["nobody there", "error", "silent"])
def test_whoever_is_called_never_fails_a_run_nor_keeps_it_long(desk: Desk, how: str) -> None:
    with watcher(500) as (url, _), socket.create_server(("127.0.0.1", 0)) as mute:
        places = {
            "nobody there": "http://127.0.0.1:9",
            "error": url,
            "silent": f"http://127.0.0.1:{mute.getsockname()[1]}",
        }
        desk.configure(mail=health(places[how], timeout="1s"))
        begun = time.monotonic()
        result = desk.ok("run")
        assert time.monotonic() - begun < 15
    assert result.err == ""
    if how == "nobody there":
        told = desk.ok("-v", "run").err
        assert "a health ping did not get through" in told
        assert "secret" not in told


def test_an_address_that_is_none_is_refused_and_not_shown(desk: Desk) -> None:
    desk.configure(mail='[health]\nsuccess_url = "ftp://secret.example"')
    result = desk("run")
    assert result.code == 2
    assert "secret" not in result.err


def test_the_doctor_tells_of_the_last_run(desk: Desk) -> None:
    def judged() -> str:
        return next(one["health"] for one in desk("doctor", "--offline", "--json").json if one["check"] == "last run")

    assert judged() == "doubtful"
    desk.ok("run")
    assert judged() == "good"
    desk.now = "2026-11-26T07:00:00Z"
    assert judged() == "doubtful"

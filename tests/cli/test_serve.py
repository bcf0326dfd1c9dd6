"""`digest serve`: a process that takes in what comes, also while a send is under way, and ends well."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from digest.clock import from_iso
from digest.store.database import open_database
from subscribers.changes import Newcomer
from subscribers.keys import signing_keys
from subscribers.roster import Roster
from subscribers.tokens import TokenMint
from tests.web.signing import MAIL, body_of, entry, sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Desk

DIGEST = str(Path(sys.executable).with_name("digest"))

READERS = 400


@contextmanager
def serving(desk: Desk, *more: str, before: tuple[str, ...] = ()) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start `digest serve` on a free port, and yield it with the port; whoever is done with it may have ended it."""
    command = [DIGEST, "--config", str(desk.folder / "digest.toml"), *before, "serve", "--port", "0", *more]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=os.environ | {"DIGEST_NOW": desk.now}
    ) as process:
        assert process.stderr
        said = process.stderr.readline()
        while said and not said.startswith("serving at"):
            said = process.stderr.readline()
        try:
            yield process, int(said.rsplit(":", 1)[1].split("/")[0])
        finally:
            if process.poll() is None:
                process.kill()


def post(desk: Desk, port: int, body: bytes) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/webhooks/sendgrid", body, sign(body, from_iso(desk.now)))
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("sign_to_stop", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end_and_ends_well(desk: Desk, sign_to_stop: signal.Signals) -> None:
    desk.configure(mail=MAIL)
    with serving(desk) as (process, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(sign_to_stop)
        assert process.wait(20) == 0
        assert process.stderr
        assert process.stderr.read() == ""


@pytest.mark.parametrize(
    ("host", "words"),
    [("", "the host is empty"), ("192.0.2.1", "host 192.0.2.1 cannot be"), ("no/host", "host no/host")],
)
def test_a_host_that_is_none_of_this_machines_is_named(desk: Desk, host: str, words: str) -> None:
    refused = desk("serve", "--host", host)
    assert (refused.code, len(refused.err.splitlines())) == (2, 2)
    assert words in refused.err


def test_it_says_where_the_pages_stand_if_the_publication_has_a_path(desk: Desk) -> None:
    file = desk.folder / "digest.toml"
    file.write_text(file.read_text().replace('"https://herald.example"', '"https://herald.example/mail"'))
    command = [DIGEST, "--config", str(file), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        url = next(line.split()[2].rstrip(";") for line in process.stderr if line.startswith("serving at"))
        with urlopen(url) as answer:
            assert answer.url == f"{url}/subscribe"
        process.terminate()


def test_it_takes_events_in_while_a_send_writes_to_the_same_file(desk: Desk) -> None:
    """Events overtake receipts, and neither undoes the other."""
    desk.configure(mail=MAIL)
    desk.story("Ferry strike ends")
    db = open_database(desk.folder / "digest.db")
    people = [Newcomer(address=f"reader{number}@reader.example") for number in range(READERS)]
    Roster(db).add_many(people, now=from_iso(desk.now), lists=["daily"], confirmed=True)
    mint = TokenMint(signing_keys(db))
    db.close()
    posts = [
        body_of([entry(number, "delivered", mint.reference(number, 1)) for number in range(first, first + 20)])
        for first in range(1, READERS + 1, 20)
    ]
    with serving(desk) as (process, port):
        command = [DIGEST, "--config", str(desk.folder / "digest.toml"), "send", "daily", "--yes"]
        send = subprocess.Popen(command, env=os.environ | {"DIGEST_NOW": desk.now}, stdout=subprocess.DEVNULL)
        db = open_database(desk.folder / "digest.db")
        while not db.conn.execute("SELECT COUNT(*) FROM deliveries").fetchone()[0]:
            assert send.poll() is None
        db.close()
        assert {post(desk, port, body) for body in posts} == {200}
        assert send.wait(60) == 0
        process.terminate()
        assert process.wait(20) == 0
    counts = desk.ok("status", "daily", "--json").json["counts"]
    assert (counts["recipients"], counts["delivered"]) == (READERS, READERS)


def test_a_killed_server_has_kept_whatever_it_answered_for(desk: Desk) -> None:
    desk.configure(mail=MAIL)
    desk.story("Ferry strike ends")
    desk.reader("ana@reader.example")
    desk.ok("send", "daily")
    db = open_database(desk.folder / "digest.db")
    reference = TokenMint(signing_keys(db)).reference(1, 1)
    db.close()
    with serving(desk) as (process, port):
        assert post(desk, port, body_of([entry(1, "bounce", reference, status="5.1.1")])) == 200
        process.kill()
    assert desk.ok("status", "daily", "--json").json["counts"]["bounced"] == 1
    assert desk.ok("suppressions", "list", "--json").json[0]["address"] == "ana@reader.example"


def test_without_a_key_it_says_that_the_webhook_takes_nothing(desk: Desk) -> None:
    command = [DIGEST, "--config", str(desk.folder / "digest.toml"), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert process.stderr.readline().startswith("the webhook takes nothing: mail.sendgrid.webhook_key is not set")
        process.kill()


def test_a_key_that_is_none_and_a_port_in_use_are_told_at_once(desk: Desk) -> None:
    desk.configure(mail='[mail.sendgrid]\nwebhook_key = "bm90IGEga2V5"')
    result = desk("serve", "--port", "0")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "webhook_key" in result.err
    desk.configure(mail=MAIL)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = desk("serve", "--port", str(taken.getsockname()[1]))
    assert result.code == 2
    assert "cannot be used" in result.err


FORM = {"content-type": "application/x-www-form-urlencoded"}


def ask(port: int, method: str, path: str, body: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, FORM if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def sign_up(port: int, address: str) -> int:
    seal = re.search(r'name="seal" value="([^"]+)"', ask(port, "GET", "/subscribe")[1])
    assert seal
    return ask(port, "POST", "/subscribe", urlencode({"seal": seal[1], "address": address, "list": "daily"}))[0]


def letters(desk: Desk, count: int) -> list[Path]:
    until = time.monotonic() + 20
    while len(desk.outbox()) < count:
        assert time.monotonic() < until
        time.sleep(0.02)
    return desk.outbox()


def test_who_fills_in_the_form_is_mailed_at_once(desk: Desk) -> None:
    with serving(desk) as (process, port):
        assert sign_up(port, "ana@reader.example") == 303
        assert [path.name for path in letters(desk, 1)] == ["ana@reader.example.eml"]
        process.terminate()
        assert process.wait(20) == 0


def test_a_server_killed_in_between_owes_nobody_a_letter(desk: Desk) -> None:
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 9')
    with serving(desk) as (process, port):
        assert sign_up(port, "ana@reader.example") == 303
        process.kill()
    desk.configure()
    with serving(desk):
        assert len(letters(desk, 1)) == 1


def test_trouble_with_the_mail_is_told_once_and_the_pages_go_on(desk: Desk) -> None:
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nport = 9')
    with serving(desk) as (process, port):
        assert sign_up(port, "ana@reader.example") == 303
        assert process.stderr
        assert process.stderr.readline().startswith("digest: letters wait: cannot reach SMTP server 127.0.0.1:9")
        assert sign_up(port, "ben@reader.example") == 303
        process.terminate()
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


def test_its_log_names_no_reader_and_no_link(desk: Desk) -> None:
    desk.reader("ana@reader.example")
    db = open_database(desk.folder / "digest.db")
    token = TokenMint(signing_keys(db)).mint(1, 0, epoch=0)
    db.close()
    with serving(desk, before=("-v",)) as (process, port):
        ask(port, "GET", f"/p/{token}")
        ask(port, "GET", "/nobody@reader.example?address=ana@reader.example")
        sign_up(port, "zoe@reader.example")
        ask(port, "POST", f"/u/{token}", "List-Unsubscribe=One-Click")
        process.terminate()
        assert process.wait(20) == 0
        assert process.stderr
        said = process.stderr.read()
    for line in ("GET /p/… 200", "GET /… 404", "POST /subscribe 303", "POST /u/… 200"):
        assert line in said
    assert token not in said
    assert "@" not in said

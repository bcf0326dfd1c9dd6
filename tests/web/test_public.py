"""The public app on a real server and a real database: what SendGrid posts, and whether all is well."""

from __future__ import annotations

import http.client
import json
import socket
import sqlite3
import threading
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from digest.model.event import EventKind
from digest.pipeline.publishing.serving import app_of
from digest.web.webhook import LARGEST
from tests.pipeline.conftest import Sent, opened, send_issues
from tests.web.signing import MAIL, body_of, entry, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Desk

__all__ = ["opened"]

WEBHOOK = "/webhooks/sendgrid"


class Public:
    """A newsroom's public app, being served."""

    def __init__(self, sent: Sent, address: str) -> None:
        self.sent, self.port = sent, urlsplit(address).port

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def post(self, *entries: dict[str, Any]) -> int:
        return self.post_bytes(body_of(entries))[0]

    def post_bytes(self, body: bytes, signed: bytes | None = None) -> tuple[int, bytes]:
        return self.ask("POST", WEBHOOK, body, sign(body if signed is None else signed, self.sent.newsroom.now()))

    def count(self) -> int:
        return self.sent.newsroom.db.conn.execute("SELECT COUNT(*) FROM events").fetchone()[0]


def send_one(desk: Desk) -> None:
    desk.configure(mail=MAIL)
    send_issues(desk, 1)


@pytest.fixture
def public(live: Callable[..., Desk], opened: Callable[..., Sent], served: Callable) -> Iterator[Public]:
    """A newsroom that has sent an issue, and takes in what is signed with the tests' key."""
    desk = live(send_one)
    sent = opened(desk.folder, desk.now)
    with app_of(sent.newsroom, patience=timedelta(seconds=0.2)) as app, served(app) as address:
        yield Public(sent, address)


def test_a_signed_post_is_taken_in_and_answered_once_it_is_durable(public: Public) -> None:
    assert public.post(entry(1, "delivered", public.sent.reference())) == 200
    path = public.sent.newsroom.settings.database
    other = sqlite3.connect(path)
    assert other.execute("SELECT status FROM deliveries WHERE address LIKE 'ana%'").fetchone() == ("delivered",)
    other.close()


def test_a_post_that_comes_46_times_counts_once(public: Public) -> None:
    bounce = entry(1, "bounce", public.sent.reference(), status="5.1.1", type="bounce")
    threads = [threading.Thread(target=public.post, args=(bounce,)) for _ in range(46)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (public.count(), public.sent.status()) == (1, "bounced")
    assert public.sent.suppressed() == {"ana@reader.example": "hard-bounce"}


def test_any_order_ends_in_the_same_status(public: Public) -> None:
    reference = public.sent.reference()
    for number, event in enumerate(["spamreport", "delivered", "processed", "deferred", "bounce"]):
        assert public.post(entry(number, event, reference)) == 200
    assert public.sent.status() == "complained"


def test_a_forged_or_altered_post_is_refused_and_changes_nothing(public: Public) -> None:
    body = body_of([entry(1, "spamreport", public.sent.reference())])
    assert public.ask("POST", WEBHOOK, body)[0] == 401
    assert public.post_bytes(body, signed=body + b" ")[0] == 403
    stale = sign(body, public.sent.newsroom.now() - timedelta(days=3))
    assert public.ask("POST", WEBHOOK, body, stale)[0] == 403
    for bad in ("%%%", "AAAA", "A" * 5000):
        headers = sign(body, public.sent.newsroom.now()) | {"X-Twilio-Email-Event-Webhook-Signature": bad}
        assert public.ask("POST", WEBHOOK, body, headers)[0] == 403
    assert (public.count(), public.sent.status(), public.sent.suppressed()) == (0, "accepted", {})


def test_the_signature_is_of_the_bytes_as_they_came(public: Public) -> None:
    """Line ends, spaces and letters outside ASCII are not normalised."""
    words = json.dumps([entry(1, "delivered", public.sent.reference(), reason="zoë")], ensure_ascii=False, indent=1)
    assert public.post_bytes(words.replace("\n", "\r\n").encode() + b"\r\n")[0] == 200
    assert public.count() == 1


@pytest.mark.parametrize("body", [b"", b"not json", b"\xff\xfe\x00", b"[" * 100_000, b"[1,2,3]", b"{}"])
def test_a_signed_post_without_any_event_is_a_bad_request(public: Public, body: bytes) -> None:
    status, said = public.post_bytes(body)
    assert status == 400
    assert b"Traceback" not in said


def test_what_is_malformed_keeps_nothing_else_out(public: Public) -> None:
    body = body_of([entry(1, "delivered", public.sent.reference()), {"event": 7}, 3])  # type: ignore[list-item]
    status, said = public.post_bytes(body)
    assert (status, json.loads(said)) == (200, {"events": 1, "set_aside": 2})
    assert public.sent.status() == "delivered"


def test_events_that_say_nothing_of_a_mails_fate_are_thanked_for(public: Public) -> None:
    assert public.post(entry(1, "open", public.sent.reference())) == 200
    assert public.count() == 0


def test_events_of_another_newsroom_are_thanked_for_and_ignored(public: Public) -> None:
    assert public.post(entry(1, "spamreport", "b" * 32), entry(2, "bounce", "b" * 32, status="5.1.1")) == 200
    assert (public.count(), public.sent.suppressed()) == (0, {})


def test_a_gigantic_body_is_refused_whether_its_length_is_told_or_not(public: Public) -> None:
    headers = sign(b"", public.sent.newsroom.now())
    with socket.create_connection(("127.0.0.1", public.port), timeout=20) as plain:
        lines = [f"POST {WEBHOOK} HTTP/1.1", "Host: x", f"Content-Length: {10**12}"]
        plain.sendall("\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode())
        assert b" 413 " in plain.recv(100)
    pieces = (b" " * 100_000 for _ in range(LARGEST // 100_000 + 2))
    with suppress(BrokenPipeError, ConnectionResetError):  # the server may hang up while we still write
        assert public.ask("POST", WEBHOOK, pieces, headers)[0] == 413
    assert public.post(entry(1, "delivered", public.sent.reference())) == 200


def test_a_body_as_large_as_sendgrid_posts_is_taken(public: Public) -> None:
    reference = public.sent.reference()
    entries = [entry(number, "delivered", reference, reason="x" * 200) for number in range(2000)]
    assert 500_000 < len(body_of(entries)) < LARGEST
    assert public.post(*entries) == 200
    assert public.count() == 2000


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_only_posts_are_taken(public: Public, method: str) -> None:
    assert public.ask(method, WEBHOOK)[0] == 405
    assert public.ask("POST", "/healthz")[0] == 405
    assert public.ask("POST", "/elsewhere")[0] == 404


def test_while_the_database_is_locked_sendgrid_is_asked_to_come_again(public: Public) -> None:
    other = sqlite3.connect(public.sent.newsroom.settings.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    event = entry(1, "delivered", public.sent.reference())
    assert public.post(event) == 503
    assert public.ask("GET", "/healthz")[0] == 200, "reading goes on"
    other.execute("ROLLBACK")
    other.close()
    assert public.count() == 0
    assert public.post(event) == 200
    assert public.count() == 1


def test_health_is_whether_the_database_answers(public: Public) -> None:
    status, said = public.ask("GET", "/healthz")
    assert (status, json.loads(said)) == (200, {"status": "ok"})
    database = public.sent.newsroom.settings.database
    database.rename(database.with_name("gone.db"))
    status, said = public.ask("GET", "/healthz")
    assert (status, json.loads(said)) == (503, {"status": "no database"})
    event = entry(1, "delivered", public.sent.reference())
    assert public.post(event) == 503, "what would be written is lost"
    assert not database.exists(), "asking makes none"
    database.with_name("gone.db").rename(database)
    assert (public.post(event), public.count()) == (200, 1)


def test_every_answer_bears_headers_that_keep_it_harmless(public: Public) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", public.port, timeout=20)
    connection.request("GET", "/healthz")
    headers = connection.getresponse().headers
    assert headers["x-content-type-options"] == "nosniff"
    connection.close()


def test_without_a_key_the_webhook_takes_nothing(desk: Desk, opened: Callable[..., Sent], served: Callable) -> None:
    send_issues(desk, 1)
    sent = opened(desk.folder, desk.now)
    with app_of(sent.newsroom) as app, served(app) as address:
        public = Public(sent, address)
        assert public.post(entry(1, "delivered", sent.reference())) == 403
        assert public.count() == 0


def test_every_kind_of_event_can_be_stored(public: Public) -> None:
    from digest.pipeline.returns.returns import take_in

    tally = take_in(public.sent.newsroom, [public.sent.event(kind) for kind in EventKind])
    assert tally.new == len(EventKind)

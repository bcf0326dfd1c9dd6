import json
import random
import time
from base64 import b64decode
from http.client import HTTPConnection, HTTPException

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from digest.drill.sendgrid_events import SIGNATURE, TIMESTAMP, Webhook
from digest.drill.sendgrid_fake import SendgridFake
from digest.drill.sendgrid_http import Answered, Fault, HttpServer, Stage


def to(address, **more):
    return {"to": [{"email": address}], **more}


def request(*personalizations, **changes):
    made = {
        "personalizations": list(personalizations) or [to("ana@readers.example")],
        "from": {"email": "digest@herald.example", "name": "Herald"},
        "subject": "News",
        "content": [{"type": "text/plain", "value": "News"}, {"type": "text/html", "value": "<p>News"}],
    }
    return {name: value for name, value in (made | changes).items() if value is not None}


def ask(fake, body, *, method="POST", path="/v3/mail/send", key=None, **headers):
    """Return status, headers and body of the answer."""
    connection = HTTPConnection(fake.url.removeprefix("http://"), timeout=5)
    fields = {"Authorization": f"Bearer {key or fake.key}", "Content-Type": "application/json"}
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    try:
        connection.request(method, path, data, fields | {name.replace("_", "-"): v for name, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def fake():
    with SendgridFake() as fake:
        yield fake


def refused(fake, body, **more):
    """Return the fields that a 400 names, and see that nothing was taken."""
    before = fake.taken.total()
    status, _, said = ask(fake, body, **more)
    assert (status, fake.taken.total()) == (400, before)
    errors = json.loads(said)["errors"]
    assert all(set(error) == {"message", "field", "help"} and error["message"] for error in errors)
    return [error["field"] for error in errors]


def test_a_good_request_is_taken_and_named(fake):
    status, headers, body = ask(fake, request(to("ana@readers.example"), to("bo@readers.example")))
    assert (status, body) == (202, b"")
    assert headers["X-Message-Id"]
    assert fake.taken["ana@readers.example"] == fake.taken["bo@readers.example"] == 1


def test_a_connection_may_be_used_again(fake):
    connection = HTTPConnection(fake.url.removeprefix("http://"), timeout=5)
    for _ in range(2):
        connection.request(
            "POST", "/v3/mail/send", b"{}", {"Authorization": f"Bearer {fake.key}", "Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 400
    connection.close()


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"key": "SG.another"}, 401),
        ({"method": "PUT"}, 405),
        ({"path": "/v3/mail/sand"}, 404),
        ({"Content_Type": "text/plain"}, 415),
    ],
)
def test_who_asks_wrongly_is_turned_away(fake, more, status):
    assert ask(fake, request(), **more)[0] == status


@pytest.mark.parametrize(
    "address",
    ["ana", "ana@domain", "a b@c.example", "zoë@readers.example", "a..b@c.example", "", "a@b.example,c@d.example"],
)
def test_one_bad_address_fails_all_and_is_named(fake, address):
    people = [to("ana@readers.example"), to(address), to("bo@readers.example")]
    assert refused(fake, request(*people)) == ["personalizations.1.to.0.email"]


ZERO = "personalizations.0"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"{", [None]),
        (b"[" * 100_000, [None]),
        ([], [None]),
        (request(personalizations=[]), ["personalizations"]),
        (request(personalizations=None), ["personalizations"]),
        (request(**{"from": None}), ["from"]),
        (request(**{"from": {"email": "no"}}), ["from.email"]),
        (request(subject=None), ["subject"]),
        (request(subject=""), ["subject"]),
        (request(content=None), ["content"]),
        (request(content=[{"type": "text/plain", "value": ""}]), ["content.0.value"]),
        (request(content=[{"type": "text/html", "value": "x"}, {"type": "text/plain", "value": "x"}]), ["content"]),
        (request({"to": []}), [f"{ZERO}.to"]),
        (request({}), [f"{ZERO}.to"]),
        (request({"to": [{"name": "Ana"}]}), [f"{ZERO}.to.0.email"]),
        (request({"to": [{"email": "a@b.example", "name": "Silva, Ana"}]}), [f"{ZERO}.to.0.name"]),
        (request({"to": [{"email": "a@b.example", "name": "Ana;"}]}), [f"{ZERO}.to.0.name"]),
        (request(to("a@b.example", substitutions={"x": 3})), [f"{ZERO}.substitutions.x"]),
        (request(to("a@b.example", substitutions={"x": "é" * 5000})), [f"{ZERO}.substitutions"]),
        (request(to("a@b.example", custom_args={"x": "y" * 10_000})), [f"{ZERO}.custom_args"]),
        (request(to("a@b.example", headers={"X-Line": "a\r\nb"})), [f"{ZERO}.headers.X-Line"]),
        (request(categories=["é"]), ["categories.0"]),
        (request(categories=["x" * 256]), ["categories.0"]),
        (request(categories=["x", "x"]), ["categories"]),
        (request(categories=[str(n) for n in range(11)]), ["categories"]),
        (request(to("Ana@b.example"), to("ana@B.example")), ["personalizations"]),
        (request(*(to(f"r{n}@b.example") for n in range(1001))), ["personalizations"]),
        (request(tracking_settings={"click_tracking": {"enable": "no"}}), ["tracking_settings.click_tracking.enable"]),
        (request(mail_settings={"sandbox_mode": {"enable": 1}}), ["mail_settings.sandbox_mode.enable"]),
        (request(template_id=3), ["template_id"]),
        (request(asm={"group_id": 1, "groups_to_display": ["x"]}), ["asm.groups_to_display.0"]),
        (request(attachments=[{"content": "eA=="}]), ["attachments.0.filename"]),
        (
            request(attachments=[{"content": "eA==", "filename": "x", "disposition": "other"}]),
            ["attachments.0.disposition"],
        ),
    ],
)  # fmt: skip
def test_what_the_real_one_refuses_is_refused_by_the_name_of_its_field(fake, body, fields):
    assert refused(fake, body) == fields


@pytest.mark.parametrize(
    "name",
    [
        "To", "from", "Subject", "Reply-To", "CC", "Bcc", "Content-Type", "content-transfer-encoding", "DKIM-Signature",
        "Received", "X-SG-ID", "x-sg-eid",
    ],
)  # fmt: skip
def test_no_header_may_be_set_that_is_the_services_own(fake, name):
    assert refused(fake, request(to("a@b.example", headers={name: "x"}))) == [f"{ZERO}.headers.{name}"]
    assert refused(fake, request(headers={name: "x"})) == [f"headers.{name}"]


def test_a_request_over_thirty_megabytes_is_too_large(fake):
    assert ask(fake, b" " * 30_000_001)[0] == 413


def test_the_sandbox_answers_200_and_takes_nothing(fake):
    body = request(to("sandy@readers.example"), mail_settings={"sandbox_mode": {"enable": True}})
    assert ask(fake, body)[0] == 200
    assert (fake.taken["sandy@readers.example"], fake.sandboxed["sandy@readers.example"]) == (0, 1)


def test_without_judging_all_is_taken_and_counted_however_it_is_written():
    body = request(to("ana@readers.example"), {"to": [{"name": 'A "}, B', "email": "bo@readers.example"}]})
    with SendgridFake(judge=False) as fake:
        assert ask(fake, json.dumps(body).encode())[0] == 202
        assert ask(fake, json.dumps(body, separators=(",", ":")).encode())[0] == 202
        assert fake.taken == {"ana@readers.example": 2, "bo@readers.example": 2}


def test_an_answer_may_take_its_time_after_the_mail_was_taken():
    with SendgridFake(delay=0.2) as fake:
        begun = time.monotonic()
        assert ask(fake, request())[0] == 202
        assert time.monotonic() - begun >= 0.2


def test_more_requests_than_the_rate_are_turned_away_until_the_window_ends():
    with SendgridFake(rate=2, window=60) as fake:
        answers = [ask(fake, request()) for _ in range(3)]
    assert [status for status, _, _ in answers] == [202, 202, 429]
    headers = answers[2][1]
    assert (headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == ("2", "0")
    assert 0 < int(headers["X-RateLimit-Reset"]) - time.time() <= 62
    assert fake.taken.total() == 2


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "taken"),
        [
            (Fault(drop=Stage.HEAD), 0),
            (Fault(drop=Stage.BODY), 0),
            (Fault(drop=Stage.DONE), 1),
            (Fault(cut=0), 1),
            (Fault(cut=9), 1),
        ],
    )
    def test_it_hangs_up_where_it_is_told_to(self, fault, taken):
        with SendgridFake(faults={1: fault}.get) as fake:
            with pytest.raises((HTTPException, ConnectionError)):
                ask(fake, request())
            assert fake.taken.total() == taken
            assert ask(fake, request())[0] == 202

    @pytest.mark.parametrize("stage", list(Stage))
    def test_it_falls_silent_where_it_is_told_to_and_lets_go_when_it_is_left(self, stage):
        with SendgridFake(faults={1: Fault(hang=stage)}.get) as fake:
            connection = HTTPConnection(fake.url.removeprefix("http://"), timeout=0.2)
            fields = {"Authorization": f"Bearer {fake.key}", "Content-Type": "application/json"}
            connection.request("POST", "/v3/mail/send", json.dumps(request()), fields)
            with pytest.raises(TimeoutError):
                connection.getresponse()
            connection.close()
            assert fake.taken.total() == (stage is Stage.DONE)

    def test_any_status_is_answered_without_taking_anything(self):
        with SendgridFake(faults={1: Fault(status=503, headers={"Retry-After": "1"})}.get) as fake:
            status, headers, body = ask(fake, request())
            assert (status, headers["Retry-After"], fake.taken.total()) == (503, "1", 0)
            assert json.loads(body)["errors"]


class Receiver:
    """A webhook that answers as told (200 once told no more) and keeps what it verified."""

    def __init__(self, *statuses):
        self.statuses, self.batches, self.seen = list(statuses), [], []
        self.server = HttpServer(self.take, fault_of=lambda _: None)

    def take(self, asked):
        self.seen.append(asked)
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.batches.append(json.loads(asked.body))
        return Answered(status)

    @property
    def events(self):
        return [event for batch in self.batches for event in batch]


def told(receiver, *mails, timeout=5.0, **webhook):
    """Let a fake take mails and tell a receiver of them; return the fake."""
    with receiver.server as server, SendgridFake(webhook=Webhook(url=server.url, patience=0.01, **webhook)) as fake:
        body = request(*(to(address, custom_args={"digest_ref": f"ref-{address[0]}"}) for address in mails))
        assert ask(fake, body | {"categories": ["digest-daily"]})[0] == 202
        assert fake.settle(timeout)
    return fake


class TestEvents:
    def test_each_mail_is_processed_and_delivered_with_our_arguments_beside_the_fields(self):
        told(receiver := Receiver(), "ana@readers.example")
        processed, delivered = receiver.events
        assert (processed["event"], delivered["event"]) == ("processed", "delivered")
        assert processed["digest_ref"] == "ref-a"
        assert processed["email"] == "ana@readers.example"
        assert processed["category"] == ["digest-daily"]
        assert processed["sg_event_id"] != delivered["sg_event_id"]
        assert processed["sg_message_id"] == delivered["sg_message_id"]

    def test_batches_are_signed_over_timestamp_and_raw_body(self):
        fake = told(receiver := Receiver(), "ana@readers.example")
        (post,) = receiver.seen
        key = load_der_public_key(b64decode(fake.public_key))
        signature = b64decode(post.headers[SIGNATURE])
        key.verify(signature, post.headers[TIMESTAMP].encode() + post.body, ECDSA(SHA256()))
        with pytest.raises(InvalidSignature):
            key.verify(signature, post.headers[TIMESTAMP].encode() + post.body + b" ", ECDSA(SHA256()))

    def test_a_plan_says_what_becomes_of_whom(self):
        fates = {
            "a@x.example": ["processed", "bounce"],
            "b@x.example": ["late_bounce"],
            "c@x.example": ["blocked", "deferred", "dropped", "spamreport", "unsubscribe"],
            "d@x.example": [{"event": "bounce", "type": "bounce", "status": "5.2.2"}],
        }
        told(receiver := Receiver(), *fates, plan=fates.get)
        by_address = {}
        for event in receiver.events:
            by_address.setdefault(event["email"], []).append(event)
        assert [event["event"] for event in by_address["a@x.example"]] == ["processed", "bounce"]
        assert "sg_message_id" not in by_address["b@x.example"][0]
        assert by_address["b@x.example"][0]["digest_ref"] == "ref-b"
        assert [(event["event"], event.get("type")) for event in by_address["c@x.example"]] == [
            ("bounce", "blocked"),
            ("deferred", None),
            ("dropped", None),
            ("spamreport", None),
            ("unsubscribe", None),
        ]
        assert by_address["d@x.example"][0]["status"] == "5.2.2"

    def test_a_batch_that_is_not_taken_comes_again(self):
        fake = told(receiver := Receiver(500, 302, 429), "ana@readers.example")
        assert [len(batch) for batch in receiver.batches] == [2]
        assert fake.postman.posts == 4
        assert len({post.body for post in receiver.seen}) == 1

    def test_it_gives_up_in_the_end(self):
        fake = told(receiver := Receiver(*[500] * 3), "ana@readers.example", tries=3)
        assert receiver.batches == []
        assert len(fake.postman.given_up) == 2

    def test_events_may_come_more_than_once_and_in_any_order(self):
        people = [f"{letter}@x.example" for letter in "abcdefgh"]
        told(receiver := Receiver(), *people, copies=3, random=random.Random(1), batch=5)
        ids = [event["sg_event_id"] for event in receiver.events]
        assert (len(ids), len(set(ids))) == (48, 16)
        stamps = [event["timestamp"] for event in receiver.events]
        assert stamps != sorted(stamps)
        assert max(map(len, receiver.batches)) == 5

    def test_no_batch_is_over_768_kilobytes(self):
        plan = {"a@x.example": [{"event": "bounce", "reason": "x" * 300_000}] * 5}
        told(receiver := Receiver(), *plan, plan=plan.get)
        assert [len(batch) for batch in receiver.batches] == [2, 2, 1]

    def test_the_sandbox_tells_nothing(self):
        receiver = Receiver()
        with receiver.server as server, SendgridFake(webhook=Webhook(url=server.url)) as fake:
            ask(fake, request(mail_settings={"sandbox_mode": {"enable": True}}))
            assert fake.settle()
        assert receiver.seen == []


@pytest.fixture(scope="module")
def stocked():
    with SendgridFake() as fake:
        people = [to(f"r{n}@x.example", custom_args={"digest_ref": f"ref{n}"}) for n in range(15)]
        ask(fake, request(*people, categories=["digest-daily"]))
        yield fake


class TestLogs:
    def search(self, fake, query, **more):
        status, _, body = ask(fake, {"query": query, **more}, path="/v3/logs")
        return (status, json.loads(body))

    def test_a_row_says_who_when_and_under_which_id(self, stocked):
        status, found = self.search(stocked, "to_email = 'R3@x.example'")
        (row,) = found["messages"]
        assert status == 200
        assert {"sg_message_id", "status", "sg_message_id_created_at"} <= set(row)
        assert "custom_args" not in row
        assert (row["to_email"], row["from_email"], row["subject"]) == ("r3@x.example", "digest@herald.example", "News")

    @pytest.mark.parametrize(
        ("query", "limit", "count"),
        [
            ("", None, 10),
            ("", 1000, 15),
            ("categories IN ('digest-daily', 'other')", 1000, 15),
            ("categories IN ('other')", 1000, 0),
            ("status IN ('processed') AND subject = 'News'", 3, 3),
            ('sg_message_id_created_at >= TIMESTAMP "2026-01-01T00:00:00Z"', 1000, 15),
            ('sg_message_id_created_at < TIMESTAMP "2026-01-01T00:00:00Z"', 1000, 0),
        ],
    )
    def test_conditions_narrow_and_the_limit_bounds(self, stocked, query, limit, count):
        more = {} if limit is None else {"limit": limit}
        assert len(self.search(stocked, query, **more)[1]["messages"]) == count

    @pytest.mark.parametrize(
        ("query", "more"),
        [
            ("to_email LIKE 'a'", {}),
            ("to_email = 'a' OR to_email = 'b'", {}),
            ("", {"limit": 1001}),
            ("", {"limit": "9"}),
        ],
    )
    def test_what_is_no_filter_is_a_bad_request(self, stocked, query, more):
        assert self.search(stocked, query, **more)[0] == 400

    def test_one_mail_is_looked_up_with_what_it_was_sent_with(self, stocked):
        (row,) = self.search(stocked, "to_email = 'r3@x.example'")[1]["messages"]
        status, _, body = ask(stocked, None, method="GET", path=f"/v3/logs/{row['sg_message_id']}")
        assert (status, json.loads(body)["custom_args"]) == (200, {"digest_ref": "ref3"})
        assert ask(stocked, None, method="GET", path="/v3/logs/none")[0] == 404

    def test_they_are_for_who_has_the_key(self, stocked):
        assert ask(stocked, {"query": ""}, path="/v3/logs", key="SG.another")[0] == 401

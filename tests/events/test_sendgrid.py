"""SendGrid's event JSON: every kind understood, everything malformed set aside, nothing raised."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events.sendgrid import MOST_SET_ASIDE, read_events
from digest.model.event import Event, EventKind, Fault

REFERENCE = "abcdefghijklmnopqrstuvwxyz"


def entry(event: str = "delivered", **more: Any) -> dict[str, Any]:
    known = {
        "email": "ana@reader.example",
        "timestamp": 1763881200,
        "event": event,
        "sg_event_id": f"id-{event}",
        "smtp-id": "<daily.2026-11-23.x@herald.example>",
        "digest_ref": REFERENCE,
    }
    return known | more


def read(*entries: object) -> tuple[Event, ...]:
    reading = read_events(json.dumps(entries).encode())
    assert not reading.set_aside
    return reading.events


def one(event: str, **more: Any) -> Event:
    (found,) = read(entry(event, **more))
    return found


def test_an_event_is_read_whole() -> None:
    assert one("delivered", response="250 OK") == Event(
        key="id-delivered",
        kind=EventKind.DELIVERED,
        source="sendgrid",
        at=datetime(2025, 11, 23, 7, 0, tzinfo=UTC),
        reference=REFERENCE,
        address="ana@reader.example",
        message_id="<daily.2026-11-23.x@herald.example>",
        detail="250 OK",
    )


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("processed", "processed"), ("delivered", "delivered"), ("deferred", "delayed"), ("bounce", "bounced"),
        ("dropped", "bounced"), ("spamreport", "complained"), ("unsubscribe", "unsubscribed"),
        ("group_unsubscribe", "unsubscribed"),
    ],
)  # fmt: skip
def test_every_kind_has_its_word(event: str, kind: str) -> None:
    assert one(event).kind == kind


@pytest.mark.parametrize("event", ["open", "click", "group_resubscribe"])
def test_what_says_nothing_of_a_mails_fate_is_passed_over(event: str) -> None:
    reading = read_events(json.dumps([entry(event)]).encode())
    assert (reading.events, reading.set_aside, reading.passed_over) == ((), (), 1)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"type": "bounce", "status": "5.1.1"}, Fault.RECIPIENT),
        ({"type": "bounce", "status": "5.0.0", "reason": "550 5.1.1 no such user"}, Fault.RECIPIENT),
        ({"type": "bounce", "reason": "550 user unknown"}, Fault.RECIPIENT),
        ({"type": "bounce", "bounce_classification": "Invalid Address"}, Fault.RECIPIENT),
        ({"type": "bounce", "status": "5.2.2"}, Fault.PASSING),
        ({"type": "bounce", "status": "4.4.7"}, Fault.PASSING),
        ({"type": "bounce"}, Fault.PASSING),
        ({"type": "bounce", "status": "5.7.1", "reason": "unknown user"}, Fault.SENDER),
        ({"type": "bounce", "bounce_classification": "Reputation"}, Fault.SENDER),
        ({"type": "blocked", "status": "5.7.26"}, Fault.SENDER),
        ({"type": "blocked", "status": "5.1.1"}, Fault.PASSING),
        (
            {"type": "blocked", "bounce_classification": "Unclassified", "reason": "unable to get mx info"},
            Fault.PASSING,
        ),
    ],
)
def test_a_bounce_is_judged_by_status_then_words_then_sendgrids_own_reading(more: dict[str, str], fault: Fault) -> None:
    assert one("bounce", **more).fault is fault


@pytest.mark.parametrize(
    ("reason", "fault", "code"),
    [
        ("Bounced Address", Fault.RECIPIENT, ""),
        ("Invalid", Fault.RECIPIENT, ""),
        ("Invalid SMTPAPI header", Fault.SENDER, ""),
        ("Spam Content", Fault.SENDER, ""),
        ("Recipient List over Package Quota", Fault.SENDER, ""),
        ("Spam Reporting Address", Fault.SENDER, "spamreport"),
        ("", Fault.SENDER, ""),
    ],
)
def test_a_dropped_mail_bounced_by_its_reason(reason: str, fault: Fault, code: str) -> None:
    event = one("dropped", reason=reason)
    assert (event.kind, event.fault, event.code) == (EventKind.BOUNCED, fault, code)


def test_a_mail_dropped_since_its_reader_had_unsubscribed_is_two_events() -> None:
    bounced, unsubscribed = read(entry("dropped", reason="Unsubscribed Address"))
    assert (bounced.kind, bounced.fault) == (EventKind.BOUNCED, Fault.SENDER)
    assert (unsubscribed.kind, unsubscribed.reference) == (EventKind.UNSUBSCRIBED, REFERENCE)
    assert bounced.key != unsubscribed.key


def test_a_delayed_bounce_needs_no_sg_message_id_and_no_status() -> None:
    assert one("bounce", type="bounce").kind is EventKind.BOUNCED


def test_without_an_id_the_same_words_are_the_same_event() -> None:
    bare = {name: value for name, value in entry().items() if name != "sg_event_id"}
    first, second, third = read(bare, dict(reversed(bare.items())), bare | {"timestamp": 1})
    assert first.key == second.key != third.key


@pytest.mark.parametrize("moment", [None, "", "soon", True, [], 1e40, -1, float("inf"), "9" * 400])
def test_a_time_that_is_none_is_left_out(moment: object) -> None:
    assert one("delivered", timestamp=moment).at is None


def test_a_time_may_come_as_text_or_with_a_fraction() -> None:
    assert one("delivered", timestamp="1763881200").at == one("delivered", timestamp=1763881200.9).at is not None


def test_one_object_and_lines_of_objects_or_arrays_are_read_too() -> None:
    line = json.dumps(entry())
    assert len(read_events(line.encode()).events) == 1
    reading = read_events(f"{line}\n\n[{line},{line}]\r\nnonsense\n{line}".encode())
    assert len(reading.events) == 4
    assert reading.set_aside == ("line 4, event 1: not JSON",)
    assert read_events(b"x\n", first_line=7).set_aside == ("line 7, event 1: not JSON",)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (1, "not an object"),
        ([[]], "not an object"),
        ({}, "it does not say which event it is"),
        ({"event": "spilled\x1b[2J"}, "unknown event"),
        ({"event": 5}, "it does not say which event it is"),
        ({"event": "bounce"}, "bounce of nobody: neither digest_ref nor email"),
    ],
)
def test_what_is_no_event_is_set_aside_and_the_others_are_read(bad: object, reason: str) -> None:
    reading = read_events(json.dumps([bad, entry()]).encode())
    assert len(reading.events) == 1
    assert reading.set_aside[0].startswith(f"event 1: {reason}")
    assert reading.set_aside[0].isprintable()


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"hello", b"\xff\xfe", b'[{"event"', b"[" * 500_000, b'{"a":' * 200_000, b"9" * 100_000]
)
def test_what_is_no_json_is_set_aside_whole(body: bytes) -> None:
    reading = read_events(body)
    assert not reading.events
    assert len(reading.set_aside) == 1


def test_of_many_mistakes_only_so_many_are_told() -> None:
    reading = read_events(json.dumps([1] * 100_000).encode())
    assert len(reading.set_aside) == MOST_SET_ASIDE + 1
    assert reading.set_aside[-1] == "and 99900 more"


def test_foreign_text_is_one_line_that_can_be_stored_and_not_too_long() -> None:
    event = one("bounce", reason="a\nb\x00c\ud800d" + "x" * 9999, email="e" * 9999)
    assert event.detail.startswith("a b c d")
    assert len(event.detail) == 300
    assert len(event.address) == 400
    assert event.detail.isprintable()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
FIELDS = st.sampled_from(["email", "timestamp", "sg_event_id", "digest_ref", "reason", "status", "type", "smtp-id"])


@given(st.lists(VALUES | st.dictionaries(FIELDS, VALUES).map(lambda one: one | {"event": "bounce"})))
def test_any_json_can_be_read(document: list[object]) -> None:
    for event in read_events(json.dumps(document).encode()).events:
        event.detail.encode()
        assert len(event.detail) <= 300


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(body: bytes) -> None:
    read_events(body)

"""Reads what SendGrid's event webhook posts: JSON that says what became of mails."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from digest.clock import EARLIEST, LATEST
from digest.events.faults import fault_in_words, fault_of
from digest.events.rules import SENDGRID, SPAM_REPORTED
from digest.model.event import LONGEST_CODE, LONGEST_DETAIL, Event, EventKind, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REFERENCE_KEY = "digest_ref"  # the custom argument that mails are sent with; it comes back at the top level

MOST_SET_ASIDE = 100  # mistakes of one body that are told one by one

_LONGEST = 400  # characters of a name: an id, an address, a Message-ID

_KINDS = {
    "processed": EventKind.PROCESSED,
    "delivered": EventKind.DELIVERED,
    "deferred": EventKind.DELAYED,
    "bounce": EventKind.BOUNCED,
    "dropped": EventKind.BOUNCED,
    "spamreport": EventKind.COMPLAINED,
    "unsubscribe": EventKind.UNSUBSCRIBED,
    "group_unsubscribe": EventKind.UNSUBSCRIBED,
}
_PASSED_OVER = frozenset({"open", "click", "group_resubscribe", "account_status_change"})

# SendGrid's own reading of a bounce, for one whose status and words say nothing.
_CLASSES = {
    "invalid address": Fault.RECIPIENT,
    "content": Fault.SENDER,
    "reputation": Fault.SENDER,
    "frequency or volume too high": Fault.SENDER,
}

# Why SendGrid itself dropped a mail. Any other reason is about the mail or the account, so the sender's.
_DROPPED = {"bounced address": Fault.RECIPIENT, "invalid": Fault.RECIPIENT}
_REPORTED, _UNSUBSCRIBED = "spam reporting address", "unsubscribed address"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a body holds: its events, why parts of it were set aside, and how many say nothing of a mail's fate."""

    events: tuple[Event, ...]
    set_aside: tuple[str, ...] = ()
    passed_over: int = 0


def read_events(body: bytes, *, first_line: int = 0) -> Reading:
    """Read an array of events, one event, or lines of either (UTF-8); whatever is malformed is set aside, and told.

    `first_line` says that these are lines of a longer text, and which the first of them is.
    """
    events: list[Event] = []
    reasons: list[str] = []
    refused = passed_over = 0
    for where, entry in _entries(body, first_line):
        try:
            found = list(_events(entry))
        except ValueError as error:
            refused += 1
            if refused <= MOST_SET_ASIDE:
                reasons.append(f"{where}: {error}")
            continue
        events += found
        passed_over += not found
    if refused > MOST_SET_ASIDE:
        reasons.append(f"and {refused - MOST_SET_ASIDE} more")
    return Reading(tuple(events), tuple(reasons), passed_over)


def _entries(body: bytes, first_line: int) -> Iterator[tuple[str, object]]:
    """Yield each event as JSON has it, and where it stands; in place of what is no JSON, why."""
    whole = _Unreadable("") if first_line else _parsed(body)
    if not isinstance(whole, _Unreadable):
        yield from _each(whole, "event")
        return
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), first_line or 1) if line.strip()]
    if len(lines) < 2 and not first_line:
        yield "body", whole
        return
    for number, line in lines:
        yield from _each(_parsed(line), f"line {number}, event")


def _each(document: object, where: str) -> Iterator[tuple[str, object]]:
    entries = document if isinstance(document, list) else [document]
    for number, entry in enumerate(entries, 1):
        yield f"{where} {number}", entry


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """In place of a document: why there is none."""

    reason: str


def _parsed(text: bytes) -> object:
    try:
        return json.loads(text)
    except RecursionError:
        return _Unreadable("nested too deep")
    except ValueError:  # also what is not UTF-8, and numbers past any size
        return _Unreadable("not JSON")


def _events(entry: object) -> Iterator[Event]:
    """Yield the event; two where a mail was dropped because its reader had unsubscribed; none where it says nothing.

    Raises:
        ValueError: it is no event; the message says why.
    """
    if isinstance(entry, _Unreadable):
        raise ValueError(entry.reason)
    if not isinstance(entry, dict):
        raise ValueError("not an object")
    name = _text(entry, "event")
    if name in _PASSED_OVER:
        return
    if name not in _KINDS:
        raise ValueError(f"unknown event {name[:40]!r}" if name else "it does not say which event it is")
    event = _event(entry, name)
    if not (event.reference or event.address):
        raise ValueError(f"{name} of nobody: neither {REFERENCE_KEY} nor email")
    yield event
    if name == "dropped" and _reason(entry).lower().startswith(_UNSUBSCRIBED):
        yield _event(entry, "unsubscribe", suffix="/unsubscribed")


def _event(entry: Mapping[str, Any], name: str, *, suffix: str = "") -> Event:
    kind, reason = _KINDS[name], _reason(entry)
    fault, code = (None, "") if kind is not EventKind.BOUNCED else _judged(entry, name, reason)
    return Event(
        key=_key(entry) + suffix,
        kind=kind,
        source=SENDGRID,
        at=_moment(entry.get("timestamp")),
        reference=_text(entry, REFERENCE_KEY),
        address=_text(entry, "email"),
        message_id=_text(entry, "smtp-id"),
        fault=fault,
        code=code,
        detail=reason,
    )


def _judged(entry: Mapping[str, Any], name: str, reason: str) -> tuple[Fault, str]:
    """Return whose fault a bounce is, and its code."""
    lowered = reason.lower().strip(" .")
    if name == "dropped":
        reported = lowered.startswith(_REPORTED)
        return _DROPPED.get(lowered, Fault.SENDER), SPAM_REPORTED if reported else ""
    code = _text(entry, "status")[:LONGEST_CODE]
    fault = fault_of(code) or fault_in_words(reason) or _CLASSES.get(_text(entry, "bounce_classification").lower())
    if fault is Fault.RECIPIENT and _text(entry, "type").lower() == "blocked":
        fault = Fault.PASSING  # SendGrid goes on mailing whom it calls blocked
    return fault or Fault.PASSING, code


def _reason(entry: Mapping[str, Any]) -> str:
    return (_text(entry, "reason") or _text(entry, "response"))[:LONGEST_DETAIL]


def _key(entry: Mapping[str, Any]) -> str:
    """Return SendGrid's name for the event, or one made of all it says, for the rare one without."""
    if name := _text(entry, "sg_event_id"):
        return name
    words = json.dumps(entry, sort_keys=True, default=str).encode()
    return f"none:{hashlib.blake2b(words, digest_size=16).hexdigest()}"


def _text(entry: Mapping[str, Any], name: str) -> str:
    """Return a field as one line that can be stored, not too long; empty for what is no text."""
    value = entry.get(name)
    if not isinstance(value, str):
        return ""
    if not value.isprintable():  # controls, line ends, lone surrogates
        value = "".join(one if one.isprintable() else " " for one in value[:_LONGEST])
    return value[:_LONGEST].strip()


def _moment(value: object) -> datetime | None:
    """Read seconds since 1970, as a number or in digits."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        moment = datetime.fromtimestamp(int(float(value)), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if EARLIEST <= moment <= LATEST else None

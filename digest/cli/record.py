"""Prints everything that is kept about one reader, for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.cli.output import aside, counted, heading, say, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def print_record(record: Mapping[str, Any]) -> None:
    """Print the document of `subscribers show`: how the reader stands, what they asked for, and since when and how."""
    heading(f"{record['address']}  {record['name']}".rstrip())
    for name, value in _facts(record):
        if value:
            say(f"  {name}: {_indented(value, len(name) + 4)}")
    if record["subscriptions"]:
        say("")
        lines = [
            (one["list"], one["state"], _time(one["joined_at"]), _confirmed(one), _time(one["left_at"]))
            for one in record["subscriptions"]
        ]
        table(("list", "state", "joined", "confirmed", "left"), lines, empty="")
    if record["consents"]:
        say("")
    for one in record["consents"]:
        what, origin = f"{one['action']} {one['list']}".rstrip(), f" from {one['origin']}" if one["origin"] else ""
        say(f"{_time(one['at'])}  {what} by {one['via']}{origin}")
        for words in (one["wording"], one["note"]):
            for line in words.splitlines():
                aside(f"  {line}")


def _indented(text: str, width: int) -> str:
    return text.replace("\n", "\n" + " " * width)


def _facts(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "known since", _time(record["created_at"])
    yield "formerly", ", ".join(record["former_addresses"])
    yield "topics", ", ".join(record["topics"])
    yield "without", ", ".join(record["skipped_editions"])
    yield "language", record["language"]
    yield "note", record["note"]
    yield "left every list, also those to come", _time(record["left_all_at"])
    yield "paused until", _time(record["paused_until"])
    for one in record["suppressions"]:
        name = "suppressed formerly" if one["former"] else "suppressed"
        yield name, f"{one['address']}, {one['reason']}, by {one['source']}, {_time(one['at'])}"
    yield "mails", _mails(record["deliveries"])
    yield "events", counted(len(record["events"]), "event") if record["events"] else ""


def _mails(deliveries: list[dict[str, Any]]) -> str:
    if not deliveries:
        return ""
    return f"{len(deliveries):,}, the last of them {deliveries[-1]['issue']}: {deliveries[-1]['status']}"


def _confirmed(subscription: Mapping[str, Any]) -> str:
    known = _time(subscription["confirmed_at"])
    return known or ("not known" if subscription["state"] == "confirmed" else "")


def _time(text: str | None) -> str:
    """Shorten a time of JSON to the minute: 2026-11-23 06:30Z."""
    return f"{text[:10]} {text[11:16]}Z" if text else ""

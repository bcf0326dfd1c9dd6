"""Answers questions to the logs API of a fake SendGrid: which mails match a filter, and all about one."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from digest.drill.sendgrid_http import Answered
from digest.drill.sendgrid_judge import error_body

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.drill.sendgrid_events import Mail

_MOST = 1000
_COMPARED = re.compile(r"(sg_message_id|subject|to_email|reason) = '((?:[^'\\])*)'")
_LISTED = re.compile(r"(status|categories) IN \(('[^']*'(?:, ?'[^']*')*)\)")
_TIMED = re.compile(r'sg_message_id_created_at (>=|<=|>|<) TIMESTAMP "([0-9TZ:.+-]+)"')


class _NoFilter(ValueError):
    """The filter is none; the message says why."""


def search(body: bytes, mails: Sequence[Mail]) -> Answered:
    """Answer POST /v3/logs: the newest that match, at most `limit`, which is 10 where nothing is said."""
    try:
        asked = json.loads(body)
        limit = asked.get("limit", 10)
        matches = _filter(asked.get("query", ""))
    except (ValueError, AttributeError) as error:
        return _answer(400, error_body([("query", str(error))]))
    if not isinstance(limit, int) or not 1 <= limit <= _MOST:
        return _answer(400, error_body([("limit", f"must be 1 to {_MOST}")]))
    newest = sorted((mail for mail in mails if matches(mail)), key=lambda mail: mail.at, reverse=True)
    return _answer(200, json.dumps({"messages": [_row(mail) for mail in newest[:limit]]}).encode())


def look_up(message_id: str, mails: Sequence[Mail]) -> Answered:
    """Answer GET /v3/logs/{sg_message_id}: one mail, with what it was sent with."""
    for mail in mails:
        if mail.message_id == message_id:
            row = _row(mail)
            del row["sg_message_id_created_at"]
            more = {
                "api_key_id": "fakekey", "client_ip": "127.0.0.1", "events": [],
                "category": list(mail.categories), "custom_args": dict(mail.custom_args),
            }  # fmt: skip
            return _answer(200, json.dumps(row | more).encode())
    return _answer(404, error_body([("", "message not found")]))


def _filter(query: str) -> Callable[[Mail], bool]:
    tests = [_test(condition.strip()) for condition in query.split(" AND ")] if query else []
    return lambda mail: all(test(mail) for test in tests)


def _test(condition: str) -> Callable[[Mail], bool]:
    if found := _COMPARED.fullmatch(condition):
        wanted = found[2].lower()
        name = {"sg_message_id": "message_id", "to_email": "address"}.get(found[1], found[1])
        return lambda mail: getattr(mail, name, "").lower() == wanted
    if found := _LISTED.fullmatch(condition):
        words = set(re.findall("'([^']*)'", found[2]))
        if found[1] == "status":
            return lambda mail: mail.status in words
        return lambda mail: bool(words & set(mail.categories))
    if found := _TIMED.fullmatch(condition):
        return _timed(found[1], datetime.fromisoformat(found[2]).timestamp())
    raise _NoFilter(f"cannot read the condition {condition[:80]!r}")


def _timed(operator: str, moment: float) -> Callable[[Mail], bool]:
    return {
        ">": lambda mail: mail.at > moment,
        "<": lambda mail: mail.at < moment,
        ">=": lambda mail: mail.at >= moment,
        "<=": lambda mail: mail.at <= moment,
    }[operator]


def _row(mail: Mail) -> dict[str, Any]:
    return {
        "from_email": mail.sender,
        "sg_message_id": mail.message_id,
        "subject": mail.subject,
        "to_email": mail.address,
        "reason": "",
        "status": mail.status,
        "sg_message_id_created_at": datetime.fromtimestamp(mail.at, UTC).isoformat().replace("+00:00", "Z"),
    }


def _answer(status: int, body: bytes) -> Answered:
    return Answered(status, {"Content-Type": "application/json"}, body)

"""Reads the notices that Amazon SES sends by mail through SNS: one JSON document as the mail's text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from digest.events.mail_headers import Headers
from digest.events.reported import MOST_RECIPIENTS, Reported
from digest.model.event import EventKind

if TYPE_CHECKING:
    from digest.events.mail_parts import Mail

_LISTS = {  # by type: where its recipients stand
    "Bounce": (EventKind.BOUNCED, "bounce", "bouncedRecipients"),
    "Complaint": (EventKind.COMPLAINED, "complaint", "complainedRecipients"),
    "Delivery": (EventKind.DELIVERED, "delivery", "recipients"),
}


def ses_notice(mail: Mail) -> tuple[list[Reported], Headers] | None:
    """Return what an SES notice says of each recipient, and the headers of the mail it is about; None if it is none."""
    if not mail.headers.first("from").rstrip("> ").lower().endswith("@sns.amazonaws.com"):
        return None
    notice = _document(mail.text())
    kind, place, name = _LISTS.get(str(notice.get("notificationType")), (None, "", ""))
    if kind is None:
        return None
    part = _object(notice.get(place))
    listed = part.get(name)
    rows = (
        [one if isinstance(one, dict) else {"emailAddress": one} for one in listed] if isinstance(listed, list) else []
    )
    reports = [_reported(kind, row, at=_moment(part.get("timestamp"))) for row in rows[:MOST_RECIPIENTS]]
    return reports, Headers({"message-id": tuple(_message_ids(_object(notice.get("mail"))))})


def _document(text: str) -> dict[str, Any]:
    """Return the notice, alone or wrapped in SNS's own envelope; line breaks were put into it on its way."""
    found = _loaded(text)
    inner = found.get("Message")
    return _loaded(inner) if isinstance(inner, str) else found


def _loaded(text: str) -> dict[str, Any]:
    start = text.find("{")
    if start < 0:
        return {}
    try:
        return _object(json.JSONDecoder(strict=False).raw_decode(text.replace("\n ", ""), start)[0])
    except (ValueError, RecursionError):
        return {}


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _reported(kind: EventKind, row: dict[str, Any], *, at: datetime | None) -> Reported:
    address, words, status = (str(row.get(name) or "")[:1_000] for name in ("emailAddress", "diagnosticCode", "status"))
    told = words.partition(";")[2] or words
    return Reported(kind=kind, recipient=address, original=address, status=status, words=told, around=told, at=at)


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _message_ids(sent: dict[str, Any]) -> list[str]:
    rows = sent.get("headers")
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [str(row.get("value"))[:500] for row in found if str(row.get("name")).lower() == "message-id"]

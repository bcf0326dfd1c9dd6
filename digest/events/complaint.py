"""Reads complaints: abuse feedback reports (RFC 5965), and those of Hotmail that have a form of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.events.mail_headers import parse, readable, recipients
from digest.events.reported import MOST_RECIPIENTS, Reported
from digest.events.returned import sent_to
from digest.model.event import EventKind

if TYPE_CHECKING:
    from digest.events.mail_headers import Headers
    from digest.events.mail_parts import Mail

# What else there is says nothing of the reader: not-spam, auth-failure (RFC 6591), dmarc.
_KINDS = {
    "abuse": EventKind.COMPLAINED,
    "fraud": EventKind.COMPLAINED,
    "virus": EventKind.COMPLAINED,
    "miscategorized": EventKind.COMPLAINED,
    "other": EventKind.COMPLAINED,
    "complaint": EventKind.COMPLAINED,
    "opt-out": EventKind.UNSUBSCRIBED,
    "opt-out-list": EventKind.UNSUBSCRIBED,
}
_REDACTED = re.compile(r"(?:redacted|hashed|hidden|removed|anonym\w*|undisclosed|x{3,}|\*+)@", re.IGNORECASE)
_OF_HOTMAIL = "x-hmxmroriginalrecipient"
_TITLE = re.compile(r"^complaint about message from ", re.IGNORECASE)


def is_feedback(mail: Mail) -> bool:
    """Tell whether a mail is a feedback report, of whatever type."""
    return bool(mail.report("feedback-report") or mail.returned.first(_OF_HOTMAIL)) or _is_of_hotmail(mail)


def complaints(mail: Mail) -> list[Reported]:
    """Return what a feedback report says: a reader's complaint or wish to be left alone, or nothing of the kind.

    Many reporters hide the reader's address; then the one that the returned mail was sent to stands for it.
    """
    fields = parse(mail.report("feedback-report").lstrip("\n"))
    kind = _KINDS.get(fields.first("feedback-type").lower()) if fields else EventKind.COMPLAINED
    if kind is None:
        return []
    readers = _readers(fields, mail.returned) or [""]
    return [Reported(kind=kind, recipient=one, original=one, words=_told(fields)) for one in readers[:MOST_RECIPIENTS]]


def _readers(fields: Headers, returned: Headers) -> list[str]:
    stated = (*fields.every("original-rcpt-to", "removal-recipient"), *returned.every(_OF_HOTMAIL))
    named = [one for value in stated for one in recipients(value) if not _REDACTED.match(one)]
    return list(dict.fromkeys(named)) or [one for one in sent_to(returned) if not _REDACTED.match(one)][:1]


def _told(fields: Headers) -> str:
    said = (fields.first("feedback-type"), fields.first("user-agent"))
    return " reported by ".join(one for one in said if one)


def _is_of_hotmail(mail: Mail) -> bool:
    return (
        bool(_TITLE.match(readable(mail.headers.first("subject")))) and "hotmail" in mail.headers.first("from").lower()
    )

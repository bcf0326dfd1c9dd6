"""Reads delivery status notifications (RFC 3464): one report a recipient, in fields for machines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.events.mail_headers import moment, parse, recipients
from digest.events.prose import said_of, telling
from digest.events.reported import MOST_RECIPIENTS, Reported
from digest.model.event import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.events.mail_headers import Headers
    from digest.events.mail_parts import Mail

_ACTIONS = {
    "failed": EventKind.BOUNCED,
    "failure": EventKind.BOUNCED,
    "expired": EventKind.BOUNCED,
    "undeliverable": EventKind.BOUNCED,
    "delayed": EventKind.DELAYED,
    "delivered": EventKind.DELIVERED,
    "deliverable": EventKind.DELIVERED,
    "relayed": EventKind.DELIVERED,
    "expanded": EventKind.DELIVERED,
}
_BY_CLASS = {"2": EventKind.DELIVERED, "4": EventKind.DELAYED, "5": EventKind.BOUNCED}
_IN_TEXT = re.compile(r"^(?:Final|Original)-Recipient[ \t]*:", re.IGNORECASE | re.MULTILINE)
_GROUPS = re.compile(r"\n[ \t]*\n")
_COMMENT = re.compile(r"\(([^()]{1,200})\)")


def statuses(mail: Mail, notice: str) -> list[Reported]:
    """Return what a DSN says of each of its recipients; empty if the mail is none.

    Fields that stand in the text, as some servers send them, are read like those in a part of their own. `notice` is
    what the mail says to a person: there stands what the fields leave out.
    """
    text = mail.report("delivery-status") or _fields_in(mail)
    groups = [
        fields
        for fields in _groups(text)
        if fields.every("final-recipient", "original-recipient", "x-actual-recipient")
    ]
    return [one for fields in groups if (one := _reported(fields, notice, alone=len(groups) == 1))]


def _fields_in(mail: Mail) -> str:
    return next((part.text for part in mail.parts if part.kind == "text/plain" and _IN_TEXT.search(part.text)), "")


def _groups(text: str) -> Iterator[Headers]:
    for group in _GROUPS.split(text.replace("\n--", "\n\n--"), maxsplit=MOST_RECIPIENTS)[:MOST_RECIPIENTS]:
        yield parse(group.lstrip("\n"))


def _reported(fields: Headers, notice: str, *, alone: bool) -> Reported | None:
    status = fields.first("status")
    kind = _ACTIONS.get(fields.first("action").partition(" ")[0].lower()) or _BY_CLASS.get(status[:1])
    if kind is None:
        return None
    final = _address(fields.first("final-recipient")) or _address(fields.first("x-actual-recipient"))
    original = _address(fields.first("original-recipient"))
    about = said_of(final or original, notice)
    return Reported(
        kind=kind,
        recipient=final or original,
        original=original,
        status=status[:40],
        words=_words(fields.first("diagnostic-code")) or _remark(status) or telling(about or (notice if alone else "")),
        around=f"{_remark(status)}\n{notice if alone else about}",
        at=moment(fields.first("last-attempt-date")),
    )


def _address(value: str) -> str:
    """Return the address in a recipient field, `type; address`; empty for what is none, such as a path."""
    found = recipients(value.rpartition(";")[2])
    return found[0] if found else ""


def _words(diagnostic: str) -> str:
    """Return a Diagnostic-Code's text without its type: `smtp; 550 5.1.1 ...`."""
    kind, mark, text = diagnostic.partition(";")
    return text.strip() if mark and len(kind) < 20 and " " not in kind.strip() else diagnostic


def _remark(status: str) -> str:
    """Return what some servers add to the code: `5.1.10 (domain does not accept mail)`."""
    found = _COMMENT.search(status)
    return found[1] if found else ""

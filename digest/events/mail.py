"""Reads what came back by mail, whatever its form, as events: one a recipient that it tells of."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from digest.events.complaint import complaints, is_feedback
from digest.events.diagnosis import diagnose
from digest.events.dsn import statuses
from digest.events.mail_headers import Headers, addresses, moment
from digest.events.mail_parts import take_apart
from digest.events.prose import in_words, is_notice
from digest.events.replies import is_answer, is_generated
from digest.events.reported import Reported
from digest.events.returned import message_id_of, notice_of, reference_of, sent_to, unsubscribing
from digest.events.ses_notice import ses_notice
from digest.events.unsubscribe_mail import is_unsubscribe, reader
from digest.model.event import Event, EventKind

if TYPE_CHECKING:
    from digest.events.mail_parts import Mail

_LONGEST_DETAIL = 300
_LONGEST_ADDRESS = 320
_OF_DELIVERY = frozenset({EventKind.BOUNCED, EventKind.DELAYED, EventKind.DELIVERED})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_OF_OURS = re.compile(r"<[^\s<>@]{1,100}\.[0-9a-f]{32}@")


def read_mail(raw: bytes) -> list[Event]:
    """Return what a mail says of mails of ours; empty if it says nothing, as one that a person wrote does.

    Any bytes give a list, in time bounded by their first megabyte. The same mail gives the same keys however it was
    kept. Understood are DSNs (RFC 3464), bounces in prose, feedback reports (RFC 5965), SES notices, automatic replies
    (RFC 3834) and mails that unsubscribe.
    """
    mail = take_apart(raw)
    if _is_ours(mail):
        return []
    notice, returned = notice_of(mail)
    if told := ses_notice(mail):
        reports, returned = told
    else:
        reports = _reports(mail, notice, returned=returned)
    reference = _reference(mail, returned, reports=reports)
    alone = len(reports) == 1
    events = [_event(mail, one, returned=returned, reference=reference, alone=alone) for one in reports]
    return [event for event in events if event.kind is EventKind.COMPLAINED or _names_anything(event)]


def _reports(mail: Mail, notice: str, *, returned: Headers) -> list[Reported]:
    """Return what a mail tells, by the first form that fits."""
    if is_feedback(mail):
        return complaints(mail)
    if mail.report("disposition-notification"):
        return [Reported(kind=EventKind.REPLIED, recipient=reader(mail))]
    if mail.report("delivery-status") or is_notice(mail, notice):
        return statuses(mail, notice) or in_words(mail, notice, returned=returned)
    if is_unsubscribe(mail):
        return [Reported(kind=EventKind.UNSUBSCRIBED, recipient=reader(mail))]
    by_machine = is_answer(mail) or is_generated(mail)
    return [Reported(kind=EventKind.REPLIED, recipient=reader(mail))] if by_machine else []


def _names_anything(event: Event) -> bool:
    return bool(event.reference or event.address or event.message_id)


def _is_ours(mail: Mail) -> bool:
    """Tell whether the mail itself is an issue of ours, which somebody forwarded here or which ran in a circle."""
    named = _OF_OURS.match(mail.headers.first("message-id").lower())
    return bool(named and mail.headers.first("list-unsubscribe"))


def _reference(mail: Mail, returned: Headers, *, reports: list[Reported]) -> str:
    wants_off = any(one.kind is EventKind.UNSUBSCRIBED for one in reports)
    return (wants_off and unsubscribing(mail)) or reference_of(mail, returned)


def _event(mail: Mail, told: Reported, *, returned: Headers, reference: str, alone: bool) -> Event:
    recipient, original = told.recipient[:_LONGEST_ADDRESS], _original(mail, told, returned=returned, alone=alone)
    event = Event(
        key="",
        kind=told.kind,
        source="mail",
        at=told.at or moment(mail.headers.first("date")),
        reference=reference,
        address=_line(original or recipient)[:_LONGEST_ADDRESS],
        message_id=_line(message_id_of(mail, returned)),
        detail=_line(told.words)[:_LONGEST_DETAIL],
    )
    event = replace(event, key=_key(mail, event, recipient=recipient))
    if told.kind is not EventKind.BOUNCED and told.kind is not EventKind.DELAYED:
        return event
    found = diagnose(told)
    return replace(event, code=found.code, fault=found.fault if told.kind is EventKind.BOUNCED else None)


def _original(mail: Mail, told: Reported, *, returned: Headers, alone: bool) -> str:
    """Return the address that was mailed, if it is known: the report's word, else what the returned mail says.

    A mail that names several recipients does not tell which of them is meant.
    """
    if told.original or told.kind not in _OF_DELIVERY or not alone:
        return told.original
    failed = addresses(", ".join(mail.headers.every("x-failed-recipients")))
    named = failed or sent_to(returned)
    return named[0] if len(named) == 1 else ""


def _key(mail: Mail, event: Event, *, recipient: str) -> str:
    """Return what tells this report of this recipient from all others: 32 hexadecimal digits."""
    headers = mail.headers
    by_itself = headers.first("message-id") or "\n".join(headers.first(name) for name in ("date", "from", "subject"))
    parts = (by_itself, event.kind, event.reference, event.message_id, (recipient or event.address).lower())
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())

"""Asks SendGrid's logs what became of mails of unknown fate."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.deliver.address import Unmailable, wire_address
from digest.deliver.sendgrid_logs import ask_logs
from digest.deliver.sendgrid_request import category_of
from digest.errors import UsageError
from digest.model.delivery import DeliveryStatus
from digest.model.event import Event, EventKind
from digest.model.settings import TransportName
from digest.pipeline.delivery.standing import mails
from digest.pipeline.returns.returns import take_in
from digest.store.mail import deliveries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.deliver.sendgrid_logs import Logged
    from digest.model.issue import IssueRecord
    from digest.pipeline.newsroom import Newsroom

_SLACK = timedelta(hours=1)  # their clock need not be ours


def ask_sendgrid(newsroom: Newsroom, record: IssueRecord) -> str:
    """Move what SendGrid certainly has to `accepted`; the rest stays `unknown`, since its logs come late.

    Raises:
        UsageError: none of these mails went by SendGrid.
        TransportError: its logs cannot be read.
    """
    unknown = [one for one in deliveries.every(newsroom.db, record.id) if one.status is DeliveryStatus.UNKNOWN]
    theirs = [one for one in unknown if one.via.startswith(f"{TransportName.SENDGRID} ")]
    if not unknown:
        return f"{record.name} has no mail of unknown fate"
    if not theirs:
        raise UsageError(f"{record.name}: only SendGrid keeps logs to ask, and these mails went by {unknown[0].via}")
    begun = record.frozen_at or record.created_at
    found = ask_logs(
        newsroom.settings.mail.sendgrid,
        category=category_of(record.edition),
        addresses=list(_wire(one.address for one in theirs)),
        since=begun - _SLACK,
        until=newsroom.now() + _SLACK,
        environ=newsroom.environ,
    )
    moved = take_in(newsroom, map(_event, found)).moved
    left = len(unknown) - moved
    said = f"{record.name}: SendGrid has {moved} of {mails(len(unknown))} of unknown fate, accepted now"
    if not left:
        return said
    return f"{said}; {left} remain unknown, for its logs may come late: ask again later, then decide: resend or skip"


def _event(logged: Logged) -> Event:
    return Event(
        key=f"logged {logged.message_id}",
        kind=EventKind.PROCESSED,
        source="sendgrid",
        reference=logged.reference,
        address=logged.address,
    )


def _wire(addresses: Iterator[str]) -> Iterator[str]:
    for address in addresses:
        try:
            yield wire_address(address)
        except Unmailable:  # it cannot have been sent
            continue

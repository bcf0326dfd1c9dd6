"""A person's word on an issue under way: pause, resume, cancel, and what becomes of mails of unknown fate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import DigestError, Locked, UsageError
from digest.model.issue import IssueState
from digest.pipeline.delivery.delivering import recall_and_cancel
from digest.pipeline.delivery.inquiry import ask_sendgrid
from digest.pipeline.delivery.standing import mails, standing_of
from digest.store.issues import issues
from digest.store.lock import edition_lock
from digest.store.mail import deliveries
from subscribers.database import immediate

if TYPE_CHECKING:
    from digest.model.issue import IssueRecord
    from digest.pipeline.newsroom import Newsroom


def pause(newsroom: Newsroom, name: str) -> str:
    """Stop handing an issue over; a run under way notices within a second or so."""
    record = issues.named(newsroom.db, name, at=newsroom.now())
    _move(newsroom, record, IssueState.PAUSED, (IssueState.FROZEN, IssueState.SENDING), verb="paused")
    return f"{record.name} is paused; let it go on with: digest issues resume {record.name}"


def resume(newsroom: Newsroom, name: str) -> str:
    """Let a paused issue go on at the next send or run."""
    record = issues.named(newsroom.db, name, at=newsroom.now())
    _move(newsroom, record, IssueState.SENDING, (IssueState.PAUSED,), verb="resumed")
    return f"{record.name} may go on; hand it over with: digest send {record.name}"


def cancel(newsroom: Newsroom, name: str) -> str:
    """Call an issue off for good: what is not handed over yet never will be."""
    record = issues.named(newsroom.db, name, at=newsroom.now())
    open_states = (IssueState.DRAFT, IssueState.FROZEN, IssueState.SENDING, IssueState.PAUSED)
    _move(newsroom, record, IssueState.CANCELLED, open_states, verb="cancelled")
    try:
        with edition_lock(newsroom.settings.database, record.edition):
            called_off = recall_and_cancel(newsroom, record)
    except Locked:  # a run is handing it over: it notices, and records what comes of the mails in flight
        called_off = deliveries.cancel(newsroom.db, record.id, now=newsroom.now())
    return f"{record.name} is cancelled; {mails(called_off)} called off"


def resolve_unknown(newsroom: Newsroom, name: str, what: str) -> str:
    """Decide on the mails of unknown fate: `resend` puts them back in line, `skip` leaves them be, `ask` asks SendGrid.

    Raises:
        UsageError: `what` is none of these.
        DigestError: the issue is cancelled, and nothing of it can be sent again.
        Locked: a run is sending the edition.
    """
    if what not in ("ask", "resend", "skip"):
        raise UsageError(f"--unknown {what!r} is not one of ask, resend, skip")
    record = issues.named(newsroom.db, name, at=newsroom.now())
    if what == "resend" and record.state is IssueState.CANCELLED:
        raise DigestError(
            f"{record.name} is cancelled, so nothing of it is sent again; leave its unknown mails be with: "
            f"digest issues resolve {record.name} --unknown skip"
        )
    if what == "ask":
        return ask_sendgrid(newsroom, record)
    resend = what == "resend"
    with edition_lock(newsroom.settings.database, record.edition), immediate(newsroom.db):
        resolved = deliveries.resolve_unknown(newsroom.db, record.id, resend=resend, now=newsroom.now())
        if resolved:
            state = IssueState.SENDING if resend else IssueState.SENT
            issues.move(newsroom.db, record.id, state, allowed=(IssueState.PARTIAL,))
    if not resolved:
        return f"{record.name} has no mail of unknown fate"
    if resend:
        return f"{record.name}: {mails(resolved)} back in line; hand over with: digest send {record.name}"
    return f"{record.name}: {mails(resolved)} of unknown fate left be"


def _move(
    newsroom: Newsroom, record: IssueRecord, state: IssueState, allowed: tuple[IssueState, ...], *, verb: str
) -> None:
    if issues.move(newsroom.db, record.id, state, allowed=allowed):
        return
    found = standing_of(newsroom, record)
    next_step = found.next_step or f"see how it stands with: digest status {record.name}"
    raise DigestError(
        f"{record.name} is {found.record.state}, and only a {_either(allowed)} issue can be {verb}; {next_step}"
    )


def _either(states: tuple[IssueState, ...]) -> str:
    *others, last = states
    return f"{', '.join(others)} or {last}" if others else str(last)

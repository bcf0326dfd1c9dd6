"""Hands a frozen issue over, or what is left of it after an interruption, and closes it when all is settled."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from digest.clock import Steady
from digest.deliver.dispatch import Outcome, dispatch
from digest.deliver.guard import allowed
from digest.errors import SenderFault, TransportError
from digest.model.delivery import DeliveryStatus, Entry, Receipt
from digest.model.issue import IssueState
from digest.pipeline.delivery.standing import standing_of
from digest.pipeline.issues.carriers import carrier
from digest.pipeline.issues.personal import personaliser
from digest.pipeline.returns.returns import note_refusals
from digest.store.issues import issues, variants
from digest.store.mail import deliveries, events
from digest.store.mail.ledger import Ledger
from digest.store.mail.ledger import record as record_receipts
from digest.store.mail.quotas import Quotas
from digest.store.upkeep import home
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.model.edition import Edition
    from digest.model.issue import IssueRecord
    from digest.pipeline.delivery.standing import Hooks
    from digest.pipeline.issues.carriers import Carrier
    from digest.pipeline.issues.personal import Personaliser
    from digest.pipeline.newsroom import Newsroom

TURN_EACH = 1.0  # seconds; a copy of the database that was made in the middle of a send is older by that much

UNDER_WAY = (IssueState.FROZEN, IssueState.SENDING)


def go_on(newsroom: Newsroom, edition: Edition, record: IssueRecord, *, hooks: Hooks) -> bool:
    """Hand over what is left of a frozen issue, and tell whether that was stopped; the edition's lock is held.

    Raises:
        Held: the database is a copy, or was restored.
        TransportError: the mail could not be handed over, for a reason that is no recipient's.
    """
    home.must_be_home(newsroom.db, newsroom.settings.database)
    home.count_turn(newsroom.db, newsroom.settings.database)
    issues.move(
        newsroom.db, record.id, IssueState.SENDING, allowed=UNDER_WAY, deadline_at=newsroom.now() + edition.deadline
    )
    deliveries.expire(newsroom.db, issues.by_id(newsroom.db, record.id), now=newsroom.now())
    carried_by, who = _means(newsroom, record)
    _recall(newsroom, record, carried_by, who)
    stopped = False
    try:
        if deliveries.any_to_claim(newsroom.db, record.id, now=newsroom.now()):
            deliveries.sort_into_lanes(newsroom.db, record.id, newsroom.settings.mail.domain_rates)
            stopped = _dispatch(newsroom, record, carried_by, who, hooks)
    except TransportError as fault:
        raise _explained(newsroom, record, fault, carried_by) from fault
    finally:
        _settle(newsroom, record)
        home.count_turn(newsroom.db, newsroom.settings.database)
    note_refusals(newsroom, record.id)
    return stopped


def _explained(newsroom: Newsroom, record: IssueRecord, fault: TransportError, carried_by: Carrier) -> TransportError:
    """Return a fault with the server it is about, and what a person has to do where the issue is paused for it."""
    named = carried_by.way.partition(" ")[2] in str(fault)
    words = str(fault) if named else f"{carried_by.way}: {fault}"
    if not isinstance(fault, SenderFault):
        return TransportError(words)
    issues.move(newsroom.db, record.id, IssueState.PAUSED, allowed=(IssueState.PAUSED,), note=words)
    return SenderFault(f"{words}; {record.name} is paused; {standing_of(newsroom, record).next_step}")


def merge_unsent(newsroom: Newsroom, record: IssueRecord) -> bool:
    """Let a frozen issue of which nobody got anything be part of a later one, and tell whether that was so."""
    _recall(newsroom, record, *_means(newsroom, record))
    with immediate(newsroom.db):
        if not issues.merge(newsroom.db, record.id):
            return False
        deliveries.cancel(newsroom.db, record.id, now=newsroom.now())
    return True


def recall_and_cancel(newsroom: Newsroom, record: IssueRecord) -> int:
    """Call off what is not handed over, once it is settled what a killed run did; the edition's lock is held.

    Returns how many mails were called off.
    """
    if variants.whole(newsroom.db, record.id):
        _recall(newsroom, record, *_means(newsroom, record))
    with immediate(newsroom.db):
        return deliveries.cancel(newsroom.db, record.id, now=newsroom.now())


def _means(newsroom: Newsroom, record: IssueRecord) -> tuple[Carrier, Personaliser]:
    whole = variants.whole(newsroom.db, record.id)
    assert whole is not None
    languages = variants.languages(newsroom.db, record.id)
    carried_by = carrier(newsroom, record.name, whole, variant_of=partial(variants.fetch, newsroom.settings.database))
    return carried_by, personaliser(newsroom, record.name, record.id, sender=whole.sender, languages=languages)


def _recall(newsroom: Newsroom, record: IssueRecord, carried_by: Carrier, who: Personaliser) -> None:
    """Ask the transport what became of the mails that a killed run had claimed; only the same one can tell."""
    if not (claimed := deliveries.claimed(newsroom.db, record.id)):
        return
    transport = carried_by.make()
    envelopes = who.envelopes([recipient for recipient, _ in claimed])
    receipts = [
        transport.recall(envelope)
        if via == carried_by.via
        else Receipt(envelope.delivery_id, DeliveryStatus.UNKNOWN, detail=f"claimed for {via}, which is not in use now")
        for envelope, (_, via) in zip(envelopes, claimed, strict=True)
    ]
    with immediate(newsroom.db):
        entries = [Entry([receipt.delivery_id], receipt) for receipt in receipts]
        record_receipts(newsroom.db, record.id, entries, now=newsroom.now())


def _dispatch(newsroom: Newsroom, record: IssueRecord, carried_by: Carrier, who: Personaliser, hooks: Hooks) -> bool:
    mail, steady = newsroom.settings.mail, Steady(newsroom.environ)
    quotas = Quotas(
        newsroom.db, via=carried_by.way, rate=mail.rate, domain_rates=mail.domain_rates, seconds=steady.seconds
    )
    stop, tell = hooks.begin()
    outcome = dispatch(
        record.id,
        ledger=Ledger(
            newsroom.db,
            quotas=quotas,
            via=carried_by.via,
            guard=(lambda address: allowed(address, mail.only_to)) if mail.only_to else None,
        ),
        open_transport=carried_by.make,
        envelopes=who.envelopes,
        workers=carried_by.connections,
        clock=steady.now,
        stop=stop,
        on_progress=_progress(newsroom, record, tell),
    )
    return outcome is Outcome.STOPPED


def _progress(
    newsroom: Newsroom, record: IssueRecord, tell: Callable[[int, int], None] | None
) -> Callable[[int], None]:
    """Return what is called after each commit: it tells how far the send is, and counts a turn now and then."""
    done, total = deliveries.progress(newsroom.db, record.id) if tell else (0, 0)
    counted_at = monotonic()

    def count(recorded: int) -> None:
        nonlocal done, counted_at
        done += recorded
        if tell:
            tell(done, total)
        if monotonic() - counted_at >= TURN_EACH:
            home.count_turn(newsroom.db, newsroom.settings.database)
            counted_at = monotonic()

    return count


def _settle(newsroom: Newsroom, record: IssueRecord) -> None:
    """Close the issue if every delivery is settled; unknown and expired ones make it partial.

    In one that was cancelled meanwhile nothing waits any more, also if whoever cancelled it has not come to that yet.
    """
    if issues.by_id(newsroom.db, record.id).state is IssueState.CANCELLED:
        with immediate(newsroom.db):
            deliveries.cancel(newsroom.db, record.id, now=newsroom.now())
    settled, every = deliveries.progress(newsroom.db, record.id)
    if settled < every:
        return
    issues.move(
        newsroom.db,
        record.id,
        IssueState.PARTIAL if events.any_open(newsroom.db, record.id) else IssueState.SENT,
        allowed=(IssueState.SENDING,),
        finished_at=newsroom.now(),
    )

"""Sends marked test copies of an issue to a few addresses; the ledger and the news know nothing of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.deliver.guard import allowed
from digest.deliver.outbox import COPIES
from digest.model.delivery import GUARDED, DeliveryStatus, Envelope, Receipt
from digest.pipeline.delivery.timekeeping import past_or_now
from digest.pipeline.issues.carriers import carrier, encode_variant
from digest.pipeline.issues.named import propose_to_send
from digest.pipeline.issues.personal import strangers_envelope
from digest.pipeline.issues.proposal import quiet
from digest.store.upkeep.home import must_be_home
from subscribers.addresses import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom

MARK = "[Test] "

# A test copy's links lead nowhere: a token that is nobody's, so that trying them changes nothing.
NOBODYS_TOKEN = "test-test-test-test-te"  # noqa: S105


def send_test_copies(
    newsroom: Newsroom, name: str, addresses: Sequence[str], *, at: datetime | None, dry_run: bool = False
) -> list[dict[str, str]]:
    """Send an edition's issue, or a stored one, as it would be, to these addresses alone.

    Returns address, status, code and detail of each. An address given twice gets one. With `dry_run` nothing is handed
    over, and all stay `pending`.

    Raises:
        BadAddress: one of them is no address; nothing is sent.
        QuietDay: there is nothing to send.
        Held: the database is a copy, or was restored.
        TransportError: the transport cannot be used.
    """
    past_or_now(newsroom, at)
    must_be_home(newsroom.db, newsroom.settings.database)
    people = {one.key: one.display for one in map(parse, addresses)}
    proposal = propose_to_send(newsroom, name, at=at)
    if proposal.rendering is None:
        raise quiet(proposal)
    rendering = replace(proposal.rendering, subject=MARK + proposal.rendering.subject)
    variant = encode_variant(newsroom, proposal.name, rendering, proposal.marks, date=newsroom.now())
    carried_by = carrier(newsroom, f"{proposal.name}{COPIES}", variant)
    only_to = newsroom.settings.mail.only_to
    meant = {number: who for number, (key, who) in enumerate(people.items()) if allowed(key, only_to)}
    receipts = dict.fromkeys(range(len(people)), Receipt(0, DeliveryStatus.SKIPPED, detail=GUARDED))
    if dry_run:
        receipts |= dict.fromkeys(meant, Receipt(0, DeliveryStatus.PENDING))
    else:
        with carried_by.make() as transport:
            receipts |= {one.delivery_id: one for one in transport.send(_envelopes(newsroom, proposal, meant))}
    return [
        {"address": who, "status": str(one.status), "code": one.code, "detail": one.detail}
        for who, one in zip(people.values(), receipts.values(), strict=True)
    ]


def _envelopes(newsroom: Newsroom, proposal: Proposal, people: Mapping[int, str]) -> Iterator[Envelope]:
    now = newsroom.now()
    for number, address in people.items():
        yield strangers_envelope(
            newsroom,
            proposal,
            number=number,
            address=address,
            token=NOBODYS_TOKEN,
            key=f"test {address} {now.isoformat()}",
            on=now,
        )

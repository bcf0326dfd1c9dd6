"""Finds which mail an event tells of: by its reference, else by address and issue, else the address alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.events import rules
from digest.model.event import EventKind
from digest.store.mail import events
from subscribers.addresses import parse
from subscribers.errors import BadAddress, BadToken, UnknownSubscriber
from subscribers.keys import signing_keys
from subscribers.records import find
from subscribers.roster import Roster
from subscribers.tokens import Claim, TokenMint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from digest.model.delivery import Delivery
    from digest.model.event import Event

_REFERENCE = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
# As Personaliser.message_id writes it: edition, label without its colon, reference.
_MESSAGE_ID = re.compile(r"<?([a-z0-9-]{1,64})\.(\d{4}-\d\d-\d\d(?:T\d{4})?)\.([^.@<>]*)@")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about. Without a delivery and a claim it is the address alone that it speaks of."""

    address: str
    delivery: Delivery | None = None
    claim: Claim | None = None

    @property
    def address_key(self) -> str:
        """The address as it is compared; empty where what came back is none."""
        return _key_of(self.address)

    @property
    def is_erased(self) -> bool:
        """Whether the person was erased: the mail still counts, and nothing is to be learnt of its reader."""
        return self.delivery is not None and self.delivery.is_erased


class Referrer:
    """Finds the subjects of events in one database; remembers nothing, so that new signing keys count at once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._mint = TokenMint(signing_keys(db))

    def subject(self, event: Event) -> Subject | None:
        """Return what the event is about; None where that is no mail, and no reader, of ours.

        A reference in the form of ours that we did not make is another newsroom's, whatever else the event says.
        """
        foreign = False
        for reference in _references(event):
            try:
                claim = self._mint.referred(reference)
            except BadToken:
                foreign = foreign or bool(_REFERENCE.fullmatch(reference))
                continue
            if delivery := events.of_mail(self._db, claim.issue_id, claim.subscriber_id):
                return Subject(delivery.address, delivery, claim)
            if event.kind is EventKind.UNSUBSCRIBED:  # the ledger forgets, and a reader may want off years later
                erased = Roster(self._db).epoch(claim.subscriber_id) is None
                return Subject("" if erased else event.address, claim=claim)
        return None if foreign else self._by_address(event)

    def _by_address(self, event: Event) -> Subject | None:
        if not (key := _key_of(event.address)):
            return None
        named = _MESSAGE_ID.match(event.message_id)
        if named and (delivery := events.of_label(self._db, named[1], named[2], address_key=key)):
            return Subject(delivery.address, delivery)
        return Subject(event.address) if self._concerns(event, key) else None

    def _concerns(self, event: Event, key: str) -> bool:
        """Tell whether an event that names no mail concerns us: it says something of the address, and that is known."""
        if event.kind is EventKind.UNSUBSCRIBED:
            return self._subscribes(event.address)
        speaks = rules.complains(event) or rules.bounces_hard(event)
        return speaks and (self._subscribes(event.address) or events.ever_recipient(self._db, key))

    def _subscribes(self, address: str) -> bool:
        try:
            find(self._db, address)
        except UnknownSubscriber:
            return False
        return True


def _key_of(address: str) -> str:
    try:
        return parse(address).key
    except BadAddress:
        return ""


def _references(event: Event) -> Iterator[str]:
    if event.reference:
        yield event.reference
    if named := _MESSAGE_ID.match(event.message_id):
        yield named[3]

"""Makes what differs from recipient to recipient: link token, reason and Message-ID, and the marks for them."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from digest.model.delivery import Envelope
from digest.model.issue import Marks
from digest.render.personal import reason
from subscribers.keys import secret, signing_keys
from subscribers.lists import Lists
from subscribers.tokens import TokenMint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from digest.model.delivery import Recipient
    from digest.model.issue import Publication
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Personaliser:
    """Makes the envelope of each delivery of one issue; safe to call from several threads."""

    domain: str
    mint: TokenMint
    label: str  # the issue's name as an address may hold it
    issue_id: int
    reason: Callable[[str, datetime, str], str]  # why a reader of a list since that moment gets it, in a language
    languages: Mapping[int, str]  # of the issue's variants, by id
    home: str  # the publication's language

    def envelopes(self, recipients: Sequence[Recipient]) -> list[Envelope]:
        """Return what is each recipient's own in the message, in order."""
        if not recipients:
            return []
        # Column by column: a million are made for a large issue, and one by one they take a third longer.
        ids, people, addresses, names, titles, joined, epochs, _, variants = zip(*recipients, strict=True)
        references = self.mint.references(people, self.issue_id)
        columns = (
            ids,
            addresses,
            names,
            map(self.message_id, references),
            self.mint.mint_many(zip(people, epochs, strict=True), self.issue_id),
            references,
            map(self.reason, titles, joined, [self.languages.get(variant, self.home) for variant in variants]),
            variants,
        )
        return list(map(Envelope._make, zip(*columns, strict=True)))

    def message_id(self, reference: str) -> str:
        """Return the Message-ID of what bears this reference; it tells nobody but us who got it."""
        return f"<{self.label}.{reference}@{self.domain}>"


def personaliser(
    newsroom: Newsroom, issue_name: str, issue_id: int, *, sender: str, languages: Mapping[int, str] | None = None
) -> Personaliser:
    """Return the personaliser of an issue from that sender, with the keys of this newsroom.

    `languages` are those of the issue's variants, by id; any other speaks the publication's.
    """
    publication = newsroom.settings.publication
    return Personaliser(
        domain=sender.rpartition("@")[2],
        mint=TokenMint(signing_keys(newsroom.db)),
        label=issue_name.replace("/", ".").replace(":", ""),
        issue_id=issue_id,
        reason=lru_cache(maxsize=8192)(partial(reason_in, publication)),
        languages=languages or {},
        home=publication.language,
    )


def reason_in(publication: Publication, list_title: str, joined_at: datetime, language: str) -> str:
    """Say why a reader gets an issue, in the language of their variant."""
    return reason(list_title, joined_at, publication=replace(publication, language=language))


def strangers_envelope(
    newsroom: Newsroom,
    proposal: Proposal,
    *,
    number: int,
    address: str,
    token: str,
    key: str,
    on: datetime,
    language: str = "",
) -> Envelope:
    """Return an envelope for somebody who is no recipient: its token is nobody's, its reason that of the first list.

    `key` tells one such message from another; `on` is the day they would have joined; `language` is that of what they
    get, if not the publication's.
    """
    sender, publication = newsroom.settings.mail.from_address, newsroom.settings.publication
    list_title = Lists(newsroom.db).terms(proposal.edition.lists[:1])[0].title  # `show` would count its readers
    reference = _hmac(secret(newsroom.db, "message-id"), proposal.name, key)[:32]
    return Envelope(
        delivery_id=number,
        address=address,
        name="",
        message_id=personaliser(newsroom, proposal.name, 0, sender=sender).message_id(reference),
        reference=reference,
        token=token,
        reason=reason_in(publication, list_title, on, language or publication.language),
    )


def marks(newsroom: Newsroom, issue_name: str) -> Marks:
    """Return the issue's marks: the same for the same database, and known to no story's author."""
    key = secret(newsroom.db, "marks")
    return Marks(token=f"t{_hmac(key, 'token', issue_name)[:21]}", reason=f"r{_hmac(key, 'reason', issue_name)[:31]}")


def _hmac(key: bytes, *words: str) -> str:
    return hmac.new(key, "\x1f".join(words).encode(), hashlib.sha256).hexdigest()

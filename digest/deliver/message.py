"""Encodes an issue's message once, and fills in each recipient's words by joining bytes."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from digest.deliver.address import referring, wire_address
from digest.deliver.headers import mail_in_brackets, mailbox_header, raw_header, url_in_brackets
from digest.deliver.multipart import BORDER, alternative, first_headers
from digest.deliver.quoted_printable import encode as quoted
from digest.model.links import unsubscribe_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from digest.model.delivery import Envelope
    from digest.model.issue import Marks, Rendering, Variant


def encode(
    rendering: Rendering,
    *,
    sender_name: str,
    sender_address: str,
    reply_to: str,
    date: datetime,
    list_id: str,
    base_url: str,
    archive_url: str,
    marks: Marks,
    feedback_id: str = "",
    unsubscribe_to: str = "",
) -> bytes:
    """Return the message that all recipients of a variant share, with the marks standing; the same in, the same out.

    It is a whole message but for To and Message-ID, which `MessageTemplate.fill` sets before it. `list_id` is the bare
    identifier (RFC 2919) such as `daily.herald.example`; `base_url` is the publication's, without a slash at its end.
    `archive_url` is empty where no archive shows the edition's issues. `unsubscribe_to` is the mailbox whose mails
    unsubscribe, if there is one; each mail has a variation of it.

    Raises:
        Unmailable: `sender_address`, `reply_to` or `unsubscribe_to` is no address.
    """
    headers = (
        *first_headers(rendering, sender_name=sender_name, sender_address=sender_address, reply_to=reply_to, date=date),
        raw_header("List-Id", f"<{list_id}>"),
        raw_header("List-Unsubscribe", _ways_out(base_url, unsubscribe_to, marks)),
        raw_header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        raw_header("List-Archive", url_in_brackets(archive_url)) if archive_url else "",
        raw_header("Feedback-ID", feedback_id) if feedback_id else "",
        raw_header("Precedence", "list"),
    )
    return "".join(headers).encode() + alternative(rendering, marks)


def _ways_out(base_url: str, unsubscribe_to: str, marks: Marks) -> str:
    """Return the addresses to unsubscribe by: the one of https first, which one-click uses (RFC 8058, 3.1)."""
    ways = [url_in_brackets(unsubscribe_url(base_url, marks.token))]
    if unsubscribe_to:
        address = referring(wire_address(unsubscribe_to), marks.reference)
        ways.append(mail_in_brackets(address, subject="unsubscribe"))
    return ", ".join(ways)


class _Place(IntEnum):
    """Where a recipient's words stand, each place with an encoding of its own."""

    TOKEN = 0
    TEXT_REASON = 1
    HTML_REASON = 2
    REFERENCE = 3


class MessageTemplate:
    """One variant's message, cut open at its marks; shared by all threads, since filling changes nothing in it."""

    def __init__(self, blob: bytes, marks: Marks) -> None:
        """Take what `encode` returned and the marks it was given."""
        self._pieces: list[bytes] = []
        self._places: list[tuple[int, _Place]] = []
        # Nor does anything that is filled in: `quoted` writes no dot at a line's start.
        self.dotless = b"\n." not in blob
        for literal, place in _cut(blob, marks):
            self._pieces.append(literal)
            if place is not None:
                self._places.append((len(self._pieces), place))
                self._pieces.append(b"")

    def fill(self, envelope: Envelope) -> bytes:
        """Return the whole message (RFC 5322, CRLF) for one recipient.

        It is ASCII unless the address has a non-ASCII local part, which stands as UTF-8 in To (RFC 6532).

        Raises:
            Unmailable: the envelope's address is no address.
        """
        token, reference = envelope.token.encode("ascii"), envelope.reference.encode("ascii")
        values = (token, *_encoded_reason(envelope.reason), reference)
        pieces = self._pieces.copy()
        for index, place in self._places:
            pieces[index] = values[place]
        to = mailbox_header("To", envelope.name, address=wire_address(envelope.address))
        pieces[0] = f"{to}Message-ID: {envelope.message_id}\r\n".encode() + pieces[0]
        return b"".join(pieces)


class VariantTemplates:
    """The messages of all variants of an issue, of which it keeps as many at hand as were asked for last.

    `dotless` speaks of the messages that it has filled in so far.
    """

    def __init__(self, variant_of: Callable[[int], Variant], *, at_hand: int) -> None:
        """Take what gives a variant by its id, from any thread."""
        self._variant_of = variant_of
        self._template = lru_cache(maxsize=at_hand)(self._load)
        self.dotless = True

    def fill(self, envelope: Envelope) -> bytes:
        """Return the whole message for one recipient; see MessageTemplate.fill."""
        return self._template(envelope.variant_id).fill(envelope)

    def _load(self, variant_id: int) -> MessageTemplate:
        variant = self._variant_of(variant_id)
        template = MessageTemplate(variant.message, variant.marks)
        self.dotless = self.dotless and template.dotless
        return template


def _cut(blob: bytes, marks: Marks) -> Iterator[tuple[bytes, _Place | None]]:
    """Yield each literal stretch with the place that follows it."""
    token, reference, reason = marks.token.encode(), marks.reference.encode(), marks.reason.encode()
    any_mark = re.compile(b"|".join(map(re.escape, (token, reference, reason))))
    html_start = blob.rindex(BORDER, 0, blob.rindex(BORDER))
    start = 0
    for found in any_mark.finditer(blob):
        if found[0] == token:
            place = _Place.TOKEN
        elif found[0] == reference:
            place = _Place.REFERENCE
        else:
            place = _Place.TEXT_REASON if found.start() < html_start else _Place.HTML_REASON
        yield blob[start : found.start()], place
        start = found.end()
    yield blob[start:], None


@lru_cache(maxsize=4096)
def _encoded_reason(reason: str) -> tuple[bytes, bytes]:
    """Return the reason for the text and for the HTML part; readers who joined the same list the same day share one."""
    return quoted(reason), quoted(escape(reason))

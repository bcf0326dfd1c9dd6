"""Writes the JSON text of a SendGrid request: what all recipients share once, and a short piece for each of them."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from html import escape
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING

from digest.deliver.address import Unmailable, needs_utf8, wire_address
from digest.deliver.headers import clean
from digest.deliver.sendgrid_head import Mailbox, read_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from digest.model.delivery import Envelope
    from digest.model.issue import Variant

REFERENCE = "digest_ref"  # the custom argument that comes back with every event
MOST_SUBSTITUTED = 10_000  # bytes of substitutions in one personalization

# Parts with nothing outside Latin-1 go out as ISO-8859-1, and Gmail then calls a mail clipped at any size.
_ZERO_WIDTH = "\u200c"
_NO_TRACKING = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
    "subscription_tracking": {"enable": False},
    "ganalytics": {"enable": False},
}
_OPENING = b'{"personalizations":['
_NOT_IN_NAMES = str.maketrans(";,", "  ")  # SendGrid takes them for the border between two recipients


class Unsendable(ValueError):
    """SendGrid cannot be asked to mail this recipient; `code` (RFC 3463) and the words are fit for a receipt."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


class RequestTemplate:
    """One variant's request, encoded but for its recipients."""

    def __init__(self, variant: Variant, *, category: str, sandbox: bool) -> None:
        """Take what was frozen; `category` is one ASCII word that names no person."""
        marks, head = variant.marks, read_head(variant.message)
        html_reason = html_key(marks.reason)
        shared = _text(
            {
                "from": _mailbox(Mailbox(wire_address(variant.sender), head.sender.name)),
                **({"reply_to": _mailbox(head.reply_to)} if head.reply_to else {}),
                "subject": clean(variant.rendering.subject),
                "content": [
                    {"type": "text/plain", "value": _beyond_latin_1(variant.rendering.text)},
                    {"type": "text/html", "value": _within(variant.rendering.html.replace(marks.reason, html_reason))},
                ],
                "categories": [category],
                "mail_settings": {"sandbox_mode": {"enable": sandbox}},
                "tracking_settings": _NO_TRACKING,
            }
        )
        self._tail = f"],{shared[1:]}".encode("ascii")
        # Whether headers of the request join those of a recipient is not documented: each recipient has all of them.
        self._headers = "".join(f",{_text({name: line})[1:-1]}" for name, line in head.headers.items())
        self._token_mark, self._reference_mark = marks.token, marks.reference
        self._keys = (marks.reason, html_reason)
        self._fixed = len(marks.token) + len(marks.reason) + len(html_reason)
        self.overhead = len(_OPENING) + len(self._tail)

    def personalization(self, envelope: Envelope, *, address: str) -> str:
        """Return one recipient's piece, in ASCII; `address` is what `recipient` returned.

        Raises:
            Unsendable: the recipient's own words are more than SendGrid takes.
        """
        quote = encode_basestring_ascii
        token, reference = envelope.token, envelope.reference  # neither needs to be quoted
        headers = self._headers.replace(self._token_mark, token).replace(self._reference_mark, reference)
        reason, size = _encoded_reason(envelope.reason, self._keys, self._fixed)
        if size + len(token) > MOST_SUBSTITUTED:
            raise Unsendable("5.3.4", f"the words of its own are more than the {MOST_SUBSTITUTED} bytes SendGrid takes")
        name = f',"name":{quote(shown)}' if envelope.name and (shown := shown_name(envelope.name)) else ""
        return (
            f'{{"to":[{{"email":"{address}"{name}}}],"headers":{{"Message-ID":{quote(envelope.message_id)}{headers}}},'
            f'"substitutions":{{"{self._token_mark}":"{token}",{reason}}},'
            f'"custom_args":{{"{REFERENCE}":"{reference}"}}}}'
        )

    def body(self, personalizations: Iterable[str]) -> tuple[bytes, ...]:
        """Return the whole request for these recipients, in parts: what all share is not copied again."""
        return _OPENING, ",".join(personalizations).encode("ascii"), self._tail


def recipient(address: str) -> str:
    """Return the address as SendGrid is told it: ASCII, the domain in A-labels, nothing JSON would have to escape.

    Raises:
        Unsendable: it is no address, or one with a local part that SendGrid does not take.
    """
    try:
        wire = wire_address(address)
    except Unmailable as error:
        raise Unsendable("5.1.3", str(error)) from error
    if needs_utf8(wire):
        raise Unsendable("5.6.7", "SendGrid takes no address that is not ASCII before its @")
    return wire


def shown_name(name: str) -> str:
    """Return a recipient's name as SendGrid takes it."""
    shown = name if name.isascii() and name.isprintable() else clean(name)
    return (shown.translate(_NOT_IN_NAMES) if "," in shown or ";" in shown else shown).strip(" ")


def html_key(reason_mark: str) -> str:
    """Return the mark for the reason in the HTML part: there it must be escaped, so it is a word of its own.

    It is made of the secret mark, so no story can contain it; and it is part of no other mark, nor any part of it.
    """
    return f"h{sha256(reason_mark.encode()).hexdigest()[:31]}"


@lru_cache(maxsize=4096)
def _encoded_reason(reason: str, keys: tuple[str, str], fixed: int) -> tuple[str, int]:
    """Return the reason for both parts, and how many bytes all substitutions take but for the token."""
    plain = "\n".join(map(clean, reason.split("\n")))
    both = dict(zip(keys, (plain, escape(plain)), strict=True))
    return _text(both)[1:-1], fixed + sum(len(words.encode()) for words in both.values())


def category_of(edition: str) -> str:
    """Return the category of an edition's mails: one for each edition, for SendGrid keeps only some hundred apart."""
    return f"digest-{edition}"


def _mailbox(mailbox: Mailbox) -> dict[str, str]:
    return {"email": mailbox.address} | ({"name": mailbox.name} if mailbox.name else {})


def _beyond_latin_1(text: str) -> str:
    # on a line of its own, so that it is no part of a link
    return f"{text}{'' if text.endswith(chr(10)) else chr(10)}{_ZERO_WIDTH}\n"


def _within(html: str) -> str:
    body, end, rest = html.rpartition("</body>")
    return f"{body}{_ZERO_WIDTH}{end}{rest}" if end else f"{html}{_ZERO_WIDTH}"


def _text(value: Mapping[str, Any] | str) -> str:
    return json.dumps(value, separators=(",", ":"))

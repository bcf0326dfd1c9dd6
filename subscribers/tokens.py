"""Mints and verifies link tokens: 22 characters that say who and which issue, to us alone, and cannot be forged.

A token needs no table. It is made the way of SIV (RFC 5297): the tag authenticates the payload together with what is
not sent (purpose, epoch), and doubles as the nonce that the payload is encrypted with.

    payload = subscriber id (5 bytes) | issue id (3 bytes)
    tag     = HMAC-SHA256(key for tags, purpose | epoch | payload), its first 8 bytes
    token   = base64url(tag | payload XOR HMAC-SHA256(key for payloads, tag), its first 8 bytes)

So the ids stay hidden, any changed bit is noticed, a token for one purpose is worth nothing for another, and raising
a subscriber's epoch revokes all theirs. Tokens do not expire: an unsubscribe link must work for years, and therefore
old signing keys are kept.
"""

from __future__ import annotations

import binascii
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from subscribers.errors import BadToken
from subscribers.keys import derive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_HALF = 8  # bytes of the tag, and of the payload
_ISSUE_BITS = 24
_LARGEST_ISSUE = (1 << _ISSUE_BITS) - 1
_LENGTH = 22  # characters of 16 bytes in base64url without padding
_REFERENCE = re.compile(r"[0-9A-Fa-f]{32}")


class Purpose(StrEnum):
    """What a link lets its holder do."""

    LINK = "link"  # the links of an issue: unsubscribe, preferences, view
    CONFIRM = "confirm"  # confirm a subscription
    REFERENCE = "reference"  # tells us, and lets nobody do anything: which mail it was that came back


_NAMES = {purpose: purpose.encode() for purpose in Purpose}


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose link it is, and of which issue (0: of none)."""

    subscriber_id: int
    issue_id: int


class TokenMint:
    """Mints with the newest of an installation's signing keys, verifies with all of them."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take `keys` as `signing_keys` returns them, the oldest first; there must be one."""
        self._newest, *self._older = [_KeyPair(key) for key in reversed(keys)]

    def mint(self, subscriber_id: int, issue_id: int, *, epoch: int, purpose: Purpose = Purpose.LINK) -> str:
        """Return the token of a subscriber (below 2^40) for an issue (below 2^24; 0 for none): 22 URL-safe characters.

        The same arguments give the same token. Its last character is never punctuation, so that no mail reader cuts a
        link short.
        """
        return urlsafe_b64encode(self._sealed(subscriber_id, issue_id, epoch=epoch, purpose=purpose)).decode()[:_LENGTH]

    def reference(self, subscriber_id: int, issue_id: int) -> str:
        """Return a name for the mail of an issue to a subscriber: 32 characters of 0 to 9 and a to f.

        It may stand in an address, where capital letters would not survive (RFC 5321, 2.4, and what mail servers do).
        """
        return self._sealed(subscriber_id, issue_id, epoch=0, purpose=Purpose.REFERENCE).hex()

    def referred(self, reference: str) -> Claim:
        """Return which mail a reference of ours names, in whatever case its letters come back.

        Raises:
            BadToken: it is none of ours.
        """
        if not _REFERENCE.fullmatch(reference):
            raise BadToken
        token = urlsafe_b64encode(bytes.fromhex(reference)).decode()[:_LENGTH]
        return self.verify(token, lambda _: 0, purpose=Purpose.REFERENCE)

    def read(self, token: str) -> Iterator[Claim]:
        """Yield what the token would say under each key, the newest first; nothing of it is verified.

        Raises:
            BadToken: the text is not shaped like a token.
        """
        return (claim for _, _, _, claim in self._readings(token))

    def verify(self, token: str, epoch_of: Callable[[int], int | None], *, purpose: Purpose = Purpose.LINK) -> Claim:
        """Return what a token minted for this purpose says; `epoch_of` tells a subscriber's epoch, None for nobody's.

        Tags are compared in constant time.

        Raises:
            BadToken: it was not minted here for this purpose, was altered, or was revoked.
        """
        for pair, tag, payload, claim in self._readings(token):
            epoch = epoch_of(claim.subscriber_id)
            if epoch is not None and hmac.compare_digest(tag, pair.tag(payload, epoch=epoch, purpose=purpose)):
                return claim
        raise BadToken

    def _sealed(self, subscriber_id: int, issue_id: int, *, epoch: int, purpose: Purpose) -> bytes:
        if not 0 <= issue_id <= _LARGEST_ISSUE:
            raise ValueError(f"issue {issue_id} does not fit a token")
        payload = (subscriber_id << _ISSUE_BITS | issue_id).to_bytes(_HALF)
        tag = self._newest.tag(payload, epoch=epoch, purpose=purpose)
        return tag + self._newest.encrypted(payload, tag)

    def _readings(self, token: str) -> Iterator[tuple[_KeyPair, bytes, bytes, Claim]]:
        raw = _decoded(token)
        tag, hidden = raw[:_HALF], raw[_HALF:]
        for pair in (self._newest, *self._older):
            payload = pair.encrypted(hidden, tag)
            number = int.from_bytes(payload)
            yield pair, tag, payload, Claim(number >> _ISSUE_BITS, number & _LARGEST_ISSUE)


class _KeyPair:
    """One signing key's keys for tags and payloads."""

    __slots__ = ("_cipher", "_mac")

    def __init__(self, key: bytes) -> None:
        self._mac = _Mac(derive(key, "token tag"))
        self._cipher = _Mac(derive(key, "token payload"))

    def tag(self, payload: bytes, *, epoch: int, purpose: Purpose) -> bytes:
        return self._mac.of(b"%s|%d|%s" % (_NAMES[purpose], epoch, payload))[:_HALF]

    def encrypted(self, half: bytes, tag: bytes) -> bytes:
        """Return 8 bytes hidden, or hidden ones in the clear: XOR is its own inverse."""
        return (int.from_bytes(half) ^ int.from_bytes(self._cipher.of(tag)[:_HALF])).to_bytes(_HALF)


class _Mac:
    """HMAC-SHA256 (RFC 2104) with the blocks of a 32-byte key worked once: a send needs four for each mail."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        padded = key.ljust(64, b"\0")
        self._inner = sha256(bytes(octet ^ 0x36 for octet in padded))
        self._outer = sha256(bytes(octet ^ 0x5C for octet in padded))

    def of(self, message: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


def _decoded(token: str) -> bytes:
    """Return a token's 16 bytes; only the one spelling that `mint` gives is taken, so that no token has a twin."""
    if len(token) != _LENGTH or not token.isascii():
        raise BadToken
    try:
        raw = urlsafe_b64decode(f"{token}==")
    except binascii.Error:
        raise BadToken from None
    if urlsafe_b64encode(raw).decode() != f"{token}==":
        raise BadToken
    return raw

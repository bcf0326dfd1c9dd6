"""Mints and verifies link tokens: 22 characters that say who and which issue, to us alone, and cannot be forged.

A token needs no table. It is one block of AES-256, which hides what it says and notices any changed bit, because a
third of it has to come out as it went in (encode-then-encipher: Bellare and Rogaway, ASIACRYPT 2000).

    block = subscriber id (5 bytes) | issue id (3) | epoch (4) | zeros (3) | purpose (1)
    token = base64url(AES(key, block))

So a token for one purpose is worth nothing for another, and raising a subscriber's epoch revokes all theirs: of 2^128
tokens one in 2^64 is anybody's. Tokens do not expire: an unsubscribe link must work for years, and therefore old
signing keys are kept. Many are minted in one call for hardly more than the price of one.
"""

from __future__ import annotations

import binascii
import re
import sys
import threading
from array import array
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from subscribers.errors import BadToken
from subscribers.keys import derive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_BLOCK = 16  # bytes
_ISSUE, _EPOCH = 64, 32  # the lowest bit of each, the subscriber's standing above the issue's 24
_LARGEST_ISSUE = (1 << 24) - 1
_LARGEST_EPOCH = (1 << 32) - 1
_BELOW_EPOCH = (1 << _EPOCH) - 1
_TO_FILL = b"\0\0"  # 18 bytes are 24 characters of base64, the first 22 of which are the block's
_LENGTH = 22  # characters of 16 bytes in base64url without padding
_REFERENCE = re.compile(r"[0-9A-Fa-f]{32}")


class Purpose(Enum):
    """What a link lets its holder do, by the number that stands in it."""

    LINK = 1  # the links of an issue: unsubscribe, preferences, view
    CONFIRM = 2  # confirm a subscription
    REFERENCE = 3  # tells us, and lets nobody do anything: which mail it was that came back


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose link it is, and of which issue (0: of none)."""

    subscriber_id: int
    issue_id: int


class TokenMint:
    """Mints with the newest of an installation's signing keys, verifies with all of them."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take `keys` as `signing_keys` returns them, the oldest first; there must be one."""
        self._ciphers = [_cipher(key) for key in reversed(keys)]
        self._of_thread = threading.local()

    def mint(self, subscriber_id: int, issue_id: int, *, epoch: int, purpose: Purpose = Purpose.LINK) -> str:
        """Return the token of a subscriber (below 2^40) for an issue (below 2^24; 0 for none): 22 URL-safe characters.

        The same arguments give the same token. Its last character is never punctuation, so that no mail reader cuts a
        link short.

        Raises:
            ValueError, OverflowError: a number does not fit.
        """
        return self.mint_many([(subscriber_id, epoch)], issue_id, purpose=purpose)[0]

    def mint_many(
        self, people: Iterable[tuple[int, int]], issue_id: int, *, purpose: Purpose = Purpose.LINK
    ) -> list[str]:
        """Return the tokens that `mint` gives each of these people (subscriber id, epoch) for an issue, in order."""
        sealed = self._sealed(people, issue_id, purpose=purpose)
        blocks = [sealed[start : start + _BLOCK] for start in range(0, len(sealed), _BLOCK)]
        text = urlsafe_b64encode(b"".join([block + _TO_FILL for block in blocks])).decode()
        return [text[start : start + _LENGTH] for start in range(0, len(text), _LENGTH + len(_TO_FILL))]

    def reference(self, subscriber_id: int, issue_id: int) -> str:
        """Return a name for the mail of an issue to a subscriber: 32 characters of 0 to 9 and a to f.

        It may stand in an address, where capital letters would not survive (RFC 5321, 2.4, and what mail servers do).
        """
        return self.references([subscriber_id], issue_id)[0]

    def references(self, people: Iterable[int], issue_id: int) -> list[str]:
        """Return the reference of an issue's mail to each of these subscribers, in order."""
        sealed = self._sealed([(person, 0) for person in people], issue_id, purpose=Purpose.REFERENCE).hex()
        return [sealed[start : start + 2 * _BLOCK] for start in range(0, len(sealed), 2 * _BLOCK)]

    def referred(self, reference: str) -> Claim:
        """Return which mail a reference of ours names, in whatever case its letters come back.

        Raises:
            BadToken: it is none of ours.
        """
        if not _REFERENCE.fullmatch(reference):
            raise BadToken
        return self._opened(bytes.fromhex(reference), lambda _: 0, purpose=Purpose.REFERENCE)

    def verify(self, token: str, epoch_of: Callable[[int], int | None], *, purpose: Purpose = Purpose.LINK) -> Claim:
        """Return what a token minted for this purpose says; `epoch_of` tells a subscriber's epoch, None for nobody's.

        How long it takes says nothing of what a right token would be: what is compared is what came out of the cipher.

        Raises:
            BadToken: it was not minted here for this purpose, was altered, or was revoked.
        """
        return self._opened(_decoded(token), epoch_of, purpose=purpose)

    def _sealed(self, people: Iterable[tuple[int, int]], issue_id: int, *, purpose: Purpose) -> bytes:
        if not 0 <= issue_id <= _LARGEST_ISSUE:
            raise ValueError(f"issue {issue_id} does not fit a token")
        last = purpose.value
        words = array("Q", [word for id_, epoch in people for word in (id_ << 24 | issue_id, epoch << _EPOCH | last)])
        if sys.byteorder == "little":
            words.byteswap()
        return self._encrypted(words.tobytes())

    def _encrypted(self, blocks: bytes) -> bytes:
        try:
            encryptor = self._of_thread.encryptor
        except AttributeError:  # making one takes ten times as long as using it, and none may be used by two at once
            encryptor = self._of_thread.encryptor = self._ciphers[0].encryptor()
        return bytes(encryptor.update(blocks))

    def _opened(self, sealed: bytes, epoch_of: Callable[[int], int | None], *, purpose: Purpose) -> Claim:
        for cipher in self._ciphers:
            number = int.from_bytes(cipher.decryptor().update(sealed))
            claim = Claim(number >> _ISSUE + 24, number >> _ISSUE & _LARGEST_ISSUE)
            rest = (number >> _EPOCH & _LARGEST_EPOCH, number & _BELOW_EPOCH)
            if rest == (epoch_of(claim.subscriber_id), purpose.value):
                return claim
        raise BadToken


def _cipher(signing_key: bytes) -> Cipher[ECB]:
    """Return the cipher of a signing key. Each block is a message of its own, so there is no chain to be kept."""
    return Cipher(AES(derive(signing_key, "token")), ECB())  # noqa: S305


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

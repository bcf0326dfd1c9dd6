"""Verifies that a post to the webhook is SendGrid's own: ECDSA over its timestamp and its bytes as they came."""

from __future__ import annotations

import binascii
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from digest.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE_HEADER = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP_HEADER = "X-Twilio-Email-Event-Webhook-Timestamp"

# SendGrid tries for 24 hours, and does not say whether a later try bears a new timestamp; so a day and an hour. An old
# post sent again does no harm, since each event counts once: the bound only keeps that from resting on what is stored.
OLDEST = timedelta(hours=25)
AHEAD = timedelta(minutes=10)  # by how much our clock may be behind

_NO_KEY = "this is not a verification key; copy the one SendGrid shows for its event webhook"

_LONGEST_SIGNATURE = 200  # characters; one of P-256 has 96 at most


class WebhookKey:
    """SendGrid's public key for this newsroom's webhook."""

    def __init__(self, text: str) -> None:
        """Read the key as SendGrid's settings page shows it: base64 of DER (SubjectPublicKeyInfo), on P-256.

        Raises:
            ConfigError: it is none.
        """
        try:
            key = load_der_public_key(b64decode(text, validate=True))
        except (ValueError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
            raise ConfigError([f"mail.sendgrid.webhook_key: {_NO_KEY}"])
        self._key = key

    def signed(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> bool:
        """Tell whether these bytes were signed for these headers (looked up ignoring case), and of late."""
        signature, timestamp = headers.get(SIGNATURE_HEADER, ""), headers.get(TIMESTAMP_HEADER, "")
        if not (_of_late(timestamp, now) and 0 < len(signature) <= _LONGEST_SIGNATURE):
            return False
        try:
            self._key.verify(b64decode(signature, validate=True), timestamp.encode() + body, ECDSA(SHA256()))
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True


def _of_late(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 10):
        return False
    return now - OLDEST <= datetime.fromtimestamp(int(timestamp), UTC) <= now + AHEAD

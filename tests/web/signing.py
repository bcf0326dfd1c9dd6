"""Signs posts as SendGrid does."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from digest.events.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

KEY = ec.generate_private_key(ec.SECP256R1())

PUBLIC = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()

MAIL = f'[mail.sendgrid]\nwebhook_key = "{PUBLIC}"'


def sign(body: bytes, at: datetime) -> dict[str, str]:
    """The headers of a post at that moment."""
    stamp = str(int(at.timestamp()))
    signature = KEY.sign(stamp.encode() + body, ec.ECDSA(SHA256()))
    return {SIGNATURE_HEADER: base64.b64encode(signature).decode(), TIMESTAMP_HEADER: stamp}


def entry(number: int, event: str, reference: str, **more: Any) -> dict[str, Any]:
    """One event as SendGrid writes it."""
    known = {"sg_event_id": f"id-{number}", "event": event, "digest_ref": reference, "timestamp": 1763881200}
    return known | {"email": "ana@reader.example"} | more


def body_of(entries: Sequence[dict[str, Any]]) -> bytes:
    """A post's bytes."""
    return json.dumps(entries).encode()

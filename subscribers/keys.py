"""Holds the database's signing keys, from which every secret of an installation is derived."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from subscribers.database import immediate, stamp

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

_KEYS = "SELECT key FROM signing_keys ORDER BY id"
_ADD = "INSERT INTO signing_keys (key, created_at) VALUES (:key, :now)"


def signing_keys(db: Database) -> tuple[bytes, ...]:
    """Return all keys, the oldest first: new tokens are made with the last, mailed ones verified with any."""
    return tuple(key for (key,) in db.conn.execute(_KEYS).fetchall())


def add_signing_key(db: Database, *, now: datetime) -> None:
    """Let new tokens be made with a fresh key; the old ones are kept, since mailed links must go on working."""
    with immediate(db):
        db.execute(_ADD, {"key": secrets.token_bytes(32), "now": stamp(now)})


def derive(key: bytes, label: str) -> bytes:
    """Return the 32-byte key of one use: HKDF (RFC 5869) without its extract step, since signing keys are uniform."""
    return hmac.digest(key, label.encode() + b"\x01", "sha256")


def secret(db: Database, label: str) -> bytes:
    """Return 32 secret bytes for a use named by `label`; they stay the same for the life of the database."""
    return derive(signing_keys(db)[0], f"secret {label}")

"""A post to the webhook counts only as SendGrid signed it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import ConfigError
from digest.events.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, WebhookKey

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
BODY = '[{"event":"delivered","email":"zoë@reader.example"}]\r\n'.encode()
KEY = ec.generate_private_key(ec.SECP256R1())


def shown(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> str:
    """The public key as SendGrid's page shows it."""
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


def headers(
    body: bytes = BODY, *, at: datetime = NOW, key: ec.EllipticCurvePrivateKey = KEY, stamp: str = ""
) -> dict[str, str]:
    stamp = stamp or str(int(at.timestamp()))
    signature = key.sign(stamp.encode() + body, ec.ECDSA(SHA256()))
    return {SIGNATURE_HEADER: base64.b64encode(signature).decode(), TIMESTAMP_HEADER: stamp}


def signed(body: bytes = BODY, given: dict[str, str] | None = None) -> bool:
    return WebhookKey(shown(KEY)).signed(body, headers() if given is None else given, now=NOW)


def test_what_was_signed_with_the_key_is_taken() -> None:
    assert signed()


@pytest.mark.parametrize("body", [b"", BODY[:-2], BODY + b" ", BODY.replace(b"delivered", b"bounce   ")])
def test_an_altered_body_is_not(body: bytes) -> None:
    assert not signed(body)


def test_another_key_is_not() -> None:
    assert not signed(given=headers(key=ec.generate_private_key(ec.SECP256R1())))


def test_another_timestamp_than_the_signed_one_is_not() -> None:
    later = str(int(NOW.timestamp()) + 1)
    assert not signed(given=headers() | {TIMESTAMP_HEADER: later})


@pytest.mark.parametrize("signature", ["", "%%%", "AAAA", "é", "A" * 100_000, "MEUCIQ=="])
def test_what_is_no_signature_is_not(signature: str) -> None:
    assert not signed(given=headers() | {SIGNATURE_HEADER: signature})
    assert not signed(given={TIMESTAMP_HEADER: headers()[TIMESTAMP_HEADER]})


@pytest.mark.parametrize("stamp", ["now", "-1", "1e9", "١٧٦٣٨٨١٢٠٠", "9" * 30])
def test_what_is_no_timestamp_is_not_even_if_signed(stamp: str) -> None:
    assert not signed(given=headers(stamp=stamp))


@pytest.mark.parametrize(
    ("age", "taken"),
    [
        (timedelta(hours=24), True), (timedelta(hours=25), True), (timedelta(hours=25, seconds=1), False),
        (timedelta(minutes=-10), True), (timedelta(minutes=-11), False),
    ],
)  # fmt: skip
def test_a_post_counts_for_as_long_as_sendgrid_tries_again_and_an_hour(age: timedelta, taken: bool) -> None:
    assert signed(given=headers(at=NOW - age)) is taken


NO_KEYS = {
    "nothing": "",
    "no base64": "not base64!",
    "no DER": base64.b64encode(b"not a key").decode(),
    "another algorithm": shown(ed25519.Ed25519PrivateKey.generate()),
    "another curve": shown(ec.generate_private_key(ec.SECP384R1())),
}


@pytest.mark.parametrize("text", NO_KEYS.values(), ids=NO_KEYS)
def test_a_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="webhook_key"):
        WebhookKey(text)


@given(st.text(max_size=120), st.text(max_size=20))
def test_any_headers_can_be_judged(signature: str, stamp: str) -> None:
    assert not signed(given={SIGNATURE_HEADER: signature, TIMESTAMP_HEADER: stamp})

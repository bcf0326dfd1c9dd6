"""Loads the private key that mails are signed with, or says what is wrong with its file."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from digest.errors import TransportError

if TYPE_CHECKING:
    from pathlib import Path

_FEWEST_BITS, _MOST_BITS = 2048, 4096  # RFC 8301, 3.2: what is safe, and what every verifier can read
_OPEN_TO_ALL = stat.S_IROTH | stat.S_IWOTH


def load_key(file: Path) -> RSAPrivateKey:
    """Return the RSA key of a PEM file, which nobody but its owner and group may read; takes about a millisecond.

    Only RSA: mailbox providers do not verify Ed25519 (RFC 8463) yet.

    Raises:
        TransportError: the file holds no such key, one too short or too long, or lies open to everybody.
    """
    pem = _read(file)
    make_one = f"make one with: openssl genrsa -out {file} {_FEWEST_BITS}"
    try:
        # OpenSSL's own check takes 40 ms for each connection; _check_works does for our purpose.
        key = load_pem_private_key(pem, None, unsafe_skip_rsa_key_validation=True)
    except TypeError as error:  # so `cryptography` says that a password is missing
        raise _wrong(file, f"is locked by a passphrase; unlock it with: openssl rsa -in {file} -out NEW") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _wrong(file, f"is no private key in PEM; {make_one}") from error
    if not isinstance(key, RSAPrivateKey):
        raise _wrong(file, f"is no RSA key, and other kinds are hardly verified anywhere; {make_one}")
    if not _FEWEST_BITS <= key.key_size <= _MOST_BITS:
        raise _wrong(file, f"has {key.key_size} bits, not {_FEWEST_BITS} to {_MOST_BITS}; {make_one}")
    _check_works(key, file)
    return key


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_mode & _OPEN_TO_ALL:
            raise _wrong(file, f"can be read by every user of this machine; close it with: chmod 600 {file}")
        return file.read_bytes()
    except OSError as error:
        raise TransportError(
            f"cannot read the DKIM key {file}: {error.strerror or error}; check [mail.dkim] key_file, or empty domain "
            "to send unsigned"
        ) from error


def _check_works(key: RSAPrivateKey, file: Path) -> None:
    try:
        key.public_key().verify(key.sign(b"", PKCS1v15(), SHA256()), b"", PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError) as error:
        raise _wrong(file, "is damaged; take it from a backup, or make another and publish that") from error


def _wrong(file: Path, what: str) -> TransportError:
    return TransportError(f"the DKIM key {file} {what}")

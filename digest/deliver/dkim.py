"""Signs mails with our domain's key, so that whoever gets one can tell that it is ours and unaltered (RFC 6376)."""

from __future__ import annotations

import re
import textwrap
from base64 import b64encode
from email.utils import parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from digest.deliver.dkim_key import load_key

if TYPE_CHECKING:
    from digest.deliver.transport import Template
    from digest.model.delivery import Envelope
    from digest.model.settings import DkimSettings

SIGNED = (
    "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type", "List-Id",
    "List-Unsubscribe", "List-Unsubscribe-Post", "List-Archive", "Feedback-ID",
)  # fmt: skip

# Named once more than they occur, so that nobody can put another one before ours (RFC 6376, 8.15).
SEALED = (
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "Reply-To", "MIME-Version", "Content-Type",
    "List-Unsubscribe", "List-Unsubscribe-Post",
)  # fmt: skip

_FIELD_END = re.compile(rb"\r\n(?![ \t])")
_SPACE = re.compile(rb"[ \t\r\n]+")  # within a field, line ends are folds
_ROOM = 72  # characters on a line of names or base64


class Signer:
    """Signs with one key; what it signs is deterministic, so a mail made again has the same signature.

    Headers may be folded anew on their way (relaxed); the body must stay as it is (simple), since quoted-printable
    leaves nothing in it that a mail server would tidy up. A signature has the Date of its mail and does not expire.
    """

    def __init__(self, settings: DkimSettings) -> None:
        """Load the key.

        Raises:
            TransportError: it cannot be used; the message names the file and a remedy.
        """
        self._settings = settings
        self._key = load_key(settings.key_file)

    def signature(self, message: bytes) -> bytes:
        """Return the DKIM-Signature header of a whole message (CRLF, each header once), to be set before it."""
        head, _, body = message.partition(b"\r\n\r\n")
        fields = dict(map(_relaxed, _FIELD_END.split(head)))
        unsigned = self._unsigned(fields, body)
        to_sign = b"".join(fields[name.lower()] for name in SIGNED if name.lower() in fields)
        _, own = _relaxed(unsigned)
        seal = b64encode(self._key.sign(to_sign + own.removesuffix(b"\r\n"), PKCS1v15(), SHA256()))
        lines = [seal[start : start + _ROOM] for start in range(0, len(seal), _ROOM)]
        return unsigned + b"\r\n ".join(lines) + b"\r\n"

    def dns_record(self) -> tuple[str, str]:
        """Return the name and the text of the TXT record under which others find the public key (RFC 6376, 3.6)."""
        public = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        name = f"{self._settings.selector}._domainkey.{self._settings.domain}"
        return name, f"v=DKIM1; k=rsa; p={b64encode(public).decode()}"

    def _unsigned(self, fields: dict[str, bytes], body: bytes) -> bytes:
        """Return the header up to where the signature stands."""
        date = fields["date"].partition(b":")[2].decode("ascii").strip()
        names = tuple(name for name in SIGNED if name.lower() in fields)
        lines = (
            "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple;",
            f"d={self._settings.domain}; s={self._settings.selector};",
            f"t={parsedate_to_datetime(date).timestamp():.0f};",
            f"h={_list_of(names + SEALED)};",
            f"bh={b64encode(sha256(_simple(body)).digest()).decode()};",
            "b=",
        )
        return "\r\n ".join(lines).encode()


class SignedTemplate:
    """A message template whose mails are signed as they are filled in."""

    def __init__(self, template: Template, signer: Signer) -> None:
        """Take the template and who signs."""
        self._template = template
        self._signer = signer

    @property
    def dotless(self) -> bool:
        """As the template says: a signature is a header, and folded."""
        return self._template.dotless

    def fill(self, envelope: Envelope) -> bytes:
        """Return the whole message for one recipient, signed; see MessageTemplate.fill."""
        message = self._template.fill(envelope)
        return self._signer.signature(message) + message


@lru_cache(maxsize=64)
def _list_of(names: tuple[str, ...]) -> str:
    return "\r\n  ".join(textwrap.wrap(": ".join(names), _ROOM, break_on_hyphens=False))


def _relaxed(field: bytes) -> tuple[str, bytes]:
    """Return a header's name, and the header with folds and spaces made even (RFC 6376, 3.4.2)."""
    name, _, value = field.partition(b":")
    key = name.strip().lower()
    return key.decode("ascii"), b"%s:%s\r\n" % (key, _SPACE.sub(b" ", value).strip(b" "))


def _simple(body: bytes) -> bytes:
    """Return the body with one line end at its end (RFC 6376, 3.4.3); CR and LF occur only in pairs in a message."""
    return body.rstrip(b"\r\n") + b"\r\n"

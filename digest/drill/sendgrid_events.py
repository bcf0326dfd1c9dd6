"""Tells a webhook what became of mails, signed, as SendGrid does: in batches, late, more than once and mixed up."""

from __future__ import annotations

import json
import secrets
import time
from base64 import b64encode
from collections import deque
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from random import Random

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

MOST_BYTES = 768 * 1024  # of one batch
SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"

_SMTP_ID = {"smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>"}
_NO_SUCH_USER = "550 5.1.1 The email account that you tried to reach does not exist."
HAPPENINGS: Mapping[str, Mapping[str, object]] = {
    "processed": {"event": "processed", **_SMTP_ID},
    "delivered": {"event": "delivered", **_SMTP_ID, "ip": "192.0.2.7", "response": "250 2.0.0 OK", "tls": 1},
    "deferred": {"event": "deferred", **_SMTP_ID, "response": "451 4.7.1 Try again later", "attempt": "1"},
    "bounce": {
        "event": "bounce", **_SMTP_ID, "type": "bounce", "status": "5.1.1", "reason": _NO_SUCH_USER,
        "bounce_classification": "Invalid Address", "ip": "192.0.2.7", "tls": 1,
    },
    "late_bounce": {
        "event": "bounce", "type": "bounce", "status": "5.1.1", "reason": _NO_SUCH_USER, "sg_message_id": None,
    },
    "blocked": {
        "event": "bounce", **_SMTP_ID, "type": "blocked", "status": "5.7.1", "reason": "550 5.7.1 Blocked by policy",
        "bounce_classification": "Reputation", "ip": "192.0.2.7", "tls": 1,
    },
    "dropped": {"event": "dropped", **_SMTP_ID, "reason": "Bounced Address", "status": "5.0.0"},
    "spamreport": {"event": "spamreport"},
    "unsubscribe": {"event": "unsubscribe"},
}  # fmt: skip

Happening = str | dict[str, object]  # a word of HAPPENINGS, or an event's own fields; a field that is None is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where events go and how.

    `plan` says what becomes of an address, in that order. Each batch holds up to `batch` events and is posted until it
    is answered with 2xx, at first after `patience` seconds, then after twice as long, up to `tries` times. Each event
    comes `copies` times, and all come in any order if `random` is given, once `settle` is called.
    """

    url: str
    plan: Callable[[str], Sequence[Happening]] = lambda _: ("processed", "delivered")
    batch: int = 1000
    copies: int = 1
    random: Random | None = None
    patience: float = 0.05
    tries: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail that was taken."""

    address: str
    sender: str
    subject: str
    message_id: str  # sg_message_id
    categories: tuple[str, ...]
    custom_args: Mapping[str, str]
    at: float
    status: str = "processed"


def events_of(mail: Mail, happenings: Iterable[Happening]) -> Iterator[dict[str, Any]]:
    """Yield the events of a mail, a second apart; custom arguments stand beside the event's own fields."""
    for later, happening in enumerate(happenings):
        own = HAPPENINGS[happening] if isinstance(happening, str) else happening
        event = {
            "email": mail.address,
            "timestamp": int(mail.at) + later,
            "sg_event_id": secrets.token_urlsafe(16),
            "sg_message_id": mail.message_id,
            **({"category": list(mail.categories)} if mail.categories else {}),
            **mail.custom_args,
            **own,
        }
        yield {name: value for name, value in event.items() if value is not None}


class Signer:
    """Signs what is posted with a key of its own, ECDSA on P-256."""

    def __init__(self) -> None:
        """Make the key."""
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        self._key: EllipticCurvePrivateKey = ec.generate_private_key(ec.SECP256R1())
        self.public_key = b64encode(
            self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        ).decode()

    def headers(self, body: bytes, *, timestamp: str) -> dict[str, str]:
        """Return the two headers that vouch for a body."""
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.hashes import SHA256

        signature = self._key.sign(timestamp.encode() + body, ec.ECDSA(SHA256()))
        return {SIGNATURE: b64encode(signature).decode(), TIMESTAMP: timestamp}


@dataclass(slots=True)
class Postman:
    """Posts events from a thread of its own."""

    webhook: Webhook
    signer: Signer
    given_up: list[dict[str, Any]] = field(default_factory=list)  # events whose every try failed
    posts: int = 0  # tries so far
    _waiting: deque[dict[str, Any]] = field(default_factory=deque)
    _turn: Condition = field(default_factory=Condition)
    _held: bool = False  # until `settle`, so that they can be mixed up
    _busy: bool = False
    _closed: bool = False

    def start(self) -> None:
        """Begin to post."""
        self._held = self.webhook.random is not None
        Thread(target=self._work, daemon=True).start()

    def tell(self, events: Iterable[dict[str, Any]]) -> None:
        """Post these as soon as may be."""
        with self._turn:
            self._waiting.extend(event for event in events for _ in range(self.webhook.copies))
            self._turn.notify_all()

    def settle(self, timeout: float) -> bool:
        """Let everything go out, and tell whether it did in that time."""
        with self._turn:
            if self.webhook.random:
                mixed = list(self._waiting)
                self.webhook.random.shuffle(mixed)
                self._waiting = deque(mixed)
            self._held = False
            self._turn.notify_all()
            done = self._turn.wait_for(lambda: not self._waiting and not self._busy, timeout)
            self._held = self.webhook.random is not None
            return done

    def close(self) -> None:
        """Post no more."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()

    def _work(self) -> None:
        while batch := self._next():
            if not self._delivered(batch):
                self.given_up += batch
            with self._turn:
                self._busy = False
                self._turn.notify_all()

    def _next(self) -> list[dict[str, Any]]:
        with self._turn:
            self._turn.wait_for(lambda: self._closed or (self._waiting and not self._held))
            if self._closed:
                return []
            self._busy = True
            batch: list[dict[str, Any]] = []
            size = 2
            while self._waiting and len(batch) < self.webhook.batch:
                size += len(json.dumps(self._waiting[0])) + 2
                if batch and size > MOST_BYTES:
                    break
                batch.append(self._waiting.popleft())
            return batch

    def _delivered(self, batch: list[dict[str, Any]]) -> bool:
        body = json.dumps(batch).encode()
        for again in range(self.webhook.tries):
            if again:
                with self._turn:
                    if self._turn.wait_for(lambda: self._closed, self.webhook.patience * 2 ** (again - 1)):
                        return False
            self.posts += 1
            if 200 <= post(self.webhook.url, body, self.signer.headers(body, timestamp=str(int(time.time())))) < 300:
                return True
        return False


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post JSON once and return the status of the answer, 0 if there is none."""
    request = Request(url, body, {"Content-Type": "application/json", "User-Agent": "SendGrid Event API", **headers})  # noqa: S310
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=10) as response:
            return int(response.status)
    except HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0

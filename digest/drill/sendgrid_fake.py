"""A SendGrid of one's own, on 127.0.0.1: takes mail as the real one does, refuses what it refuses, and remembers."""

from __future__ import annotations

import re
import secrets
import time
from collections import Counter, deque
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any

from digest.drill.sendgrid_events import Mail, Postman, Signer, events_of
from digest.drill.sendgrid_http import Answered, Fault, HttpServer
from digest.drill.sendgrid_judge import MOST_BYTES, error_body, judge
from digest.drill.sendgrid_search import look_up, search

if TYPE_CHECKING:
    from typing import Self

    from digest.drill.sendgrid_events import Webhook
    from digest.drill.sendgrid_http import Asked

MAIL_SEND = "/v3/mail/send"
_LOGS = "/v3/logs"
_KEPT = 1000  # requests to mail/send that are remembered whole
# A recipient as Python's json writes one, whatever stands first, and whatever spaces.
_RECIPIENT = re.compile(rb'"to": ?\[\{(?:"name": ?"(?:[^"\\]|\\.)*", ?)?"email": ?"([^"]*)"')

Faults = Callable[[int], Fault | None]


class SendgridFake:
    """Serves /v3/mail/send and /v3/logs while it is entered; safe to use from several threads.

    `url` and `key` are what to configure. `taken` counts, for each address, the mails that were taken (in the sandbox:
    none are), before anything is answered; `sandboxed` those found good there. `asked` is how many requests came to
    mail/send, and `requests` keeps the last of them. `faults` is asked what goes wrong with each, by its number from 1;
    a dict's `get` will do. `rate` is how many may come in `window` seconds. Without `judge` everything is taken at
    once, and only counted. `delay` is how long it takes, in seconds, to
    answer what was taken.
    """

    def __init__(
        self,
        *,
        judge: bool = True,
        delay: float = 0.0,
        faults: Faults = lambda _: None,
        webhook: Webhook | None = None,
        rate: int | None = None,
        window: float = 60.0,
    ) -> None:
        """Be ready to be entered; the key, and the one that signs events, are new ones."""
        self.key = f"SG.{secrets.token_urlsafe(16)}.{secrets.token_urlsafe(32)}"
        self.taken: Counter[str] = Counter()
        self.sandboxed: Counter[str] = Counter()
        self.requests: deque[Asked] = deque(maxlen=_KEPT)
        self.mails: list[Mail] = []
        self.asked = 0
        self.faults = faults
        self._signer = Signer()
        self.public_key = self._signer.public_key
        self.postman = Postman(webhook, self._signer) if webhook else None
        self._judge, self._delay, self._rate, self._window = judge, delay, rate, window
        self._since, self._in_window = time.time(), 0
        self._lock = Lock()
        self._server = HttpServer(self._answer, fault_of=self._fault_of)
        self.url = self._server.url

    def __enter__(self) -> Self:
        self._server.__enter__()
        if self.postman:
            self.postman.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()
        if self.postman:
            self.postman.close()

    @property
    def reached(self) -> int:
        """How many addresses have a mail so far."""
        return len(self.taken)

    def settle(self, timeout: float = 10.0) -> bool:
        """Wait until every event has been posted or given up, and tell whether that was so in time."""
        return self.postman is None or self.postman.settle(timeout)

    def _fault_of(self, asked: Asked) -> Fault | None:
        if asked.path != MAIL_SEND:
            return None
        with self._lock:
            self.asked += 1
            return self.faults(self.asked)

    def _answer(self, asked: Asked) -> Answered:
        if asked.headers.get("Authorization") != f"Bearer {self.key}":
            return _refusal(401, "The provided authorization grant is invalid, expired, or revoked")
        place = asked.path.partition("?")[0]
        if place == _LOGS and asked.method == "POST":
            return search(asked.body, self.mails)
        if place.startswith(f"{_LOGS}/") and asked.method == "GET":
            return look_up(place.removeprefix(f"{_LOGS}/"), self.mails)
        if place not in {MAIL_SEND, _LOGS}:
            return _refusal(404, "not found")
        if asked.method != "POST":
            return _refusal(405, "method not allowed")
        answered = self._send(asked)
        self._server.closing.wait(self._delay)
        return answered

    def _send(self, asked: Asked) -> Answered:
        if not self._judge:
            self._count(asked.body)
            return _accepted()
        self.requests.append(asked)
        if limits := self._too_fast():
            return _refusal(429, "too many requests", **limits)
        if len(asked.body) > MOST_BYTES:
            return _refusal(413, "content too large")
        if not (asked.headers.get("Content-Type") or "").lower().startswith("application/json"):
            return _refusal(415, "Content-Type should be application/json.")
        mail, errors = judge(asked.body)
        if errors:
            return Answered(400, {"Content-Type": "application/json"}, error_body(errors))
        return self._take(mail)

    def _too_fast(self) -> dict[str, str]:
        """Count a request, and return the headers that go with turning it away, if it is to be."""
        if self._rate is None:
            return {}
        with self._lock:
            if time.time() - self._since >= self._window:
                self._since, self._in_window = time.time(), 0
            self._in_window += 1
            reset = str(int(self._since + self._window) + 1)
            limits = {"X-RateLimit-Limit": str(self._rate), "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
            return limits if self._in_window > self._rate else {}

    def _take(self, mail: dict[str, Any]) -> Answered:
        to = [mailbox["email"] for one in mail["personalizations"] for mailbox in one["to"]]
        if mail.get("mail_settings", {}).get("sandbox_mode", {}).get("enable"):
            with self._lock:
                self.sandboxed.update(to)
            return Answered(200)
        answered = _accepted()
        mails = _mails(mail, request=answered.headers["X-Message-Id"])
        with self._lock:
            self.taken.update(to)
            self.mails += mails
        if self.postman:
            for one in mails:
                self.postman.tell(events_of(one, self.postman.webhook.plan(one.address)))
        return answered

    def _count(self, body: bytes) -> None:
        addresses = [address.decode("latin-1") for address in _RECIPIENT.findall(body)]
        with self._lock:
            self.taken.update(addresses)


def _mails(mail: dict[str, Any], *, request: str) -> list[Mail]:
    now = time.time()
    recipients = [(one, mailbox["email"]) for one in mail["personalizations"] for mailbox in one["to"]]
    return [
        Mail(
            address=address,
            sender=mail["from"]["email"],
            subject=one.get("subject", mail.get("subject", "")),
            message_id=f"{request}.recvd-5d8c7b6f9-{place}.0",
            categories=tuple(mail.get("categories", ())),
            custom_args=mail.get("custom_args", {}) | one.get("custom_args", {}),
            at=now,
        )
        for place, (one, address) in enumerate(recipients)
    ]


def _accepted() -> Answered:
    return Answered(202, {"X-Message-Id": secrets.token_urlsafe(16)})


def _refusal(status: int, message: str, **headers: str) -> Answered:
    return Answered(status, {"Content-Type": "application/json"} | headers, error_body([("", message)]))

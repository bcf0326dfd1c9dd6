"""Posts to SendGrid through its own client, and tells what was certainly not sent from what may have been."""

from __future__ import annotations

import http.client
import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, UnknownHandler

from digest.deliver.secret import secret
from digest.errors import TransportError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from email.message import Message

    from digest.model.settings import SendgridSettings

_HOSTS = {"global": "https://api.sendgrid.com", "eu": "https://api.eu.sendgrid.com"}
_LONGEST_ANSWER = 8 << 20  # bytes of an answer that are read: a page of a thousand log rows is far under it
_JSON = "application/json; charset=utf-8"  # on exactly "application/json" the client would encode the text once more
_FAILURES = (OSError, http.client.HTTPException, UnicodeError)  # the last from host names that cannot be
_KEY = re.compile(r"[!-~]+")


class NotSent(Exception):
    """The request was certainly not written to its end, so the other side cannot have acted on it; says why."""


class InDoubt(Exception):
    """The request was written and no answer came that says what became of it; says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side answered; `body` may be cut short, and never holds the key."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Endpoint:
    """One place of the API to post to; belongs to one thread, and opens a connection for each request."""

    def __init__(self, settings: SendgridSettings, key: str, *, path: str) -> None:
        """Load SendGrid's package and make a client of its own for `path`, such as `mail/send`."""
        from sendgrid import SendGridAPIClient  # a third of a second

        _keep_quiet()
        client = SendGridAPIClient(key, host=base_url(settings)).client
        client.timeout = settings.timeout.total_seconds()
        self._exchange = partial(_exchange, limit=client.timeout)
        self._client = self._below(client, *path.split("/"))
        self._key = key.encode()

    def post(self, *text: bytes) -> Answer:
        """Write JSON text once, given in parts; return the answer, whatever its status, following no redirect.

        Raises:
            NotSent: it was not written to its end.
            InDoubt: it was, and no status came back.
        """
        body = _Body(text)
        try:
            answer = self._client.post(
                request_body=body, request_headers={"Content-Type": _JSON, "Content-Length": str(sum(map(len, text)))}
            )
        except _FAILURES as error:
            raise (InDoubt if body.written else NotSent)(_reason(error)) from None  # it may quote headers
        return Answer(answer.status_code, answer.headers, answer.body.replace(self._key, b"[key]"))

    def get(self, segment: str) -> Answer:
        """Ask for what `segment` names under this path.

        Raises:
            NotSent: no status came back.
        """
        client = self._below(self._client, segment)
        shared = client.request_headers.items()
        client.request_headers = {name: value for name, value in shared if not name.startswith("Content-")}
        try:
            answer = client.get()
        except _FAILURES as error:
            raise NotSent(_reason(error)) from None
        return Answer(answer.status_code, answer.headers, answer.body.replace(self._key, b"[key]"))

    def _below(self, client: Any, *segments: str) -> Any:  # noqa: ANN401  the package has no types
        for segment in segments:
            client = client._(segment)  # each is a new client that takes the timeout on
        client._make_request = self._exchange
        return client


def api_key(settings: SendgridSettings, environ: Mapping[str, str]) -> str:
    """Return the key from the environment, or from the file that the settings name.

    Raises:
        TransportError: it is not there, or is nothing that could stand in a header.
    """
    variable = settings.api_key_env
    key = secret(
        environ,
        variable,
        file=settings.api_key_file,
        named_by="[mail.sendgrid] api_key_file",
        what="the SendGrid API key",
    ).strip()
    if not _KEY.fullmatch(key):
        raise TransportError(
            f"{settings.api_key_file if variable not in environ else f'the environment variable {variable}'} holds no "
            "SendGrid API key: one has no spaces and only ASCII characters; copy it again"
        )
    return key


def base_url(settings: SendgridSettings) -> str:
    """Return where the API stands."""
    return settings.url or _HOSTS[settings.region]


class _Body:
    """A request's body that knows when it was written: the sender asks for what follows only then."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = parts
        self.written = False

    def encode(self, _: str) -> _Body:
        """Be taken by SendGrid's client for a string."""
        return self

    def __iter__(self) -> Iterator[bytes]:
        self.written = False
        yield from self._parts
        self.written = True


@dataclass(frozen=True, slots=True)
class _Reply:
    """An HTTP response with as much of its body as came, in the form that SendGrid's client reads."""

    status: int
    headers: Message
    body: bytes

    def getcode(self) -> int:
        return self.status

    def read(self) -> bytes:
        return self.body

    def info(self) -> Message:
        return self.headers


def _exchange(_opener: object, request: Request, timeout: float | None = None, *, limit: float) -> _Reply:
    """Write the request and return the reply; stands for the method with which SendGrid's client does so.

    `limit` is the timeout where none is given. That method follows redirects, with the key, to any host and as a GET;
    and it forgets the status when the body of a reply breaks off.
    """
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), UnknownHandler()):
        opener.add_handler(handler)
    with opener.open(request, timeout=timeout or limit) as response:
        body = b""
        with suppress(*_FAILURES):  # the status is what counts
            body = response.read(_LONGEST_ANSWER)
        return _Reply(response.status, response.headers, body)


def _keep_quiet() -> None:
    """Let the client's log say nothing: at level DEBUG it would hold the key, the addresses and the mail."""
    logger = logging.getLogger("python_http_client.client")
    if _nothing not in logger.filters:
        logger.addFilter(_nothing)


def _nothing(_: logging.LogRecord) -> bool:
    return False


def _reason(error: Exception) -> str:
    cause: Any = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return "it took too long"
    if isinstance(cause, http.client.RemoteDisconnected):
        return "it hung up"
    if isinstance(cause, http.client.HTTPException):
        return "it answered with something that is not HTTP"
    return str(getattr(cause, "strerror", "") or cause)

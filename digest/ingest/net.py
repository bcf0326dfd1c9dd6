"""Gets one document over HTTP, guarded against slow, endless, huge and private answers."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, replace
from functools import cache
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import unquote

import certifi
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Url, make_headers, parse_url

from digest.errors import IngestError
from digest.ingest.dial import Deadline, dial
from digest.ingest.urls import absolute
from digest.model.source import without_credentials

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

    from urllib3.response import BaseHTTPResponse

    from digest.model.settings import FetchSettings

MAX_REDIRECTS = 5
_CHUNK = 65_536  # bytes
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WHAT_HELPS = {401: "give a name and password in its address", 404: "check the address", 410: "it is gone for good"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer: `body` is decompressed, and empty unless the status is 200.

    `url` is where the answer came from; `permanent_url` is the address to ask next time, which differs from the one
    asked when the first redirects were permanent ones (RFC 9110, 15.4). The names of `headers` match ignoring case.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    permanent_url: str

    @property
    def refusal(self) -> str:
        """Say what an answer other than 200 was, and what helps."""
        helps = _WHAT_HELPS.get(self.status) or ("try again later" if self.status >= 500 else "see it in a browser")
        return f"answered {self.status}; {helps}"


def get(url: str, *, settings: FetchSettings, headers: Mapping[str, str]) -> Response:
    """Return the answer to a GET of an http or https URL, after at most `MAX_REDIRECTS` redirects.

    `settings.timeout` bounds the whole exchange, redirects included; `settings.max_bytes` the decompressed body. A
    name and password in the URL are sent to its own host alone and stand in no message; such a URL is never replaced
    by a permanent redirect, which would lose them.

    Raises:
        IngestError: there was no answer to be had; the message is one line that says why.
    """
    deadline = Deadline(settings.timeout)
    here = permanent = url
    try:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _exchange(here, {**headers, **_credentials(url, here)}, settings=settings, deadline=deadline)
            target = _target(here, answer)
            if not target:
                return replace(answer, permanent_url=permanent)
            if here == permanent and answer.status in _PERMANENT and url == without_credentials(url):
                permanent = target
            here = target
    except (exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
        raise IngestError(_why(error, deadline)) from error
    raise IngestError(f"redirects more than {MAX_REDIRECTS} times")


class _Guarded(HTTPConnection):
    """A connection that dials only what it may, and is cut when time is up."""

    deadline: Deadline
    allow_private: bool

    def _new_conn(self) -> socket.socket:
        connection = dial(self.host, self.port, deadline=self.deadline, allow_private=self.allow_private)
        try:
            self.deadline.watch(connection)
            connection.settimeout(self.deadline.left())
        except TimeoutError:
            connection.close()
            raise
        return connection


class _GuardedTls(_Guarded, HTTPSConnection):
    """The same, over TLS."""


def _exchange(url: str, headers: Mapping[str, str], *, settings: FetchSettings, deadline: Deadline) -> Response:
    """Return the answer of one host, redirects not followed."""
    parts = parse_url(url)
    connection = _connection(parts)
    connection.deadline, connection.allow_private = deadline, settings.allow_private
    try:
        connection.timeout = deadline.left()
        accepted = make_headers(accept_encoding="gzip, deflate")
        connection.request("GET", parts.request_uri, headers={**accepted, **headers}, preload_content=False)
        response = connection.getresponse()
        body = _body(response, settings.max_bytes) if response.status == 200 else b""
        deadline.left()  # a connection that was cut looks like one that ended
    finally:
        connection.close()
        deadline.release()
    here = without_credentials(url)
    return Response(status=response.status, headers=response.headers, body=body, url=here, permanent_url=here)


def _connection(parts: Url) -> _Guarded:
    host = (parts.host or "").strip("[]")
    if parts.scheme not in ("http", "https") or not host:
        raise IngestError("is no http or https address")
    if parts.scheme == "http":
        return _Guarded(host, parts.port or 80)
    return _GuardedTls(host, parts.port or 443, ssl_context=_tls())


@cache
def _tls() -> ssl.SSLContext:
    """Return what verifies certificates: by the system's authorities and, where it has none, by Mozilla's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _body(response: BaseHTTPResponse, limit: int) -> bytes:
    """Return the decompressed body, read piece by piece, so that one too large is never held."""
    body = bytearray()
    while piece := response.read(_CHUNK, decode_content=True):
        body += piece
        if len(body) > limit:
            raise IngestError(f"is larger than {limit / 1_000_000:g} MB")
    return bytes(body)


def _target(here: str, answer: Response) -> str:
    """Return where the answer redirects to, without credentials; empty when it does not."""
    if answer.status not in _REDIRECTS:
        return ""
    return without_credentials(absolute(answer.headers.get("Location", ""), here))


def _credentials(asked: str, here: str) -> dict[str, str]:
    """Return the header that carries the name and password of the URL asked, for its own host only (RFC 7617)."""
    first, now = parse_url(asked), parse_url(here)
    if not first.auth or (first.scheme, first.host, first.port) != (now.scheme, now.host, now.port):
        return {}
    return dict(make_headers(basic_auth=unquote(first.auth)))


def _why(error: Exception, deadline: Deadline) -> str:
    """Return one line that says why an exchange failed; never a part of the URL."""
    if isinstance(error, (TimeoutError, exceptions.TimeoutError)) or deadline.over:
        return f"timed out after {deadline.allowed:g}s"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that cannot be trusted ({error.verify_message})"
    if isinstance(error, ssl.SSLError):
        return "failed to set up TLS"
    if isinstance(error, ConnectionRefusedError):
        return "refused the connection"
    if isinstance(error, exceptions.DecodeError):
        return "sent a body that cannot be decompressed"
    if isinstance(error, (exceptions.ProtocolError, HTTPException, ConnectionError)):
        return "broke the connection off"
    if isinstance(error, OSError):
        return f"cannot be reached ({error.strerror or type(error).__name__})"
    return "is no usable address"

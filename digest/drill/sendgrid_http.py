"""Speaks just enough HTTP/1.1 for a fake service, and goes wrong exactly as it is told to."""

from __future__ import annotations

import socket
import socketserver
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from http.client import parse_headers
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message
    from typing import Self


class Stage(StrEnum):
    """How far an exchange has come."""

    HEAD = "head"  # the head of the request was read, and no octet of its body
    BODY = "body"  # the whole request was read, and nothing done about it
    DONE = "done"  # what it asks for was done, and nothing answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one request.

    `status` (with `body` and `headers`, where given) is answered in place of doing what was asked. `hang` falls silent
    at a stage, `drop` hangs up there. `cut` writes only so many octets of the answer, then hangs up. `wait` is slow by
    so many seconds before the answer.
    """

    status: int = 0
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: Stage | None = None
    drop: Stage | None = None
    cut: int | None = None
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; `body` is empty where a fault kept it from being read."""

    method: str
    path: str
    headers: Message
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answered:
    """What to answer."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


Handle = Callable[[Asked], Answered]
FaultOf = Callable[[Asked], Fault | None]


class HttpServer:
    """A server on a free port of 127.0.0.1, a thread for each connection; a context manager."""

    def __init__(self, handle: Handle, *, fault_of: FaultOf) -> None:
        """Take what answers a request that was read, and what goes wrong with one whose head was read."""
        self.closing = Event()
        self._server = _Server(("127.0.0.1", 0), _connection(handle, fault_of, self.closing))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()  # whoever hangs, lets go
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went away; a real service would not either."""

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        if isinstance(request, socket.socket):
            request.settimeout(30)  # nobody holds a thread of ours for ever
        super().process_request(request, client_address)


def _connection(handle: Handle, fault_of: FaultOf, closing: Event) -> type[socketserver.StreamRequestHandler]:
    class Connection(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True
        rbufsize = 1 << 16

        def handle(self) -> None:
            with suppress(OSError, ValueError, _HungUp):
                while self._exchange():
                    pass

        def _exchange(self) -> bool:
            """Answer one request; tell whether another may follow on this connection."""
            if not (line := self.rfile.readline(65537).split()):
                return False
            asked = Asked(line[0].decode("latin-1"), line[1].decode("latin-1"), parse_headers(self.rfile))
            fault = fault_of(asked) or Fault()
            self._reach(Stage.HEAD, fault)
            asked = Asked(asked.method, asked.path, asked.headers, self._body(asked))
            self._reach(Stage.BODY, fault)
            answered = _answer_of(fault) if fault.status else handle(asked)
            self._reach(Stage.DONE, fault)
            closing.wait(fault.wait)
            self.wfile.write(_written(answered)[: fault.cut])
            return fault.cut is None and (asked.headers.get("Connection") or "").lower() != "close"

        def _body(self, asked: Asked) -> bytes:
            size = int(asked.headers.get("Content-Length") or 0)
            body = self.rfile.read(size)
            if len(body) < size:
                raise _HungUp
            return body

        def _reach(self, stage: Stage, fault: Fault) -> None:
            if fault.hang is stage:
                closing.wait(60)
            if stage in {fault.hang, fault.drop}:
                raise _HungUp

    return Connection


class _HungUp(Exception):
    """The exchange is over."""


def _answer_of(fault: Fault) -> Answered:
    body = b'{"errors":[{"message":"told to fail","field":null}]}' if fault.body is None else fault.body
    return Answered(fault.status, {"Content-Type": "application/json"} | dict(fault.headers), body)


def _written(answered: Answered) -> bytes:
    try:
        phrase = HTTPStatus(answered.status).phrase
    except ValueError:
        phrase = "Other"
    headers = {"Server": "fake", "Date": time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())}
    headers |= {"Content-Length": str(len(answered.body))} | dict(answered.headers)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {answered.status} {phrase}\r\n{head}\r\n".encode("latin-1") + answered.body

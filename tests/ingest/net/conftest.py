"""A real HTTP server on loopback whose every answer a test writes itself."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from digest.model.settings import FetchSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass
class Site:
    """What the server answers, path by path, and what it was asked; a path unknown is a 404."""

    url: str = ""
    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def give(self, path: str, body: bytes = b"", *, status: int = 200, **headers: str) -> str:
        """Answer `path` with this body; headers are named with underscores. Returns the address."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in ({"Content-Length": str(len(body))} | named).items():
                request.send_header(name, value)
            request.end_headers()
            request.wfile.write(body)

        return self.act(path, answer)

    def act(self, path: str, answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        """Answer `path` by calling this; returns the address."""
        self.answers[path] = answer
        return self.url + path


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = self.site.answers.get(self.path)
        try:
            if answer:
                answer(self)
            else:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64


@pytest.fixture
def site() -> Iterator[Site]:
    """A server that runs while the test does."""
    made = Site()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": made}))
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def settings() -> FetchSettings:
    """Settings that let a test reach its own server."""
    return FetchSettings(allow_private=True, timeout=timedelta(seconds=5), max_bytes=1_000_000)


@pytest.fixture
def hasty(settings: FetchSettings) -> FetchSettings:
    """The same with a timeout of a third of a second."""
    return replace(settings, timeout=timedelta(seconds=0.3))

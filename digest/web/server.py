"""Serves an app from this process until it is told to end."""

from __future__ import annotations

import signal
import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import uvicorn

from digest.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"

MOST_CONNECTIONS = 500  # beyond these, requests are told to come later


def serve(app: ASGIApp, *, host: str = LOOPBACK, port: int, on_ready: Callable[[str], None], patience: int = 1) -> None:
    """Serve until Ctrl-C or SIGTERM; `on_ready` gets the address as soon as it answers. Port 0 is any free one.

    Requests under way have `patience` seconds to end.

    Raises:
        UsageError: the port, or the host, cannot be had.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=patience,
    )
    with _listener(host, port) as listener, _ending_well():
        shown = f"[{host}]" if ":" in host else host
        on_ready(f"http://{shown}:{listener.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        where = f"port {port}" if host == LOOPBACK else f"port {port} of {host}"
        raise UsageError(f"{where} cannot be used: {error.strerror}; choose another, or 0 for any free one") from None


@contextmanager
def _ending_well() -> Iterator[None]:
    """Let a sign to stop end the block, and not the process: uvicorn raises it again once it has ended well."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)

"""Serves an app from this process until it is told to end."""

from __future__ import annotations

import errno
import signal
import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import uvicorn

from digest.errors import UsageError
from digest.web.patient import MOST_CONNECTIONS, PatientProtocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"

LARGEST_HEAD = 16_384  # bytes of a request's line and headers

_NO_ADDRESS = frozenset({socket.EAI_NONAME, socket.EAI_AGAIN, errno.EADDRNOTAVAIL})


def config_of(app: ASGIApp, *, patience: int = 1, trusted_proxies: Sequence[str] = ()) -> uvicorn.Config:
    """Return how an app is served; requests under way have `patience` seconds to end.

    `X-Forwarded-For` and `X-Forwarded-Proto` are believed of the trusted proxies (addresses and networks) alone: who
    asks is the last address in there that is none of theirs.
    """
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        limit_concurrency=MOST_CONNECTIONS + 50,  # some room for those about to be hung up on
        h11_max_incomplete_event_size=LARGEST_HEAD,
        timeout_graceful_shutdown=patience,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
    )


def serve(
    app: ASGIApp,
    *,
    host: str = LOOPBACK,
    port: int,
    on_ready: Callable[[str], None],
    patience: int = 1,
    trusted_proxies: Sequence[str] = (),
    on_end: Callable[[], None] = lambda: None,
) -> None:
    """Serve until Ctrl-C or SIGTERM; `on_ready` gets the address as soon as it answers. Port 0 is any free one.

    `on_end` is called when it is told to end, before requests under way are waited for.

    Raises:
        UsageError: the port, or the host, cannot be had.
    """
    config = config_of(app, patience=patience, trusted_proxies=trusted_proxies)
    with _listener(host, port) as listener, _ending_well():
        shown = f"[{host.strip('[]')}]" if ":" in host else host
        on_ready(f"http://{shown}:{listener.getsockname()[1]}/")
        _Server(config, on_end).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_end: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_end = on_end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_end()
        await super().shutdown(sockets)


def _listener(host: str, port: int) -> socket.socket:
    if not host:  # to the system this is every address of the machine
        raise UsageError("the host is empty; name an address to listen at, such as 127.0.0.1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=1024)
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (")[0]
        if error.errno in _NO_ADDRESS:
            raise UsageError(f"host {host} cannot be used: {why}; name an address of this machine") from None
        where = f"port {port}" if host == LOOPBACK else f"port {port} of {host}"
        raise UsageError(f"{where} cannot be used: {why}; choose another, or 0 for any free one") from None


@contextmanager
def _ending_well() -> Iterator[None]:
    """Let a sign to stop end the block, and not the process: uvicorn raises it again once it has ended well."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)

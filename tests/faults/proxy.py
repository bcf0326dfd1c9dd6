"""Stands between a client and a real server on loopback, and spoils the connection at a chosen octet."""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

_CHUNK = 65536


class Deed(StrEnum):
    """What is done to a connection."""

    FIN = "fin"  # both ends see it closed
    RST = "rst"  # the client sees it reset
    HOLD = "hold"  # nothing flows in that direction any more
    DELAY = "delay"  # nothing flows for `seconds`, then all does
    DRIBBLE = "dribble"  # from there on single octets, `seconds` apart


@dataclass(frozen=True, kw_only=True)
class Spoil:
    """Where and how a connection is spoilt.

    The place is in what flows to the client (`to_client`) or to the server: once `where` has been seen, after the first
    `keep` octets of it. Nothing is done before all of `where` was seen, so who wrote it has written all of it. Only the
    first `times` connections that come to that place are spoilt.
    """

    where: bytes
    keep: int = 0
    to_client: bool = False
    deed: Deed = Deed.FIN
    seconds: float = 0.0
    times: int = 1


class Proxy:
    """Relays connections to 127.0.0.1:`target`, one thread each."""

    def __init__(self, target: int, spoil: Spoil) -> None:
        self.target, self.spoil = target, spoil
        self.spoilt = 0
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listener.settimeout(0.05)
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def _start(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            self._start(self._relay, client)

    def _relay(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self._flow(client, server)
            except OSError:
                return

    def _flow(self, client: socket.socket, server: socket.socket) -> None:
        spoil = self.spoil
        flows = {
            client: _Flow(server, None if spoil.to_client else spoil),
            server: _Flow(client, spoil if spoil.to_client else None),
        }
        while not self._stopped.is_set():
            open_ends = [end for end, flow in flows.items() if not flow.held]
            for end in select.select(open_ends, [], [], 0.05)[0]:
                octets = end.recv(_CHUNK)
                if not octets:
                    return
                if flows[end].carry(octets) and self.spoilt < spoil.times:
                    self.spoilt += 1
                    if spoil.deed in {Deed.FIN, Deed.RST}:
                        self._cut(client)
                        return
                    flows[end].slow_down(spoil)
                flows[end].let_go()

    def _cut(self, client: socket.socket) -> None:
        if self.spoil.deed is Deed.RST:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class _Flow:
    """One direction of a connection."""

    def __init__(self, to: socket.socket, spoil: Spoil | None) -> None:
        self.to, self.spoil = to, spoil
        self.held = False
        self._gap = 0.0
        self._kept = b""  # not passed on yet
        self._tail = b""  # the last octets passed on, in which `where` may begin

    def carry(self, octets: bytes) -> bool:
        """Pass on what may be; tell whether the place was come to. What lies behind it waits for `let_go`."""
        self._kept += octets
        if not self.spoil:
            return False
        seen = self._tail + self._kept
        start = seen.find(self.spoil.where)
        if start < 0:
            self._pass(len(self._kept) - max(0, self._begun(seen) - self.spoil.keep))
            return False
        self._pass(max(0, start + self.spoil.keep - len(self._tail)))
        self.spoil = None
        return True

    def slow_down(self, spoil: Spoil) -> None:
        self.held = spoil.deed is Deed.HOLD
        if spoil.deed is Deed.DELAY:
            time.sleep(spoil.seconds)
        self._gap = spoil.seconds if spoil.deed is Deed.DRIBBLE else 0.0

    def let_go(self) -> None:
        """Pass on what was kept back, unless it is held for good or may be the beginning of the place."""
        if not self.spoil and not self.held:
            self._pass(len(self._kept))

    def _begun(self, seen: bytes) -> int:
        """Return how many of the last octets may be the beginning of the place."""
        assert self.spoil
        where = self.spoil.where
        return next((size for size in range(min(len(where), len(seen)), 0, -1) if seen.endswith(where[:size])), 0)

    def _pass(self, count: int) -> None:
        going, self._kept = self._kept[:count], self._kept[count:]
        step = 1 if self._gap else max(1, len(going))
        for start in range(0, len(going), step):
            self.to.sendall(going[start : start + step])
            time.sleep(self._gap)
        if self.spoil:
            self._tail = (self._tail + going)[-len(self.spoil.where) :]

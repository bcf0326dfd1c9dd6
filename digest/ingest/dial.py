"""Connects to hosts of the public internet, and to private ones only when that is allowed."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from digest.errors import IngestError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

_MAX_ADDRESSES = 4  # tried one after another, of those a name has
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Deadline:
    """The moment by which an exchange must have ended, however slowly the other side drips.

    Timeouts of sockets bound each wait, never their sum; so the connection being watched is shut down when time is up.
    """

    def __init__(self, allowed: timedelta) -> None:
        self.allowed = allowed.total_seconds()
        self._end = time.monotonic() + self.allowed
        self._alarm: threading.Timer | None = None
        self._watched: socket.socket | None = None

    @property
    def over(self) -> bool:
        """Tell whether time is up."""
        return time.monotonic() >= self._end

    def left(self) -> float:
        """Return the seconds left.

        Raises:
            TimeoutError: there are none.
        """
        if (seconds := self._end - time.monotonic()) <= 0:
            raise TimeoutError
        return seconds

    def watch(self, connection: socket.socket) -> None:
        """Shut this connection down when time is up, and no longer the one watched before."""
        self.release()
        seconds = self.left()
        self._watched = connection.dup()  # stays valid while TLS takes the original over
        self._alarm = threading.Timer(seconds, self._cut, [self._watched])
        self._alarm.daemon = True
        self._alarm.start()

    def _cut(self, connection: socket.socket) -> None:
        self._end = time.monotonic()  # a timer may fire a hair early, but now time is up
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Stop watching."""
        if self._alarm and self._watched:
            self._alarm.cancel()
            self._alarm.join()
            self._watched.close()
        self._alarm = self._watched = None


def dial(host: str, port: int, *, deadline: Deadline, allow_private: bool) -> socket.socket:
    """Return a connection to a host whose address was checked: the one checked is the one connected to.

    Raises:
        IngestError: the host is unknown, or private and that is not allowed.
        OSError: no address of it can be connected to in time.
    """
    addresses = _lookup(host, port, deadline.left())
    allowed = [address for address in addresses if allow_private or is_public(ipaddress.ip_address(address[0]))]
    if not allowed:
        raise IngestError(
            f"leads to the private address {addresses[0][0]}; [fetch] allow_private = true would allow it"
        )
    failure: OSError = TimeoutError()
    for address in allowed[:_MAX_ADDRESSES]:
        try:
            # Half of what is left, so that a dead first address leaves time for a second.
            return socket.create_connection(address, timeout=max(deadline.left() / 2, 0.01))
        except OSError as error:
            failure = error
    raise failure


def is_public(address: Address) -> bool:
    """Tell whether an address, or the IPv4 address it carries within, belongs to a host of the public internet.

    Private, loopback, link-local, shared (RFC 6598), multicast, reserved and unspecified ones do not.
    """
    if inner := _carried(address):
        return is_public(inner)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or (address.version == 6 and address.is_site_local)
    )


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for: mapped, 6to4, Teredo or NAT64."""
    if address.version == 4:
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _lookup(host: str, port: int, seconds: float) -> Sequence[tuple[str, int]]:
    """Return the host's addresses, waiting at most so long: the system's resolver knows no timeout of ours."""
    answers: queue.SimpleQueue[list[tuple[str, int]] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([(str(row[4][0]), port) for row in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name=f"lookup of {host}").start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception) or not answer:
        raise IngestError(f"there is no host named {host[:100]}")
    return answer

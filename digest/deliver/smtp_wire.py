"""Writes bytes to a mail server and reads its replies, with a deadline for each."""

from __future__ import annotations

import select
import ssl
import time
from ipaddress import ip_address
from typing import TYPE_CHECKING

from digest.deliver.smtp_reply import NOT_LOGGED_IN, Reply, read_reply
from digest.deliver.waiting import Steps, Wait, alone
from digest.errors import SenderFault, TransportError

if TYPE_CHECKING:
    import socket

END = b".\r\n"  # of a message, after a line's end (RFC 5321, 4.1.1.4)

_AT_ONCE = 4096  # octets that are read


class Lost(Exception):
    """The connection broke, timed out or made no sense before the end of a mail was written: it was not handed over."""


class InDoubt(Exception):
    """The connection was lost once the end of a mail was, even partly, written: it may have been handed over."""


class Wire:
    """A connected socket that speaks in lines; every failure of it is Lost.

    `write` and `reply` wait; `written`, `message_written` and `heard` are the same as steps, for who has other things
    to do meanwhile.
    """

    def __init__(self, connected: socket.socket, *, timeout: float) -> None:
        """Take a connected socket and the seconds any one write or reply may take."""
        connected.settimeout(0)
        self._socket = connected
        self._timeout = timeout
        self._unread = b""
        self._holds_back = False  # what the system no longer has, as TLS may
        self._poll = select.poll()
        self._poll.register(connected, select.POLLIN)

    def write(self, data: bytes) -> None:
        """Write all of it."""
        alone(self.written(data))

    def reply(self) -> Reply:
        """Read one reply, of however many lines (RFC 5321, 4.2)."""
        return alone(self.heard())

    def written(self, data: bytes) -> Steps[None]:
        """Write all of it."""
        deadline = time.monotonic() + self._timeout
        sent = 0
        while sent < len(data):
            try:
                sent += self._socket.send(memoryview(data)[sent:])
            except OSError as error:
                yield from self._wait(_awaited(error, select.POLLOUT), deadline)

    def message_written(self, data: bytes) -> Steps[bool]:
        """Write a message, its last three octets the end of it; False when the server spoke before it was over.

        As a rule the system takes all of it at once, and two writes would wake the server twice. A send that fails has
        written nothing of what it was given, and half a TLS record is none.

        Raises:
            Lost: before the end was written.
            InDoubt: after a part of it was.
        """
        deadline = time.monotonic() + self._timeout
        body = len(data) - len(END)
        sent = 0
        try:
            while sent < len(data):
                undecided = sent <= body
                if undecided and not self.is_quiet():
                    return False
                try:
                    sent += self._socket.send(memoryview(data)[sent:])
                except OSError as error:
                    watch = select.POLLIN if undecided else 0
                    yield from self._wait(_awaited(error, select.POLLOUT) | watch, deadline)
        except Lost as lost:
            if sent > body:
                raise InDoubt(str(lost)) from lost
            raise
        return True

    def heard(self) -> Steps[Reply]:
        """Read one reply, of however many lines (RFC 5321, 4.2)."""
        deadline = time.monotonic() + self._timeout
        while not (reply := self.at_hand()):
            if not self._holds_back:
                yield from self._wait(select.POLLIN, deadline)
            try:
                received = self._socket.recv(_AT_ONCE)
            except OSError as error:
                yield from self._wait(_awaited(error, select.POLLIN), deadline)
                continue
            if not received:
                raise Lost("it hung up")
            self._unread += received
        return reply

    def at_hand(self) -> Reply | None:
        """Return the next reply, if all of it has come already."""
        if not self._unread:
            return None
        try:
            found = read_reply(self._unread)
        except ValueError as error:
            raise Lost(str(error)) from error
        if not found:
            return None
        reply, self._unread = found
        return reply

    def is_quiet(self) -> bool:
        """Tell whether the server has said nothing unasked and has not hung up."""
        if self._unread:
            return False
        if not self._poll.poll(0):
            return True
        try:
            self._unread += self._socket.recv(_AT_ONCE)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True  # TLS housekeeping, nothing said
        except OSError:
            return False
        return False

    def secure(self, context: ssl.SSLContext, *, host: str) -> None:
        """Go on under TLS (RFC 3207). What came before the handshake is no answer to anything said under TLS.

        Raises:
            ssl.SSLCertVerificationError: the server is not who it should be.
        """
        if self._unread:
            raise Lost("it spoke before the encryption began")
        try:
            self._socket.settimeout(self._timeout)
            self._socket = context.wrap_socket(self._socket, server_hostname=host)
            self._socket.settimeout(0)
            self._holds_back = True
        except ssl.SSLCertVerificationError:
            raise
        except OSError as error:
            raise Lost(_reason(error)) from error

    def is_local(self) -> bool:
        """Tell whether the server stands on this machine."""
        peer = self._socket.getpeername()
        return not isinstance(peer, tuple) or ip_address(peer[0]).is_loopback

    def own_address(self) -> str:
        """Return this end's IP address."""
        return str(self._socket.getsockname()[0])

    def close(self) -> None:
        """Let go of the socket."""
        self._socket.close()

    def _wait(self, events: int, deadline: float) -> Steps[None]:
        try:
            yield Wait(self._socket.fileno(), events, deadline)
        except TimeoutError as error:
            raise Lost(_reason(error)) from error


def expect(reply: Reply, kind: int, *, what: str) -> None:
    """Let a reply of this kind pass.

    Raises:
        Lost: the server says "not now".
        SenderFault: it says no because of who we are.
        TransportError: it says no for another reason, or something that makes no sense here.
    """
    if reply.kind == 4:
        raise Lost(f"it answered {what} with {reply}")
    if reply.kind != kind:
        about_us = reply.code in NOT_LOGGED_IN or reply.best_code.startswith("5.7.")
        raise (SenderFault if about_us else TransportError)(
            f"the SMTP server answered {what} with {reply}; check [mail.smtp]"
        )


def _awaited(error: OSError, usual: int) -> int:
    """Return what to wait for after a socket could not at once read or write; under TLS either may need the other.

    Raises:
        Lost: it never will.
    """
    if isinstance(error, ssl.SSLWantReadError):
        return select.POLLIN
    if isinstance(error, ssl.SSLWantWriteError):
        return select.POLLOUT
    if isinstance(error, BlockingIOError):
        return usual
    raise Lost(_reason(error)) from error


def _reason(error: OSError) -> str:
    return "it took too long" if isinstance(error, TimeoutError) else error.strerror or str(error)

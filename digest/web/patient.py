"""Speaks HTTP with clients who may dawdle: each has a while to ask and a while to be answered, and then is hung up on.

An answer goes out in two pieces, and the second must not wait until the client has acknowledged the first. asyncio
turns Nagle's algorithm off only on sockets that say themselves that they speak TCP, which accepted ones do not.

uvicorn bounds the time between two requests, but any octet ends that wait; so a client who sends one now and then, or
never reads what it asked for, would keep a connection for ever, and a few hundred of them all there are.
"""

from __future__ import annotations

import socket
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

ASK_WITHIN = 10.0  # seconds for the head of a request, from the connection or the last answer on
DONE_WITHIN = 60.0  # seconds for the rest of it and its answer, until all of that has gone out
MOST_CONNECTIONS = 500  # beyond these, whoever has dawdled longest over a request makes room

# What still comes of a body once its request is answered is thrown away, so that the client gets to reading the answer
# before it is hung up on; but not for long, and not much of it.
LINGER, MOST_THROWN_AWAY = 2.0, 1_000_000  # seconds, bytes


class PatientProtocol(H11Protocol):
    """One connection, with an end to the patience of its server."""

    ask_within: ClassVar[float] = ASK_WITHIN
    done_within: ClassVar[float] = DONE_WITHIN
    linger: ClassVar[float] = LINGER
    most_connections: ClassVar[int] = MOST_CONNECTIONS

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401  as uvicorn calls it
        super().__init__(*arguments, **more)
        self._alarm: asyncio.TimerHandle | None = None
        self._timed: object = None  # the request that the alarm was set for
        self._thrown_away = 0
        self.asking_since = 0.0

    @property
    def is_asking(self) -> bool:
        """Whether there is no request yet, or no further one."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        if len(self.connections) >= self.most_connections:
            self._make_room()
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._set_alarm(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Give a request its time once its head is there."""
        if self._is_unread():
            self._thrown_away += len(data)
            if self._thrown_away > MOST_THROWN_AWAY:
                self.transport.abort()
                return
        super().data_received(data)
        self._time_request()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        if not self.is_asking:
            self._time_request()
        elif self._is_unread():
            self._set_alarm(self.linger)
        else:
            self._expect_request()

    def _is_unread(self) -> bool:
        """Tell whether a request was answered before its body came to its end."""
        return self.cycle is not None and self.cycle.response_complete and self.conn.their_state is h11.SEND_BODY

    def _expect_request(self) -> None:
        self.asking_since = monotonic()
        self._set_alarm(self.ask_within)

    def _time_request(self) -> None:
        if not self.is_asking and self._timed is not self.cycle:
            self._timed = self.cycle
            self._set_alarm(self.done_within)

    def _set_alarm(self, seconds: float | None) -> None:
        if self._alarm:
            self._alarm.cancel()
        self._alarm = None if seconds is None else self.loop.call_later(seconds, self._hang_up)

    def _hang_up(self) -> None:
        """End the connection, at once; a client who is still reading an answer has its whole time for that."""
        left = self.asking_since + self.done_within - monotonic()
        if self.is_asking and self.transport.get_write_buffer_size() and left > 0:
            self._set_alarm(left)
        else:
            self.transport.abort()

    def _make_room(self) -> None:
        dawdlers = [one for one in self.connections if isinstance(one, PatientProtocol) and one.is_asking]
        if dawdlers:
            longest = min(dawdlers, key=lambda one: one.asking_since)
            self.connections.discard(longest)
            longest.transport.abort()

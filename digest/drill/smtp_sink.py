"""A mail server on this machine that takes everything and remembers for whom."""

from __future__ import annotations

import socket
import time
from collections import Counter
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Condition, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

_END = b"\r\n.\r\n"
_LONGEST_LINE = 4096  # octets
_SETTLING = 10.0  # seconds in which what a dead client has written is read

_REPLIES = {
    b"EHLO": b"250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
    b"HELO": b"250 sink.example\r\n",
    b"MAIL": b"250 2.1.0 ok\r\n",
    b"RCPT": b"250 2.1.5 ok\r\n",
    b"RSET": b"250 2.0.0 ok\r\n",
    b"NOOP": b"250 2.0.0 ok\r\n",
    b"QUIT": b"221 2.0.0 bye\r\n",
}


class SmtpSink:
    """Speaks SMTP (RFC 5321) with PIPELINING (RFC 2920) on 127.0.0.1; a thread for each connection.

    It is responsible for a message from the moment it has read the final dot, whether or not the client lives to hear
    so. `pause` is for how many seconds it thinks about each message: half of that before it asks for the text, half
    before it says that it took it, so that a client may die at either moment.

    `on_recipient` is called with each recipient's address before the message is asked for, and may return the reply by
    which that recipient is not taken ("451 4.2.1 later"); `on_taken` is called with the recipients of a message it is
    responsible for, before it says so. Both are called in the connection's thread, and hang up by a ConnectionError.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        pause: float = 0.0,
        on_recipient: Callable[[str], str | None] = lambda _: None,
        on_taken: Callable[[list[str]], None] = lambda _: None,
    ) -> None:
        """Listen at the port, or at any that is free; serve once entered."""
        self.pause = pause
        self.on_recipient = on_recipient
        self.on_taken = on_taken
        self._taken: Counter[str] = Counter()
        self._talking: set[socket.socket] = set()
        self._changed = Condition()
        self._server = _Server(self, port)
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        with self._changed:
            for connection in self._talking:
                _hang_up(connection)
            self._changed.wait_for(lambda: not self._talking, _SETTLING)

    def reached(self) -> int:
        """Return how many addresses have had a message so far."""
        return len(self._taken)

    def taken(self) -> Counter[str]:
        """Return how many messages each address has had, once all that dead clients have written is read.

        Waits for every connection to end, for ten seconds at most.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._talking, _SETTLING)
            return self._taken.copy()

    def take(self, recipients: list[str]) -> None:
        """Be responsible for a message from now on."""
        with self._changed:
            self._taken.update(recipients)

    def begin(self, connection: socket.socket) -> None:
        """Know a connection, until `end`."""
        with self._changed:
            self._talking.add(connection)

    def end(self, connection: socket.socket) -> None:
        """Forget a connection."""
        with self._changed:
            self._talking.discard(connection)
            self._changed.notify_all()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, sink: SmtpSink, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.sink = sink


class _Conversation(BaseRequestHandler):
    """One connection, from greeting to goodbye; replies are kept until the client has nothing more to say."""

    request: socket.socket
    server: _Server

    def setup(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._unread = bytearray()
        self._unsaid = bytearray()
        self._recipients: list[str] = []
        self.server.sink.begin(self.request)

    def handle(self) -> None:
        try:
            self._unsaid += b"220 sink.example ESMTP\r\n"
            verb = b""
            while verb != b"QUIT":
                line = self._line()
                verb = line[:4].upper()
                self._answer(verb, line)
            self._speak()
        except OSError:
            return

    def finish(self) -> None:
        self.server.sink.end(self.request)

    def _answer(self, verb: bytes, line: bytes) -> None:
        if verb == b"DATA":
            self._take_message()
            return
        if verb == b"RCPT":
            address = line.partition(b"<")[2].partition(b">")[0].decode("utf-8", "replace")
            if no := self.server.sink.on_recipient(address):
                self._unsaid += f"{no}\r\n".encode()
                return
            self._recipients.append(address)
        elif verb in {b"MAIL", b"RSET"}:
            self._recipients.clear()
        self._unsaid += _REPLIES.get(verb, b"500 5.5.2 what?\r\n")

    def _take_message(self) -> None:
        if not self._recipients:
            self._unsaid += b"503 5.5.1 for whom?\r\n"
            return
        self._think()
        self._unsaid += b"354 go on\r\n"
        self._read_message()
        self.server.sink.take(self._recipients)
        self.server.sink.on_taken(self._recipients)
        self._recipients.clear()
        self._think()
        self._unsaid += b"250 2.0.0 taken\r\n"

    def _think(self) -> None:
        if self.server.sink.pause:
            time.sleep(self.server.sink.pause / 2)

    def _read_message(self) -> None:
        """Read to the line that is a dot (RFC 5321, 4.1.1.4), which may be the first."""
        self._unread[:0] = b"\r\n"
        while (end := self._unread.find(_END)) < 0:
            del self._unread[: 1 - len(_END)]
            self._receive()
        del self._unread[: end + len(_END)]

    def _line(self) -> bytes:
        while (end := self._unread.find(b"\n")) < 0:
            if len(self._unread) > _LONGEST_LINE:
                raise ConnectionAbortedError("a line without an end")
            self._receive()
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        return line

    def _receive(self) -> None:
        self._speak()
        received = self.request.recv(1 << 18)
        if not received:
            raise ConnectionResetError("the client hung up")
        self._unread += received

    def _speak(self) -> None:
        self.request.sendall(self._unsaid)
        self._unsaid.clear()


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return

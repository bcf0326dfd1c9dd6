"""Clients who dawdle, on real sockets: each is hung up on in the end, and nobody else waits for them."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
import uvicorn

from digest.web.patient import MOST_THROWN_AWAY, PatientProtocol
from digest.web.server import config_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = b"x" * 65536
LARGE = 600  # pieces: more than the buffers of both sides hold

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


class Hasty(PatientProtocol):
    """The same, with less patience."""

    ask_within = 0.4
    done_within = 0.8
    linger = 0.3
    most_connections = 8
    undelayed: ClassVar[list[int]] = []

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.undelayed.append(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answer / at once and without reading, /read with what was posted, /slow late, /large with much."""
    pieces = [b"ok"]
    if scope["path"] == "/read":
        while (await receive()).get("more_body"):
            pass
    elif scope["path"] == "/slow":
        await asyncio.sleep(20)
    elif scope["path"] == "/large":
        pieces = [PIECE] * LARGE
    length = str(sum(map(len, pieces))).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@contextmanager
def listening() -> Iterator[int]:
    config = config_of(app)
    config.http = Hasty
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with listening() as port:
        yield port


@pytest.fixture
def client(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as made:
        yield made


def answer(client: socket.socket) -> bytes:
    """Everything until the server hangs up."""
    read = b""
    with suppress(ConnectionError):
        while piece := client.recv(65536):
            read += piece
    return read


def one_answer(client: socket.socket) -> bytes:
    """The next answer, which ends with the word that all short ones end with."""
    read = b""
    while not read.endswith(b"ok"):
        piece = client.recv(65536)
        assert piece, read
        read += piece
    return read


def trickle(client: socket.socket, octets: bytes) -> None:
    for octet in octets:
        client.send(bytes([octet]))
        time.sleep(0.05)


def test_who_says_nothing_is_hung_up_on(client: socket.socket) -> None:
    assert answer(client) == b""


def test_who_says_it_octet_by_octet_is_hung_up_on(client: socket.socket) -> None:
    with pytest.raises(ConnectionError):
        trickle(client, GET[:-2] + b"X: yyy" * 100)


def test_who_never_ends_a_body_is_hung_up_on(client: socket.socket) -> None:
    client.sendall(b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
    with pytest.raises(ConnectionError):
        trickle(client, b"a" * 500)


def test_who_never_reads_an_answer_is_hung_up_on(client: socket.socket) -> None:
    client.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(1.5)
    assert len(answer(client)) < LARGE * len(PIECE)


def test_who_waits_for_a_page_that_never_comes_is_hung_up_on(client: socket.socket) -> None:
    client.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer(client) == b""


def test_who_asks_in_time_is_answered_again_and_again_over_one_connection(client: socket.socket) -> None:
    for _ in range(8):
        client.sendall(GET)
        assert one_answer(client).endswith(b"ok")
        time.sleep(0.08)


def test_requests_written_at_once_are_all_answered(client: socket.socket) -> None:
    client.sendall(GET * 3)
    assert answer(client).count(b"200 OK") == 3


def test_no_piece_of_an_answer_waits_for_the_one_before(client: socket.socket) -> None:
    client.sendall(GET)
    one_answer(client)
    assert Hasty.undelayed[-1]


def test_who_sends_a_body_that_nobody_wants_reads_the_answer_all_the_same(client: socket.socket) -> None:
    client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + b"a" * 100_000)
    assert b"200 OK" in one_answer(client)
    assert answer(client) == b"", "and is hung up on if the rest does not come"


def test_a_body_that_goes_on_and_on_is_not_taken(client: socket.socket) -> None:
    sent = 0
    client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n")
    with suppress(ConnectionError):
        while sent < 100_000_000:
            sent += client.send(PIECE)
    assert sent < MOST_THROWN_AWAY + 20_000_000, "but for what buffers on the way hold"


def test_a_rest_that_comes_in_time_leaves_the_connection_to_use(client: socket.socket) -> None:
    client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345")
    assert b"200 OK" in one_answer(client)
    client.sendall(b"67890" + GET)
    assert b"200 OK" in one_answer(client)


def test_when_all_places_are_taken_by_dawdlers_the_longest_there_makes_room() -> None:
    with listening() as port:
        dawdlers = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(Hasty.most_connections)]
        for one in dawdlers:
            one.sendall(b"GET / HT")
        with socket.create_connection(("127.0.0.1", port), timeout=10) as late:
            late.sendall(GET)
            assert b"200 OK" in one_answer(late)
        for one in dawdlers:
            one.close()

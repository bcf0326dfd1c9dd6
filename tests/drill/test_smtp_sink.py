"""The drill's mail server speaks SMTP as real clients do, and knows exactly what it is responsible for."""

from __future__ import annotations

import smtplib
import socket
import time
from typing import TYPE_CHECKING

import pytest

from digest.drill.smtp_sink import SmtpSink

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVELOPE = b"MAIL FROM:<desk@herald.example>\r\nRCPT TO:<ana@reader.example>\r\nDATA\r\n"


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """A server that takes everything."""
    with SmtpSink() as running:
        yield running


class Client:
    """A raw connection to the sink."""

    def __init__(self, sink: SmtpSink) -> None:
        self.socket = socket.create_connection(("127.0.0.1", sink.port), 5)
        self.replies = self.socket.makefile("rb")
        assert self.reply() == 220

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.replies.close()
        self.socket.close()

    def say(self, text: bytes) -> None:
        self.socket.sendall(text)

    def reply(self) -> int:
        while (line := self.replies.readline())[3:4] == b"-":
            continue
        return int(line[:3])


def test_a_client_of_the_standard_library_delivers_to_it(sink: SmtpSink) -> None:
    with smtplib.SMTP("127.0.0.1", sink.port) as client:
        client.ehlo()
        assert client.has_extn("pipelining")
        for address in ("ana@reader.example", "ben@reader.example", "ana@reader.example"):
            client.sendmail("desk@herald.example", [address], "Subject: Hello\r\n\r\n.dots\r\n..\r\n")
    assert sink.taken() == {"ana@reader.example": 2, "ben@reader.example": 1}
    assert sink.reached() == 2


def test_a_message_counts_for_each_of_its_recipients(sink: SmtpSink) -> None:
    with smtplib.SMTP("127.0.0.1", sink.port) as client:
        client.sendmail("desk@herald.example", ["ana@reader.example", "ben@reader.example"], "Hello")
    assert sink.taken() == {"ana@reader.example": 1, "ben@reader.example": 1}


def test_commands_written_in_one_breath_are_answered_one_by_one(sink: SmtpSink) -> None:
    with Client(sink) as client:
        client.say(ENVELOPE)
        assert [client.reply() for _ in range(3)] == [250, 250, 354]
        client.say(b"Hello\r\n.\r\n" + ENVELOPE)
        assert [client.reply() for _ in range(4)] == [250, 250, 250, 354]
        client.say(b"Hello\r\n.\r\nQUIT\r\n")
        assert [client.reply() for _ in range(2)] == [250, 221]
    assert sink.taken() == {"ana@reader.example": 2}


def test_it_is_responsible_from_the_final_dot_on_though_the_client_died(sink: SmtpSink) -> None:
    with Client(sink) as client:
        client.say(ENVELOPE)
        for _ in range(3):
            client.reply()
        client.say(b"Hello\r\n.\r\n")
    assert sink.taken() == {"ana@reader.example": 1}


@pytest.mark.parametrize("text", [b"", b"Hello\r\n", b"Hello\r\n.", b"Hello\r\n.\r", b"Hello\r\n..\r\n", b".\n"])
def test_it_is_not_responsible_for_a_message_without_its_end(sink: SmtpSink, text: bytes) -> None:
    with Client(sink) as client:
        client.say(ENVELOPE)
        for _ in range(3):
            client.reply()
        client.say(text)
    assert sink.taken() == {}


@pytest.mark.parametrize(
    "text", [b".\r\n", b"..\r\n.\r\n", b"x" * 1_000_000 + b"\r\n.\r\n"], ids=["dot", "dots", "big"]
)
def test_the_end_is_found_wherever_it_stands_and_however_it_is_cut(sink: SmtpSink, text: bytes) -> None:
    with Client(sink) as client:
        client.say(ENVELOPE)
        for _ in range(3):
            client.reply()
        client.say(text[:-4])
        for position in range(max(len(text) - 4, 0), len(text)):
            time.sleep(0.005)
            client.say(text[position : position + 1])
        assert client.reply() == 250
    assert sink.taken() == {"ana@reader.example": 1}


def test_a_message_to_nobody_is_not_asked_for(sink: SmtpSink) -> None:
    with Client(sink) as client:
        client.say(b"MAIL FROM:<>\r\nDATA\r\nRSET\r\nWHAT\r\nNOOP\r\n")
        assert [client.reply() for _ in range(5)] == [250, 503, 250, 500, 250]


def test_a_line_without_an_end_is_cut_off(sink: SmtpSink) -> None:
    with Client(sink) as client:
        client.say(b"x" * 5000)
        assert client.replies.read() == b""


def test_it_tells_who_a_mail_is_for_before_it_asks_for_the_text() -> None:
    told: list[str] = []
    with SmtpSink(on_recipient=told.append) as sink, Client(sink) as client:
        client.say(ENVELOPE)
        assert [client.reply() for _ in range(3)] == [250, 250, 354]
        assert told == ["ana@reader.example"]
        assert sink.reached() == 0


def test_a_server_that_thinks_takes_the_message_before_it_says_so() -> None:
    with SmtpSink(pause=0.4) as sink, Client(sink) as client:
        client.say(ENVELOPE)
        for _ in range(3):
            client.reply()
        client.say(b"Hello\r\n.\r\n")
        while not sink.reached():
            time.sleep(0.001)
        client.socket.setblocking(False)
        with pytest.raises(BlockingIOError):
            client.socket.recv(1)


def test_it_goes_down_though_somebody_is_still_connected() -> None:
    with SmtpSink() as sink:
        client = Client(sink)
    with client:
        assert client.replies.read() == b""


def test_a_recipient_is_not_taken_for_whom_something_else_is_said() -> None:
    with SmtpSink(on_recipient=lambda address: "451 4.2.1 later" if address.startswith("ana") else None) as sink:
        with Client(sink) as client:
            client.say(ENVELOPE)
            assert [client.reply() for _ in range(3)] == [250, 451, 503]
            client.say(ENVELOPE.replace(b"ana", b"ben") + b"Hello\r\n.\r\n")
            assert [client.reply() for _ in range(4)] == [250, 250, 354, 250]
        assert sink.taken() == {"ben@reader.example": 1}


def test_it_may_hang_up_before_it_says_that_it_took_a_message() -> None:
    def hang_up(recipients: list[str]) -> None:
        raise ConnectionAbortedError(*recipients)

    with SmtpSink(on_taken=hang_up) as sink:
        with Client(sink) as client:
            client.say(ENVELOPE)
            assert [client.reply() for _ in range(3)] == [250, 250, 354]
            client.say(b"Hello\r\n.\r\n")
            assert client.replies.read() == b""
        assert sink.taken() == {"ana@reader.example": 1}


def test_it_comes_back_at_its_port() -> None:
    with SmtpSink() as sink:
        port = sink.port
    with SmtpSink(port=port) as sink, Client(sink) as client:
        client.say(b"NOOP\r\n")
        assert client.reply() == 250

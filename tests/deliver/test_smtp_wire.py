import socket
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.smtp_reply import Reply
from digest.deliver.smtp_wire import END, InDoubt, Lost, Wire
from digest.deliver.waiting import alone


def heard(octets, *, timeout=0.2):
    """What a wire makes of these octets, sent before the other end hangs up."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(octets)
        theirs.shutdown(socket.SHUT_WR)
        return Wire(ours, timeout=timeout).reply()


@pytest.mark.parametrize(
    ("octets", "code", "best", "text"),
    [
        (b"250 ok\r\n", 250, "250", "ok"),
        (b"250\r\n", 250, "250", ""),
        (b"250 2.0.0 Ok: queued as 4F\r\n", 250, "2.0.0", "Ok: queued as 4F"),
        (b"550-5.1.1 no\r\n550 5.1.1 such reader\r\n", 550, "5.1.1", "no such reader"),
        (b"550 5.7.515 \x1b[31mred\x07\n", 550, "5.7.515", "[31mred"),
        ("451 später\r\n".encode("latin-1"), 451, "451", "sp\ufffdter"),
        (b"550 " + b"x" * 900 + b"\r\n", 550, "550", "x" * 300),
    ],
)
def test_a_reply_has_a_code_and_a_text_fit_to_print(octets, code, best, text):
    reply = heard(octets)
    assert (reply.code, reply.best_code, reply.text) == (code, best, text)


@given(st.binary(max_size=300))
def test_whatever_a_server_sends_is_a_reply_or_a_lost_connection(octets):
    try:
        reply = heard(octets)
    except Lost:
        return
    assert isinstance(reply, Reply)
    assert 200 <= reply.code <= 599
    assert reply.text.isprintable() or "\ufffd" in reply.text or not reply.text.isascii()


def test_a_server_that_dribbles_is_not_waited_for_beyond_the_timeout():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire, over = Wire(ours, timeout=0.2), threading.Event()

        def dribble() -> None:
            while not over.wait(0.05):
                theirs.sendall(b"2")

        server = threading.Thread(target=dribble)
        server.start()
        begun = time.monotonic()
        with pytest.raises(Lost, match="too long"):
            wire.reply()
        assert time.monotonic() - begun < 5, "a line without an end is given up at 4096 octets, minutes later"
        over.set()
        server.join()


def test_a_wire_is_quiet_until_the_other_end_speaks_or_hangs_up():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire = Wire(ours, timeout=1)
        assert wire.is_quiet()
        theirs.sendall(b"421 bye\r\n")
        assert not wire.is_quiet()
        assert wire.reply().code == 421
        assert wire.is_quiet()
        theirs.close()
        assert not wire.is_quiet()


def test_writing_to_somebody_who_left_is_a_lost_connection():
    ours, theirs = socket.socketpair()
    with ours:
        theirs.close()
        with pytest.raises(Lost):
            Wire(ours, timeout=1).write(b"QUIT\r\n")


LONG = b"x" * 4_000_000 + b"\r\n" + END  # more than two sockets hold


def test_a_message_goes_over_in_as_many_pieces_as_it_takes():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        steps = Wire(ours, timeout=5).message_written(LONG)
        arrived, pieces, whole = 0, 0, None
        while whole is None:
            try:
                next(steps)
                pieces += 1
                arrived += len(theirs.recv(1_000_000))
            except StopIteration as end:
                whole = end.value
        ours.close()
        while received := theirs.recv(1_000_000):
            arrived += len(received)
    assert whole is True
    assert pieces > 1
    assert arrived == len(LONG)


def test_a_message_is_stopped_when_the_server_speaks_within_it():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire = Wire(ours, timeout=5)
        steps = wire.message_written(LONG)
        next(steps)
        theirs.sendall(b"552 too big\r\n")
        with pytest.raises(StopIteration) as end:
            next(steps)
        assert end.value.value is False
        assert wire.reply().code == 552


def test_a_connection_lost_before_the_end_of_a_message_is_no_doubt():
    ours, theirs = socket.socketpair()
    with ours:
        steps = Wire(ours, timeout=5).message_written(LONG)
        next(steps)
        ours.shutdown(socket.SHUT_WR)
        with pytest.raises(Lost), theirs:
            next(steps)


def test_a_server_that_takes_no_more_of_a_message_is_not_waited_for_beyond_the_timeout():
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(Lost, match="too long"):
        alone(Wire(ours, timeout=0.05).message_written(LONG))


def test_once_a_part_of_the_end_was_written_a_lost_connection_is_a_doubt():
    """No socket takes a part of three octets on demand, so the sends are cut short here."""

    class Narrow:
        """A socket that takes all but the last octet, and then breaks."""

        def __init__(self, real):
            self.real, self.sent = real, 0

        def __getattr__(self, name):
            return getattr(self.real, name)

        def send(self, data):
            if self.sent:
                raise ConnectionResetError(104, "Connection reset by peer")
            self.sent = len(data) - 1
            return self.sent

    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(InDoubt):
        alone(Wire(Narrow(ours), timeout=1).message_written(b"To: a\r\n\r\n" + END))

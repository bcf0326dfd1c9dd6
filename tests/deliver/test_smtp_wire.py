import socket
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.smtp_wire import Lost, Reply, Wire


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
        wire = Wire(ours, timeout=0.2)
        begun = time.monotonic()
        theirs.sendall(b"2")
        with pytest.raises(Lost, match="too long"):
            wire.reply()
        assert time.monotonic() - begun < 0.4


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

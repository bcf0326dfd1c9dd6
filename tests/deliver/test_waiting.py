import select
import socket
import threading
import time

import pytest

from digest.deliver.waiting import Wait, alone


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def hear(end, *, patience=5.0):
    """Wait for something to read, and return it."""
    yield Wait(end.fileno(), select.POLLIN, time.monotonic() + patience)
    return end.recv(100)


def test_a_conversation_alone_is_waited_with(pair):
    ours, theirs = pair
    threading.Timer(0.05, theirs.sendall, (b"at last",)).start()
    assert alone(hear(ours)) == b"at last"


def test_a_conversation_that_waited_in_vain_is_told(pair):
    def patient():
        try:
            yield from hear(pair[0], patience=0.02)
        except TimeoutError:
            return "in vain"

    assert alone(patient()) == "in vain"


def test_what_cannot_be_waited_for_is_simply_gone_on_with():
    def slow():
        yield None
        return threading.get_ident()

    assert alone(slow()) == threading.get_ident()


def test_what_a_conversation_raises_comes_out(pair):
    with pytest.raises(TimeoutError):
        alone(hear(pair[0], patience=0))

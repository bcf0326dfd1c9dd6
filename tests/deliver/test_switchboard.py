import gc
import select
import socket
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from digest.deliver.switchboard import Switchboard
from digest.deliver.waiting import Wait


@pytest.fixture
def board():
    return Switchboard()


@pytest.fixture
def pairs():
    with ExitStack() as stack:
        made = [socket.socketpair() for _ in range(3)]
        for end in (end for pair in made for end in pair):
            stack.enter_context(end)
        yield made


def echo(end, *, patience=5.0):
    """Hear two words and return both with the thread they were heard in, or say that it was in vain."""
    words = []
    try:
        for _ in range(2):
            yield Wait(end.fileno(), select.POLLIN, time.monotonic() + patience)
            words.append(end.recv(100))
    except TimeoutError:
        return "in vain"
    return words, threading.get_ident()


def all_results(board, count):
    found = []
    while len(found) < count:
        found += board.results(5)
    return found


def test_many_conversations_go_on_side_by_side_in_the_thread_that_asks_for_their_results(board, pairs):
    for ours, _ in pairs:
        board.begin(echo(ours))
    assert board.results(0) == []
    for word in (b"one", b"two"):
        for _, theirs in reversed(pairs):
            theirs.sendall(word)
        found = board.results(0)
    found += all_results(board, 3 - len(found))
    assert found == [([b"one", b"two"], threading.get_ident())] * 3


def test_one_that_waits_in_vain_is_told_while_the_others_go_on(board, pairs):
    (silent, _), (ours, theirs), _ = pairs
    board.begin(echo(silent, patience=0.1))
    board.begin(echo(ours))
    theirs.sendall(b"one")
    assert board.results(5) == ["in vain"]
    theirs.sendall(b"two")
    assert board.results(5) == [([b"one", b"two"], threading.get_ident())]


def test_one_whose_other_end_left_is_gone_on_with(board, pairs):
    ours, theirs = pairs[0]
    board.begin(echo(ours))
    theirs.close()
    assert board.results(5) == [([b"", b""], threading.get_ident())]


def test_what_may_take_long_holds_up_nobody(board, pairs):
    may_end = threading.Event()

    def slow():
        yield None
        may_end.wait(5)
        return threading.get_ident()

    board.begin(slow())
    ours, theirs = pairs[0]
    board.begin(echo(ours))
    theirs.sendall(b"one")
    board.results(0)
    theirs.sendall(b"two")
    assert board.results(5) == [([b"one", b"two"], threading.get_ident())]
    may_end.set()
    (thread,) = board.results(5)
    assert thread != threading.get_ident()


def test_one_that_ends_without_waiting_is_a_result_at_once(board):
    def short():
        return "done"
        yield

    board.begin(short())
    assert board.results(0) == ["done"]


def test_what_another_thread_comes_to_wakes_who_waits_for_results(board):
    threading.Timer(0.05, board.post, ("posted",)).start()
    begun = time.monotonic()
    assert board.results(None) == ["posted"]
    assert time.monotonic() - begun < 5


def test_a_bell_rung_very_often_never_keeps_who_rings_it_waiting(board):
    for number in range(70_000):  # more than a pipe holds
        board.post(number)
    assert len(all_results(board, 70_000)) == 70_000


def test_nothing_is_waited_for_longer_than_asked(board):
    assert board.results(0.01) == []


def test_nothing_is_left_open():
    def open_files():
        gc.collect()
        return len(list(Path("/dev/fd").iterdir()))

    before = open_files()
    for _ in range(5):
        Switchboard().post("x")
    assert open_files() == before

"""Which addresses are public, and that the one checked is the one dialled."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta
from ipaddress import ip_address

import pytest

from digest.errors import IngestError
from digest.ingest.dial import Deadline, dial, is_public

PRIVATE = """
    0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1
    192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 2002:7f00:1:: 2002:a00:1::
    fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1 2001:db8::1 2001:0:4136:e378:8000:63bf:80ff:fffe 100::1
"""
PUBLIC = "1.1.1.1 93.184.216.34 100.128.0.1 172.32.0.1 2606:4700::1111 ::ffff:1.1.1.1 64:ff9b::101:101"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_what_is_not_of_the_public_internet_is_told_apart(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses_are_known_as_such(address):
    assert is_public(ip_address(address))


def test_a_name_is_looked_up_once_so_that_a_second_answer_cannot_slip_in(monkeypatch):
    asked = []
    real = socket.getaddrinfo

    def watched(host, *args, **kwargs):
        asked.append(host)
        return real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", watched)
    with socket.create_server(("127.0.0.1", 0)) as server:
        deadline = Deadline(timedelta(seconds=5))
        with dial("localhost", server.getsockname()[1], deadline=deadline, allow_private=True):
            pass
    assert [host for host in asked if host == "localhost"] == ["localhost"]


def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch):
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 80))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: [row])
    with pytest.raises(IngestError, match=r"leads to the private address 10\.1\.2\.3; \[fetch\] allow_private"):
        dial("public.example", 80, deadline=Deadline(timedelta(seconds=5)), allow_private=False)


def test_a_second_address_is_tried_when_the_first_is_dead(monkeypatch):
    """The name leads to a port nobody listens on over IPv6, and to a server over IPv4."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        real = socket.getaddrinfo
        rows = [
            real("127.0.0.2", port, type=socket.SOCK_STREAM)[0],
            real("127.0.0.1", port, type=socket.SOCK_STREAM)[0],
        ]
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda host, *a, **k: rows if host == "two.example" else real(host, *a, **k)
        )
        deadline = Deadline(timedelta(seconds=5))
        with dial("two.example", port, deadline=deadline, allow_private=True) as connection:
            assert connection.getpeername()[0] == "127.0.0.1"


def test_a_resolver_that_does_not_answer_is_waited_for_only_so_long(monkeypatch):
    stop = threading.Event()

    def stuck(*_args, **_kwargs):
        stop.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", stuck)
    with pytest.raises(TimeoutError):
        dial("slow.example", 80, deadline=Deadline(timedelta(seconds=0.1)), allow_private=True)
    stop.set()


def test_a_deadline_cuts_the_connection_it_watches():
    ours, theirs = socket.socketpair()
    deadline = Deadline(timedelta(seconds=0.1))
    with ours, theirs:
        deadline.watch(ours)
        assert ours.recv(1) == b""
        assert deadline.over
        with pytest.raises(TimeoutError):
            deadline.left()
        deadline.release()

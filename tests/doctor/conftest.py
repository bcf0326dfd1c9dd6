"""A name server of our own on loopback, which answers from a dict."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

Zone = dict[tuple[str, str], list[str]]


class NameServer:
    """Answers by UDP: `zone` has records as texts, by name and kind; `deaf` lets it answer nothing at all."""

    def __init__(self) -> None:
        self.zone: Zone = {}
        self.deaf = self.failing = False
        self.asked: list[tuple[str, str]] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def txt(self, name: str, *texts: str) -> None:
        """Publish TXT records, in strings of no more than 255 characters."""
        quoted = [" ".join(f'"{text[at : at + 250]}"' for at in range(0, len(text), 250)) for text in texts]
        self.zone[name, "TXT"] = quoted

    def close(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            data, sender = self._socket.recvfrom(65535)
            if not data:
                return
            if not self.deaf:
                self._socket.sendto(self._answer(dns.message.from_wire(data)).to_wire(), sender)

    def _answer(self, question: dns.message.Message) -> dns.message.Message:
        (asked,) = question.question
        name, kind = asked.name.to_text(omit_final_dot=True).lower(), asked.rdtype.name
        self.asked.append((name, kind))
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.RA
        if self.failing:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif records := self.zone.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *records))
        elif not any(known == name for known, _ in self.zone):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer


@pytest.fixture
def server() -> Iterator[NameServer]:
    running = NameServer()
    yield running
    running.close()

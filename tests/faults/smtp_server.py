"""A mail server of our own that can go wrong at every step of SMTP, on real sockets."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from base64 import b64decode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

ALL = ("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")


@dataclass(frozen=True)
class Fault:
    """What goes wrong at a step: wait, then say this in place of the usual reply, then hang up or not.

    A `say` of 4xx or 5xx also undoes the step. `after` is how many octets of a message it reads before it acts (step
    BODY). `reset` hangs up with RST in place of FIN.
    """

    say: str | bytes | None = None
    wait: float = 0
    cut: bool = False
    reset: bool = False
    after: int = 0


def at(step: str, *faults: Fault | None) -> Callable[[str, int], Fault | None]:
    """A plan: the first fault for the first time of a step, the second for the second; then all is well."""
    return lambda name, number: faults[number - 1] if name == step and number <= len(faults) else None


def always(step: str, fault: Fault) -> Callable[[str, int], Fault | None]:
    """A plan: the same fault every time."""
    return lambda name, number: fault if name == step else None


@dataclass
class Mail:
    """One transaction as the server saw it."""

    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    data: bytes = b""


class _HangUp(Exception):
    """This connection is over."""


class FaultServer:
    """Speaks SMTP on 127.0.0.1; `plan(step, number)` may name a fault for the number-th time of a step.

    Steps: CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, BODY, MESSAGE, RSET, QUIT. `taken` holds the mails it took
    responsibility for, whether or not it lived to say so; `said` all commands. Of its extensions, EAGER asks for a
    message though it took no recipient, FORGETFUL takes recipients though it took no sender.
    """

    def __init__(
        self,
        plan: Callable[[str, int], Fault | None] = lambda step, number: None,
        *,
        extensions: tuple[str, ...] = ALL,
        tls: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        login: tuple[str, str] | None = None,
    ) -> None:
        self.plan = plan
        self.extensions = extensions
        self.tls, self.implicit_tls, self.login = tls, implicit_tls, login
        self.taken: list[Mail] = []
        self.said: list[str] = []
        self.counts: dict[str, int] = {}
        self.connections = 0
        self.open = 0
        self._stopped = False
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        if not self._stopped:
            self.stop()
        for thread in self._threads:
            thread.join(10)

    def stop(self) -> None:
        """Go down at once: nobody gets in any more, and whoever is in is thrown out."""
        self._stopped = True
        with socket.socket() as knock:  # wakes the thread that waits in accept
            knock.connect_ex(("127.0.0.1", self.port))
        self._listener.close()
        for connection in self._sockets:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def fault(self, step: str) -> Fault | None:
        with self._lock:
            self.counts[step] = number = self.counts.get(step, 0) + 1
        return self.plan(step, number)

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            if self._stopped:
                connection.close()
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._sockets.append(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self.open += 1
        conversation = _Conversation(self, connection)
        try:
            conversation.run()
        except (_HangUp, OSError):
            pass
        finally:
            with self._lock:
                self.open -= 1
            conversation.close()


class _Conversation:
    def __init__(self, server: FaultServer, connection: socket.socket) -> None:
        self.server, self.connection = server, connection
        self.unread = b""
        self.mail: Mail | None = None

    def run(self) -> None:
        if self.server.implicit_tls:
            self.encrypt()
        self.step("CONNECT", "220 fault.example ESMTP")
        while True:
            line = self.line().decode("utf-8", "replace")
            self.server.said.append(line)
            word = line.split(" ", 1)[0].split(":")[0].upper()
            getattr(self, f"on_{word.lower()}", self.on_unknown)(line)

    def on_unknown(self, line: str) -> None:
        self.say("500 5.5.1 what?")

    def on_ehlo(self, line: str) -> None:
        offers = list(self.server.extensions)
        if self.server.tls and not isinstance(self.connection, ssl.SSLSocket):
            offers.append("STARTTLS")
        replies = ["fault.example", *offers]
        text = "\r\n".join(f"250{' ' if n == len(replies) else '-'}{word}" for n, word in enumerate(replies, 1))
        self.step("EHLO", text)

    def on_starttls(self, line: str) -> None:
        if self.step("STARTTLS", "220 go"):
            self.encrypt()

    def on_auth(self, line: str) -> None:
        assert self.server.login
        _, mechanism, *initial = line.split(" ")
        if mechanism == "PLAIN":
            given = tuple(b64decode(initial[0]).decode().split("\0")[1:])
        else:
            given = (self.ask("VXNlcm5hbWU6"), self.ask("UGFzc3dvcmQ6"))
        self.step("AUTH", "235 2.7.0 welcome" if given == self.server.login else "535 5.7.8 wrong")

    def ask(self, prompt: str) -> str:
        self.say(f"334 {prompt}")
        return b64decode(self.line()).decode()

    def on_mail(self, line: str) -> None:
        self.mail = Mail(sender=line[line.index("<") + 1 : line.index(">")])
        if not self.step("MAIL", "250 2.1.0 ok") and "FORGETFUL" not in self.server.extensions:
            self.mail = None

    def on_rcpt(self, line: str) -> None:
        if not self.mail:
            self.say("503 5.5.1 MAIL first")
        elif self.step("RCPT", "250 2.1.5 ok"):
            self.mail.recipients.append(line[line.index("<") + 1 : line.index(">")])

    def on_data(self, line: str) -> None:
        if not (self.mail and self.mail.recipients) and "EAGER" not in self.server.extensions:
            self.say("503 5.5.1 RCPT first")
        elif self.step("DATA", "354 go on"):
            self.read_message()

    def read_message(self) -> None:
        if fault := self.server.fault("BODY"):
            while len(self.unread) < fault.after:
                self.receive()
            self.commit(fault)
        mail, self.mail = self.mail or Mail(), None
        while (line := self.line()) != b".":
            mail.data += line.removeprefix(b".") + b"\r\n"
        fault = self.server.fault("MESSAGE")
        refused = fault and fault.say and str(fault.say)[:1] in "45"
        if mail.recipients and not refused:
            self.server.taken.append(mail)
        self.commit(fault or Fault(say="250 2.0.0 queued" if mail.recipients else "554 5.5.1 nobody"))

    def on_rset(self, line: str) -> None:
        self.mail = None
        self.step("RSET", "250 2.0.0 ok")

    def on_quit(self, line: str) -> None:
        self.step("QUIT", "221 2.0.0 bye")
        raise _HangUp

    def step(self, name: str, usual: str) -> bool:
        """Answer as usual or as the plan wants; tell whether the step was done."""
        fault = self.server.fault(name) or Fault(say=usual)
        said = self.commit(fault, usual)
        return said[:1] in ("2", "3")

    def commit(self, fault: Fault, usual: str = "") -> str:
        time.sleep(fault.wait)
        say = usual if fault.say is None and not fault.cut else fault.say
        if say:
            self.say(say)
        if fault.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if fault.cut:
            raise _HangUp
        return str(say)

    def say(self, text: str | bytes) -> None:
        self.connection.sendall(text if isinstance(text, bytes) else f"{text}\r\n".encode())

    def line(self) -> bytes:
        while b"\n" not in self.unread:
            self.receive()
        line, _, self.unread = self.unread.partition(b"\n")
        return line.removesuffix(b"\r")

    def receive(self) -> None:
        received = self.connection.recv(65536)
        if not received:
            raise _HangUp
        self.unread += received

    def encrypt(self) -> None:
        assert self.server.tls
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)

    def close(self) -> None:
        self.connection.close()

"""A message, envelopes and mail servers for the tests of delivery."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from digest.deliver.message import MessageTemplate, encode
from digest.deliver.smtp import SmtpTransport
from digest.model.issue import Marks, Rendering, Variant
from digest.model.settings import Security, SmtpSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.faults.smtp_server import FaultServer

MARKS = Marks(token="tokenMark7f3a9c", reason="reasonMark51d0e2")


@pytest.fixture(scope="session")
def marks() -> Marks:
    return MARKS


@pytest.fixture(scope="session")
def variant() -> Variant:
    body = "Boats may go home again.\n" * 40
    rendering = Rendering(
        subject="The ferry sails again",
        preheader="",
        html=f'<p>{body}</p><p>{MARKS.reason}</p><a href="https://herald.example/u/{MARKS.token}">Leave</a>',
        text=f"{body}.\n{MARKS.reason}\nhttps://herald.example/u/{MARKS.token}\n",
        language="en",
    )
    blob = encode(
        rendering,
        sender_name="The Harbour Herald",
        sender_address="digest@herald.example",
        reply_to="desk@herald.example",
        date=datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
        list_id="daily.herald.example",
        base_url="https://herald.example",
        archive_url="https://herald.example/archive/daily",
        marks=MARKS,
    )
    return Variant(rendering=rendering, message=blob, sender="digest@herald.example", marks=MARKS)


@pytest.fixture(scope="session")
def template(variant: Variant) -> MessageTemplate:
    return MessageTemplate(variant.message, variant.marks)


@pytest.fixture(scope="session")
def smtp_settings() -> Callable[..., SmtpSettings]:
    def make(port: int, **changes: object) -> SmtpSettings:
        settings: dict[str, object] = {
            "host": "127.0.0.1",
            "port": port,
            "security": Security.NONE,
            "connections": 1,
            "username": "",
            "password_env": "TEST_SMTP_PASSWORD",
            "timeout": timedelta(seconds=5),
            "bounce_address": "",
        }
        return SmtpSettings(**(settings | changes))  # type: ignore[arg-type]

    return make


@pytest.fixture
def smtp(template: MessageTemplate, smtp_settings: Callable[..., SmtpSettings]) -> Callable[..., SmtpTransport]:
    """Make a transport for a server (or a port) that soon loses its patience."""

    def make(server: FaultServer | int, **changes: object) -> SmtpTransport:
        settings = smtp_settings(server if isinstance(server, int) else server.port, **changes)
        return SmtpTransport(template, settings, sender="digest@herald.example", patience=(0.0, 0.02, 0.02))

    return make


@pytest.fixture(scope="session")
def closed_port() -> Iterator[int]:
    """A port that nobody listens on, nor can begin to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def smtp_sink() -> Callable[..., AbstractContextManager[int]]:
    """Run Postfix's smtp-sink with the given options; gives its port."""

    @contextmanager
    def run(*options: str) -> Iterator[int]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        as_root = ("-u", "nobody") if os.geteuid() == 0 else ()
        command = ("smtp-sink", *as_root, *options, f"127.0.0.1:{port}", "50")
        path = f"{os.environ['PATH']}:/usr/sbin"
        process = subprocess.Popen(command, env={"PATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(10)

    return run


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(port)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PEM file with the key and the self-signed certificate of 127.0.0.1."""
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "fault.example")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return pem


@pytest.fixture(scope="session")
def rsa_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PEM file with a private key that mails may be signed with."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    file = tmp_path_factory.mktemp("dkim") / "dkim.pem"
    file.touch(mode=0o600)
    key = rsa.generate_private_key(65537, 2048)
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file

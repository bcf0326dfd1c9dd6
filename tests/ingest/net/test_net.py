"""One guarded GET: what comes back, and what never gets through."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from digest.errors import IngestError
from digest.ingest import net

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def get(url, settings, **headers):
    return net.get(url, settings=settings, headers={"User-Agent": "test/1", **headers})


def test_an_answer_comes_back_whole(site, settings):
    url = site.give("/a", b"hello", ETag='"1"')
    answer = get(url, settings)
    assert (answer.status, answer.body, answer.url, answer.permanent_url) == (200, b"hello", url, url)
    assert answer.headers["etag"] == '"1"'
    assert site.asked[0][1]["user-agent"] == "test/1"


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("gzip, gzip", lambda text: gzip.compress(gzip.compress(text))),
    ],
)
def test_a_compressed_body_is_unpacked(site, settings, name, pack):
    assert get(site.give("/a", pack(b"news" * 100), Content_Encoding=name), settings).body == b"news" * 100


def test_a_body_that_is_not_compressed_as_it_says_is_refused(site, settings):
    with pytest.raises(IngestError, match="cannot be decompressed"):
        get(site.give("/a", b"not gzip at all", Content_Encoding="gzip"), settings)


def test_other_statuses_come_back_without_a_body(site, settings):
    answer = get(site.give("/a", b"no such page", status=404), settings)
    assert (answer.status, answer.body) == (404, b"")


def test_redirects_are_followed_and_only_leading_permanent_ones_remembered(site, settings):
    last = site.give("/d", b"here")
    site.give("/a", status=301, Location="/b")
    permanent = site.give("/b", status=302, Location="/c")
    site.give("/c", status=308, Location=last)
    answer = get(site.url + "/a", settings)
    assert (answer.body, answer.url, answer.permanent_url) == (b"here", last, permanent)


def test_a_chain_of_permanent_redirects_is_remembered_to_its_end(site, settings):
    last = site.give("/c", b"here")
    site.give("/a", status=301, Location="/b")
    site.give("/b", status=308, Location="/c")
    assert get(site.url + "/a", settings).permanent_url == last


def test_five_redirects_are_followed_and_a_sixth_is_not(site, settings):
    for number in range(6):
        site.give(f"/{number}", status=302, Location=f"/{number + 1}")
    site.give("/6", b"end")
    assert get(site.url + "/1", settings).body == b"end"
    with pytest.raises(IngestError, match="redirects more than 5 times"):
        get(site.url + "/0", settings)


def test_an_endless_redirect_ends(site, settings):
    with pytest.raises(IngestError, match="redirects more than 5 times"):
        get(site.give("/a", status=301, Location="/a"), settings)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://a.example/", "gopher://x", "//["])
def test_a_redirect_to_what_is_no_web_address_is_not_followed(site, settings, location):
    assert get(site.give("/a", status=302, Location=location), settings).status == 302


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/", "", "news", "http://", "http://[", "http://a b/"]
)
def test_what_is_no_web_address_is_refused(settings, url):
    with pytest.raises(IngestError):
        get(url, settings)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0x7f.1",
        "2130706433",
        "017700000001",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "[::]",
    ],
)
def test_loopback_is_refused_in_every_spelling(site, settings, host):
    port = site.url.rpartition(":")[2]
    site.give("/a", b"secret")
    with pytest.raises(IngestError, match=r"private address|no host named"):
        get(f"http://{host}:{port}/a", replace(settings, allow_private=False))
    assert site.asked == []


class AllowsOnce:
    """Settings that allow a private address to the first exchange alone, as if that host were a public one."""

    timeout = timedelta(seconds=5)
    max_bytes = 1_000_000

    def __init__(self):
        self.answers = [True]

    @property
    def allow_private(self):
        return bool(self.answers) and self.answers.pop()


def test_every_hop_is_checked_so_a_redirect_to_a_private_address_is_refused(site):
    site.give("/a", status=302, Location=f"http://localhost:{site.url.rpartition(':')[2]}/b")
    site.give("/b", b"secret")
    with pytest.raises(IngestError, match="leads to the private address"):
        get(site.url + "/a", AllowsOnce())
    assert [path for path, _ in site.asked] == ["/a"]


def test_a_body_over_the_limit_is_refused_without_being_read_whole(site, settings):
    def flood(request):
        request.send_response(200)
        request.end_headers()
        for _ in range(1600):
            request.wfile.write(b"x" * 65536)

    started = time.monotonic()
    with pytest.raises(IngestError, match="larger than 1 MB"):
        get(site.act("/a", flood), settings)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("layers", [1, 2])
def test_a_gzip_bomb_costs_no_memory(site, settings, layers):
    packed = gzip.compress(b"\0" * 100_000_000, compresslevel=6)
    for _ in range(layers - 1):
        packed = gzip.compress(packed)
    url = site.give("/a", packed, Content_Encoding=", ".join(["gzip"] * layers))
    tracemalloc.start()
    with pytest.raises(IngestError, match="larger than 1 MB"):
        get(url, settings)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


@pytest.mark.parametrize("where", ["headers", "body", "chunks"])
def test_a_server_that_drips_is_cut_off_at_the_deadline(site, hasty, where):
    stop = threading.Event()

    def drip(request):
        if where != "headers":
            request.send_response(200)
            if where == "chunks":
                request.send_header("Transfer-Encoding", "chunked")
            request.end_headers()
        while not stop.wait(0.02):
            request.wfile.write(b"1\r\nx\r\n" if where == "chunks" else b"X" if where == "headers" else b"x")
            request.wfile.flush()

    started = time.monotonic()
    with pytest.raises(IngestError, match=r"timed out after 0\.3s"):
        get(site.act("/a", drip), hasty)
    stop.set()
    assert time.monotonic() - started < 5


def test_a_server_that_says_nothing_times_out(hasty):
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(IngestError, match=r"timed out after 0\.3s"):
        get(f"http://127.0.0.1:{silent.getsockname()[1]}/", hasty)


def test_a_tls_handshake_that_never_comes_times_out(hasty):
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(IngestError, match=r"timed out after 0\.3s"):
        get(f"https://127.0.0.1:{silent.getsockname()[1]}/", hasty)


def test_redirects_share_one_deadline(site, hasty):
    def slow(request):
        time.sleep(0.15)
        request.send_response(302)
        request.send_header("Location", "/a")
        request.send_header("Content-Length", "0")
        request.end_headers()

    with pytest.raises(IngestError, match="timed out"):
        get(site.act("/a", slow), hasty)


def test_a_refused_connection_is_named(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(IngestError, match="refused the connection"):
        get(f"http://127.0.0.1:{port}/", settings)


def test_a_host_that_does_not_exist_is_named(settings):
    with pytest.raises(IngestError, match=r"no host named nobody\.invalid"):
        get("http://nobody.invalid/feed", settings)


def test_a_body_shorter_than_announced_is_no_answer(site, settings):
    with pytest.raises(IngestError, match="broke the connection off"):
        get(site.give("/a", b"half", Content_Length="100"), settings)


def test_what_is_no_http_is_no_answer(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet():
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"220 mail.example ESMTP\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(IngestError, match="broke the connection off"):
            get(f"http://127.0.0.1:{server.getsockname()[1]}/", settings)
        thread.join()


def test_credentials_go_to_their_own_host_alone_and_into_no_message(site, settings):
    host = site.url.removeprefix("http://")
    other = f"http://localhost:{host.rpartition(':')[2]}"
    site.give("/a", status=301, Location=f"{other}/b")
    site.give("/b", b"x")
    answer = get(f"http://jane:s%40cret@{host}/a", settings)
    assert site.asked[0][1]["authorization"] == "Basic amFuZTpzQGNyZXQ="
    assert "authorization" not in site.asked[1][1]
    assert answer.url == f"{other}/b"
    assert answer.permanent_url == f"http://jane:s%40cret@{host}/a"


@pytest.mark.parametrize(
    "url", ["http://jane:secret@nobody.invalid/", "http://jane:secret@127.0.0.1:1/", "http://jane:secret@[/"]
)
def test_a_failure_names_no_password(settings, url):
    with pytest.raises(IngestError) as caught:
        get(url, settings)
    assert "secret" not in str(caught.value)


@pytest.fixture
def tls_port(tmp_path: Path) -> Iterator[int]:
    """A TLS server whose certificate nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(start).not_valid_after(start + timedelta(days=9))
    names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    file = tmp_path / "server.pem"
    unlocked = serialization.NoEncryption()
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unlocked)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            connection, _ = server.accept()
            with connection, context.wrap_socket(connection, server_side=True):
                pass
        except OSError:
            pass

    thread = threading.Thread(target=serve)
    thread.start()
    yield server.getsockname()[1]
    server.close()
    thread.join()


def test_a_certificate_that_nobody_vouches_for_is_refused(tls_port, settings):
    with pytest.raises(IngestError, match="certificate that cannot be trusted"):
        get(f"https://127.0.0.1:{tls_port}/", settings)

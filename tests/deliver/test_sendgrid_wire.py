import logging
import socket
import ssl
import struct
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest

from digest.deliver.sendgrid_wire import Endpoint, InDoubt, NotSent, api_key, base_url
from digest.errors import TransportError
from tests.deliver.sendgrid_kit import VARIABLE, settings

KEY = "SG.very-secret.key"
BODY = b'{"personalizations":[{"to":[{"email":"ana@reader.example"}]}]}'
TOO_BIG_TO_BUFFER = b"x" * 24_000_000  # more than this machine keeps for a peer that does not read
ACCEPTED = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: abc\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def server(*conversations, context=None):
    """Listen; hold one conversation with each connection that comes; gives the port, and what was read."""
    read = []

    def serve():
        for converse in conversations:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    spoken = context.wrap_socket(connection, server_side=True) if context else connection
                    read.append(converse(spoken))
                except OSError:
                    read.append(None)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1], read
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def read_request(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    size = next(int(line[16:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length: "))
    while len(body) < size:
        body += connection.recv(65536)
    return head, body


def answering(answer):
    def converse(connection):
        request = read_request(connection)
        connection.sendall(answer)
        return request

    return converse


def wait_unread(connection):
    """Wait until the whole request is there, and read nothing of it."""
    while not (there := connection.recv(65536, socket.MSG_PEEK)).endswith(BODY):
        time.sleep(0.001)
    return there


def reset(connection):
    """Close so that the other end is told at once (RST)."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def endpoint(port, scheme="http", **changes):
    return Endpoint(settings(f"{scheme}://127.0.0.1:{port}", **changes), KEY, path="mail/send")


def test_text_is_posted_as_it_is_with_the_key_to_mail_send():
    with server(answering(ACCEPTED)) as (port, read):
        answer = endpoint(port).post(BODY)
    (head, body) = read[0]
    assert (answer.status, answer.headers["x-message-id"], body) == (202, "abc", BODY)
    assert head.startswith(b"POST /v3/mail/send HTTP/1.1\r\n")
    assert f"Authorization: Bearer {KEY}".encode() in head
    assert f"Content-Length: {len(BODY)}".encode() in head
    assert b"Content-Type: application/json; charset=utf-8" in head


def test_one_endpoint_posts_again_and_again_each_text_with_its_own_length():
    with server(answering(ACCEPTED), answering(ACCEPTED)) as (port, read):
        one = endpoint(port)
        one.post(BODY)
        one.post(BODY * 2)
    assert [len(body) for _, body in read] == [len(BODY), 2 * len(BODY)]


def test_endpoints_share_no_headers():
    with server(answering(ACCEPTED), answering(ACCEPTED)) as (port, read):
        first = endpoint(port)
        Endpoint(settings(f"http://127.0.0.1:{port}"), "SG.other", path="mail/send").post(BODY)
        first.post(BODY)
    assert [KEY.encode() in head for head, _ in read] == [False, True]


class TestCertainlyNotSent:
    def test_when_nobody_listens(self, closed_port):
        with pytest.raises(NotSent, match="refused"):
            endpoint(closed_port).post(BODY)

    def test_when_the_host_cannot_be_a_name(self):
        with pytest.raises(NotSent):
            Endpoint(settings(f"https://{'a' * 70}.example"), KEY, path="mail/send").post(BODY)

    def test_when_the_other_side_speaks_no_tls(self):
        with server(lambda it: it.sendall(b"220 mail.example ESMTP\r\n")) as (port, _), pytest.raises(NotSent):
            endpoint(port, scheme="https").post(BODY)

    def test_when_the_other_side_hangs_up_or_falls_silent_within_the_handshake(self):
        quiet = threading.Event()
        with server(reset, lambda _: quiet.wait(5)) as (port, _):
            one = endpoint(port, scheme="https", timeout=timedelta(seconds=0.2))
            for _ in range(2):
                with pytest.raises(NotSent):
                    one.post(BODY)
            quiet.set()

    def test_when_its_certificate_is_not_to_be_trusted(self, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with server(read_request, context=context) as (port, read), pytest.raises(NotSent, match=r"(?i)certificate"):
            endpoint(port, scheme="https").post(BODY)
        assert read == [None]

    @pytest.mark.parametrize("octets", [1, 70_000])
    def test_when_the_connection_is_reset_while_the_request_is_written(self, octets):
        def converse(connection):
            connection.recv(octets)
            reset(connection)

        with server(converse) as (port, _), pytest.raises(NotSent):
            endpoint(port).post(TOO_BIG_TO_BUFFER)

    def test_when_the_other_side_stops_reading(self):
        quiet = threading.Event()
        with server(lambda _: quiet.wait(10)) as (port, _):
            with pytest.raises(NotSent, match="too long"):
                endpoint(port, timeout=timedelta(seconds=0.3)).post(TOO_BIG_TO_BUFFER)
            quiet.set()


class TestInDoubt:
    def test_when_no_answer_comes_in_time(self):
        quiet = threading.Event()
        with server(lambda it: read_request(it) and quiet.wait(10)) as (port, _):
            with pytest.raises(InDoubt, match="too long"):
                endpoint(port, timeout=timedelta(seconds=0.2)).post(BODY)
            quiet.set()

    @pytest.mark.parametrize("farewell", [lambda it: it.close(), reset], ids=["closed", "reset"])
    def test_when_it_hangs_up_once_all_was_written(self, farewell):
        with server(lambda it: read_request(it) and farewell(it)) as (port, _), pytest.raises(InDoubt):
            endpoint(port).post(BODY)

    def test_also_when_it_read_nothing_of_what_was_written_for_nobody_can_tell(self):
        with server(lambda it: wait_unread(it) and reset(it)) as (port, _), pytest.raises(InDoubt):
            endpoint(port).post(BODY)

    @pytest.mark.parametrize("answer", [b"HTTP/1.", b"220 mail.example ESMTP\r\n", b"\0\xff\r\n\r\n", b"x" * 100_000])
    def test_when_it_answers_with_something_that_is_no_status(self, answer):
        with server(answering(answer)) as (port, _), pytest.raises(InDoubt):
            endpoint(port).post(BODY)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{",
        b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 202 Accepted\r\n\r\n\xff\xfe not JSON",
        b"HTTP/1.1 202\r\n\r\n",
    ],
)
def test_a_status_counts_however_its_body_breaks_off(answer):
    with server(answering(answer)) as (port, _):
        assert endpoint(port).post(BODY).status == 202


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_so_the_key_goes_nowhere_else(status):
    def refuse_to_be_asked(_):
        pytest.fail("the redirect was followed")

    with server(refuse_to_be_asked) as (other, _):
        moved = f"HTTP/1.1 {status} Moved\r\nLocation: http://127.0.0.1:{other}/\r\nContent-Length: 0\r\n\r\n"
        with server(answering(moved.encode())) as (port, _):
            assert endpoint(port).post(BODY).status == status


def test_neither_key_nor_mail_stands_in_any_log_at_any_level(caplog, closed_port):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="python_http_client")
    caplog.set_level(logging.DEBUG, logger="python_http_client.client")
    echo = b"HTTP/1.1 400 Bad\r\nContent-Length: 40\r\n\r\n" + KEY.encode().ljust(40)
    with server(answering(ACCEPTED), answering(echo)) as (port, _):
        endpoint(port).post(BODY)
        answer = endpoint(port).post(BODY)
    with pytest.raises(NotSent) as raised:
        endpoint(closed_port).post(BODY)
    said = caplog.text + repr(answer) + str(raised.value) + repr(raised.value.__cause__)
    assert "very-secret" not in said
    assert "ana@reader.example" not in said


@pytest.mark.parametrize("key", ["", "  \n"])
def test_a_key_that_is_missing_is_missed_by_the_name_of_its_variable(key):
    with pytest.raises(TransportError, match=f"{VARIABLE} (is not set|holds no SendGrid API key)"):
        api_key(settings(""), {VARIABLE: key})


@pytest.mark.parametrize("key", ["SG.two words", "SG.line\r\nX-Header: 1", "SG.schlüssel", "SG.\0"])
def test_a_key_that_cannot_be_one_is_never_shown(key):
    with pytest.raises(TransportError, match=VARIABLE) as raised:
        api_key(settings(""), {VARIABLE: key})
    assert "SG." not in str(raised.value)


def test_a_key_may_end_in_the_line_end_of_the_file_it_came_from():
    assert api_key(settings(""), {VARIABLE: f"{KEY}\n"}) == KEY


@pytest.mark.parametrize(
    ("changes", "url"),
    [
        ({}, "https://api.sendgrid.com"),
        ({"region": "eu"}, "https://api.eu.sendgrid.com"),
        ({"region": "eu", "url": "http://127.0.0.1:9"}, "http://127.0.0.1:9"),
    ],
)
def test_the_timeout_is_set_wherever_the_api_stands(changes, url):
    made = settings(**({"url": ""} | changes), timeout=timedelta(seconds=7))
    client = Endpoint(made, KEY, path="mail/send")._client
    assert base_url(made) == url
    assert (client.host, client.timeout, client._url_path) == (url, 7.0, ["mail", "send"])
    assert client._make_request.keywords == {"limit": 7.0}


def test_the_package_is_loaded_only_when_it_is_needed():
    import subprocess

    probe = "import sys, digest.cli.main, digest.deliver.factory; sys.exit('sendgrid' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0

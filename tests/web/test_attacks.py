"""Attacks on the pages, tried: none learns who is on a list, changes anybody else's mail, or stops the server."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subscribers.model import State
from subscribers.roster import Roster
from tests.web.house import ANA, BEN, URLENCODED, House, house, houses, opened

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["house", "houses", "opened"]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
HOSTILE = (
    "'; DROP TABLE subscribers; --",
    '" OR 1=1 --',
    "x' UNION SELECT key FROM signing_keys --",
    "a@reader.example\r\nBcc: all@example.com",
    "a@reader.example%0d%0aBcc:all@example.com",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% include 'x' %}",
    "${jndi:ldap://x}",
    "\x00\x1b[2J",
    "../../../../etc/passwd",
    "\ud83d\ude00" * 1000,
    "ﷺ" * 5000,
)


def request(path: str, fields: dict[str, str], **headers: str) -> bytes:
    body = urlencode(fields).encode()
    lines = [f"POST {path} HTTP/1.1", "Host: x", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in {**URLENCODED, **headers}.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def statuses(house: House, requests: Iterable[bytes], *, at_once: int = 40) -> Counter[int]:
    """Write requests down one connection, some at a time, and count how each was answered."""
    found: Counter[int] = Counter()
    every = list(requests)
    with socket.create_connection(("127.0.0.1", house.port), timeout=30) as client, client.makefile("rb") as stream:
        for start in range(0, len(every), at_once):
            some = every[start : start + at_once]
            client.sendall(b"".join(some))
            for _ in some:
                found[int(stream.readline().split()[1])] += 1
                length = 0
                while (line := stream.readline().strip()) != b"":
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                stream.read(length)
    return found


def unharmed(house: House) -> bool:
    """Tell whether the readers stand as they stood, and the server still answers."""
    tables = set(house.newsroom.db.table_names())
    stand = {house.state(), house.state(BEN)}
    return (
        {"subscribers", "signing_keys"} <= tables and stand == {State.CONFIRMED} and house.get("/healthz").status == 200
    )


def test_ten_thousand_probes_from_one_network_get_twenty_letters_out_and_learn_nothing(house: House) -> None:
    seal = house.get("/subscribe").value("seal")
    people = [ANA, BEN] + [f"r{number}@reader.example" for number in range(9_998)]
    probes = (request("/subscribe", {"seal": seal, "address": one, "list": "daily"}) for one in people)
    assert statuses(house, probes) == {303: 20, 429: 9_980}
    assert house.count("signups") == 20
    house.write_letters()
    assert house.count("letters") == 20


def test_probes_from_many_networks_are_answered_alike_for_readers_and_strangers(house: House) -> None:
    seal = house.get("/subscribe").value("seal")

    def probes(address: str) -> Iterable[bytes]:
        fields = {"seal": seal, "address": address, "list": "daily"}
        for number in range(100):
            yield request("/subscribe", fields, **{"X-Forwarded-For": f"198.51.{number}.1"})

    assert statuses(house, probes(ANA)) == statuses(house, probes("nobody@reader.example")) == {303: 100}
    assert house.count("signups") == 10, "five about each"


def test_a_thousand_guessed_links_find_nobody_and_are_slowed_down(house: House) -> None:
    paths = [f"/u/{quote(guess)}" for guess in (house.mint.mint(10**6 + n, 1, epoch=0) for n in range(1_000))]
    begun = time.monotonic()
    found = statuses(house, (request(path, ONE_CLICK) for path in paths))
    assert set(found) == {404, 429}
    assert 60 <= found[404] <= 60.5 + (time.monotonic() - begun) / 10, "one more each ten seconds, a half is one"
    assert house.post(f"/u/{house.link()}", ONE_CLICK).status == 200, "a good link works from there all the same"


@pytest.mark.parametrize("claimed", ["198.51.100.7", "127.0.0.1", "nonsense", "1.2.3.4, 198.51.100.7", '"x"\'; --'])
def test_a_client_cannot_choose_its_network_where_the_proxy_adds_the_real_one(house: House, claimed: str) -> None:
    answers = [
        house.sign_up(f"r{n}@reader.example", x_forwarded_for=f"{claimed}{n}, 203.0.113.9").status for n in range(22)
    ]
    assert answers == [303] * 20 + [429] * 2


@pytest.mark.parametrize("field", ["address", "list", "topic", "language", "seal", "comment", "nonsense"])
def test_no_field_of_the_form_injects_anything(house: House, field: str) -> None:
    for words in HOSTILE:
        fields = {"seal": house.get("/subscribe").value("seal"), "address": "zoe@reader.example", "list": "daily"}
        body = urlencode(fields | {field: words.encode("utf-8", "surrogatepass")})
        page = house.ask("POST", "/subscribe", body, **URLENCODED, x_forwarded_for=f"198.51.{len(words) % 250}.1")
        assert page.status in ({403} if field == "seal" else {303, 422, 429})
        assert "<script>alert" not in page.body
        assert "onerror=alert(1)>" not in page.body
        assert "49" not in page.title
    house.write_letters()
    for path in (house.desk.folder / "outbox" / "confirmations").rglob("*.eml"):
        assert b"\nBcc:" not in path.read_bytes()
    assert unharmed(house)


@pytest.mark.parametrize("field", ["do", "leave", "join", "topic", "edition", "language", "until", "seal"])
def test_no_field_of_the_preferences_injects_anything(house: House, field: str) -> None:
    path = f"/p/{house.link()}"
    seal = house.get(path).value("seal")
    for words in HOSTILE:
        fields = {"seal": seal, "do": "save" if field not in {"until", "do"} else "pause"}
        body = urlencode(fields | {field: words.encode("utf-8", "surrogatepass")})
        page = house.ask("POST", path, body, **URLENCODED)
        assert page.status in ({403} if field == "seal" else {200, 303, 422})
        assert "<script>alert" not in page.body
    assert unharmed(house)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["do", "leave", "join", "topic", "until", "language"]), st.text(max_size=30)))
)
def test_any_form_is_answered(house: House, fields: list[tuple[str, str]]) -> None:
    path = f"/p/{house.link()}"
    encoded = [(name, value.encode("utf-8", "surrogatepass")) for name, value in fields]
    seal = house.get(path).value("seal").encode()
    page = house.ask("POST", path, urlencode([("seal", seal), *encoded]), **URLENCODED)
    assert page.status in {303, 422}


@pytest.mark.parametrize(
    "path",
    [
        "/media/../digest.db",
        "/media/%2e%2e/digest.db",
        "/media/..%2fdigest.toml",
        "/media/%2fetc%2fpasswd",
        "/media//etc/passwd",
        "/media/%00",
        "/media/....//digest.db",
        "/media/way-out",
        "//evil.example/subscribe",
        "/%2f%2fevil.example",
        "/subscribe/..%2f..%2fetc/passwd",
        "/archive/daily/..%2f..%2f",
        "/u/%0d%0aSet-Cookie:%20x=1",
        "/u/" + "A" * 5000,
        "/\\evil",
    ],
)
def test_no_path_leads_out_of_the_house(house: House, path: str) -> None:
    media = house.desk.folder / "media"
    media.mkdir()
    (media / "way-out").symlink_to(house.desk.folder / "digest.db")
    page = house.get(path)
    assert page.status == 404
    assert "set-cookie" not in page.headers
    assert "location" not in page.headers
    assert "SQLite" not in page.body


def test_a_hundred_megabytes_are_taken_by_no_page(house: House) -> None:
    token = house.link()
    for path in ("/subscribe", f"/u/{token}", f"/p/{token}", f"/c/{token}", "/nowhere"):
        with socket.create_connection(("127.0.0.1", house.port), timeout=20) as client:
            head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            client.sendall(f"{head}Content-Length: 100000000\r\n\r\n".encode())
            with suppress(ConnectionError):
                for _ in range(1600):
                    client.sendall(b"a" * 65536)
            with suppress(ConnectionError):
                assert client.recv(12) in {b"", b"HTTP/1.1 413", b"HTTP/1.1 404"}
    assert unharmed(house)


def test_a_body_that_does_not_say_how_long_it_is_is_cut_off_too(house: House) -> None:
    with socket.create_connection(("127.0.0.1", house.port), timeout=20) as client:
        head = "POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        client.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        with suppress(ConnectionError):
            for _ in range(1000):
                client.sendall(b"10000\r\n" + b"a" * 65536 + b"\r\n")
        with suppress(ConnectionError):
            assert b" 413 " in client.recv(40)
    assert unharmed(house)


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /subscribe HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /",
        b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /subscribe HTTP/1.1\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_and_the_connection_ends(house: House, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", house.port), timeout=20) as client:
        with suppress(ConnectionError):
            client.sendall(raw)
        answer = b""
        with suppress(ConnectionError):
            while piece := client.recv(65536):
                answer += piece
    assert answer == b"" or answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 411", b"HTTP/1.1 413"))
    assert unharmed(house)


def test_a_hundred_dawdlers_keep_nobody_else_waiting(house: House) -> None:
    dawdlers = [socket.create_connection(("127.0.0.1", house.port), timeout=20) for _ in range(100)]
    for one in dawdlers:
        one.sendall(b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na")
    assert house.get("/subscribe").status == 200
    assert house.post(f"/u/{house.link()}", ONE_CLICK).status == 200
    for one in dawdlers:
        one.close()


def test_hundreds_who_leave_at_once_have_all_left_when_they_are_answered(house: House) -> None:
    now = house.newsroom.now()
    people = [f"r{number}@reader.example" for number in range(300)]
    for address in people:
        Roster(house.newsroom.db).add(address, now=now, lists=["daily"], confirmed=True)
    tokens = [house.link(address) for address in people]
    found: Counter[int] = Counter()

    def leave(some: list[str]) -> None:
        for token in some:
            found[house.post(f"/u/{token}", ONE_CLICK).status] += 1

    threads = [threading.Thread(target=leave, args=(tokens[start::20],)) for start in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {200: 300}
    assert {house.state(address) for address in people} == {State.UNSUBSCRIBED}


def test_nothing_that_was_answered_waits_in_memory(house: House) -> None:
    """A reader of the file sees it at once, since it was committed before the answer."""
    house.sign_up("zoe@reader.example", "daily")
    assert house.newsroom.db.execute("SELECT address FROM signups").fetchall() == [("zoe@reader.example",)]
    begun = time.monotonic()
    house.post(f"/u/{house.link()}", ONE_CLICK)
    assert time.monotonic() - begun < 3.0, "nobody waits for a mail that is not on its way"

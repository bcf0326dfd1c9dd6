"""Posts 100,000 signed events to a real `digest serve`, killed in the middle: none lost, none counted twice.

Events come in batches as SendGrid posts them, a tenth of the posts twice; a post that fails is tried again until it
succeeds. Half way the server is killed (SIGKILL) and started anew. The clock runs from the first post to the last
answer, the restart included. Beside it stands what the events cost when read and taken in without any server.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, Queue

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from digest.config import load_settings
from digest.events.sendgrid import read_events
from digest.events.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.returns.returns import take_in
from digest.store.database import open_database
from subscribers.changes import Newcomer
from subscribers.keys import signing_keys
from subscribers.roster import Roster
from subscribers.tokens import TokenMint

READERS = 50_000  # two events each: processed and delivered
BATCH = 500  # events a post
SENDERS = 8  # posts under way at once
DIGEST = str(Path(sys.executable).with_name("digest"))

CONFIG = """
[publication]
name = "The Harbour Herald"
url = "https://herald.example"
postal_address = "1 Quay Street, 1200 Lisbon, Portugal"
[mail]
from = "The Harbour Herald <digest@herald.example>"
[mail.sendgrid]
webhook_key = "{key}"
[editions.daily]
"""

# An issue whose mails were all claimed by a run that was killed: what became of them, the events tell.
CLAIMED = (
    """
    INSERT INTO issues (id, edition, slot, label, number, state, cutoff, mail_date, frozen_at, created_at)
    VALUES (1, 'daily', :now, '2026-11-23', 1, 'sending', :now, :now, :now, :now)
    """,
    """
    INSERT INTO variants (id, issue_id, key, subject, preheader, html, text, message, sender, token_mark, reason_mark)
    VALUES (1, 1, :language, '', '', '', '', x'', '', '', '')
    """,
    """
    INSERT INTO deliveries (issue_id, variant_id, subscriber_id, address, address_key, name, list, list_title,
        joined_at, epoch, status, via)
    SELECT 1, 1, id, address, address_key, '', 'daily', 'Daily', :now, 0, 'claimed', 'sendgrid' FROM subscribers
    """,
)


def newsroom_in(folder: Path, key: ec.EllipticCurvePrivateKey) -> None:
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    (folder / "digest.toml").write_text(CONFIG.format(key=base64.b64encode(der).decode()))
    subprocess.run([DIGEST, "--config", folder / "digest.toml", "db", "migrate"], check=True, capture_output=True)
    subprocess.run([DIGEST, "--config", folder / "digest.toml", "lists", "list"], check=True, capture_output=True)
    db = open_database(folder / "digest.db")
    people = (Newcomer(address=f"reader{number}@reader.example") for number in range(READERS))
    Roster(db).add_many(people, now=datetime.now(UTC), lists=["daily"], confirmed=True)
    for statement in CLAIMED:
        db.conn.execute(statement, {"now": "2026-11-23T06:30:00Z", "language": "en"})
    db.close()


def bodies_of(folder: Path) -> list[bytes]:
    """The posts: every event once, in no order."""
    db = open_database(folder / "digest.db")
    mint = TokenMint(signing_keys(db))
    people = [number for (number,) in db.conn.execute("SELECT id FROM subscribers").fetchall()]
    db.close()
    events = [
        {
            "email": f"reader{number}@reader.example",
            "timestamp": int(time.time()),
            "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>",
            "event": kind,
            "sg_event_id": f"{kind}-{person}",
            "sg_message_id": f"14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.{number}",
            "digest_ref": mint.reference(person, 1),
            "response": "250 2.0.0 OK" if kind == "delivered" else "",
        }
        for number, person in enumerate(people)
        for kind in ("processed", "delivered")
    ]
    random.Random(1).shuffle(events)
    return [json.dumps(events[place : place + BATCH]).encode() for place in range(0, len(events), BATCH)]


class Server:
    """A `digest serve` in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.start()

    def start(self) -> None:
        command = [DIGEST, "--config", str(self.folder / "digest.toml"), "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr
        said = self.process.stderr.readline()
        self.port = int(said.split("http://127.0.0.1:")[1].split("/")[0])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        self.process.terminate()
        assert self.process.wait(20) == 0


def post_all(server: Server, key: ec.EllipticCurvePrivateKey, posts: list[bytes]) -> tuple[float, int]:
    """Post everything, killing the server half way; return the seconds it took and how many tries failed."""
    todo: Queue[bytes] = Queue()
    for post in posts:
        todo.put(post)
    failed = [0]
    answered = [0]

    def work() -> None:
        connection = None
        while True:
            try:
                body = todo.get_nowait()
            except Empty:
                return
            stamp = str(int(time.time()))
            signature = base64.b64encode(key.sign(stamp.encode() + body, ec.ECDSA(SHA256()))).decode()
            headers = {SIGNATURE_HEADER: signature, TIMESTAMP_HEADER: stamp, "Content-Type": "application/json"}
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
                connection.request("POST", "/webhooks/sendgrid", body, headers)
                answer = connection.getresponse()
                answer.read()
                good = answer.status == 200
            except (OSError, http.client.HTTPException):
                good, connection = False, None
            if good:
                answered[0] += 1
            else:
                failed[0] += 1
                todo.put(body)
                time.sleep(0.05)

    begun = time.monotonic()
    workers = [threading.Thread(target=work) for _ in range(SENDERS)]
    for worker in workers:
        worker.start()
    while answered[0] < len(posts) // 2:
        time.sleep(0.001)
    server.kill()
    server.start()
    for worker in workers:
        worker.join()
    return time.monotonic() - begun, failed[0]


def without_a_server(folder: Path, bodies: list[bytes]) -> float:
    """How long reading and taking in alone takes, on a database of its own."""
    settings = load_settings(folder / "digest.toml", environ=os.environ)
    clock = lambda: datetime.now(UTC).replace(microsecond=0)  # noqa: E731
    with open_newsroom(settings, clock=clock, environ=os.environ) as newsroom:
        begun = time.monotonic()
        for body in bodies:
            take_in(newsroom, read_events(body).events)
        return time.monotonic() - begun


def check(folder: Path) -> None:
    db = open_database(folder / "digest.db")
    counted = dict(db.conn.execute("SELECT kind, COUNT(*) FROM events GROUP BY kind").fetchall())
    statuses = dict(db.conn.execute("SELECT status, COUNT(*) FROM deliveries GROUP BY status").fetchall())
    db.close()
    assert counted == {"processed": READERS, "delivered": READERS}, counted
    assert statuses == {"delivered": READERS}, statuses


def main() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        alone, served = Path(one), Path(other)
        for folder in (alone, served):
            newsroom_in(folder, key)
        bodies = bodies_of(alone)
        bare = without_a_server(alone, bodies)
        check(alone)
        bodies = bodies_of(served)
        posts = [*bodies, *bodies[:: len(bodies) // (len(bodies) // 10)]]
        server = Server(served)
        seconds, failed = post_all(server, key, posts)
        server.end()
        check(served)
    events = 2 * READERS
    print(f"{events:,} events in {len(posts)} posts, some twice, {failed} tries failed and made again")
    print(f"  served, killed once: {seconds:5.1f} s, {events / seconds:7,.0f} events/s")
    print(f"  without a server:    {bare:5.1f} s, {events / bare:7,.0f} events/s")
    print("  none lost, none counted twice")
    assert seconds < 60


if __name__ == "__main__":
    main()

"""Times `digest send` over SMTP, ledger on, against other senders: mails a second into Postfix's smtp-sink.

Each contender runs in a process of its own against a fresh sink, with two lengths of list; the difference in time over
the difference in mails is its rate, and what is left of the shorter run is its start-up. They take turns, round after
round, so that a busy machine is as hard on one as on the other; a ratio is the median of the rounds' own ratios.

Ours is the whole command on a real database: composing, freezing the recipients, claims and receipts in durable
commits. All send the same issue of about 30 KB over ten connections, to each recipient words of their own, but for
smtp-source (C, no pipelining), which says the same to everybody, and smtplib, which has one connection.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
DIGEST = str(Path(sys.executable).with_name("digest"))
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
ENVIRON = os.environ | {"DIGEST_NOW": "2026-11-23T07:00:00Z", "PATH": f"{os.environ['PATH']}:/usr/sbin"}
CONFIG = """\
[publication]
name = "The Harbour Herald"
url = "https://herald.example"
postal_address = "1 Quay Street, 1200 Lisbon, Portugal"
timezone = "Europe/Lisbon"
database = "digest.db"
[mail]
from = "The Harbour Herald <digest@herald.example>"
{mail}
[editions.daily]
title = "Daily digest"
tags = ["world"]
lists = ["daily"]
schedule = "30 6 * * *"
briefs = 30
"""
SMTP = 'transport = "smtp"\n[mail.smtp]\nport = {port}\nconnections = {connections}'
NEEDED = {"smtp-sink": "Postfix", "smtp-source": "Postfix", "node": "Node.js"}


@dataclass(frozen=True, slots=True)
class Contender:
    """One sender: `ready(mails, port)` prepares a run and returns its command; `sizes` are its two lengths of list."""

    name: str
    sizes: tuple[int, int]
    ready: Callable[[int, int], list[str]]


@dataclass(frozen=True, slots=True)
class Timing:
    """What one round said of a contender: mails a second, and seconds before the first."""

    rate: float
    start_up: float


class Newsrooms:
    """Makes newsrooms with an issue to send, each in a folder of its own, and the message that it is."""

    def __init__(self, folder: Path, *, stories: int, connections: int) -> None:
        self._folder, self._stories, self._connections = folder, stories, connections
        self._made = 0

    def message(self) -> bytes:
        """Return the issue as a file of the outbox has it, for reader0@reader.example."""
        folder = self._new(1, mail="")
        subprocess.run(_send(folder), env=ENVIRON, check=True, stdout=subprocess.DEVNULL)
        (file,) = (folder / "outbox").rglob("*.eml")
        return file.read_bytes()

    def send(self, mails: int, port: int) -> list[str]:
        """Fill a newsroom with that many readers, and return the command that sends to them."""
        return _send(self._new(mails, mail=SMTP.format(port=port, connections=self._connections)))

    def _new(self, readers: int, *, mail: str) -> Path:
        from digest.store.database import open_database
        from subscribers.changes import Newcomer
        from subscribers.roster import Roster

        self._made += 1
        folder = self._folder / str(self._made)
        folder.mkdir()
        (folder / "digest.toml").write_text(CONFIG.format(mail=mail))
        (folder / "stories.jsonl").write_text("\n".join(json.dumps(_story(number)) for number in range(self._stories)))
        for arguments in (("db", "migrate"), ("stories", "add", "stories.jsonl", "--tag", "world")):
            subprocess.run([DIGEST, *arguments], cwd=folder, env=ENVIRON, check=True, stdout=subprocess.DEVNULL)
        db = open_database(folder / "digest.db")
        newcomers = [Newcomer(address=f"reader{number}@reader.example") for number in range(readers)]
        Roster(db).add_many(newcomers, now=NOW - timedelta(days=1), lists=["daily"], confirmed=True)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        return folder


def _send(folder: Path) -> list[str]:
    return [DIGEST, "--config", str(folder / "digest.toml"), "send", "daily", "--yes"]


def _story(number: int) -> dict[str, str]:
    """Return a story that shares no word with another, or they would be one event."""
    dice = Random(number)
    words = ["".join(dice.choices("abcdefghijklmnop", k=dice.randint(3, 9))) for _ in range(112)]
    return {
        "title": " ".join(words[:8]).capitalize(),
        "body": " ".join(f"{' '.join(words[start : start + 13]).capitalize()}." for start in range(8, 112, 13)),
        "published_at": (NOW - timedelta(hours=2, minutes=number)).isoformat(),
        "url": f"https://wire.example/{number}",
        "source": f"Wire {number}",
    }


class Peers:
    """The other senders, given the same message."""

    def __init__(self, folder: Path, message: bytes, *, connections: int) -> None:
        self._connections = str(connections)
        self._lines, self._bytes, self._parts = (folder / name for name in ("lines", "bytes", "parts.json"))
        self._bytes.write_bytes(message)
        self._lines.write_bytes(message.replace(b"\r\n", b"\n"))
        self._parts.write_text(json.dumps(_parts(message)))

    def smtp_source(self, mails: int, port: int) -> list[str]:
        sessions = ["-d", "-s", self._connections, "-m", str(mails), "-F", str(self._lines)]
        return ["smtp-source", *sessions, "-f", "digest@herald.example", "-t", "r@reader.example", f"127.0.0.1:{port}"]

    def nodemailer(self, mails: int, port: int) -> list[str]:
        script = ROOT / "tests" / "judges" / "nodemailer-pool.mjs"
        return ["node", str(script), str(port), str(mails), self._connections, str(self._parts)]

    def smtplib(self, mails: int, port: int) -> list[str]:
        script = ROOT / "benchmarks" / "peers" / "smtplib_loop.py"
        return [sys.executable, str(script), str(port), str(mails), str(self._bytes)]


def _parts(message: bytes) -> dict[str, str]:
    mail = message_from_bytes(message, policy=policy.default)
    html, text = (mail.get_body((kind,)) for kind in ("html", "plain"))
    assert html
    assert text
    token = mail["List-Unsubscribe"].rpartition("/")[2].rstrip(">")
    return {"subject": mail["Subject"], "html": html.get_content(), "text": text.get_content(), "token": token}


@contextmanager
def sink() -> Iterator[int]:
    """Run a fresh smtp-sink; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    as_root = ("-u", "nobody") if os.geteuid() == 0 else ()
    process = subprocess.Popen(["smtp-sink", *as_root, f"127.0.0.1:{port}", "100"], env=ENVIRON)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise SystemExit("smtp-sink did not start")


def seconds(contender: Contender, mails: int) -> float:
    """Send so many mails in a process of its own and return how long it took."""
    with sink() as port:
        command = contender.ready(mails, port)
        begin = time.perf_counter()
        subprocess.run(command, env=ENVIRON, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - begin


def timing(contender: Contender) -> Timing:
    """Time both lengths of list, and tell the rate from the start-up."""
    few, many = contender.sizes
    short, long = seconds(contender, few), seconds(contender, many)
    each = (long - short) / (many - few)
    return Timing(rate=1 / each, start_up=short - few * each)


def report(rounds: list[dict[str, Timing]]) -> None:
    print(f"\n{'':14}{'mails/s':>9}{'(lowest':>10}{'highest)':>10}{'start-up':>10}{'ours is':>10}")
    for name in rounds[0]:
        rates = [each[name].rate for each in rounds]
        start_up = statistics.median(each[name].start_up for each in rounds)
        ratio = statistics.median(each["digest send"].rate / each[name].rate for each in rounds)
        spread = f"{min(rates):10,.0f}{max(rates):10,.0f}"
        print(f"{name:14}{statistics.median(rates):9,.0f}{spread}{start_up:8.2f} s{ratio:9.2f} x")


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--sizes", type=int, nargs=2, default=(2_000, 16_000), metavar=("FEW", "MANY"))
    ask.add_argument("--connections", type=int, default=10)
    ask.add_argument("--stories", type=int, default=12, help="in the issue; 12 make about 30 KB")
    ask.add_argument("--only", action="append", metavar="NAME", help="this contender, besides ours; may be repeated")
    given = ask.parse_args()
    if missing := [f"{each} ({of})" for each, of in NEEDED.items() if not shutil.which(each, path=ENVIRON["PATH"])]:
        raise SystemExit(f"not on this machine: {', '.join(missing)}; nothing was measured")
    with tempfile.TemporaryDirectory() as folder:
        _compete(Path(folder), given)


def _compete(folder: Path, given: argparse.Namespace) -> None:
    newsrooms = Newsrooms(folder, stories=given.stories, connections=given.connections)
    message = newsrooms.message()
    peers = Peers(folder, message, connections=given.connections)
    few, many = given.sizes
    # The slower ones get shorter lists: a rate needs seconds, not mails.
    contenders = [
        Contender("digest send", (few, many), newsrooms.send),
        Contender("smtp-source", (few, many), peers.smtp_source),
        Contender("smtplib", (few // 4, many // 4), peers.smtplib),
        Contender("nodemailer", (few // 8, many // 8), peers.nodemailer),
    ]
    chosen = [each for each in contenders if not given.only or each.name in ("digest send", *given.only)]
    print(f"{len(message):,} bytes a mail, {given.connections} connections, {os.cpu_count()} cores")
    rounds: list[dict[str, Timing]] = []
    for number in range(1, given.rounds + 1):
        rounds.append({each.name: timing(each) for each in chosen})
        rates = ", ".join(f"{name} {each.rate:,.0f}" for name, each in rounds[-1].items())
        print(f"round {number}: {rates} mails/s", flush=True)
    report(rounds)


if __name__ == "__main__":
    main()

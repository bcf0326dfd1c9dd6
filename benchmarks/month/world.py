"""The world around a newsroom for a month: feeds and a mail server on this machine, each with its moods."""

from __future__ import annotations

import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING
from zlib import crc32

from digest.drill.smtp_sink import SmtpSink

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType
    from typing import Self

SUBJECTS = ("The ferry", "The council", "An orchestra", "The harvest", "A storm", "The tram", "A library", "The bridge")
DEEDS = ("opens again", "is sold", "wins a prize", "asks for money", "closes for good", "is late once more")
SOURCES = ("harbour", "council", "market", "stage", "weather")
FEED_MOODS = ("down", "slow", "garbage", "failing")  # what a source may be for a while, in place of good
MAIL_MOODS = ("deferring", "refusing", "cutting", "forgetful", "down")
SLOW = 2.0  # seconds; more than the newsroom waits


class Feeds:
    """RSS feeds at `/NAME.xml`: two stories a day each, 304 for whoever has them; `moods` says which is not well."""

    def __init__(self, now: datetime) -> None:
        """Listen; serve once entered. `now` is the time it is, for whoever calls to change."""
        self.now, self.moods = now, dict.fromkeys(SOURCES, "good")
        self.answers: Counter[str] = Counter()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _feed_handler(self))
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, name: str) -> str:
        """Return where a feed stands."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/{name}.xml"

    def text(self, name: str) -> str:
        """Return a feed of today."""
        items = "".join(self._item(name, number) for number in range(2))
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>"

    def _item(self, name: str, number: int) -> str:
        dice = random.Random(f"{name} {self.now:%Y%m%d} {number}")
        title = (
            f"{dice.choice(SUBJECTS)} of {name} {dice.choice(DEEDS)} on {self.now:%d %B}, for the {number + 1}. time"
        )
        body = f"{title}. " + " ".join(
            f"Witness {dice.randint(1, 9**9)} saw it from house {dice.randint(1, 9**6)}." for _ in range(9)
        )
        at = format_datetime(self.now.replace(hour=0, minute=5 + number))
        link = f"https://{name}.example/{self.now:%Y%m%d}/{number}"
        head = f"<title>{title}</title><link>{link}</link><pubDate>{at}</pubDate>"
        return f"<item>{head}<description>{body}</description></item>"


def _feed_handler(feeds: Feeds) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/").removesuffix(".xml")
            mood = feeds.moods[name]
            feeds.answers[mood] += 1
            if mood == "slow":
                time.sleep(SLOW)
            tag = f'"{feeds.now:%Y%m%d}"'
            if mood == "down":
                self.close_connection = True
            elif mood == "failing":
                self._say(500, b"")
            elif mood == "garbage":
                self._say(200, random.Random(tag).randbytes(3000))
            elif self.headers.get("If-None-Match") == tag:
                feeds.answers["304"] += 1
                self._say(304, b"")
            else:
                self._say(200, feeds.text(name).encode(), ETag=tag)

        def _say(self, status: int, body: bytes, **headers: str) -> None:
            with suppress(OSError):  # whoever waited no longer
                self.send_response(status)
                for key, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(key, value)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@dataclass
class Post:
    """A mail server with moods, which can also be away; it counts what it is responsible for by day and address."""

    each: int = 400  # of how many mails it cuts one off, where it is in the mood for it
    mood: str = "good"
    day: str = ""
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    port: int = 0
    _sink: SmtpSink | None = None
    _lock: Lock = field(default_factory=Lock)

    def be(self, mood: str) -> None:
        """Change the mood: good, or one of MAIL_MOODS."""
        self.mood = mood
        if mood == "down" and self._sink:
            self.said["went down"] += 1
            self.close()
        elif mood != "down" and self._sink is None:
            self._sink = SmtpSink(port=self.port, on_recipient=self._recipient, on_taken=self._taken)
            self.port = self._sink.port
            self._sink.__enter__()

    def close(self) -> None:
        """Throw everybody out and listen no more."""
        if self._sink:
            self._sink.__exit__(None, None, None)
            self._sink = None

    def settle(self) -> None:
        """Wait until what dead clients have written is read."""
        if self._sink:
            self._sink.taken()

    def reached(self) -> int:
        """Return how many mails have been taken so far."""
        return self.taken.total()

    def _recipient(self, address: str) -> str | None:
        with self._lock:
            self.said["RCPT"] += 1
            fate = crc32(f"{address} {self.day}".encode()) % 100
            if self.mood == "deferring" and fate < 30:
                self.said["451"] += 1
                return "451 4.2.1 not now"
            if self.mood == "refusing" and fate < 1:
                self.said["550"] += 1
                return "550 5.1.1 nobody of that name"
            if self.mood == "cutting" and self.said["RCPT"] % self.each == 0:
                self.said["cut before the message"] += 1
                raise ConnectionAbortedError
        return None

    def _taken(self, recipients: list[str]) -> None:
        with self._lock:
            self.taken.update((self.day, address) for address in recipients)
            if self.mood == "forgetful" and self.taken.total() % self.each == 0:
                self.said["cut after the message"] += 1
                raise ConnectionAbortedError

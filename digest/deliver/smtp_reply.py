"""Reads what a mail server says: lines of replies, their codes and their words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

NOT_LOGGED_IN = {530, 534, 535, 538}  # RFC 4954, 6

_LONGEST_LINE = 4096  # octets; RFC 5321, 4.5.3.1.5 allows 512
_MOST_LINES = 100
_LONGEST_TEXT = 300  # characters of a reply that are kept
_REPLY_LINE = re.compile(rb"([2-5][0-9]{2})([ -]?)(.*)", re.DOTALL)
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Reply(NamedTuple):
    """A server's reply: its code, its lines, and what they say."""

    code: int
    lines: tuple[str, ...]

    @property
    def kind(self) -> int:
        """The first digit (RFC 5321, 4.2.1): 2 done, 3 go on, 4 not now, 5 no."""
        return self.code // 100

    @property
    def best_code(self) -> str:
        """The enhanced status code (RFC 3463) where given, else the reply code."""
        return _said(self.lines)[0] or str(self.code)

    @property
    def text(self) -> str:
        """What was said, on one line, without the codes and not too long."""
        return _said(self.lines)[1]

    def __str__(self) -> str:
        enhanced = "" if self.best_code == str(self.code) else f" {self.best_code}"
        return f"{self.code}{enhanced} {self.text}".rstrip()


@lru_cache(maxsize=64)  # a server says the same to most mails, here and below
def read_reply(octets: bytes) -> tuple[Reply, bytes] | None:
    """Return the first reply, of however many lines (RFC 5321, 4.2), and what came after it; None if it has no end yet.

    Raises:
        ValueError: it is none, and will not become one.
    """
    lines: list[str] = []
    start = 0
    while (end := octets.find(b"\n", start)) >= 0:
        found = _REPLY_LINE.fullmatch(octets[start:end].rstrip(b"\r"))
        if not found:
            raise ValueError("it answered with something that is not SMTP")
        lines.append(found[3].decode("utf-8", "replace"))
        start = end + 1
        if found[2] != b"-":
            return Reply(int(found[1]), tuple(lines)), octets[start:]
        if len(lines) == _MOST_LINES:
            raise ValueError("its answer has no end")
    if len(octets) - start > _LONGEST_LINE:
        raise ValueError("it answered with a line that has no end")
    return None


@lru_cache(maxsize=64)
def _said(lines: tuple[str, ...]) -> tuple[str, str]:
    """Return the enhanced status code of a reply's first line, if it has one, and what all lines say."""
    found = _ENHANCED.match(lines[0])
    said = " ".join([_ENHANCED.sub("", line, count=1) for line in lines])
    return found[1] if found else "", _CONTROL.sub(" ", said).strip()[:_LONGEST_TEXT]

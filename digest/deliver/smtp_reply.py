"""Reads what a mail server says: lines of replies, their codes and their words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

NOT_LOGGED_IN = {530, 534, 535, 538}  # RFC 4954, 6

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
        found = _ENHANCED.match(self.lines[0])
        return found[1] if found else str(self.code)

    @property
    def text(self) -> str:
        """What was said, on one line, without the codes and not too long."""
        said = " ".join(_ENHANCED.sub("", line, count=1) for line in self.lines)
        return _CONTROL.sub(" ", said).strip()[:_LONGEST_TEXT]

    def __str__(self) -> str:
        enhanced = "" if self.best_code == str(self.code) else f" {self.best_code}"
        return f"{self.code}{enhanced} {self.text}".rstrip()


@lru_cache(maxsize=64)  # a server says the same to most mails
def read_line(line: bytes) -> tuple[int, bool, str] | None:
    """Return a line's code, whether another line of the reply follows, and what it says; None if it is no such line."""
    found = _REPLY_LINE.fullmatch(line.rstrip(b"\r"))
    return (int(found[1]), found[2] == b"-", found[3].decode("utf-8", "replace")) if found else None

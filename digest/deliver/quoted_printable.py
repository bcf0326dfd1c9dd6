"""Writes text as quoted-printable that can be cut open at marks and filled without encoding it again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOM = 75  # of the 76 a line may have (RFC 2045, 6.7): one stays free for the "=" of a soft break
_SOFT_BREAK = b"=\r\n"
_NEWLINE = re.compile(rb"\r\n|\r|\n")
_UNSAFE = re.compile(rb"[^\t !-<>-~]|[\t ]\Z")
_TOUCHY = (b".", b"From ")  # at a line's start, SMTP doubles the one and mbox files change the other


def encode(text: str) -> bytes:
    """Return the text as quoted-printable UTF-8 (RFC 2045, 6.7): CRLF, lines of at most 75 octets and a soft break.

    Any newline becomes a hard line break. The result fits after a line's start and before a soft break or a line's end.
    """
    return b"\r\n".join(map(_encode_line, _NEWLINE.split(text.encode("utf-8", "replace"))))


def encode_around(text: str, marks: Sequence[str]) -> bytes:
    """Return the text encoded, with every mark whole and on a line of its own between soft breaks.

    So `encode(value)` may be put in a mark's place, whatever its length: no line grows past 76 octets.
    """
    encoded: list[bytes] = []
    line_open = after_mark = False
    for piece in filter(None, re.split(f"({'|'.join(map(re.escape, marks))})", text)):
        is_mark = piece in marks
        if line_open and (is_mark or after_mark) and piece[0] not in "\r\n":
            encoded.append(_SOFT_BREAK)
        encoded.append(piece.encode() if is_mark else encode(piece))
        line_open, after_mark = piece[-1] not in "\r\n", is_mark
    return b"".join(encoded)


def _encode_line(line: bytes) -> bytes:
    quoted = _UNSAFE.sub(lambda octet: b"=%02X" % octet[0][0], line)
    if len(quoted) <= _ROOM and not quoted.startswith(_TOUCHY):
        return quoted
    pieces: list[bytes] = []
    start = 0
    while start < len(quoted):
        first = b""
        if quoted.startswith(_TOUCHY, start):
            first, start = b"=%02X" % quoted[start], start + 1
        end = _last_cut(quoted, start + _ROOM - len(first))
        pieces.append(first + quoted[start:end])
        start = end
    return _SOFT_BREAK.join(pieces)


def _last_cut(quoted: bytes, end: int) -> int:
    """Return the last place up to `end` to cut at: never in an escape, nor, for weak readers, in a character."""
    if end >= len(quoted):
        return len(quoted)
    escape = quoted.rfind(b"=", end - 2, end)
    cut = end if escape < 0 else escape
    while quoted[cut : cut + 1] == b"=" and quoted[cut + 1] in b"89AB":
        cut -= 3
    return cut

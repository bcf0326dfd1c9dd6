"""Tells how the bytes of a file are to be read as text, by rules that are sure or else say what they assume."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, TextIO

from subscribers.errors import BadValue, quoted

if TYPE_CHECKING:
    from typing import BinaryIO

_MARKS = (  # the longer first: UTF-32's little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 64  # bytes: within a heading or two, and those are nearly always ASCII
_CHUNK = 1 << 20  # bytes read at once
_NO_TEXT = frozenset({"utf-7", "unicode-escape", "raw-unicode-escape"})  # may yield halves of characters


def text_of(stream: BinaryIO, *, encoding: str = "") -> TextIO:
    """Return a seekable stream as text, from its beginning, line ends untouched; what cannot be decoded is U+FFFD.

    Without an `encoding`, it is what the byte order mark says; else UTF-16 where every second byte is zero; else UTF-8
    where the whole file is valid as such, which is no accident once it holds a letter outside ASCII; else
    Windows-1252, which has ISO 8859-1 (Latin-1) in it. Closing the text closes the stream.

    Raises:
        BadValue: there is no encoding of this name.
    """
    name = _known(encoding) if encoding else _told(stream)
    stream.seek(0)
    return io.TextIOWrapper(stream, encoding=name, errors="replace", newline="")


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        if name in _NO_TEXT:
            raise LookupError(name)
        bytes(range(256)).decode(name, "replace")  # refuses what does not turn bytes, any bytes, into text
        return name
    except (LookupError, ValueError):
        raise BadValue(f"there is no encoding {quoted(encoding)}; say utf-8, utf-16, cp1250, koi8-r ...") from None


def _told(stream: BinaryIO) -> str:
    stream.seek(0)
    head = stream.read(_HEAD)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    return _unmarked_utf16(head) or ("utf-8" if _is_utf8(stream) else "cp1252")


def _unmarked_utf16(head: bytes) -> str:
    """Tell UTF-16 by the zeros that ASCII letters have in it, on one side only; empty where it is none."""
    pairs = len(head) // 2
    first, second = head[: pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if pairs and max(first, second) >= pairs * 0.8 and not min(first, second):
        return "utf-16-le" if second else "utf-16-be"
    return ""


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True

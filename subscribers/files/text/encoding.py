"""Tells how the bytes of a file are to be read as text, by rules that are sure or else say what they assume."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING

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
_LIKELIEST = "cp1252"
_NAMES = {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}  # as people call them

LOST = "\udcff"  # in place of bytes that are no text: half a character, which no encoding that we take can yield
WHY_LOST = "bytes in it are no text in the encoding of the file; mend them there, or say --encoding"
_ERRORS = "newsletter-digest-lost"
codecs.register_error(_ERRORS, lambda error: (LOST, error.end))  # type: ignore[attr-defined]
_IN_TWO_ORDERS = frozenset({"utf-16", "utf-32"})
_NO_TEXT = frozenset({"utf-7", "unicode-escape", "raw-unicode-escape"})  # may yield halves of characters


class Text(io.TextIOWrapper):
    """Text with LOST in it where bytes could not be decoded; `damaged` tells whether any was read yet."""

    damaged = False
    assumed = False  # whether its encoding is but the likeliest

    @property
    def encoding_name(self) -> str:
        """The name of the encoding that was taken, as `text_of` takes it too."""
        return _NAMES.get(self.encoding, self.encoding)

    def read(self, size: int | None = -1, /) -> str:
        """Return so many characters, as any text does."""
        found = super().read(size)
        self.damaged = self.damaged or LOST in found
        return found


def text_of(stream: BinaryIO, *, encoding: str = "") -> Text:
    """Return a seekable stream as text, from its beginning, line ends untouched; what cannot be decoded is LOST.

    Without an `encoding`, it is what the byte order mark says; else UTF-16 where every second byte is zero; else UTF-8
    where at least as much of the file is letters outside ASCII in UTF-8 as is not valid, since that is no accident;
    else Windows-1252, which has ISO 8859-1 (Latin-1) in it. Closing the text closes the stream.

    Raises:
        BadValue: there is no encoding of this name, or which of two it means cannot be told.
    """
    name = _ordered(_known(encoding), stream) if encoding else _told(stream)
    stream.seek(0)
    text = Text(stream, encoding=name, errors=_ERRORS, newline="")
    text.assumed = not encoding and name == _LIKELIEST
    return text


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        if name in _NO_TEXT:
            raise LookupError(name)
        bytes(range(256)).decode(name, "replace")  # refuses what does not turn bytes, any bytes, into text
        return name
    except (LookupError, ValueError):
        raise BadValue(f"there is no encoding {quoted(encoding)}; say utf-8, utf-16, cp1250, koi8-r ...") from None


def _ordered(name: str, stream: BinaryIO) -> str:
    """Return the encoding; where it leaves the order of bytes to a mark that is missing, that of the zeros in them."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if name not in _IN_TWO_ORDERS or not head or _marked(head) == name:
        return name
    if (ordered := _unmarked_utf16(head)).startswith(name):
        return ordered
    raise BadValue(f"the file has no mark that tells the order of its bytes; say {name}-le or {name}-be")


def _told(stream: BinaryIO) -> str:
    stream.seek(0)
    head = stream.read(_HEAD)
    return _marked(head) or _unmarked_utf16(head) or ("utf-8" if _is_utf8(stream) else _LIKELIEST)


def _marked(head: bytes) -> str:
    return next((name for mark, name in _MARKS if head.startswith(mark)), "")


def _unmarked_utf16(head: bytes) -> str:
    """Tell UTF-16 by the zeros that ASCII letters have in it, on one side only; empty where it is none."""
    pairs = len(head) // 2
    first, second = head[: pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if pairs and max(first, second) >= pairs * 0.8 and not min(first, second):
        return "utf-16-le" if second else "utf-16-be"
    return ""


def _is_utf8(stream: BinaryIO) -> bool:
    """Tell whether all of a file is UTF-8, or what is not is damage: a letter is hardly ever so by accident."""
    decoder = codecs.getincrementaldecoder("utf-8")(_ERRORS)
    balance = 0
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        balance += _balance(decoder.decode(chunk))
    return balance + _balance(decoder.decode(b"", final=True)) >= 0


def _balance(text: str) -> int:
    """Return how many characters outside ASCII there are, less those that are lost."""
    if text.isascii():
        return 0
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return beyond - 2 * text.count(LOST)

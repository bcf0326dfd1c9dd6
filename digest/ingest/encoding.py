"""Turns bytes into text, whatever their encoding and whatever they claim it is."""

from __future__ import annotations

import codecs
import re
from functools import partial

from charset_normalizer import from_bytes

_MARKS = (  # the longer first: UTF-32's little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CLAIM = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
# UTF-16 and UTF-32 are told by their bytes alone: a document that claims them in readable letters is neither.
_TEXT_ENCODING = re.compile(r"utf-?8|u?s?-?ascii|latin|iso|windows|x-|cp\d|koi8|gb|hz|big5|shift|sjis|euc|ks_|tis")
_SINGLE_BYTE = re.compile(r"ascii|cp125|iso8859|latin|koi8")
_MARKUP = re.compile(rb"<[^<>]*>")
_WIDER = {  # what browsers read these names as (WHATWG Encoding Standard, 4.2)
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_LIKELY = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r"),
    *("cp932", "euc_jp", "cp949", "gb18030", "big5"),
]


def decode(data: bytes, *, declared: str = "") -> str:
    """Return `data` as text: by its byte order mark, as UTF-8 or `declared`, else by the likeliest guess.

    Text that is valid UTF-8 is not believed to be in a single-byte encoding, whatever is declared. Never raises: what
    cannot be decoded becomes U+FFFD, and Windows-1252 is the last resort.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    for names in (_unmarked_utf16, partial(_in_order, declared=declared), _guess):
        for name in names(data):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
    return data.decode("cp1252", errors="replace")


def storable(text: str) -> str:
    """Return a text without lone surrogates: JSON can spell them ("\\ud800"), and no database or mail can hold them."""
    return text if text.isascii() else text.encode(errors="ignore").decode()


def declared_charset(data: bytes, *, content_type: str = "") -> str:
    """Return the charset that a Content-Type, else the head of an HTML or XML document, claims; may be empty."""
    claim = _CLAIM.search(content_type.encode("ascii", "ignore")) or _CLAIM.search(data[:2048])
    return claim[1].decode("ascii") if claim else ""


def _in_order(_data: bytes, *, declared: str) -> tuple[str, ...]:
    """Return UTF-8 and the declared encoding, in the order in which to try them strictly."""
    name = _python_name(declared)
    return ("utf-8", name) if _SINGLE_BYTE.match(name) else (name, "utf-8")


def _python_name(declared: str) -> str:
    if not _TEXT_ENCODING.match(declared.strip().lower()):
        return "utf-8"
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return "utf-8"
    return _WIDER.get(name, name)


def _unmarked_utf16(data: bytes) -> tuple[str, ...]:
    """Western text in UTF-16 without its mark has a zero in every second byte."""
    head = data[:400]
    if len(head) < 4 or head.count(0) < len(head) * 0.3:
        return ()
    return ("utf-16-le",) if head[1::2].count(0) > head[::2].count(0) else ("utf-16-be",)


def _guess(data: bytes) -> tuple[str, ...]:
    # Markup reads as English and would drown what the text itself says of its language.
    matches = from_bytes(_MARKUP.sub(b" ", data), cp_isolation=_LIKELY)
    ranked = sorted(matches, key=lambda found: (found.chaos, -found.coherence, found.encoding != "cp1252"))
    return tuple(found.encoding for found in ranked[:1])

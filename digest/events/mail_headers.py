"""Reads header fields, of mails and of reports in the form of headers, from text that nobody can vouch for."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from quopri import decodestring
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_FIELDS = 500
_LONGEST = 4_000  # characters of one field
_FIELD = re.compile(r"([!-9;-~]{1,70})[ \t]*:[ \t]*(.*)")
_CHARSET = re.compile(
    r"utf-?(?:8|16(?:le|be)?|7)|(?:us-)?ascii|latin-?\d|iso[-_]?8859[-_]\d{1,2}|(?:windows|cp)-?\d{3,4}|koi8-[ru]"
    r"|iso-2022-(?:jp|kr)(?:-\w{1,6})?|(?:x-)?s(?:hift)?[-_]?jis|euc[-_](?:jp|kr)|gb(?:2312|k|18030)|big5(?:-hkscs)?|tis-620"
)  # no other name: some of Python's codecs are no charsets, and slow
_ENCODED_WORD = re.compile(r"=\?([\w-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?\s]{0,400})\?=(?:\s+(?==\?))?")
_ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:\"'|={}])[^\s<>()\[\],;:\"'|={}@]{1,64}@[^\s<>()\[\],;:\"'|@/]{1,255}")
_LOOSE_ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:\"])[^\s<>()\[\],;:\"@]{1,255}@[^\s<>()\[\],;:\"@]{1,255}")
_MOST_ADDRESSES = 50


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in order, by their names in small letters; values are unfolded, their encoded words not decoded."""

    fields: Mapping[str, tuple[str, ...]]

    def first(self, name: str) -> str:
        """Return the value of the first field of that name, else an empty string."""
        return next(iter(self.fields.get(name, ())), "")

    def every(self, *names: str) -> tuple[str, ...]:
        """Return the values of all fields of those names, in the order of the names."""
        return tuple(value for name in names for value in self.fields.get(name, ()))

    def __bool__(self) -> bool:
        return bool(self.fields)


NO_HEADERS = Headers({})


def parse(text: str) -> Headers:
    """Return the fields at the head of `text`, up to the first blank line; lines that are none are passed over."""
    fields: dict[str, list[str]] = {}
    last: list[str] | None = None
    for count, line in enumerate(text.split("\n")):
        if not line.strip() or count > _MOST_FIELDS * 4 or len(fields) > _MOST_FIELDS:
            break
        if line[0] in " \t":
            if last and len(last[-1]) < _LONGEST:
                last[-1] += " " + line.strip()[:_LONGEST]
        elif found := _FIELD.match(line):
            last = fields.setdefault(found[1].lower(), [])
            last.append(found[2].strip()[:_LONGEST])
    return Headers({name: tuple(values) for name, values in fields.items()})


def charset(label: str) -> str:
    """Return the name of the Python codec for a charset's label, UTF-8 for one that is unknown."""
    name = label.strip("\"' ").lower()
    return name if _CHARSET.fullmatch(name) else "utf-8"


def in_charset(data: bytes, label: str) -> str:
    """Return `data` as text in the charset of that label; what cannot be decoded becomes U+FFFD."""
    try:
        return data.decode("iso-2022-jp" if b"\x1b$" in data else charset(label), errors="replace")
    except (LookupError, UnicodeError):
        return data.decode("latin-1")


def readable(value: str) -> str:
    """Return a field's value with its encoded words (RFC 2047) decoded, on one line."""
    return " ".join(_ENCODED_WORD.sub(_decoded_word, value).split())


def addresses(value: str) -> tuple[str, ...]:
    """Return the mail addresses in a text, each once, as they are spelled."""
    found = (
        one[0].strip(".*_`“”‘’«»") for one, _ in zip(_ADDRESS.finditer(value), range(_MOST_ADDRESSES), strict=False)
    )
    return tuple(dict.fromkeys(one for one in found if "@" in one.strip("@") and "." in one.rpartition("@")[2]))


def recipients(value: str) -> tuple[str, ...]:
    """Return the addresses in a field that can only hold some, where all that a local part may hold is taken."""
    found = (one[0] for one, _ in zip(_LOOSE_ADDRESS.finditer(value), range(_MOST_ADDRESSES), strict=False))
    return tuple(dict.fromkeys(one.strip("'").rstrip(".") for one in found))


def moment(value: str) -> datetime | None:
    """Return the moment, in UTC, that a date of a mail (RFC 5322, 3.3) spells; None if it spells none."""
    try:
        when = parsedate_to_datetime(value[:100])
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _decoded_word(found: re.Match[str]) -> str:
    label, encoding, text = found.groups()
    raw = text.encode("ascii", "replace")
    if encoding in "qQ":
        return in_charset(decodestring(raw, header=True), label)
    try:
        return in_charset(b64decode(raw + b"=" * (-len(raw) % 4)), label)
    except binascii.Error:
        return text

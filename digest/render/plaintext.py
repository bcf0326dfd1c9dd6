"""Sets plain text in columns, for readers whose mail has no pictures and no fonts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = 72

OCTETS_A_COLUMN = 8  # in UTF-8 that a shortened text has at most, on the average, whatever stands above its letters

_LONGEST = COLUMNS - 4  # columns of a word that is not broken

# Characters of many scripts, none of which is wide, combines or breaks a line: so most texts are told at once.
_SINGLE = (
    "!-~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u05d0-\u05ea"
    "\u060c\u061d-\u064a\u0660-\u066f\u2010-\u2027\u20ac"
)
_ALL_SINGLE = re.compile(rf"[ {_SINGLE}]*")
_PLAIN = re.compile(rf"[{_SINGLE}]{{1,{_LONGEST}}}+(?: [{_SINGLE}]{{1,{_LONGEST}}}+)*+")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_BREAKS = re.compile("[ \t\n]+")
_NEVER_FIRST = frozenset("、。，．！？：；）」』】》〉”’…ーっゃゅょッャュョ々)!?:;,.")


def width(text: str) -> int:
    """Return how many columns the text takes in a fixed pitch: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    if _ALL_SINGLE.fullmatch(text):
        return len(text)
    others = _NOT_ASCII.findall(text)
    return len(text) - len(others) + sum(map(_columns, others))


def shorten(text: str, columns: int) -> str:
    """Return the text if it fits, else its first whole words with an ellipsis; short closing words go too.

    Marks that take no column count too: it has no more than `OCTETS_A_COLUMN` for each of the columns.

    >>> shorten("Ferry crews agree to end the strike", 26)
    'Ferry crews agree…'
    """
    octets = columns * OCTETS_A_COLUMN
    if width(text) <= columns and len(text.encode()) <= octets:
        return text
    kept = _head(text, columns - 1, octets=octets - len("…".encode()))
    if not text[len(kept)].isspace():
        kept = kept[: kept.rfind(" ")] if kept.rfind(" ") > len(kept) // 2 else kept
    return _without_dangling(kept) + "…"


def wrap(text: str, first: str = "", rest: str = "") -> str:
    """Return the text in lines of at most 72 columns, begun with `first`, those below with `rest`.

    Breaks stand at spaces and between wide characters. A web address is never broken, whatever its length; any other
    word that is longer than a line is.
    """
    if _PLAIN.fullmatch(text):
        return _filled(text, first, rest)
    lines, line, used, begun, margin = [], first, width(first), False, width(rest)
    for space, piece, columns in _pieces(text):
        room = len(space) + columns
        if begun and used + room > COLUMNS:
            lines.append(line)
            line, used = rest + piece, margin + columns
        else:
            line, used, begun = line + space + piece, used + room, True
    return "\n".join([*lines, line])


def told(parts: Iterable[str], between: str) -> str:
    """Return the parts that say something, with what stands between two of them."""
    return between.join(filter(None, parts))


def underline(text: str) -> str:
    """Return the text with a line of the same width below it."""
    return f"{text}\n{'-' * min(width(text), COLUMNS)}"


def centred(text: str) -> str:
    """Return each line of the text in the middle of the columns."""
    return "\n".join(" " * max((COLUMNS - width(line)) // 2, 0) + line for line in wrap(text).split("\n"))


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _head(text: str, columns: int, *, octets: int) -> str:
    """Return as much of the text as fits, combining characters with their base."""
    if _ALL_SINGLE.fullmatch(text, 0, max(columns, 0) + 1):  # no such character has many octets
        return text[: max(columns, 0)]
    used = size = base = 0
    for at, char in enumerate(text):
        if _columns(char) and (at == 0 or text[at - 1] != "\u200d"):
            base = at
        used += _columns(char)
        size += len(char.encode("utf-8", "surrogatepass"))
        if used > columns or size > octets:
            return text[: base or at]
    return text


def _without_dangling(text: str) -> str:
    """Drop closing words of at most three small letters ("at the"), and closing punctuation."""
    words = text.split(" ")
    while len(words) > 3 and len(words[-1]) <= 3 and words[-1].islower():
        words.pop()
    return " ".join(words).rstrip(" ,;:–—-·")


def _filled(text: str, first: str, rest: str) -> str:
    """Return a plain text in lines, as `wrap` does."""
    if len(text) <= COLUMNS - width(first):
        return first + text
    begun = _line(COLUMNS - width(first)).match(text)
    assert begun is not None
    lines = [begun[1], *_line(COLUMNS - width(rest)).findall(text, begun.end())]
    return first + f"\n{rest}".join(lines)


@cache
def _line(room: int) -> re.Pattern[str]:
    """Return what finds a line of whole words of a plain text, at least one, and the space after it."""
    return re.compile(rf"(.{{1,{max(room, 1)}}}|[^ ]+)(?: |$)")


def _pieces(text: str) -> list[tuple[str, str, int]]:
    """Cut text where a line may end: the space before a piece, the piece, and its columns."""
    pieces: list[tuple[str, str, int]] = []
    for word in filter(None, _BREAKS.split(text)):
        space, columns = " " if pieces else "", width(word)
        if "://" in word or len(word) == columns <= _LONGEST:
            pieces.append((space, word, columns))
            continue
        for part in _parts(word):
            pieces.append((space, part, width(part)))
            space = ""
    return pieces


def _parts(word: str) -> list[str]:
    """Cut a word between wide characters, and where it is longer than a line."""
    parts, part = [], ""
    for char in word:
        if part and _may_part(part, char):
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]


def _may_part(part: str, char: str) -> bool:
    if not _columns(char) or part[-1] == "\u200d":
        return False
    if width(part) + _columns(char) > COLUMNS - 4:
        return True
    return 2 in (_columns(char), _columns(part[-1])) and char not in _NEVER_FIRST and part[-1] not in "「『（【《〈“‘("

"""Takes a mail apart: its headers, its texts, its reports for machines, and the headers of the mail that it returns."""

from __future__ import annotations

import html
import re
from base64 import b64decode
from dataclasses import dataclass, field
from quopri import decodestring

from digest.events.mail_headers import NO_HEADERS, Headers, in_charset, parse

_MOST_BYTES = 1_000_000  # of a mail that are looked at; reports stand before what they return
_MOST_TEXT = 64_000  # bytes of one part
_MOST_HEAD = 64_000  # bytes of a mail's or part's headers
_MOST_PARTS = 40
_DEEPEST = 5  # multiparts within multiparts

_PARAMETER = r"""\b{}\s*=\s*(?:"([^"]{{1,200}})"|([^\s;"]{{1,200}}))"""
_BOUNDARY = re.compile(_PARAMETER.format("boundary"), re.IGNORECASE)
_CHARSET = re.compile(_PARAMETER.format("charset"), re.IGNORECASE)
_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}")
_TAG = re.compile(r"<[^<>]*>")
_RETURNED = frozenset({
    *("message/rfc822", "message/global", "message/partial", "message/external-body"),
    *("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"),
})  # fmt: skip
_REPORTS = frozenset({
    *("message/delivery-status", "message/global-delivery-status"),
    *("message/feedback-report", "message/disposition-notification"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds text, or a report for machines, with lines ended by `\\n`."""

    kind: str  # its content type, in small letters
    text: str


@dataclass(frozen=True, slots=True)
class Mail:
    """What of a mail matters here; `returned` are the headers of the mail that it returns, if it returns one."""

    headers: Headers
    kind: str
    parts: tuple[Part, ...]
    returned: Headers

    def text(self) -> str:
        """Return what the mail says to a person: its plain text, or else its HTML without the tags."""
        plain = "\n".join(part.text for part in self.parts if part.kind == "text/plain")
        if plain.strip():
            return plain
        return "\n".join(_untagged(part.text) for part in self.parts if part.kind == "text/html")

    def report(self, *kinds: str) -> str:
        """Return the first report whose content type ends with one of `kinds`, else an empty string."""
        return next(
            (part.text for part in self.parts if part.kind.startswith("message/") and part.kind.endswith(kinds)), ""
        )


@dataclass(slots=True)
class _Pile:
    """What was found so far."""

    parts: list[Part] = field(default_factory=list)
    returned: Headers = NO_HEADERS
    seen: int = 0


def take_apart(raw: bytes) -> Mail:
    """Return the parts of a mail (RFC 5322, 2045); whatever the bytes are, there is a mail, if an empty one.

    Only the first megabyte is looked at. A mail within the mail is not opened: of the first such, its headers are read.
    """
    body = raw[:_MOST_BYTES].replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n")
    if body.startswith((b"From ", b">From ")):  # the line that an mbox sets before each mail
        body = body.partition(b"\n")[2]
    headers, content = _split(body)
    pile = _Pile()
    _walk(headers, content, pile=pile, depth=0)
    return Mail(headers, _type(headers), tuple(pile.parts), pile.returned)


def _split(body: bytes) -> tuple[Headers, bytes]:
    if body.startswith(b"\n"):
        return NO_HEADERS, body[1:]
    head, _, content = body.partition(b"\n\n")
    return parse(in_charset(head[:_MOST_HEAD], "utf-8")), content


def _type(headers: Headers) -> str:
    found = _TYPE.match(headers.first("content-type"))
    return found[0].lower() if found else "text/plain"


def _walk(headers: Headers, content: bytes, *, pile: _Pile, depth: int) -> None:
    pile.seen += 1
    kind = _type(headers)
    if pile.seen > _MOST_PARTS:
        return
    if kind.startswith("multipart/") and depth < _DEEPEST and (pieces := _pieces(headers, content)):
        for piece in pieces:
            _walk(*_split(piece), pile=pile, depth=depth + 1)
    elif kind in _RETURNED:
        pile.returned = pile.returned or _headers_of(_decoded(headers, content))
    elif kind in _REPORTS or kind.startswith(("text/", "multipart/")):
        spelled = "text/plain" if kind.startswith("multipart/") else kind
        pile.parts.append(
            Part(spelled, in_charset(_decoded(headers, content), _parameter(_CHARSET, headers) or "utf-8"))
        )


def _pieces(headers: Headers, content: bytes) -> list[bytes]:
    """Return the parts of a multipart, none if its boundary does not occur."""
    boundary = _parameter(_BOUNDARY, headers).encode("utf-8", "replace")
    if not boundary:
        return []
    line = rb"^--" + re.escape(boundary) + rb"%s[ \t]*(?:\n|\Z)"
    inside = re.split(line % b"--", content, maxsplit=1, flags=re.MULTILINE)[0]
    return re.split(line % b"", inside, maxsplit=_MOST_PARTS, flags=re.MULTILINE)[1:]


def _parameter(which: re.Pattern[str], headers: Headers) -> str:
    found = which.search(headers.first("content-type"))
    return (found[1] or found[2]) if found else ""


def _decoded(headers: Headers, content: bytes) -> bytes:
    """Return the head of a part's content, its transfer encoding undone."""
    match headers.first("content-transfer-encoding").lower():
        case "base64":
            return _from_base64(content[: _MOST_TEXT * 2])
        case "quoted-printable":
            return decodestring(content[: _MOST_TEXT * 2])[:_MOST_TEXT]
        case _:
            return content[:_MOST_TEXT]


def _from_base64(content: bytes) -> bytes:
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return b64decode(whole + b"=" * (-len(whole) % 4))[:_MOST_TEXT].replace(b"\r\n", b"\n")


def _headers_of(content: bytes) -> Headers:
    return parse(in_charset(content[:_MOST_HEAD].lstrip(b"\n"), "utf-8"))


def _untagged(text: str) -> str:
    return html.unescape(_TAG.sub("\n", text))

"""Judges the message as it would be sent: its headers, its parts, and the length of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.mail import Fault, Part, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.mail import Mail

_ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version")  # RFC 5322, 3.6, and RFC 2045, 4
_MOST = 998  # octets of any line (RFC 5322, 2.1.1)
_MOST_IN_BODY = 76  # and of one in quoted-printable (RFC 2045, 6.7)
_FAULT = "this is a fault of the program"


def message_headers(mail: Mail) -> Iterator[Fault]:
    """A header missing that each mail must have once, or there more than once."""
    for name in _ONCE:
        count = len(mail.message.get_all(name, []))
        if count != 1:
            times = "is missing" if not count else f"is there {count} times"
            yield Fault(Place(Part.HEADERS, words=name), f"{times}; {_FAULT}")


def message_structure(mail: Mail) -> Iterator[Fault]:
    """Anything but plain text and HTML, in this order, as UTF-8 in quoted-printable (RFC 2046, 5.1.4)."""
    parts = list(mail.message.walk())
    kinds = [part.get_content_type() for part in parts]
    if kinds != ["multipart/alternative", "text/plain", "text/html"]:
        yield _structure(f"is {', '.join(kinds)[:120]}, and not plain text before HTML")
        return
    for part in parts[1:]:
        charset = str(part.get_content_charset() or "none")
        encoding = str(part.get("Content-Transfer-Encoding", "none")).casefold()
        if (charset, encoding) != ("utf-8", "quoted-printable"):
            yield _structure(f"has {part.get_content_type()} as {charset} in {encoding}")


def message_lines(mail: Mail) -> Iterator[Fault]:
    """Lines of more than 998 octets, which servers cut or refuse, or lines of the body of more than 76."""
    head, _, body = mail.sample.message.partition(b"\r\n\r\n")
    for what, lines, most in (
        ("header", head.split(b"\r\n"), _MOST),
        ("body", body.split(b"\r\n"), _MOST_IN_BODY),
    ):
        longest = max(map(len, lines))
        if longest > most:
            yield Fault(Place(Part.HEADERS), f"has a {what} line of {longest} octets of {most}; {_FAULT}")


def _structure(what: str) -> Fault:
    return Fault(Place(Part.HEADERS, words="Content-Type"), f"{what}; {_FAULT}")

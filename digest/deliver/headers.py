"""Writes header lines that no name, subject or address can break out of."""

from __future__ import annotations

import re
import textwrap
from base64 import b64encode
from urllib.parse import quote, urlsplit, urlunsplit

from digest.deliver.address import wire_domain

_LINE = 78  # characters a header line should keep to (RFC 5322, 2.1.1)
_ENCODED_LINE = 76  # characters a line with an encoded word must keep to (RFC 2047, 2)
_WORD = "=?utf-8?b?{}?="
_BREAKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_PLAIN_IN_MAILTO = "!$'*+"  # beside letters, digits and -._~
_NOT_PRINTABLE = re.compile(r"[^ -~]+")


def clean(text: str) -> str:
    """Return the text on one line: control characters and runs of spaces become one space."""
    return _BREAKS.sub(" ", text.encode("utf-8", "replace").decode()).strip(" ")


def text_header(header: str, text: str) -> str:
    """Return a header of free text, folded; what is not plain ASCII goes into encoded words (RFC 2047)."""
    line = clean(text)
    if _is_plain(line):
        folded = textwrap.wrap(
            line,
            _LINE,
            initial_indent=f"{header}: ",
            subsequent_indent=" ",
            break_long_words=False,
            break_on_hyphens=False,
        ) or [f"{header}: "]
        if max(map(len, folded)) <= _LINE:
            return "\r\n".join(folded) + "\r\n"
    return f"{header}: {_encoded_words(line, _ENCODED_LINE - len(header) - 2)}\r\n"


def mailbox_header(header: str, name: str, *, address: str) -> str:
    """Return a header with one mailbox (RFC 5322, 3.4); `address` is a wire address, `name` may be anything."""
    shown = clean(name) if name else ""
    if not shown:
        return f"{header}: {address}\r\n"
    phrase = f'{header}: "{_escaped(shown)}"'
    if not _is_plain(shown) or len(phrase) > _LINE:
        phrase = f"{header}: {_encoded_words(shown, _ENCODED_LINE - len(header) - 2)}"
    last_line = len(phrase) - (phrase.rfind("\n") + 1)
    fold = " " if last_line + len(address) + 3 <= _ENCODED_LINE else "\r\n "
    return f"{phrase}{fold}<{address}>\r\n"


def raw_header(header: str, value: str) -> str:
    """Return a header on one line, never folded and never encoded: what is not printable ASCII is left out.

    Mail readers look for List-Unsubscribe and its kind word for word; an encoded word there hides the button.
    """
    return f"{header}: {_NOT_PRINTABLE.sub('', value)}\r\n"


def url_in_brackets(url: str) -> str:
    """Return `<url>` for a List-* header (RFC 2369), in ASCII: the host in A-labels, the rest percent-encoded."""
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else _ascii_netloc(parts.hostname or "", parts.port)
    rest = (quote(part, safe="/%:=&?~+!$,;@'()*") for part in (parts.path, parts.query, parts.fragment))
    return f"<{urlunsplit((parts.scheme, host, *rest))}>"


def mail_in_brackets(address: str, *, subject: str) -> str:
    """Return `<mailto:address?subject=...>` (RFC 6068) for a List-* header; `address` is a wire address."""
    local, _, domain = address.rpartition("@")
    return f"<mailto:{quote(local, safe=_PLAIN_IN_MAILTO)}@{domain}?subject={quote(subject)}>"


def _ascii_netloc(host: str, port: int | None) -> str:
    return wire_domain(host) + (f":{port}" if port else "")


def _is_plain(text: str) -> bool:
    # "=?" would be read as the start of an encoded word
    return text.isascii() and "=?" not in text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _encoded_words(text: str, room: int) -> str:
    """Return the text as base64 encoded words, one a line, cut between characters; the first takes up to `room`."""
    raw = text.encode()
    words: list[str] = []
    start = 0
    while start < len(raw):
        end = start + (room - len(_WORD) + 2) // 4 * 3
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        words.append(_WORD.format(b64encode(raw[start:end]).decode()))
        start, room = end, _ENCODED_LINE - 1
    return "\r\n ".join(words)

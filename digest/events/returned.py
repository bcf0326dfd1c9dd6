"""Tells which mail of ours came back: by the address the report was sent to, and by what is left of the mail in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.events.mail_headers import NO_HEADERS, addresses, parse, recipients

if TYPE_CHECKING:
    from digest.events.mail_headers import Headers
    from digest.events.mail_parts import Mail

_LONGEST = 64_000  # characters of a notice that are looked at
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "to")
_TAGGED = re.compile(r"\+([0-9a-f]{32})(?=[@=])", re.IGNORECASE)
_UNSUBSCRIBE = re.compile(r"(?<![^\s<,;:\"])unsubscribe\+([0-9a-f]{32})@", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<?([^\s<>@]{1,200}@[^\s<>]{1,255})>?")
_IN_MESSAGE_ID = re.compile(r"[^\s<>@]{1,100}\.([0-9a-f]{32})@", re.IGNORECASE)

_INTRODUCTION = re.compile(
    r"^[ \t>|*=#:-]{0,40}(?:"
    r"(?:this|below|following|enclosed|included)\b.{0,40}\bcopy of (?:the|your)\b.{0,20}(?:message|mail)"
    r"|.{0,30}\boriginal (?:message|mail|e-mail)\b.{0,20}$|message (?:headers?|text) follows?"
    r"|(?:unsent|undelivered|undeliverable|returned) (?:message|mail)|.{0,20}\bheaders? of the original\b"
    r"|.{0,20}urspr(?:ü|ue)ngliche|(?:message|courrier) (?:d'origine|original)"
    r"|(?:messaggio|mensaje|mensagem) original)",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = re.compile(r"^[ \t]{0,4}(?:Received|Return-Path|DKIM-Signature)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(r"^[ \t]{0,4}[A-Za-z][A-Za-z-]{1,40}[ \t]*:", re.MULTILINE)


def notice_of(mail: Mail) -> tuple[str, Headers]:
    """Return what a report says to a person, and the headers of the mail that it returns.

    Many servers write the returned mail into the text instead of a part of its own; there the text is cut.
    """
    text = mail.text()[:_LONGEST]
    head = _HEAD.search(text)
    introduction = _INTRODUCTION.search(text)
    starts = [found.start() for found in (head, introduction) if found]
    if not starts:
        return text, mail.returned
    rest = text[min(starts) :]
    body = rest.partition("\n")[2] if not (head and head.start() == min(starts)) else rest
    field = _FIELD.search(body[:2_000])
    lines = body[field.start() :].lstrip() if field else ""
    return text[: min(starts)], mail.returned or (parse(lines) if lines else NO_HEADERS)


def reference_of(mail: Mail, returned: Headers) -> str:
    """Return the reference (32 characters of 0 to 9 and a to f) that names the delivery, or an empty string.

    Looked for, in order: in the addresses the report was delivered to, in the Message-ID of the returned mail, in what
    the report answers, and in the returned mail's other fields that bear it.
    """
    for which, fields in (
        (_TAGGED, mail.headers.every(*_DELIVERED)),
        (_IN_MESSAGE_ID, returned.every("message-id")),
        (_IN_MESSAGE_ID, mail.headers.every("in-reply-to", "references")),
        (_TAGGED, returned.every("return-path", "x-original-from", "list-unsubscribe")),
    ):
        for value in fields:
            if found := which.search(value):
                return found[1].lower()
    return ""


def unsubscribing(mail: Mail) -> str:
    """Return the reference of the address for unsubscribing that a mail was sent to, or an empty string."""
    fields = mail.headers.every(*_DELIVERED)
    return next((found[1].lower() for value in fields if (found := _UNSUBSCRIBE.search(value))), "")


def message_id_of(mail: Mail, returned: Headers) -> str:
    """Return the Message-ID, without its angle brackets, of the returned or answered mail; may be empty."""
    for value in (returned.first("message-id"), mail.headers.first("in-reply-to"), *mail.headers.every("references")):
        if found := _MESSAGE_ID.search(value):
            return found[1]
    return ""


def sent_to(headers: Headers) -> tuple[str, ...]:
    """Return the addresses that a mail was sent to, by its headers."""
    return recipients(", ".join(headers.every("to")))


def reported_to(mail: Mail) -> frozenset[str]:
    """Return, in small letters, the addresses that a report was delivered to."""
    return frozenset(one.lower() for value in mail.headers.every(*_DELIVERED) for one in addresses(value))

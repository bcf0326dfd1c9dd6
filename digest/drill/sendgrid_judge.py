"""Judges a Mail Send request as SendGrid does: what it would not take, and in which words it would say so."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from digest.drill.sendgrid_form import MAIL, misshapen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from digest.drill.sendgrid_form import Error

MOST_BYTES = 30_000_000  # of a request
_MOST_RECIPIENTS = 1000
_MOST_OWN_BYTES = 10_000  # of substitutions, and of custom arguments, in one personalization
_MOST_ERRORS = 1000  # in one answer
_HELP = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html"
_OWN_HEADERS = re.compile(r"x-sg-.*|received|dkim-signature|content-.*|to|from|subject|reply-to|cc|bcc", re.IGNORECASE)
_CONTENT_RANKS = {"text/plain": 0, "text/html": 1}
_HEADER_NAME = re.compile(r"[!-9;-~]+")  # RFC 5322, 3.6.8


def judge(body: bytes) -> tuple[dict[str, Any], list[Error]]:
    """Return the request and what is wrong with it; where its form is, nothing else of it is looked at."""
    try:
        mail = json.loads(body)
    except (ValueError, RecursionError):
        return {}, [("", "Bad Request")]
    errors = list(misshapen(mail, MAIL))
    return mail, (errors or list(_wrong(mail)))[:_MOST_ERRORS]


def error_body(errors: Iterable[Error]) -> bytes:
    """Return the body of an answer that names errors."""
    said = [{"message": message, "field": field or None, "help": _HELP if field else None} for field, message in errors]
    return json.dumps({"errors": said}).encode()


def _wrong(mail: dict[str, Any]) -> Iterator[Error]:
    yield from _content(mail)
    yield from _headers(mail.get("headers", {}), "headers")
    yield from _size(mail.get("custom_args", {}), "custom_args")
    for place, category in enumerate(mail.get("categories", ())):
        if not category.isascii():
            yield f"categories.{place}", "A category may hold only ASCII characters."
    if ";" in mail["from"].get("name", ""):
        yield "from.name", "The name may hold no semicolon."
    for place, one in enumerate(mail["personalizations"]):
        yield from _personalization(one, f"personalizations.{place}")
    yield from _recipients(mail["personalizations"])


def _content(mail: dict[str, Any]) -> Iterator[Error]:
    kinds = [one["type"] for one in mail.get("content", ())]
    ranks = [_CONTENT_RANKS.get(kind, 2) for kind in kinds]
    if not kinds:
        yield "content", "The content is needed."
    elif ranks != sorted(ranks):
        yield "content", "If present, text/plain and text/html must come first, in that order."
    elif len(set(kinds)) < len(kinds):
        yield "content", "Each content type may stand only once."
    if not mail.get("subject") and not all(one.get("subject") for one in mail["personalizations"]):
        yield "subject", "The subject is needed."


def _personalization(one: dict[str, Any], where: str) -> Iterator[Error]:
    yield from _headers(one.get("headers", {}), f"{where}.headers")
    yield from _size(one.get("substitutions", {}), f"{where}.substitutions")
    yield from _size(one.get("custom_args", {}), f"{where}.custom_args")
    for place, mailbox in enumerate(one["to"]):
        if re.search("[;,]", mailbox.get("name", "")):
            yield f"{where}.to.{place}.name", "The name may hold no semicolon and no comma."


def _headers(headers: Mapping[str, str], where: str) -> Iterator[Error]:
    for name, value in headers.items():
        if _OWN_HEADERS.fullmatch(name):
            yield f"{where}.{name}", f"The header {name} is reserved."
        elif not _HEADER_NAME.fullmatch(name) or not value.isascii() or not value.isprintable():
            yield f"{where}.{name}", "A header is one line of ASCII."


def _size(values: Mapping[str, str], where: str) -> Iterator[Error]:
    if sum(len(word.encode("utf-8", "replace")) for word in chain(values, values.values())) > _MOST_OWN_BYTES:
        yield where, f"Their total size may not exceed {_MOST_OWN_BYTES} bytes."


def _recipients(personalizations: Iterable[dict[str, Any]]) -> Iterator[Error]:
    everybody = [
        mailbox["email"] for one in personalizations for kind in ("to", "cc", "bcc") for mailbox in one.get(kind, ())
    ]
    if len(everybody) > _MOST_RECIPIENTS:
        yield "personalizations", f"There is a limit of {_MOST_RECIPIENTS} total recipients per request."
    seen: set[str] = set()
    for address in everybody:
        if address.lower() in seen:
            yield "personalizations", f"Each address may be included only once; [{address}] is included more than once."
            return
        seen.add(address.lower())

"""Reads the form that a request brings, whole and small, in either of the two ways that forms are written."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

LARGEST = 65_536  # bytes
MOST_FIELDS = 300
READ_WITHIN = 20  # seconds

_URLENCODED, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, in order."""

    fields: tuple[tuple[str, str], ...] = ()

    def one(self, name: str) -> str:
        """Return the first value of a field, empty where there is none."""
        return next((value for key, value in self.fields if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return tuple(value for key, value in self.fields if key == name)


async def read_form(request: Request) -> Form:
    """Read a form, URL-encoded (WHATWG URL, 5) or multipart (RFC 7578); files in it are passed over.

    Raises:
        HTTPException: it is neither (415), larger than LARGEST (413), or does not come to its end (400, 408).
    """
    content_type = request.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in {_URLENCODED, _MULTIPART, ""}:
        raise HTTPException(415, "not a form")
    body = await read_body(request, largest=LARGEST, within=READ_WITHIN)
    try:
        pairs = _multipart(body, content_type) if kind == _MULTIPART else _urlencoded(body)
        return Form(tuple(pairs))
    except (ValueError, LookupError):
        raise HTTPException(400, "not a form that can be read") from None


async def read_body(request: Request, *, largest: int, within: float) -> bytes:
    """Read the body whole.

    Raises:
        HTTPException: it is too large, or does not come to its end.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > largest:
        raise HTTPException(413, f"more than {largest} bytes")
    read = bytearray()
    try:
        async with asyncio.timeout(within):
            async for chunk in request.stream():
                read += chunk
                if len(read) > largest:
                    raise HTTPException(413, f"more than {largest} bytes")
    except TimeoutError:
        raise HTTPException(408, "the body did not come to its end") from None
    except ClientDisconnect:
        raise HTTPException(400, "the body broke off") from None
    return bytes(read)


def _urlencoded(body: bytes) -> Iterable[tuple[str, str]]:
    return parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)


def _multipart(body: bytes, content_type: str) -> Iterable[tuple[str, str]]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    parts = list(message.iter_parts()) if message.is_multipart() else []
    if len(parts) > MOST_FIELDS:
        raise ValueError("too many fields")
    for part in parts:
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str) and part.get_filename() is None:
            content = part.get_payload(decode=True)
            yield name, content.decode("utf-8", "replace") if isinstance(content, bytes) else ""

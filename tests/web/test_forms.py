"""Forms: both ways of writing them, small, whole, and whatever else somebody posts."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from starlette.requests import Request

from digest.web.forms import LARGEST, MOST_FIELDS, Form, read_form

URLENCODED = "application/x-www-form-urlencoded"


def read(body: bytes, content_type: str = URLENCODED, *, pieces: int = 1, length: int | None = None) -> Form:
    size = max(1, len(body) // pieces)
    chunks = [body[start : start + size] for start in range(0, len(body), size)] or [b""]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    headers = [(b"content-type", content_type.encode("latin-1", "replace"))]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    return asyncio.run(read_form(Request({"type": "http", "method": "POST", "headers": headers}, receive)))


def multipart(*fields: tuple[str, str], boundary: str = "xYz") -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields
    ]
    return ("".join(parts) + f"--{boundary}--\r\n").encode()


def status_of(*arguments: Any, **more: Any) -> int:
    with pytest.raises(HTTPException) as caught:
        read(*arguments, **more)
    return caught.value.status_code


@pytest.mark.parametrize("pieces", [1, 7, 50])
def test_both_ways_of_writing_a_form_say_the_same(pieces: int) -> None:
    fields = (("list", "daily"), ("list", "weekend"), ("address", "zoë+news@münchen.example"), ("empty", ""))
    one = read(urlencode(fields).encode(), pieces=pieces)
    other = read(multipart(*fields), "multipart/form-data; boundary=xYz", pieces=pieces)
    assert one == other == Form(fields)
    assert (one.one("list"), one.all("list"), one.one("none"), one.all("none")) == (
        "daily",
        ("daily", "weekend"),
        "",
        (),
    )


def test_the_one_click_of_rfc_8058_is_read_in_both() -> None:
    assert read(b"List-Unsubscribe=One-Click").one("List-Unsubscribe") == "One-Click"
    body = multipart(("List-Unsubscribe", "One-Click"))
    assert read(body, 'Multipart/Form-Data; boundary="xYz"').one("List-Unsubscribe") == "One-Click"


def test_a_file_is_passed_over() -> None:
    body = multipart(("a", "1")).replace(b'name="a"', b'name="a"; filename="x.exe"')
    assert read(body, "multipart/form-data; boundary=xYz") == Form()


def test_what_is_too_large_is_refused_whether_its_length_is_told_or_not() -> None:
    assert status_of(b"", length=10**9) == 413
    assert status_of(b"a" * (LARGEST + 1), pieces=20) == 413
    assert len(read(b"a=" + b"b" * (LARGEST - 2)).one("a")) == LARGEST - 2


def test_too_many_fields_are_refused() -> None:
    many = [("a", "1")] * (MOST_FIELDS + 1)
    assert status_of(urlencode(many).encode()) == 400
    assert status_of(multipart(*many), "multipart/form-data; boundary=xYz") == 400


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "text/html"])
def test_what_is_no_form_is_refused(content_type: str) -> None:
    assert status_of(b"a=1", content_type) == 415


def read_or_refused(body: bytes, content_type: str) -> None:
    try:
        form = read(body, content_type)
    except HTTPException as error:
        refused = error.status_code
    else:
        refused = 400
        assert all(isinstance(text, str) for field in form.fields for text in field)
    assert refused in {400, 415}


KINDS = [URLENCODED, "", "multipart/form-data; boundary=xYz", "multipart/form-data"]


@given(st.binary(max_size=400), st.sampled_from(KINDS))
def test_any_bytes_are_a_form_or_a_bad_request(body: bytes, content_type: str) -> None:
    read_or_refused(body, content_type)


@given(st.text(max_size=40), st.binary(max_size=100))
def test_any_content_type_is_read_or_refused(parameter: str, body: bytes) -> None:
    read_or_refused(body, f"multipart/form-data; boundary={parameter}")


@given(
    st.text(alphabet='abcn=;"* \\%\t\ue001', max_size=40),
    st.sampled_from(["base64", "quoted-printable", "x-uuencode", "8bit", "nonsense"]),
    st.binary(max_size=60),
)
def test_whatever_a_part_says_of_itself_is_read_or_refused(words: str, encoding: str, content: bytes) -> None:
    head = f"--xYz\r\nContent-Disposition: form-data; name{words}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    read_or_refused(head.encode() + content + b"\r\n--xYz--\r\n", "multipart/form-data; boundary=xYz")

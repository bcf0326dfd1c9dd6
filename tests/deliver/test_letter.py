"""Letters as messages: the headers of a mail that a program wrote and no list sent, filled like any other."""

from __future__ import annotations

import json
import subprocess
from base64 import b64encode
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path

import pytest

from digest.deliver.address import Unmailable
from digest.deliver.letter import encode_letter
from digest.deliver.message import MessageTemplate
from digest.model.delivery import Envelope
from digest.model.issue import Marks, Rendering

MARKS = Marks("tTOKENMARKTOKENMARKTOK", "rREASONMARKREASONMARKREASONMARKRE")
RENDERING = Rendering(
    subject="Bitte bestätigen: Hafenbote\r\nBcc: all@example.com",
    preheader="",
    html=f'<html><body><a href="https://herald.example/c/{MARKS.token}">Bestätigen</a> {"lang " * 300}</body></html>',
    text=f"Bestätigen:\nhttps://herald.example/c/{MARKS.token}\n.\nFrom here\n",
    language="de",
)
ENVELOPE = Envelope(
    delivery_id=1,
    address="zoë@münchen.example",
    name="Zoë",
    message_id="<letter.x@herald.example>",
    token="T" * 22,
    reference="a" * 32,
    reason="",
)


def encoded(**more: str) -> bytes:
    values = {"sender_name": "Hafenbote", "sender_address": "digest@herald.example", "reply_to": ""} | more
    return encode_letter(RENDERING, date=datetime(2026, 11, 23, 7, tzinfo=UTC), marks=MARKS, **values)


def filled(**more: str) -> bytes:
    return MessageTemplate(encoded(**more), MARKS).fill(ENVELOPE)


def test_it_is_marked_as_written_by_a_program_and_bears_no_headers_of_a_list() -> None:
    message = message_from_bytes(filled(reply_to="desk@herald.example"), policy=modern)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"
    assert message["Reply-To"] == "desk@herald.example"
    assert not [name for name in message.keys() if name.startswith("List-")]  # noqa: SIM118
    assert message["Subject"] == "Bitte bestätigen: Hafenbote Bcc: all@example.com"
    assert message["Bcc"] is None


def test_plain_text_comes_first_and_the_token_stands_in_both_parts() -> None:
    message = message_from_bytes(filled(), policy=modern)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for part in message.iter_parts():
        assert f"https://herald.example/c/{'T' * 22}" in part.get_content()
        assert MARKS.token not in part.get_content()


def test_the_same_in_is_the_same_out_and_no_line_is_too_long() -> None:
    assert encoded() == encoded()
    raw = filled()
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_parser_of_another_house_reads_it_the_same() -> None:
    judge = Path(__file__).parents[1] / "judges" / "parse-mail.mjs"
    mails = json.dumps([b64encode(filled()).decode()])
    done = subprocess.run(["node", judge], input=mails, capture_output=True, check=True, text=True)
    (mail,) = json.loads(done.stdout)
    assert mail["subject"] == "Bitte bestätigen: Hafenbote Bcc: all@example.com"
    assert f"https://herald.example/c/{'T' * 22}" in mail["text"]
    assert "Bestätigen</a>" in mail["html"]


def test_a_sender_that_is_no_address_is_refused() -> None:
    with pytest.raises(Unmailable):
        encoded(sender_address="a b@herald.example")

"""The demonstration is the whole main job: one correct mail for each recipient, as two other parsers read them."""

from __future__ import annotations

import json
import re
import subprocess
from base64 import b64encode
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.conftest import Desk

ROOT = Path(__file__).parent.parent

READERS = {
    "Harbourmaster@port-averin.example",
    "aarav.sharma@reader.example",
    "amelie@reader.example",
    "jorg@xn--brckner-o2a.example",
    "marta.solheim@reader.example",
    "nour@letters.example",
    "o.keefe+herald@reader.example",
    "reading.room@library.example",
}
HEADERS = [
    "To", "Message-ID", "From", "Subject", "Date", "Reply-To", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
    "List-Archive", "Precedence", "MIME-Version", "Content-Type",
]  # fmt: skip


@pytest.fixture
def mails(desk: Desk) -> list[Path]:
    """The mails of a demonstration."""
    result = desk.ok("demo", "made", "--no-open")
    assert "left out" in result.out
    found = sorted((desk.folder / "made" / "outbox").rglob("*.eml"))
    for path in found:
        assert str(path.relative_to(desk.folder)) in result.out, "the demonstration ends by saying where they are"
    return found


def parsed(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def elsewhere(paths: list[Path]) -> list[dict[str, Any]]:
    """The mails as another implementation's parser reads them."""
    command = ["node", str(ROOT / "tests/judges/parse-mail.mjs")]
    encoded = json.dumps([b64encode(path.read_bytes()).decode() for path in paths])
    done = subprocess.run(command, input=encoded, capture_output=True, check=True, text=True)
    documents: list[dict[str, Any]] = json.loads(done.stdout)
    return documents


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


def test_one_mail_for_each_recipient_and_for_nobody_else(mails: list[Path]) -> None:
    assert {parsed(path)["To"].addresses[0].addr_spec for path in mails} == READERS
    assert len(mails) == len(READERS)


def test_each_mail_has_the_structure_and_headers_of_the_contract(mails: list[Path]) -> None:
    for path in mails:
        mail = parsed(path)
        assert mail.keys() == HEADERS
        assert mail.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        for part in mail.iter_parts():
            assert part["Content-Transfer-Encoding"] == "quoted-printable"
            assert part.get_content_charset() == "utf-8"
        assert not mail.defects
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.fullmatch(r"<https://herald\.example/u/[\w-]{22}>", mail["List-Unsubscribe"])


def test_no_line_is_too_long_and_every_line_ends_as_the_wire_wants_it(mails: list[Path]) -> None:
    for path in mails:
        data = path.read_bytes()
        assert data.isascii()
        assert b"\n" not in data.replace(b"\r\n", b"")
        assert b"\r" not in data.replace(b"\r\n", b"")
        head, _, rest = data.partition(b"\r\n\r\n")
        assert max(map(len, head.split(b"\r\n"))) <= 998
        assert max(map(len, rest.split(b"\r\n"))) <= 76


def test_another_implementation_reads_the_same(mails: list[Path]) -> None:
    for path, theirs in zip(mails, elsewhere(mails), strict=True):
        ours = parsed(path)
        assert theirs["subject"] == ours["Subject"]
        assert theirs["text"].split() == body(ours, "plain").split()
        assert theirs["html"].split() == body(ours, "html").split()
        assert theirs["messageId"] == ours["Message-ID"]


def test_every_mail_names_its_postal_address_and_its_ways_out(mails: list[Path]) -> None:
    tokens = set()
    for path in mails:
        mail = parsed(path)
        (token,) = re.findall(r"/u/([\w-]{22})>", mail["List-Unsubscribe"])
        tokens.add(token)
        for kind in ("plain", "html"):
            text = body(mail, kind)
            assert "1 Quay Street, Port Averin" in text
            for way in ("u", "p", "v"):
                assert f"https://herald.example/{way}/{token}" in text
            assert "You get this because you joined Daily digest on" in text
    assert len(tokens) == len(mails), "each reader's links are their own"


def test_the_mail_holds_no_mark_and_nothing_of_other_readers(mails: list[Path]) -> None:
    for path in mails:
        mail = parsed(path)
        own = mail["To"].addresses[0].addr_spec
        for kind in ("plain", "html"):
            text = body(mail, kind)
            assert not re.search(r"\b[tr][0-9a-f]{21,31}\b", text)
            assert not [reader for reader in READERS - {own} if reader in text]


def test_difficult_words_arrive_intact(mails: list[Path]) -> None:
    """Names in Arabic and Hindi, an accent, an ampersand, typographic quotes."""
    names = {parsed(path)["To"].addresses[0].display_name for path in mails}
    assert {"نور القاسمي", "आरव शर्मा", "Amélie Fournier-Szabó", "Capt. Ruth Adeyemi-Lindqvist, Harbour Master"} <= names
    text = body(parsed(mails[0]), "html")
    assert "Harbour &amp; Hill" in text
    assert "Velland’s" in text


def test_a_folder_in_use_is_left_alone(desk: Desk) -> None:
    desk.write("made/precious.txt", "mine")
    result = desk("demo", "made", "--no-open")
    assert result.code == 2
    assert [path.name for path in (desk.folder / "made").iterdir()] == ["precious.txt"]

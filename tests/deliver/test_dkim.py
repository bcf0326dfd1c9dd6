"""Signatures, judged by another implementation (dkimpy) with a DNS of our own."""

import re
import subprocess
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver.dkim import SEALED, SIGNED, SignedTemplate, Signer
from digest.deliver.message import MessageTemplate, encode
from digest.model.delivery import Envelope
from digest.model.issue import Marks, Rendering
from digest.model.settings import DkimSettings

MARKS = Marks(token="tokenMark7f3a9c", reason="reasonMark51d0e2")
ENVELOPE = Envelope(
    delivery_id=1,
    address="ana@readers.example",
    name="Ana Silva",
    message_id="<daily.2026-11-23.abcdefghijklmnopqrstuvwxyz@herald.example>",
    token="Abcdefghij-_0123456789",
    reference="abcdefghijklmnopqrstuvwxyz",
    reason="You joined “Daily” on 3 March <2026> & stayed.",
)
TEXT = f".\nFrom the  quay \t \nhttps://herald.example/u/{MARKS.token}\n\n{MARKS.reason}\n\n\n"
FOREIGN = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=150) | st.text('ab \t\r\n.=é😀-_<&":;', max_size=150)
).filter(lambda words: not any(mark in words for mark in (MARKS.token, MARKS.reason, MARKS.reference)))


@pytest.fixture(scope="module")
def signer(rsa_key):
    return Signer(DkimSettings(domain="herald.example", selector="digest", key_file=rsa_key))


@pytest.fixture(scope="module")
def verified(signer):
    """Ask dkimpy whether a message is signed by the key in the DNS."""
    name, record = signer.dns_record()

    def ask(message):
        return dkim.verify(
            message, dnsfunc=lambda asked, timeout=5: record if asked.decode() == f"{name}." else "", minkey=2048
        )

    return ask


def template(subject="The ferry sails again", html="<p>Hello</p>", text=TEXT, **changes):
    values = {
        "sender_name": "The Harbour Herald",
        "sender_address": "digest@herald.example",
        "reply_to": "desk@herald.example",
        "date": datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
        "list_id": "daily.herald.example",
        "base_url": "https://herald.example",
        "archive_url": "https://herald.example/archive/daily",
        "marks": MARKS,
        "unsubscribe_to": "leave@herald.example",
        "feedback_id": "2026-11-23:daily:digest:harbour",
    }
    rendering = Rendering(subject=subject, preheader="", html=f"{html}{MARKS.reason}", text=text, language="en")
    return MessageTemplate(encode(rendering, **(values | changes)), MARKS)


@pytest.fixture
def signed(signer):
    return SignedTemplate(template(), signer).fill(ENVELOPE)


def tags(message):
    header = re.sub(rb"\r\n(?=[ \t])", b"", message).split(b"\r\n")[0].decode()
    pairs = (tag.split("=", 1) for tag in header.removeprefix("DKIM-Signature: ").split(";"))
    return {name.strip(): re.sub(r"\s", "", value) for name, value in pairs}


def test_a_signed_mail_is_verified_and_is_the_unsigned_one_but_for_its_first_header(signed, verified):
    assert verified(signed)
    assert signed.startswith(b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple;\r\n")
    assert signed.endswith(template().fill(ENVELOPE))


def test_the_signature_names_domain_selector_and_the_moment_the_issue_was_dated(signed):
    found = tags(signed)
    assert (found["d"], found["s"]) == ("herald.example", "digest")
    assert found["t"] == f"{datetime(2026, 11, 23, 6, 30, tzinfo=UTC).timestamp():.0f}"
    assert "x" not in found
    assert "l" not in found
    assert len(b64decode(found["b"])) == 256


def test_every_header_that_matters_is_signed_and_what_must_stay_alone_is_sealed(signed):
    assert tags(signed)["h"].split(":") == [*SIGNED, *SEALED]
    assert {"List-Unsubscribe", "List-Unsubscribe-Post"} <= set(SIGNED)  # RFC 8058, 4


def test_headers_that_a_mail_does_not_have_are_not_named_unless_sealed(signer, verified):
    message = SignedTemplate(template(reply_to="", feedback_id=""), signer).fill(ENVELOPE)
    names = tags(message)["h"].split(":")
    assert "Feedback-ID" not in names
    assert names.count("Reply-To") == 1
    assert verified(message)
    assert not verified(b"Reply-To: eve@evil.example\r\n" + message)


def test_the_same_mail_made_again_has_the_same_signature(signed, rsa_key):
    settings = DkimSettings(domain="herald.example", selector="digest", key_file=rsa_key)
    assert SignedTemplate(template(), Signer(settings)).fill(ENVELOPE) == signed


@pytest.mark.parametrize("field", SIGNED)
def test_no_signed_header_can_be_altered_or_taken_out(signed, verified, field):
    altered = re.sub(rb"(?mi)^(%s: .)" % field.encode(), rb"\1x", signed, count=1)
    assert altered != signed
    assert not verified(altered)
    taken_out = re.sub(rb"(?mi)^%s:.*\r\n([ \t].*\r\n)*" % field.encode(), b"", signed, count=1)
    assert len(taken_out) < len(signed)
    assert not verified(taken_out)


@pytest.mark.parametrize("field", SEALED)
def test_no_second_header_can_be_set_before_a_sealed_one(signed, verified, field):
    assert not verified(field.encode() + b": eve\r\n" + signed)


@pytest.mark.parametrize(("found", "put"), [(b"quay", b"quai"), (b"stayed", b"strayed"), (b"Hello", b"Hello ")])
def test_nothing_of_the_body_can_be_altered(signed, verified, found, put):
    assert found in signed
    assert not verified(signed.replace(found, put))


def test_nothing_can_be_put_behind_the_body(signed, verified):
    assert not verified(signed + b"more\r\n")


def test_folding_headers_anew_and_empty_lines_at_the_end_do_no_harm(signed, verified):
    head, border, body = signed.partition(b"\r\n\r\n")
    refolded = head.replace(b"Subject: The ferry", b"SUBJECT:   The\r\n\tferry ")
    assert refolded != head
    assert verified(refolded + border + body + b"\r\n\r\n")


def test_lines_keep_to_78_characters(signed):
    header = signed[: signed.index(b"\r\nTo: ")]
    assert max(map(len, header.split(b"\r\n"))) <= 78


def test_a_key_of_another_newsroom_does_not_verify_it(signed):
    other = "v=DKIM1; k=rsa; p="
    assert not dkim.verify(signed, dnsfunc=lambda name, timeout=5: other)


def test_a_reader_whose_address_is_not_ascii_gets_a_signed_mail_too(signer, verified):
    foreign = ENVELOPE._replace(address="zoë@münchen.example")
    assert verified(SignedTemplate(template(), signer).fill(foreign))


@settings(max_examples=40, deadline=None)
@given(
    name=FOREIGN,
    subject=FOREIGN,
    reason=FOREIGN,
    text=FOREIGN,
    token=st.from_regex(r"[A-Za-z0-9_-]{1,400}", fullmatch=True),
)
def test_any_words_in_any_script_are_signed_so_that_others_verify_it(
    signer, verified, name, subject, reason, text, token
):
    envelope = ENVELOPE._replace(name=name, reason=reason, token=token)
    body = text + TEXT + text
    message = SignedTemplate(template(subject=subject, text=body, html=body), signer).fill(envelope)
    assert verified(message)


def test_the_public_key_is_published_under_the_selector(signer):
    name, record = signer.dns_record()
    assert name == "digest._domainkey.herald.example"
    assert re.fullmatch(r"v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{390,}=*", record)


def test_the_command_of_the_page_prints_the_same_record(signer, rsa_key, tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "smtp.md").read_text()
    command = re.search(r"^ *(echo \"v=DKIM1.*)$", page, re.MULTILINE)[1]
    (tmp_path / "dkim.pem").write_bytes(rsa_key.read_bytes())
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == signer.dns_record()[1]

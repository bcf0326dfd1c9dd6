"""A received mail tells what the other side found, and whether one click unsubscribes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.doctor.delivered import check_delivered

if TYPE_CHECKING:
    from tests.conftest import Desk

MAIL = """\
Authentication-Results: mx.reader.example;
 dkim=pass (2048-bit key; dkim=fail in a comment) header.d=herald.example;
 spf=pass smtp.mailfrom=b@herald.example; dmarc=pass (p=none) header.from=herald.example
Authentication-Results: forged.example; dkim=fail; spf=fail; dmarc=fail
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=herald.example; s=digest;
 h=From:To:Subject:List-Unsubscribe:
 List-Unsubscribe-Post; bh=abc=; b=def=
From: The Herald <digest@herald.example>
Subject: Monday
List-Unsubscribe: <https://herald.example/u/abc>, <mailto:leave@herald.example>
List-Unsubscribe-Post: List-Unsubscribe=One-Click

Hello
"""


def judged(text: str) -> dict[str, str]:
    return {one.check: str(one.health) for one in check_delivered(text.encode())}


def test_a_mail_that_arrived_well_is_good_throughout() -> None:
    assert judged(MAIL) == {
        "SPF, as received": "good",
        "DKIM, as received": "good",
        "DMARC, as received": "good",
        "List-Unsubscribe signed": "good",
        "one-click unsubscribe": "good",
    }


@pytest.mark.parametrize(
    ("old", "new", "check", "health"),
    [
        ("spf=pass", "spf=softfail", "SPF, as received", "wrong"),
        ("dmarc=pass", "dmarc=fail", "DMARC, as received", "wrong"),
        (" spf=pass smtp.mailfrom=b@herald.example;", "", "SPF, as received", "doubtful"),
        ("\n List-Unsubscribe-Post;", "\n Date;", "List-Unsubscribe signed", "wrong"),
        ("d=herald.example; s", "d=provider.example; s", "signature", "wrong"),
        ("DKIM-Signature", "X-Signature", "signature", "wrong"),
        ("<https://herald.example/u/abc>, ", "", "one-click unsubscribe", "wrong"),
        ("<mailto:leave@herald.example>", "<https://other.example/>", "one-click unsubscribe", "wrong"),
        ("=One-Click", "=Two", "one-click unsubscribe", "wrong"),
    ],
)
def test_what_went_wrong_on_the_way_is_named(old: str, new: str, check: str, health: str) -> None:
    assert old in MAIL
    assert judged(MAIL.replace(old, new))[check] == health


def test_what_is_no_mail_is_told_to_be_none() -> None:
    (found,) = check_delivered(b"SQLite format 3\0 and so on")
    assert (found.check, str(found.health)) == ("mail", "wrong")


def test_a_mail_that_was_not_received_is_not_checked_for_what_receivers_find() -> None:
    assert judged(MAIL.replace("Authentication-Results", "X-Results"))["as received"] == "not checked"


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"From: =?utf-8?q?=", b"DKIM-Signature: ;;;=\nFrom: <@>\n\n"])
def test_any_file_is_judged_in_words(raw: bytes) -> None:
    assert check_delivered(raw)


def test_the_command_reads_it_without_a_configuration(desk: Desk) -> None:
    desk.write("monday.eml", MAIL.replace("spf=pass", "spf=fail"))
    (desk.folder / "digest.toml").unlink()
    result = desk("doctor", "--delivered", "monday.eml")
    assert result.code == 1
    assert "wrong        SPF, as received: mx.reader.example says fail" in result.out

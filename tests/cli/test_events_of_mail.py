"""`digest events import` of mails: bounces, complaints and unsubscribes from a file, an mbox, a Maildir and a pipe."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_events import DIGEST, reference, sent, status

if TYPE_CHECKING:
    from tests.conftest import Desk

__all__ = ["sent"]

BOUNCE = """\
From: MAILER-DAEMON@mx.reader.example
To: bounces+{reference}@herald.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}@mx.reader.example>
Date: Mon, 23 Nov 2026 06:40:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.reader.example

Final-Recipient: rfc822; ana@reader.example
Action: failed
Status: {code}
Diagnostic-Code: smtp; 550 {code} {words}
--b--
"""

HUMAN = "From: ben@reader.example\nTo: desk@herald.example\nSubject: Hello\n\nI liked the piece on the ferry.\n"


def bounce(desk: Desk, *, code: str = "5.1.1", words: str = "no such user", number: int = 1) -> str:
    return BOUNCE.format(reference=reference(desk), code=code, words=words, number=number)


def test_a_bounce_in_a_file_moves_its_delivery_and_suppresses_its_reader(sent: Desk) -> None:
    sent.write("bounce.eml", bounce(sent))
    document = sent.ok("events", "import", "bounce.eml", "--json").json
    assert (document["new"], document["moved"], document["suppressed"]) == (1, 1, 1)
    assert status(sent) == "bounced"
    (made,) = sent.ok("suppressions", "list", "--json").json
    assert (made["reason"], made["source"]) == ("hard-bounce", "mail: daily/2026-11-23")
    assert sent.ok("events", "import", "bounce.eml", "--json").json["duplicate"] == 1


def test_a_policy_is_no_fault_of_the_reader(sent: Desk) -> None:
    sent.write("bounce.eml", bounce(sent, code="5.7.26", words="not authenticated"))
    assert sent.ok("events", "import", "bounce.eml", "--json").json["suppressed"] == 0
    assert status(sent) == "bounced"


@pytest.mark.parametrize("place", ["mbox", "Maildir", "folder"])
def test_mails_are_found_wherever_they_are_kept(sent: Desk, place: str) -> None:
    mail, other = bounce(sent), bounce(sent, number=2)
    if place == "mbox":
        sent.write("mbox", f"From x Mon Nov 23 06:40:00 2026\n{mail}\nFrom x Mon Nov 23 06:41:00 2026\n{other}\n")
    elif place == "Maildir":
        for name in ("Maildir/new/1", "Maildir/cur/2:2,S"):
            sent.write(name, mail if name.endswith("1") else other)
        (sent.folder / "Maildir" / "tmp").mkdir()
    else:
        sent.write("folder/1.eml", mail)
        sent.write("folder/2.eml", other)
    document = sent.ok("events", "import", place, "--json").json
    assert (document["read"], document["moved"]) == (2, 1)


def test_a_mail_from_a_person_is_set_aside(sent: Desk) -> None:
    sent.write("hello.eml", HUMAN)
    result = sent("events", "import", "hello.eml", "--json")
    assert result.code == 1
    assert result.json["set_aside"][0]["where"] == "hello.eml"


def test_a_mail_from_a_person_in_the_mailbox_makes_no_noise_for_cron(sent: Desk) -> None:
    sent.write("Maildir/cur/1", HUMAN)
    assert sent("-q", "events", "import", "Maildir").code == 1
    healthy = sent.ok("-q", "events", "import", "--allow-empty", "Maildir")
    assert (healthy.out, healthy.err) == ("", "")
    aside, nothing = sent("events", "import", "Maildir").err.splitlines()
    assert aside.startswith("set aside: Maildir/cur/1: ")
    assert nothing.startswith("digest: nothing came in: Maildir holds nothing that tells what became of a mail")


def test_a_mail_may_be_piped_in(sent: Desk) -> None:
    command = [DIGEST, "--config", str(sent.folder / "digest.toml"), "events", "import", "-", "--json"]
    environ = os.environ | {"DIGEST_NOW": sent.now}
    done = subprocess.run(command, input=bounce(sent).encode(), capture_output=True, check=True, env=environ)
    assert json.loads(done.stdout)["suppressed"] == 1

"""The headers that the settings give to every mail of an issue."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.conftest import Desk


@pytest.fixture
def ready(desk: Desk) -> Desk:
    desk.story("Harbour strike ends")
    desk.reader("ana@readers.example")
    desk.reader("ben@readers.example")
    return desk


def sent(desk: Desk, mail: str) -> list[EmailMessage]:
    desk.configure(mail=mail)
    desk.ok("send", "daily", "--yes")
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in desk.outbox()]


def test_feedback_id_tells_issue_edition_and_sender_and_nothing_of_the_recipient(ready: Desk) -> None:
    one, other = sent(ready, 'feedback_id = "harbour"')
    assert one["Feedback-ID"] == other["Feedback-ID"] == "2026-11-23:daily:digest:harbour"


def test_the_mailbox_to_unsubscribe_by_is_each_mails_own_and_bears_the_name_of_its_message_id(ready: Desk) -> None:
    mails = sent(ready, 'unsubscribe_to = "leave@herald.example"')
    found = [re.search(r", <mailto:leave\+(\w{32})@herald.example\?subject=unsubscribe>$", mail["List-Unsubscribe"])
             for mail in mails]  # fmt: skip
    references = [match[1] for match in found if match]
    assert len(set(references)) == 2
    assert [f"<daily.2026-11-23.{one}@herald.example>" for one in references] == [mail["Message-ID"] for mail in mails]


def test_without_either_setting_there_is_neither(ready: Desk) -> None:
    mail, _ = sent(ready, "")
    assert "Feedback-ID" not in mail
    assert "mailto" not in mail["List-Unsubscribe"]


def test_an_edition_that_is_not_public_names_no_archive(ready: Desk) -> None:
    ready.configure(edition="public = false")
    ready.ok("send", "daily", "--yes")
    for path in ready.outbox():
        assert "List-Archive" not in message_from_bytes(path.read_bytes(), policy=policy.default)


def test_a_mistake_in_the_signing_key_is_told_before_anything_is_fixed(ready: Desk) -> None:
    ready.configure(mail='[mail.dkim]\ndomain = "herald.example"')
    failed = ready("send", "daily", "--yes")
    assert failed.code == 1
    assert f"cannot read the DKIM key {ready.folder / 'dkim.pem'}" in failed.err
    assert ready.ok("issues", "list", "--json").json == []

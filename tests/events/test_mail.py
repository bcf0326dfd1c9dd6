from __future__ import annotations

import random
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events.mail import read_mail
from digest.model.event import EventKind, Fault
from tests.events.families import (
    BOUNCED,
    BOUNCES,
    ISSUE_ID,
    OTHERS,
    READER,
    REF,
    Sample,
    dsn,
    headers,
    postfix,
    prose,
    report,
    returned,
)

REPORTS = st.sampled_from([sample.raw for sample in (*BOUNCED, *OTHERS)])


@pytest.mark.parametrize("sample", [*BOUNCED, *OTHERS], ids=lambda sample: sample.name)
def test_each_family_of_reports_is_understood(sample: Sample) -> None:
    [event] = read_mail(sample.raw)
    assert (event.kind, event.fault, event.code) == (sample.kind, sample.fault, sample.code)
    assert (event.address, event.reference, event.source) == (sample.address, sample.reference, "mail")


@pytest.mark.parametrize("sample", [*BOUNCED, *OTHERS], ids=lambda sample: sample.name)
def test_line_ends_and_the_line_of_an_mbox_make_no_difference(sample: Sample) -> None:
    [event] = read_mail(sample.raw)
    assert read_mail(sample.raw.replace(b"\n", b"\r\n")) == [event]
    assert read_mail(b"From MAILER-DAEMON Mon Nov 23 07:32:05 2026\n" + sample.raw) == [event]


def test_it_happened_when_the_last_attempt_was_made_else_when_the_report_was_written() -> None:
    assert read_mail(dsn("5.1.1", "550 5.1.1 gone"))[0].at == datetime(2026, 11, 23, 6, 31, 58, tzinfo=UTC)
    assert read_mail(prose(f"Not delivered to {READER}."))[0].at == datetime(2026, 11, 23, 6, 32, 5, tzinfo=UTC)
    assert read_mail(prose(f"Not delivered to {READER}.", Date="yesterday"))[0].at is None


def test_the_other_servers_words_are_kept_on_one_line_of_300_characters() -> None:
    [event] = read_mail(dsn("5.1.1", "550 5.1.1 no such user\n  \x1b[31m" + "very " * 200))
    assert event.detail.startswith("550 5.1.1 no such user [31mvery very")
    assert len(event.detail) <= 300
    assert event.detail.isprintable()


@pytest.mark.parametrize("field", ["Delivered_To", "X_Original_To", "Envelope_To", "To"])
def test_the_report_names_the_delivery_by_the_address_it_came_to(field: str) -> None:
    fields = {"Delivered_To": "", "To": "digest@herald.example"} | {field: BOUNCES.replace(REF, REF.upper())}
    [event] = read_mail(prose(f"Not delivered to {READER}.", **fields))
    assert event.reference == REF


def test_else_by_the_message_id_of_what_came_back_or_of_what_was_answered() -> None:
    away = {"Delivered_To": "digest@herald.example", "To": "digest@herald.example"}
    [bounce] = read_mail(dsn("5.1.1", "550 5.1.1 gone", **away))
    assert (bounce.reference, bounce.message_id) == (REF, ISSUE_ID)
    [reply] = read_mail(prose("Away.", From=READER, Subject="Out of office", References=f"<a@b> <{ISSUE_ID}>", **away))
    assert (reply.reference, reply.kind) == (REF, EventKind.REPLIED)


def test_a_bounce_that_names_nobody_is_told_by_the_address_it_came_to() -> None:
    [event] = read_mail(prose("Your message could not be delivered: no such user."))
    assert (event.reference, event.address, event.kind) == (REF, "", EventKind.BOUNCED)
    assert read_mail(prose("It could not be delivered.", To="x@herald.example", Delivered_To="")) == []


def test_the_address_that_was_mailed_is_told_not_the_one_that_it_was_forwarded_to() -> None:
    [event] = read_mail(dsn("5.1.1", "550 5.1.1 gone", final="ines.elsewhere@other.example"))
    assert event.address == READER
    fields = (
        "Reporting-MTA: dns; far.example\n\nOriginal-Recipient: rfc822;Ines@Reader.example\n"
        "Final-Recipient: rfc822;u1@other.example\nAction: failed\nStatus: 5.1.1\n"
    )
    assert read_mail(report("", fields, back=returned("many@list.example")))[0].address == "Ines@Reader.example"


def test_each_recipient_of_a_report_has_an_event_of_its_own() -> None:
    fields = (
        "Reporting-MTA: dns; far.example\n\nFinal-Recipient: rfc822;a@far.example\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822;b@far.example\nAction: failed\nStatus: 5.2.2\n\n"
        "Final-Recipient: rfc822;c@far.example\nAction: delayed\nStatus: 4.4.1\n"
    )
    events = read_mail(report("", fields))
    assert [event.address for event in events] == ["a@far.example", "b@far.example", "c@far.example"]
    assert [event.fault for event in events] == [Fault.RECIPIENT, Fault.PASSING, None]
    assert len({event.key for event in events}) == 3


def test_the_same_report_has_the_same_key_whichever_way_it_was_kept_and_another_has_another() -> None:
    once, again = dsn("5.1.1", "550 5.1.1 gone"), dsn("5.1.1", "550 5.1.1 gone", X_Status="seen", Received="by us")
    other = dsn("5.1.1", "550 5.1.1 gone", Message_ID="<another@far.example>")
    keys = [read_mail(raw)[0].key for raw in (once, again, other)]
    assert keys[0] == keys[1] != keys[2]


def test_an_issue_of_ours_that_ran_in_a_circle_says_nothing() -> None:
    assert read_mail((returned() + "Subject: unsubscribe\n\nNews.\n").encode()) == []


def test_what_a_person_writes_says_nothing_even_where_it_quotes_a_bounce() -> None:
    quoted = f"Look what I got:\n\nFinal-Recipient: rfc822; {READER}\nAction: failed\nStatus: 5.1.1\n"
    assert read_mail(prose(quoted, From=READER, Return_Path=f"<{READER}>", Subject="Re: Ferry deal signed")) == []


@pytest.mark.parametrize(
    "subject", ["Automatic reply: gone", "Abwesenheitsnotiz", "不在のお知らせ", "Réponse automatique"]
)
def test_an_automatic_reply_never_suppresses_whatever_it_says(subject: str) -> None:
    text = f"{READER}: 550 5.1.1 user unknown. The mailbox does not exist, your mail could not be delivered."
    [event] = read_mail(prose(text, From="postmaster@reader.example", Subject=subject))
    assert (event.kind, event.fault) == (EventKind.REPLIED, None)


def test_a_read_receipt_is_a_reply() -> None:
    fields = f"Final-Recipient: rfc822;{READER}\nDisposition: automatic-action/MDN-sent-automatically; deleted\n"
    [event] = read_mail(report("Read.", fields, kind="disposition-notification", From=READER))
    assert (event.kind, event.reference) == (EventKind.REPLIED, REF)


def test_fields_in_the_text_are_read_like_those_in_a_part_of_their_own() -> None:
    text = (
        f"An error occurred.\n\nTechnical report:\n\nFinal-Recipient: rfc822; {READER}\nAction: failed\nStatus: 5.2.1\n"
    )
    [event] = read_mail(prose(text, Subject="Delivery Status Notification (Failure)"))
    assert (event.fault, event.code, event.address) == (Fault.RECIPIENT, "5.2.1", READER)


def test_a_report_whose_boundary_is_broken_is_still_read() -> None:
    raw = postfix("5.1.1", "550 5.1.1 gone", stage="RCPT TO").replace(b'boundary="=_cut"', b'boundary="=_other"')
    [event] = read_mail(raw)
    assert (event.fault, event.code, event.reference) == (Fault.RECIPIENT, "5.1.1", REF)


def test_no_report_about_the_sender_or_a_full_mailbox_suppresses_a_reader() -> None:
    for sample in (*BOUNCED, *OTHERS):
        for event in read_mail(sample.raw):
            assert (event.fault is Fault.RECIPIENT) == (sample.fault is Fault.RECIPIENT)


@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_list(raw: bytes) -> None:
    assert isinstance(read_mail(raw), list)
    assert isinstance(read_mail(headers().encode() + b"\n" + raw), list)


@given(REPORTS, st.integers(0, 4_000), st.integers(0, 400), st.binary(max_size=60))
def test_reports_with_a_piece_torn_out_or_put_in_give_a_list(raw: bytes, at: int, length: int, piece: bytes) -> None:
    for event in read_mail(raw[:at] + piece + raw[at + length :]):
        assert event.key
        assert event.at is None or event.at.tzinfo is not None
        assert len(event.detail) <= 300
        assert "\n" not in event.detail + event.address + event.message_id


HEAD = headers(Content_Type='multipart/mixed; boundary="b0"').encode()
LEVELS = b"".join(b'--b%d\nContent-Type: multipart/mixed; boundary="b%d"\n\n' % (at, at + 1) for at in range(9_000))
BOMBS = {
    "nested multiparts": HEAD + b"\n" + LEVELS,
    "endless parts": HEAD + b"\n" + b"--b0\n" * 200_000,
    "a gigantic header": b"Subject: " + b"=?utf-8?q?a?= " * 70_000 + b"\n\nx",
    "endless headers": b"".join(b"X-%d: y\n" % at for at in range(100_000)) + b"\n",
    "endless folding": b"X: y\n" + b" z\n" * 300_000 + b"\n",
    "endless addresses": headers().encode() + b"\n" + b"".join(b"u%d@far.example 550\n" % at for at in range(60_000)),
    "an endless address": headers().encode() + b"\n" + b"a" * 1_000_000 + b"@" * 1_000_000,
    "an endless host": headers().encode() + b"\n<a@b.example> 550 " + b"a." * 500_000,
    "endless phrases": headers().encode() + b"\n<a@b.example> 550 " + b"user not exceed domain no access " * 30_000,
    "endless codes": headers().encode() + b"\n<a@b.example>: " + b"550 5.1.1 " * 100_000,
    "noise": random.Random(7).randbytes(1_000_000),
}


@pytest.mark.parametrize("raw", BOMBS.values(), ids=BOMBS)
def test_a_bomb_takes_no_longer_than_a_moment(raw: bytes) -> None:
    """A bound far above what is needed (under half a second), and far below what a runaway pattern takes."""
    started = time.perf_counter()
    assert len(read_mail(raw)) <= 100
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "charset", ["utf-9", "punycode", "hex", "utf-16", "unicode_escape", "iso-2022-jp-2", "", "x" * 300]
)
def test_a_charset_that_is_none_breaks_nothing(charset: str) -> None:
    raw = prose(
        f"Not delivered to {READER}. \x1b$B \udcff".replace("\udcff", "ÿ"),
        Content_Type=f"text/plain; charset={charset}",
    )
    assert isinstance(read_mail(raw), list)
